import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
// not by name: the Node that installs the packages may be too old to have `registerHooks`
import modules from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/*
 * The libraries that a start waits for, each in one file instead of in dozens or hundreds: finding, reading and
 * linking so many takes longer than running them. `npm ci` makes these bundles where the bundler is installed
 * (deploy/bundle-libraries.js); anywhere else, Node loads the libraries' own files.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The folder of the bundles, by the hash of the lock file: once that has changed, they are used no more. Null
 * in an installed package, which has no lock file.
 */
export function findBundlesFolder() {
  try {
    const lock = readFileSync(join(root, 'package-lock.json'));
    const version = createHash('sha256').update(lock).digest('hex').slice(0, 16);
    return join(root, 'node_modules/.cache/libraries', version);
  } catch {
    return null;
  }
}

/** The file name of the bundle of what the program imports by this name. */
export const bundleNameOf = specifier => `${specifier.replaceAll('/', '_')}.mjs`;

/** Makes imports of bundled libraries load the bundles, in this thread and in those that it starts. */
export function useBundles() {
  const folder = findBundlesFolder();
  const bundles = new Map(listBundles(folder).map(name => [name, pathToFileURL(join(folder, name)).href]));
  if (bundles.size === 0) return;
  modules.registerHooks({
    resolve(specifier, context, next) {
      const url = context.conditions.includes('import') ? bundles.get(bundleNameOf(specifier)) : undefined;
      return url === undefined ? next(specifier, context) : { url, format: 'module', shortCircuit: true };
    },
  });
}

function listBundles(folder) {
  try {
    return readdirSync(folder).filter(name => name.endsWith('.mjs'));
  } catch {
    // there are none
    return [];
  }
}
