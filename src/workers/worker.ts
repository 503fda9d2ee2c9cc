import { createRequire } from 'node:module';
import { workerData } from 'node:worker_threads';
import { ReadError, TOO_DEEP } from '../articles/formats/file.ts';
import { UserError } from '../errors.ts';
import type { Said } from '../i18n/template-values.ts';
import { lazily } from '../lazy.ts';
import { readShared, type SharedArticle } from './article-store.ts';
import { beginWork } from './working-time.ts';

const require = createRequire(import.meta.url);
const language = lazily(
  () => require('../engines/worker-tasks.ts') as typeof import('../engines/worker-tasks.ts'),
);
const pages = lazily(() => require('../articles/html/page.ts') as typeof import('../articles/html/page.ts'));
const files = lazily(() => require('../articles/read.ts') as typeof import('../articles/read.ts'));
const feeds = lazily(() => require('../web/feed.ts') as typeof import('../web/feed.ts'));

type Language = ReturnType<typeof language>;
type Kind = Parameters<Language['draft']>[0];

/** What a task of an article is given; other tasks hold all that they need. */
interface OfArticle {
  readonly article: SharedArticle;
}

interface OfRecipe extends OfArticle {
  readonly recipe: Kind;
  readonly options: unknown;
}

/** What cannot be read as a file. */
export interface Unreadable {
  readonly line: number | null;
  readonly reason: Said;
}

/**
 * Everything that reads at length what strangers have written, by its kind: it is done here and nowhere else.
 */
const tasks = {
  nothing: (_: object) => undefined,
  draft: ({ recipe, article, options }: OfRecipe) => language().draft(recipe, readShared(article), options),
  check: ({ recipe, article, options, draft }: OfRecipe & { draft: unknown }) =>
    language().check(recipe, readShared(article), options, draft),
  nearest: ({ recipe, article, options }: OfRecipe) =>
    language().nearest(recipe, readShared(article), options),
  prepare: ({ article }: OfArticle) => language().prepare(readShared(article)),
  speaks: ({ article, text, least }: OfArticle & { text: string; least: number }) =>
    language().speaksOf(readShared(article), text, least),
  page: ({ page }: { page: Parameters<ReturnType<typeof pages>['readPage']>[0] }) =>
    orTooDeep(() => pages().readPage(page)),
  file: ({ file, content }: { file: string; content: Uint8Array }) =>
    orTooDeep(() => files().readFileContent(file, content)),
  feed: ({ text, url }: OfFeed) => orNone(() => feeds().readFeed(text, url)),
  comments: ({ text, url }: OfFeed) => orNone(() => feeds().readComments(text, url)),
};

interface OfFeed {
  readonly text: string;
  readonly url: string;
}

export type Kinds = keyof typeof tasks;
export type Given<K extends Kinds> = Parameters<(typeof tasks)[K]>[0];
export type Result<K extends Kinds> = ReturnType<(typeof tasks)[K]>;

export interface Task<K extends Kinds = Kinds> {
  readonly kind: K;
  readonly given: Given<K>;
  /** Set when the work begins. */
  readonly began: Int32Array<SharedArrayBuffer>;
}

/**
 * What came of a task. An error loses its class on the way out of a thread, so what is a sentence for the
 * reader goes as one.
 */
export type Done = { readonly result: unknown } | { readonly refused: Said };

/** Runs in a thread of its own. */
export default function work({ kind, given, began }: Task): Done {
  beginWork(began);
  try {
    return { result: (tasks[kind] as (given: unknown) => unknown)(given) };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.said };
    throw error;
  }
}

function orTooDeep<Read>(read: () => Read): Read | Unreadable {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return { line: error.line, reason: error.reason };
    if (error instanceof RangeError) return { line: null, reason: TOO_DEEP };
    throw error;
  }
}

// Whatever feedsmith stumbles over: a text that is no feed, or one that is broken.
function orNone<Read>(read: () => Read): Read | null {
  try {
    return read();
  } catch {
    return null;
  }
}

// A worker of a bot that serves takes nothing before everything that answers need is loaded and has been used
// once.
if (workerData?.isWarm) language().warm();
