import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, writePreview, writeText } from './javascript.ts';

/**
 * Writes `preview/dist/`, the package `discord-preview` as JavaScript with type declarations, for
 * `npm pack ./preview/dist`: Node does not strip types from files under `node_modules`. Its version is that of
 * the project.
 */
const source = join(root, 'preview');
const target = join(source, 'dist');
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const entry = (name: string) => ({ types: `./src/${name}.d.ts`, default: `./src/${name}.js` });

rmSync(target, { recursive: true, force: true });
writePreview(target);
execFileSync('npx', ['tsc', '-p', join(source, 'tsconfig.build.json')], { cwd: root, stdio: 'inherit' });
for (const file of globSync(join(target, '**/*.d.ts')))
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(["'])(\.[\w./-]+)\.ts\1/g, '$1$2.js$1'));
const { private: _, ...described } = read(join(source, 'package.json'));
writeText(
  join(target, 'package.json'),
  `${JSON.stringify(
    {
      ...described,
      version: read(join(root, 'package.json')).version,
      bin: { 'discord-preview': 'src/cli.js' },
      exports: { '.': entry('preview'), './testing': entry('testing') },
    },
    null,
    2,
  )}\n`,
);
for (const file of ['preview/README.md', 'LICENSE'])
  cpSync(join(root, file), join(target, file.replace('preview/', '')));
