import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from './discord.ts';
import type { BenchRow } from './measure.ts';

const PROJECT = join(import.meta.dirname, '..');

/** What `npm ci` needs of a checkout. */
const NEEDED = [
  ...['package.json', 'package-lock.json', 'deploy/trim-packages.js'],
  ...['deploy/bundle-libraries.js', 'src/library-bundles.js'],
];

/** Measures what `npm ci` brings to a server. Takes the packages from npm's cache or from its registry. */
export async function measureInstallation(under: string): Promise<BenchRow[]> {
  const folder = createFolder(under, 'installation');
  for (const file of NEEDED) cpSync(join(PROJECT, file), join(folder, file));
  execFileSync('npm', ['ci', '--omit=dev', '--prefer-offline'], { cwd: folder, stdio: 'ignore' });
  const sizeOf = (path: string) =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  const packages = join(folder, 'node_modules');
  const bundled = readdirSync(packages).find(name => /^node-(?:bin-)?\w+-\w+$/.test(name));
  const [whole, node] = [sizeOf(packages), bundled ? sizeOf(join(packages, bundled)) : 0];
  return [
    {
      ...{ part: 'Installation', figure: 'packages of a server (`npm ci --omit=dev`)' },
      ...{ measured: whole / 1e6, unit: 'MB', target: 250 },
      beside: `${(node / 1e6).toFixed(0)} MB of it Node itself`,
    },
  ];
}
