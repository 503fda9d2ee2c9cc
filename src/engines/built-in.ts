import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from './engine.ts';
import { extractInWorker } from './in-worker.ts';

/**
 * The built-in engine: no model, no network, the same draft for the same article every time. Its drafts fail
 * with a UserError for an article in a language that it does not read.
 */
export function createBuiltInEngine(): Engine {
  const code = computeCodeHash();
  return {
    name: 'extractive',
    isPaid: false,
    translates: false,
    heedsComplaints: false,
    identity: () => code,
    draft: (recipe, article, options, how) => extractInWorker(recipe, article, options, how),
  };
}

/**
 * What this engine drafts follows from its code and its libraries, so answers of an older program are not
 * taken for this one's.
 */
function computeCodeHash(): string {
  const root = join(import.meta.dirname, '../..');
  const files = globSync(['src/answers/**/*.ts', 'src/language/**/*.{ts,json}', 'package-lock.json'], {
    cwd: root,
  }).sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
