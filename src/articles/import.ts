import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import type { AddResult } from '../storage/stores/articles.ts';
import { type Article, type ArticleText, identifyArticle, type StoredArticle } from './article.ts';
import {
  type FileContent,
  MAX_EXPORT_BYTES,
  ReadError,
  refuseLargeFile,
  takeOnlyArticle,
} from './formats/file.ts';
import type { FileArticle } from './formats/json.ts';
import { describeSystemError, findFiles } from './found-files.ts';
import type { AddDetails, Library } from './library.ts';
import { readFileInWorker } from './read-in-worker.ts';

/**
 * The result of importing one file or page; `copy` refers to the article from another source that has the
 * same text. The reason of a refusal is a sentence that names the file.
 */
export type ImportResult =
  | {
      readonly file: string;
      readonly outcome: AddResult['outcome'] | 'copy';
      readonly article: StoredArticle;
    }
  | { readonly file: string; readonly outcome: 'refused'; readonly reason: string }
  /** A part of the file that is not an article and was skipped on purpose. */
  | { readonly file: string; readonly outcome: 'passed over'; readonly reason: string };

/** What an import needs of a library. */
type ImportLibrary = Pick<Library, 'add' | 'getLatest' | 'listVersions'>;

/** The path that stands for standard input. */
export const STANDARD_INPUT = '-';

/** The name of standard input in error messages. */
const STANDARD_INPUT_NAME = 'standard input';

/** The progress of an import: the current place, and the current article of the file there. */
export interface ImportProgress {
  readonly place: number;
  readonly places: number;
  readonly article: number;
  readonly articles: number;
}

