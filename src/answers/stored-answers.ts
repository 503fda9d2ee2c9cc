import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Article } from '../articles/article.ts';
import type { Coverage, DraftOptions } from '../engines/engine.ts';
import { checkInWorker } from '../engines/in-worker.ts';
import { contentHashOf, createMemo, hashOf } from '../memo.ts';
import { formatTimestamp, systemClock } from '../scheduling/clock.ts';
import { questionKeyOf } from '../storage/request-hash.ts';
import type { ProvenanceStore } from '../storage/stores/provenance.ts';
import { type AnswerRequest, logFieldsOf } from './answer-request.ts';
import { storageKeyOf } from './cache.ts';
import type { Seal } from './seal.ts';

/** How long an answer is kept in the cache (milliseconds). */
const MAX_AGE_MS = 90 * 24 * 60 * 60 * 1000;

/** How many characters of stored answers are remembered as checked: hundreds of typical ones. */
const MAX_CHECKED_CHARACTERS = 1_000_000;

const readShareSchema = z.object({ read: z.int(), of: z.int() }).nullable();

/** The stored form of an answer. */
const StoredAnswer = z.object({
  content: z.unknown(),
  coverage: z.object({ parts: z.int(), paragraphs: readShareSchema, comments: readShareSchema }).nullable(),
  isUnseen: z.boolean().optional(),
  seal: z.string().optional(),
});

/** An answer that passed its check. */
export interface CheckedContent {
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly content: any;
  readonly coverage: Coverage | null;
  /** Whether the requested second look could not be taken (see looking-again.ts). */
  readonly isUnseen?: boolean | undefined;
}

interface StoreDependencies {
  readonly cache: Keyv;
  readonly log: Logger;
  readonly asked?: Pick<ProvenanceStore, 'recordAnswer'> | undefined;
  /** Seals checked answers with this bot's secret and the program that checked; unsealed if absent. */
  readonly seal?: Seal | undefined;
}

/** Answers in the cache, each checked before use. A broken store is a miss, never an error for a reader. */
export interface StoredAnswers {
  /** The answer for a key, or undefined if there is none that passes its check. */
  load(
    key: string,
    request: AnswerRequest,
    how: Pick<DraftOptions, 'signal' | 'onWaiting'>,
  ): Promise<CheckedContent | undefined>;
  store(key: string, request: AnswerRequest, made: CheckedContent): Promise<void>;
}

/**
 * Creates access to the stored answers. One that this program checked and sealed, unchanged since, is taken as
 * it is; any other is checked again once.
 */
export function createStoredAnswers({ cache, log, asked, seal }: StoreDependencies): StoredAnswers {
  const sealOf = (key: string, article: Article, checked: object) =>
    seal?.(key, contentHashOf(article), JSON.stringify(checked));
  // undefined if it did not pass: it is looked up twice, before taking a lock and after
  const checkedAnswers = createMemo<{ readonly made: CheckedContent | undefined; readonly size: number }>({
    characters: MAX_CHECKED_CHARACTERS,
    sizeOf: ({ size }) => size,
  });
  return {
    async load(key, request, how) {
      // Keyv reports a broken store to its listener and treats it as empty
      const value: unknown = await cache.get(key);
      if (value === undefined) return undefined;
      // a value replaced by another process, or another article with the same id, is checked too
      const checkKey = [key, contentHashOf(request.article), hashOfStored(value)].join(' ');
      const before = checkedAnswers.get(checkKey);
      if (before) return before.made;
      const stored = StoredAnswer.safeParse(value);
      if (!stored.success) return undefined;
      const { seal: sealed, ...rest } = value as object & { readonly seal?: unknown };
      const made =
        sealed !== undefined && sealed === sealOf(key, request.article, rest)
          ? readSealed(stored.data, request)
          : await checkStored(stored.data, request, how);
      if (!made)
        log.warn({ key, ...logFieldsOf(request) }, 'a stored answer did not pass its check and is made anew');
      return checkedAnswers.set(checkKey, { made, size: JSON.stringify(value).length }).made;
    },
    async store(key, { recipe, article, options }, made) {
      try {
        const at = formatTimestamp(systemClock);
        const question = recipe.asks === undefined ? null : questionKeyOf(options as object);
        await asked?.recordAnswer({ key: storageKeyOf(key), articleId: article.id, asked: question, at });
        await cache.set(key, { ...made, seal: sealOf(key, article, made) }, MAX_AGE_MS);
      } catch (error) {
        cache.emit('error', error);
      }
    },
  };
}

/** The hash of a stored value, computed once per object: the cache returns the same object for the same text. */
const hashOfStored = (value: unknown): string =>
  typeof value === 'object' && value !== null ? contentHashOf(value) : hashOf(value);

/** A sealed answer; undefined if it lacks the form of one. */
function readSealed(
  { content, seal: _seal, ...made }: z.output<typeof StoredAnswer>,
  { recipe }: AnswerRequest,
): CheckedContent | undefined {
  const parsed = recipe.answer.safeParse(content);
  return parsed.success ? { content: parsed.data, ...made } : undefined;
}

/** A stored answer that still passes its check; otherwise undefined. */
async function checkStored(
  { content, seal: _seal, ...made }: z.output<typeof StoredAnswer>,
  request: AnswerRequest,
  how: Pick<DraftOptions, 'signal' | 'onWaiting'>,
): Promise<CheckedContent | undefined> {
  const parsed = request.recipe.answer.safeParse(content);
  if (!parsed.success) return undefined;
  const { answer, complaints } = await checkInWorker(request, parsed.data, how);
  return complaints.length === 0 ? { content: answer, ...made } : undefined;
}
