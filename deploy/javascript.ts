import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, normalize } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..');

/** A string in single quotes that may name a file of the program. */
const TYPESCRIPT_NAME = /'(?<name>[\w./-]+)\.ts'/g;

/** Renames each file of the program that the code names, in imports or elsewhere, from `.ts` to `.js`. */
function renameFiles(file: string, code: string): string {
  return code.replace(TYPESCRIPT_NAME, (written, name: string) => {
    const places = [join(dirname(file), `${name}.ts`), normalize(`${name}.ts`)];
    return places.some(place => existsSync(join(root, place))) ? `'${name}.js'` : written;
  });
}

/** Reads a file of the project as JavaScript; lines and columns keep their positions. */
export function readAsJavaScript(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  return renameFiles(file, file.endsWith('.ts') ? stripTypeScriptTypes(text) : text);
}

/** Writes a file, creating its folders. */
export function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Writes the preview's server and page below a folder; `change` is applied to each server file's code. */
export function writePreview(target: string, change: (code: string) => string = code => code): void {
  for (const file of globSync('src/**/!(*.d).ts', { cwd: join(root, 'preview') }))
    writeText(join(target, file.replace(/\.ts$/, '.js')), change(readAsJavaScript(`preview/${file}`)));
  cpSync(join(root, 'preview/page'), join(target, 'page'), {
    recursive: true,
    filter: from => !from.endsWith('tsconfig.json'),
  });
}
