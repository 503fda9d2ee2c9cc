import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Coverage, DraftOptions } from '../engines/engine.ts';
import { checkInWorker } from '../engines/in-worker.ts';
import { contentHashOf, createMemo, hashOf } from '../memo.ts';
import { questionKeyOf } from '../storage/request-hash.ts';
import type { ProvenanceStore } from '../storage/stores/provenance.ts';
import { type AnswerRequest, logFieldsOf } from './answer-request.ts';
import { storageKeyOf } from './cache.ts';

/** An answer nobody asked for in this long (milliseconds) is made anew. */
const MAX_AGE_MS = 90 * 24 * 60 * 60 * 1000;

/** So many characters of stored answers that were checked stay at hand: hundreds of usual ones. */
const MAX_CHECKED_CHARACTERS = 1_000_000;

const readShareSchema = z.object({ read: z.int(), of: z.int() }).nullable();

/** What is kept of an answer. */
const StoredAnswer = z.object({
  content: z.unknown(),
  coverage: z.object({ parts: z.int(), paragraphs: readShareSchema, comments: readShareSchema }).nullable(),
  isUnseen: z.boolean().optional(),
});

/** An answer that passed its check. */
export interface CheckedContent {
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly content: any;
  readonly coverage: Coverage | null;
  /** That the second look that was wanted could not be taken (see looking-again.ts). */
  readonly isUnseen?: boolean | undefined;
}

interface StoreDependencies {
  readonly cache: Keyv;
  readonly log: Logger;
  readonly asked?: Pick<ProvenanceStore, 'recordAnswer'> | undefined;
}

/** Answers in the cache, each checked on the way out. A store that is broken is a miss, and no reader pays for it. */
export interface StoredAnswers {
  /** The answer under a key, or undefined where there is none that passes its check. */
  load(
    key: string,
    request: AnswerRequest,
    how: Pick<DraftOptions, 'signal' | 'onWaiting'>,
  ): Promise<CheckedContent | undefined>;
  store(key: string, request: AnswerRequest, made: CheckedContent): Promise<void>;
}

/** Reads and writes answers; what was checked is not checked again while nothing of it changes. */
export function createStoredAnswers({ cache, log, asked }: StoreDependencies): StoredAnswers {
  // undefined for what has not passed: it is looked for twice, before a lock is taken and behind it
  const checkedAnswers = createMemo<{ readonly made: CheckedContent | undefined; readonly size: number }>({
    characters: MAX_CHECKED_CHARACTERS,
    sizeOf: ({ size }) => size,
  });
  return {
    async load(key, request, how) {
      // Keyv tells its listener of a broken store, and takes it for one that has nothing
      const value: unknown = await cache.get(key);
      if (value === undefined) return undefined;
      // what another process has put in its place, and another article under the same id, are checked too
      const checkKey = [key, contentHashOf(request.article), hashOfStored(value)].join(' ');
      const before = checkedAnswers.get(checkKey);
      if (before) return before.made;
      const stored = StoredAnswer.safeParse(value);
      if (!stored.success) return undefined;
      const made = await checkStored(stored.data, request, how);
      if (!made)
        log.warn({ key, ...logFieldsOf(request) }, 'a stored answer did not pass its check and is made anew');
      return checkedAnswers.set(checkKey, { made, size: JSON.stringify(value).length }).made;
    },
    async store(key, { article, options }, made) {
      try {
        const at = new Date().toISOString();
        const question = questionKeyOf(options as object);
        await asked?.recordAnswer({ key: storageKeyOf(key), articleId: article.id, asked: question, at });
        await cache.set(key, made, MAX_AGE_MS);
      } catch (error) {
        cache.emit('error', error);
      }
    },
  };
}

/** A cache that keeps what it has parsed gives the same object again, and then there is nothing to work out. */
const hashOfStored = (value: unknown): string =>
  typeof value === 'object' && value !== null ? contentHashOf(value) : hashOf(value);

/** A stored answer that still passes its check, as the check leaves it; else undefined. */
async function checkStored(
  { content, ...made }: z.output<typeof StoredAnswer>,
  { recipe, article, options }: AnswerRequest,
  how: Pick<DraftOptions, 'signal' | 'onWaiting'>,
): Promise<CheckedContent | undefined> {
  const parsed = recipe.answer.safeParse(content);
  if (!parsed.success) return undefined;
  const { answer, complaints } = await checkInWorker(recipe, parsed.data, article, options, how);
  return complaints.length === 0 ? { content: answer, ...made } : undefined;
}