/** The options of an import. */
export interface ImportOptions {
  readonly root?: string;
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Imports the article at an address; without it, addresses are treated as paths. */
  readonly importPage?: (address: string) => Promise<ImportResult>;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Called before each article with its number and the total number in its file; awaited. */
type ArticleStep = (article: number, articles: number) => unknown;

/**
 * Adds files to the library and yields one result per article, in the order given. A path is a file, a folder
 * (its text, JSON, HTML and XML files, at any depth, sorted by name, without hidden files and symbolic links)
 * or a pattern such as `data/*.txt`. An unreadable file is refused and the import continues; an error from
 * the library ends it.
 *
 * An article's source is the path of its file relative to `root`, however the path was given, so that a
 * changed file is a new version of the same article.
 */
export async function* importFiles(
  paths: readonly string[],
  library: ImportLibrary,
  options: ImportOptions = {},
): AsyncGenerator<ImportResult> {
  const places = await listPlaces(paths, library, options);
  for (const [index, importPlace] of places.entries()) {
    const step: ArticleStep = (article, articles) =>
      options.onProgress?.({ place: index + 1, places: places.length, article, articles });
    step(1, 1);
    yield* importPlace(step);
  }
}

type ImportPlace = (step: ArticleStep) => AsyncGenerator<ImportResult>;

/** Resolves the paths into import steps, in order, so that their number is known before the first. */
async function listPlaces(
  paths: readonly string[],
  library: ImportLibrary,
  { root = process.cwd(), stdin, importPage }: ImportOptions,
): Promise<ImportPlace[]> {
  const places = new Map<string, ImportPlace>();
  for (const path of paths) {
    if (path === STANDARD_INPUT && stdin) places.set(path, step => importStandardInput(stdin, library, step));
    else if (importPage && isWebAddress(path)) places.set(path, () => yieldOne(importPage(path)));
    else
      for await (const { path: found, reason } of findFiles(resolve(root, path))) {
        const file = sourcePathOf(found, root);
        if (places.has(file)) continue;
        places.set(file, step =>
          reason === null ? importFile(found, file, library, step) : yieldOne(refusalOf(file, reason)),
        );
      }
  }
  return [...places.values()];
}

/** Whether a place is a web address. */
export function isWebAddress(place: string): boolean {
  return /^https?:/i.test(place);
}

async function* yieldOne(result: ImportResult | Promise<ImportResult>): AsyncGenerator<ImportResult> {
  yield await result;
}

async function* importFile(
  path: string,
  file: string,
  library: ImportLibrary,
  step: ArticleStep,
): AsyncGenerator<ImportResult> {
  yield* importContent(file, await readContentAt(path, file).catch(requireUserError), library, step);
}

/** Imports from standard input. Articles are known by their source or address, else by their headline. */
async function* importStandardInput(
  stdin: AsyncIterable<Uint8Array>,
  library: ImportLibrary,
  step: ArticleStep,
): AsyncGenerator<ImportResult> {
  const read = await readStandardInput(stdin).catch(requireUserError);
  if (read instanceof UserError) yield* importContent(STANDARD_INPUT_NAME, read, library, step);
  else {
    const articles = read.articles.map(article => ({
      ...article,
      source: article.source ?? article.text.url ?? `${STANDARD_INPUT_NAME}: ${article.text.headline}`,
    }));
    yield* importContent(STANDARD_INPUT_NAME, { ...read, articles }, library, step);
  }
}

async function* importContent(
  file: string,
  read: FileContent | UserError,
  library: ImportLibrary,
  step: ArticleStep,
): AsyncGenerator<ImportResult> {
  if (read instanceof UserError) return yield { file, outcome: 'refused', reason: read.message };
  for await (const result of addEach(read.articles, file, library, step)) yield { file, ...result };
  for (const note of read.notes) yield { file, outcome: 'passed over', reason: `${file}: ${note}` };
}

/**
 * Adds the articles of a file, each under the source it declares, else under the file's name, and after `step`,
 * which may throw.
 */
export function addArticles(
  articles: readonly FileArticle[],
  file: string,
  library: ImportLibrary,
  step: ArticleStep,
): Promise<AddResult[]> {
  return Array.fromAsync(addEach(articles, file, library, step));
}

async function* addEach(
  articles: readonly FileArticle[],
  file: string,
  library: ImportLibrary,
  step: ArticleStep = () => {},
): AsyncGenerator<AddResult> {
  for (const [index, article] of articles.entries()) {
    await step(index + 1, articles.length);
    // an embedded database answers at once, and nothing else would have its turn until all are added
    await setImmediate();
    const { text, source, name, tags } = article;
    const own = source ?? sourceNameOf(file, articles, article);
    yield await addUnlessShared(library, identifyArticle(text), own, { name, tags });
  }
}

/**
 * Adds an article, unless all servers have the same text already and this server says nothing of its own about
 * it: it stays the article of all servers, with its time and place.
 */
export async function addUnlessShared(
  library: ImportLibrary,
  article: Article,
  source: string,
  said: AddDetails = {},
): Promise<AddResult> {
  const shared = said.name === undefined && !said.tags?.length && (await library.getLatest(article.id));
  const isShared =
    shared && shared.id === article.id && (await library.listVersions(article.id)).length === 0;
  return isShared ? { article: shared, outcome: 'unchanged' } : library.add(article, source, said);
}

/**
 * The source of an article that declares none: the file, and, if the file has several articles, the article's
 * identifier there, else its headline.
 */
function sourceNameOf(file: string, articles: readonly FileArticle[], { text, part }: FileArticle): string {
  if (part !== undefined) return `${file}#${part}`;
  return articles.length > 1 ? `${file}: ${text.headline}` : file;
}

async function readStandardInput(stdin: AsyncIterable<Uint8Array>): Promise<FileContent> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    size += chunk.length;
    refuseLargeFile(STANDARD_INPUT_NAME, size, MAX_EXPORT_BYTES);
    chunks.push(chunk);
  }
  return await readFileInWorker(STANDARD_INPUT_NAME, Buffer.concat(chunks));
}

/** Reads the article on standard input. Throws a ReadError if there is none or more than one. */
export async function readArticleFromInput(stdin: AsyncIterable<Uint8Array>): Promise<ArticleText> {
  return takeOnlyArticle(STANDARD_INPUT_NAME, (await readStandardInput(stdin)).articles);
}

/**
 * Reads the article in the file at a path; `file` is its name in error messages. Throws a ReadError if there
 * is none, more than one, or the file cannot be read.
 */
export async function readArticleFile(path: string, file: string): Promise<ArticleText> {
  return takeOnlyArticle(file, (await readContentAt(path, file)).articles);
}

async function readContentAt(path: string, file: string): Promise<FileContent> {
  try {
    refuseLargeFile(file, (await stat(path)).size, MAX_EXPORT_BYTES);
    return await readFileInWorker(file, await readFile(path));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new ReadError(file, null, '{{reason}}', { reason: describeSystemError(error) });
  }
}

function requireUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

function refusalOf(file: string, reason: string): ImportResult {
  const { message } = new ReadError(file, null, '{{reason}}', { reason });
  return { file, outcome: 'refused', reason: message };
}

function sourcePathOf(path: string, root: string): string {
  const fromRoot = relative(root, path);
  const inside = fromRoot !== '' && !fromRoot.startsWith('..') && !isAbsolute(fromRoot);
  return (inside ? fromRoot : path).split(sep).join('/');
}
