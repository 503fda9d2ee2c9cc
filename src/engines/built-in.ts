import { join } from 'node:path';
import { createLazy } from '../lazy.ts';
import type { Engine } from './engine.ts';
import { runOnArticle } from './in-worker.ts';
import { hashOfProgram } from './program-hash.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** The module that drafts and checks with the built-in engine. */
export const BUILT_IN_ENTRY = join(PROJECT, 'src/engines/worker-tasks.ts');

/** The hash of the program that drafts and checks. */
export const hashBuiltIn = createLazy(() => hashOfProgram(BUILT_IN_ENTRY, PROJECT));

/**
 * Creates the built-in engine: no model, no network, the same draft for the same article every time. Drafting
 * fails with a UserError if the article's language is not supported.
 */
export function createBuiltInEngine(): Engine {
  return {
    name: 'extractive',
    isPaid: false,
    translates: false,
    heedsComplaints: false,
    // part of the cache key, so that answers drafted by other program code are not reused
    identity: hashBuiltIn,
    draft: ({ kind: recipe }, article, options, how) =>
      runOnArticle('draft', article, { recipe, options }, how),
  };
}
