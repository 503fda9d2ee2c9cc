// Run by npm at the end of `npm ci` (`prepare`): bundles the libraries that a start waits for, if the bundler is
// installed; a server (`--omit=dev`) has none, and loads their own files. It may run on an older Node, so it is
// plain JavaScript. Nothing is minified, so that stack traces show names and readable lines; but comments are left
// out and characters beyond ASCII escaped, because the engine keeps the text of what it runs, and doubles it for one
// such character.
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleNameOf, findBundlesFolder } from '../src/library-bundles.js';

/** What a start loads from the most files, as the program imports it. */
const LIBRARIES = [
  '@streamparser/json',
  'cockatiel',
  'discord-api-types/v10',
  'discord.js',
  'keyv',
  'openai',
  'temporal-polyfill',
  'zod',
];

/** Packages that discord.js uses only if somebody has installed them. */
const OPTIONAL = ['bufferutil', 'utf-8-validate', 'zlib-sync'];

/** The folder of an installed package, as far as the name, and the name. */
const PACKAGE = /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))[\\/]/;

const folder = findBundlesFolder();
const bundler = await import('rolldown').catch(() => null);
// npm may have installed other versions without a change of the lock file
const isStale = process.env.npm_lifecycle_event === 'prepare';
if (bundler && folder && (isStale || !existsSync(folder)))
  await bundleLibraries(bundler.rolldown, folder).catch(error =>
    process.stderr.write(`The libraries were not bundled, so a start takes longer: ${error.message}\n`),
  );

/** Writes the bundles to a folder, which replaces those of an earlier lock file. */
async function bundleLibraries(rolldown, folder) {
  const entries = await Promise.all(LIBRARIES.map(async name => [`bundle:${name}`, await createEntry(name)]));
  const texts = new Map(entries);
  const bundle = await rolldown({
    input: Object.fromEntries(LIBRARIES.map(name => [bundleNameOf(name), `bundle:${name}`])),
    platform: 'node',
    external: OPTIONAL,
    logLevel: 'silent',
    plugins: [
      { name: 'entries', resolveId: id => (texts.has(id) ? id : null), load: id => texts.get(id) },
      createDeduplication(),
    ],
  });
  const unfinished = join(dirname(folder), `unfinished-${process.pid}`);
  rmSync(dirname(folder), { recursive: true, force: true });
  await bundle.write({
    dir: unfinished,
    entryFileNames: '[name]',
    chunkFileNames: 'shared/[hash].mjs',
    comments: false,
    charset: 'ascii',
  });
  renameSync(unfinished, folder);
}

/**
 * A plugin that takes one copy of what npm has installed several times in the same version: discord.js and its REST
 * client each have an undici of their own.
 */
function createDeduplication() {
  const folders = new Map();
  async function resolveId(id, importer, options) {
    const found = await this.resolve(id, importer, { ...options, skipSelf: true });
    const [, folder, name] = PACKAGE.exec(found?.id ?? '') ?? [];
    if (folder === undefined) return found;
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const key = `${name}@${version}`;
    if (!folders.has(key)) folders.set(key, folder);
    return { ...found, id: folders.get(key) + found.id.slice(folder.length) };
  }
  return { name: 'one copy', resolveId };
}

/** A module that exports all that a library exports, which has to be named for those in CommonJS. */
async function createEntry(name) {
  const exported = Object.keys(await import(name)).filter(each => each !== 'module.exports');
  return `export { ${exported.join(', ')} } from '${name}';`;
}
