import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, normalize } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..');

/** A text between single quotes that may name a file of the program. */
const TYPESCRIPT_NAME = /'(?<name>[\w./-]+)\.ts'/g;

/** The code with the name of each file of the program, in imports and elsewhere, as that of what it becomes. */
function renameFiles(file: string, code: string): string {
  return code.replace(TYPESCRIPT_NAME, (written, name: string) => {
    const places = [join(dirname(file), `${name}.ts`), normalize(`${name}.ts`)];
    return places.some(place => existsSync(join(root, place))) ? `'${name}.js'` : written;
  });
}

/** A file of the project as JavaScript; lines and columns stay where they are. */
export function readAsJavaScript(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  return renameFiles(file, file.endsWith('.ts') ? stripTypeScriptTypes(text) : text);
}

/** Writes to a path, with the folders that it needs. */
export function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Writes the preview's server part and its page below a folder; `change` may change each file's code. */
export function writePreview(target: string, change: (code: string) => string = code => code): void {
  for (const file of globSync('src/**/!(*.d).ts', { cwd: join(root, 'preview') }))
    writeText(join(target, file.replace(/\.ts$/, '.js')), change(readAsJavaScript(`preview/${file}`)));
  cpSync(join(root, 'preview/page'), join(target, 'page'), {
    recursive: true,
    filter: from => !from.endsWith('tsconfig.json'),
  });
}
