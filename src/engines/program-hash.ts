import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Matches module specifiers in a source, in the style that the formatter enforces. It looks for the quotation
 * mark first, of which there are few: a member may wait for this.
 */
const SPECIFIER =
  /'(?<=(?<before>\bfrom |^import |\b(?:import|require|resolve)\()')(?<name>[^'\n]{1,200})'/gm;

/** Matches the text between the beginning of an import and its `from`. */
const IMPORT_CLAUSE = /^\n(?:import|export) [\w\s{},*$]*$/;

/** The sources that a part of the program consists of. */
export interface Sources {
  /** The text of each project file, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** The installed version of each library, by the path of its package.json. */
  readonly libraries: ReadonlyMap<string, string>;
}

/**
 * All project files that a module depends on, itself included, and the libraries they use, with their
 * dependencies. Throws the file system's error if a file is missing.
 */
export function sourcesOf(entry: string): Sources {
  const files = new Map<string, string>();
  const libraries = new Map<string, string>();
  const packages = new Set<string>();
  const left = [entry];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (files.has(file)) continue;
    const text = readFileSync(file, 'utf8');
    files.set(file, text);
    for (const name of importsOf(file, text))
      if (name.startsWith('.')) left.push(join(dirname(file), name));
      else if (!name.startsWith('node:')) packages.add(packageNameOf(name));
  }
  for (const name of packages) addLibrary(name, entry, libraries);
  return { files, libraries };
}

/** The modules that a file imports: at the top (no types), dynamically, by `require` or `resolve`. */
function importsOf(file: string, text: string): string[] {
  if (file.endsWith('.json')) return [];
  const source = `\n${text}`;
  return [...source.matchAll(SPECIFIER)]
    .filter(({ index, groups }) => groups?.before !== 'from ' || isImport(source, index - 'from '.length))
    .map(({ groups }) => `${groups?.name}`);
}

/** Whether a `from` belongs to an import that exists at run time. */
function isImport(source: string, index: number): boolean {
  const start = Math.max(source.lastIndexOf('\nimport ', index), source.lastIndexOf('\nexport ', index));
  if (start < 0 || source.startsWith(' type', start + '\nimport'.length)) return false;
  return IMPORT_CLAUSE.test(source.slice(start, index));
}

/** `n2words/de-DE` -> `n2words`, `@scope/name/part` -> `@scope/name`. */
function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function addLibrary(name: string, from: string, libraries: Map<string, string>): void {
  const manifest = findPackageJSON(name, pathToFileURL(from));
  if (manifest === undefined || libraries.has(manifest)) return;
  const { name: own, version, dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  libraries.set(manifest, `${own}@${version}`);
  for (const each of Object.keys(dependencies)) addLibrary(each, manifest, libraries);
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The SHA-256 of all that a module depends on: its sources, libraries' versions, Node's Unicode data. */
export function hashOfProgram(entry: string, root: string): string {
  const { files, libraries } = sourcesOf(entry);
  const hash = createHash('sha256').update(
    JSON.stringify([process.versions.icu, [...libraries.values()].sort()]),
  );
  for (const [file, text] of [...files].sort(([one], [other]) => (one < other ? -1 : 1)))
    hash.update('\0').update(relative(root, file).replaceAll(sep, '/')).update('\0').update(text);
  return hash.digest('hex');
}
