import { join } from 'node:path';
import { createLazy } from '../lazy.ts';
import type { Engine } from './engine.ts';
import { extractInWorker } from './in-worker.ts';
import { hashOfProgram } from './program-hash.ts';

const PROJECT = join(import.meta.dirname, '../..');

/** What drafts and checks in the built-in way. */
export const BUILT_IN_ENTRY = join(PROJECT, 'src/engines/worker-tasks.ts');

/**
 * The built-in engine: no model, no network, the same draft for the same article every time. Its drafts fail
 * with a UserError for an article in a language that it does not read.
 */
export function createBuiltInEngine(): Engine {
  // answers of a program that drafts otherwise are not taken for this one's
  const hashProgram = createLazy(() => hashOfProgram(BUILT_IN_ENTRY, PROJECT));
  return {
    name: 'extractive',
    isPaid: false,
    translates: false,
    heedsComplaints: false,
    identity: hashProgram,
    draft: extractInWorker,
  };
}
