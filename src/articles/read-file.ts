import { extname } from 'node:path';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { type ArticleText, hasContent, isTooLong, NO_CONTENT, TOO_LONG } from './article.ts';
import type { Discussion } from './formats/discussions/discussion.ts';
import { parseHackerNews } from './formats/discussions/hacker-news.ts';
import { parseLemmy } from './formats/discussions/lemmy.ts';
import { parseReddit } from './formats/discussions/reddit.ts';
import { parseDisqus } from './formats/disqus.ts';
import {
  type FileContent,
  MAX_EXPORT_BYTES,
  MAX_FILE_BYTES,
  ReadError,
  refuseLargeFile,
  takeOnlyArticle,
} from './formats/file.ts';
import { type FileArticle, parseJsonArticles } from './formats/json.ts';
import { hasFrontMatter, parseMarkdown } from './formats/markdown.ts';
import { isMarkdownFile } from './formats/markdown-marks.ts';
import { parseText } from './formats/text.ts';
import { isWordpressExport, parseWordpressExport } from './formats/wordpress.ts';
import { detectXml, explainXml, isFeedFile } from './formats/xml.ts';
import { decodePage } from './html/decode.ts';
import { readPage } from './html/page.ts';

/**
 * Reads the article in a file. Throws a ReadError if there is none or more than one, or if the content is
 * empty, larger than 5 MB, binary or malformed.
 */
export function readArticle(file: string, content: Uint8Array | string): ArticleText {
  return takeOnlyArticle(file, readArticles(file, content));
}

/** Reads all articles in a file: a JSON file or an export may hold several. Throws like `readArticle`. */
export function readArticles(file: string, content: Uint8Array | string): readonly FileArticle[] {
  return readFileContent(file, content).articles;
}

/**
 * Reads a file, detecting its format mostly by its content: an export of WordPress or Disqus, a web page,
 * JSON (ours, or a discussion from Hacker News, Reddit or Lemmy), Markdown (with front matter, or named .md),
 * else the plain-text form. Throws like `readArticle`.
 */
export function readFileContent(file: string, content: Uint8Array | string): FileContent {
  const text = typeof content === 'string' ? content.replace(/^\uFEFF/, '') : decodeContent(file, content);
  if (text.trim() === '') throw new ReadError(file, 1, 'there is no text in it');
  try {
    const isExport = isWordpressExport(text) || detectXml(file, text)?.name === 'disqus';
    refuseLargeFile(file, Buffer.byteLength(text), isExport ? MAX_EXPORT_BYTES : MAX_FILE_BYTES);
    return leaveOutUnreadable(parseContent(file, text));
  } catch (error) {
    if (error instanceof ReadError || !(error instanceof UserError)) throw error;
    throw new ReadError(file, errorLineOf(error), error.said);
  }
}

function parseContent(file: string, text: string): FileContent {
  if (isWordpressExport(text)) return parseExport(text);
  if (isFeedFile(file, text))
    throw new UserError(defineMessage('this is a feed, not an article; editors add feeds with /feed add'));
  const xml = detectXml(file, text);
  if (xml?.name === 'disqus') return parseDiscussions(text);
  if (xml !== null) throw new UserError(explainXml(xml, text));
  if (isPage(file, text)) return toFileContent(parsePageArticle(text));
  if (isJson(file, text)) return parseJsonContent(text);
  return toFileContent(isMarkdownFile(file) || hasFrontMatter(text) ? parseMarkdown(text) : parseText(text));
}

/** The articles that can be read, with notes about the others. Throws a UserError if there are none. */
function leaveOutUnreadable({ articles, notes }: FileContent): FileContent {
  const filled = articles.filter(({ text }) => hasContent(text));
  if (filled.length === 0) throw new UserError(NO_CONTENT);
  const read = filled.filter(({ text }) => !isTooLong(text));
  if (read.length === 0) throw new UserError(TOO_LONG);
  const empty = articles.length - filled.length;
  const long = filled.length - read.length;
  return {
    articles: read,
    notes: [
      ...notes,
      ...(empty > 0 ? [`${countPassedOver(empty)}: a headline only, neither text nor comments`] : []),
      ...(long > 0 ? [`${countPassedOver(long)}: longer than any article`] : []),
    ],
  };
}

const countPassedOver = (count: number) =>
  count === 1 ? '1 article was passed over' : `${count} articles were passed over`;

function toFileContent(text: ArticleText): FileContent {
  return { articles: [{ text }], notes: [] };
}

