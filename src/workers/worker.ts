import { createRequire } from 'node:module';
import { workerData } from 'node:worker_threads';
import type { Article } from '../articles/article.ts';
import { ReadError, TOO_DEEP } from '../articles/formats/file.ts';
import { UserError } from '../errors.ts';
import type { MessageDescriptor } from '../i18n/template-values.ts';
import { createLazy } from '../lazy.ts';
import { readSharedArticle, type SharedArticle } from './article-store.ts';
import { markBegun } from './working-time.ts';

const require = createRequire(import.meta.url);
const loadLanguageTasks = createLazy(
  () => require('../engines/worker-tasks.ts') as typeof import('../engines/worker-tasks.ts'),
);
const loadPageReader = createLazy(
  () => require('../articles/html/page.ts') as typeof import('../articles/html/page.ts'),
);
const loadDecoder = createLazy(
  () => require('../articles/html/decode.ts') as typeof import('../articles/html/decode.ts'),
);
const loadFileReader = createLazy(
  () => require('../articles/read-file.ts') as typeof import('../articles/read-file.ts'),
);
const loadOpmlReader = createLazy(() => require('../web/opml.ts') as typeof import('../web/opml.ts'));
const loadFeedReader = createLazy(() => require('../web/feed.ts') as typeof import('../web/feed.ts'));
const loadRobotsReader = createLazy(
  () => require('../web/robots-rules.ts') as typeof import('../web/robots-rules.ts'),
);

type ArticleTasks = typeof import('../engines/worker-tasks.ts')['articleTasks'];

/** Why a file is unreadable. */
export interface UnreadableFile {
  readonly line: number | null;
  readonly reason: MessageDescriptor;
}

/** All work that reads strangers' text at length, by kind, except articles (engines/worker-tasks.ts). */
const OTHER_TASKS = {
  nothing: (_: object) => undefined,
  page: ({ page }: { page: Parameters<ReturnType<typeof loadPageReader>['readPage']>[0] }) =>
    readOrTooDeep(() => loadPageReader().readPage(page)),
  file: ({ file, content }: { file: string; content: Uint8Array }) =>
    readOrTooDeep(() => loadFileReader().readFileContent(file, content)),
  opml: ({ body }: { body: TextBody }) => loadOpmlReader().readOpml(decode(body)),
  robots: ({ body, url }: FetchedBody) => loadRobotsReader().readRobots(decode(body), url),
  feed: ({ body, url }: FetchedBody) => readOrNone(() => loadFeedReader().readFeed(decode(body), url)),
  comments: ({ body, url }: FetchedBody) =>
    readOrNone(() => loadFeedReader().readCommentFeed(decode(body), url)),
};

/** A text as it was received: decoding alone takes longer than the main thread may stand still. */
export interface TextBody {
  readonly bytes: Uint8Array;
  /** The `Content-Type` header, which may declare the encoding. */
  readonly contentType: string | null;
}

interface FetchedBody {
  readonly body: TextBody;
  readonly url: string;
}

const decode = ({ bytes, contentType }: TextBody): string => loadDecoder().decodePage(bytes, contentType);

type OtherTasks = typeof OTHER_TASKS;

/** The kinds of tasks on an article. */
export type ArticleTaskKind = keyof ArticleTasks;

/** The kinds of tasks that workers do. */
export type TaskKind = ArticleTaskKind | keyof OtherTasks;

/** What a task on an article needs besides the article. */
export type ArticleTaskInput<K extends ArticleTaskKind> =
  Parameters<ArticleTasks[K]> extends [Article, infer Input] ? Input : object;

/** The input of a task. */
export type TaskInput<K extends TaskKind> = K extends ArticleTaskKind
  ? { readonly article: SharedArticle; readonly input: ArticleTaskInput<K> }
  : K extends keyof OtherTasks
    ? Parameters<OtherTasks[K]>[0]
    : never;

/** The result of a task. */
export type TaskResult<K extends TaskKind> = ReturnType<(ArticleTasks & OtherTasks)[K]>;

/** A task as sent to a worker. */
export interface WorkerTask<K extends TaskKind = TaskKind> {
  readonly kind: K;
  readonly given: TaskInput<K>;
  /** Set when the work begins. */
  readonly began: Int32Array<SharedArrayBuffer>;
}

/** The outcome of a task. Errors lose their class between threads, so a UserError goes as its message. */
export type TaskOutcome = { readonly result: unknown } | { readonly refused: MessageDescriptor };

/** Runs a task, in a worker thread. */
export default function work({ kind, given, began }: WorkerTask): TaskOutcome {
  markBegun(began);
  try {
    return { result: runTask(kind, given) };
  } catch (error) {
    if (error instanceof UserError) return { refused: error.said };
    throw error;
  }
}

function runTask(kind: TaskKind, given: TaskInput<TaskKind>): unknown {
  if (!('article' in given)) return (OTHER_TASKS[kind as keyof OtherTasks] as Task<[unknown]>)(given);
  const task = loadLanguageTasks().articleTasks[kind as ArticleTaskKind] as Task<[Article, unknown]>;
  return task(readSharedArticle(given.article), given.input);
}

type Task<Given extends unknown[]> = (...given: Given) => unknown;

function readOrTooDeep<Read>(read: () => Read): Read | UnreadableFile {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return { line: error.line, reason: error.reason };
    if (error instanceof RangeError) return { line: null, reason: TOO_DEEP };
    throw error;
  }
}

// feedsmith throws on text that is not a feed, or is a broken one
function readOrNone<Read>(read: () => Read): Read | null {
  try {
    return read();
  } catch {
    return null;
  }
}

// a serving bot's workers accept no task until everything that answers need has been loaded and exercised once
if (workerData?.isWarm) loadLanguageTasks().warm();
