import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, normalize } from 'node:path';

/**
 * Run by `npm pack`: writes `dist/`, the program as JavaScript, for Node takes the types out of no file under
 * `node_modules`. Lines and columns stay where they are; nothing is bundled or made smaller.
 */
const root = join(import.meta.dirname, '..');
const target = join(root, 'dist');

/** A text between single quotes that may name a file of the program. */
const TYPESCRIPT_NAME = /'(?<name>[\w./-]+)\.ts'/g;

/** The code with the name of each file of the program, in imports and elsewhere, as that of what it becomes. */
function renameFiles(file: string, code: string): string {
  return code.replace(TYPESCRIPT_NAME, (written, name: string) => {
    const places = [join(dirname(file), `${name}.ts`), normalize(`${name}.ts`)];
    return places.some(place => existsSync(join(root, place))) ? `'${name}.js'` : written;
  });
}

/** What operators are told to type, without the checkout that `npm run` needs; catalogs change with the code. */
function renameCommands(text: string): string {
  return text
    .replaceAll(/npm run (?:-s )?standfirst --/g, 'npx standfirst')
    .replaceAll('npm start', 'npx standfirst');
}

function writeBuilt(file: string): void {
  const text = readFileSync(join(root, file), 'utf8');
  const code = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  writeFile(file.replace(/\.ts$/, '.js'), renameCommands(renameFiles(file, code)));
}

function writeFile(file: string, text: string): void {
  mkdirSync(dirname(join(target, file)), { recursive: true });
  writeFileSync(join(target, file), text);
}

rmSync(target, { recursive: true, force: true });
for (const file of globSync('{src,commands,preview/src}/**/*.{ts,js,json}', { cwd: root })) writeBuilt(file);
for (const folder of ['data/articles', 'preview/page'])
  cpSync(join(root, folder), join(target, folder), { recursive: true, force: false });
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  string,
  string
>;
writeFile('package.json', `${JSON.stringify({ name, version, type: 'module' })}\n`);