function parseJsonContent(json: string): FileContent {
  const value = parseValue(json);
  const discussion = parseHackerNews(value) ?? parseReddit(value) ?? parseLemmy(value);
  return discussion ? toDiscussionContent(discussion) : { articles: parseJsonArticles(json), notes: [] };
}

function toDiscussionContent({ text, botComments }: Discussion): FileContent {
  const comments =
    botComments === 1 ? 'the comment of a program was' : `${botComments} comments of programs were`;
  return { articles: [{ text }], notes: botComments > 0 ? [`${comments} passed over`] : [] };
}

function parseExport(text: string): FileContent {
  const { articles, passedOver } = parseWordpressExport(text);
  if (articles.length === 0) throw new UserError('there is no published post in this export of WordPress');
  const items = passedOver === 1 ? '1 item was' : `${passedOver} items were`;
  return {
    articles,
    notes: passedOver > 0 ? [`${items} passed over: drafts, attachments, menus, or behind a password`] : [],
  };
}

function parseDiscussions(text: string): FileContent {
  const { articles, emptyThreads, leftOut } = parseDisqus(text);
  if (articles.length === 0)
    throw new UserError(defineMessage('this Disqus export has no thread with comments'));
  const threads = emptyThreads === 1 ? '1 thread was' : `${emptyThreads} threads were`;
  const comments = leftOut === 1 ? '1 comment was' : `${leftOut} comments were`;
  return {
    articles,
    notes: [
      ...(emptyThreads > 0 ? [`${threads} passed over: deleted, or without a comment`] : []),
      ...(leftOut > 0 ? [`${comments} passed over: deleted, spam, or not approved`] : []),
    ],
  };
}

function parsePageArticle(html: string): ArticleText {
  const page = readPage({ content: html, url: null });
  if (page.kind === 'refused') throw new UserError(page.reason);
  return page.article;
}

const BINARY_FORMATS: readonly (readonly [start: string, what: string])[] = [
  ['%PDF-', 'this is a PDF; save its text instead'],
  ['PK\u0003\u0004', 'this is a packed file (a book, a document, an archive); save its text instead'],
];

function decodeContent(file: string, bytes: Uint8Array): string {
  refuseLargeFile(file, bytes.length, MAX_EXPORT_BYTES);
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const binary = BINARY_FORMATS.find(([mark]) => start.startsWith(mark));
  if (binary) throw new ReadError(file, 1, binary[1]);
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const zero = isWide ? -1 : bytes.indexOf(0);
  if (zero >= 0)
    throw new ReadError(file, lineNumberAt(bytes, zero), 'this is not text (it holds a zero byte)');
  const text = decodePage(bytes, null);
  if (isBinary(text)) throw new ReadError(file, 1, 'this is not text (it is full of control characters)');
  return text;
}

/** How much of a text is searched for control characters, and how many of them there may be in one character. */
const CONTROLS = { sample: 65_536, share: 0.02 };

/**
 * Whether control characters abound at the beginning, as in packed data. Those that a terminal's log is full of (bell,
 * backspace, escape) are not counted; of others, a text has a stray one at most.
 */
function isBinary(text: string): boolean {
  const beginning = text.slice(0, CONTROLS.sample);
  const controls = beginning.match(/[\u0001-\u0006\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0;
  return controls > CONTROLS.share * beginning.length;
}

function lineNumberAt(bytes: Uint8Array, at: number): number {
  return bytes.subarray(0, at).reduce((count, byte) => count + Number(byte === 0x0a), 1);
}

/** The text after the XML declaration and the comments at its beginning; empty if a comment is not closed. */
function skipProlog(text: string): string {
  const [declaration] = /^\s*<\?xml[^>]*>/i.exec(text) ?? [''];
  let rest = text.slice(declaration.length).trimStart();
  while (rest.startsWith('<!--')) {
    const end = rest.indexOf('-->', 4);
    rest = end < 0 ? '' : rest.slice(end + 3).trimStart();
  }
  return rest;
}

function isPage(file: string, text: string): boolean {
  const start = text.slice(0, 5000);
  if (/^<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])/i.test(skipProlog(start))) return true;
  if (isMarkdownFile(file)) return false;
  return (
    /^\.(?:html?|xhtml)$/i.test(extname(file)) ||
    /^\s*<(?:article|main|div|section|h1|p|meta)[\s>]/i.test(start)
  );
}

function isJson(file: string, text: string): boolean {
  return extname(file).toLowerCase() === '.json' || (/^\s*[{[]/.test(text) && parseValue(text) !== undefined);
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A text may begin with a brace without being JSON.
    return undefined;
  }
}

function errorLineOf(error: UserError): number | null {
  return (error.cause as { line: number } | undefined)?.line ?? null;
}
