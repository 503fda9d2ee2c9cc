import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { createMessage, joinValues } from '../../i18n/template-values.ts';
import { cleanLine, cleanLines } from '../../language/cleaning.ts';
import { elementAt, requireValue } from '../../lists.ts';
import { ArticleText, Comment, ImageAddress, parentNumberOf } from '../article.ts';
import { MAX_NAME_LENGTH, MAX_TAGS, parseTags } from '../names-and-tags.ts';
import { isClosedNotice } from './text-lines.ts';

/** The maximum depth of replies; no real conversation is nested deeper. */
const MAX_DEPTH = 200;

const OptionalLine = z
  .string()
  .nullish()
  .transform(text => cleanLine(text ?? '') || null);
const Paragraphs = z
  .array(z.string())
  .default([])
  .transform(list => list.map(cleanLine).filter(Boolean));

/** An article in a file, with the source, name and tags its owner gave it, if the file has them. */
export interface FileArticle {
  readonly text: ArticleText;
  /** A permanent identifier of the article within its file. */
  readonly part?: string | undefined;
  readonly source?: string | undefined;
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

const RequiredLine = z
  .string()
  .transform(cleanLine)
  .refine(text => text !== '', 'is blank');

const OwnerFields = z.object({
  source: RequiredLine.pipe(z.string().max(500)).optional(),
  name: RequiredLine.pipe(z.string().max(MAX_NAME_LENGTH)).optional(),
  tags: z
    .array(z.string())
    .max(MAX_TAGS)
    .transform(tags => tags.flatMap(parseTags))
    .optional(),
});

interface CommentFile {
  author: string | null;
  paragraphs: string[];
  number?: string | undefined;
  time?: string | undefined;
  votes?: number | undefined;
  replies: CommentFile[];
}

const CommentFile = z
  .strictObject({
    author: OptionalLine,
    text: z.string().optional(),
    paragraphs: z.array(z.string()).optional(),
    number: Comment.shape.number.optional(),
    time: Comment.shape.time,
    votes: Comment.shape.votes,
    get replies(): z.ZodDefault<z.ZodArray<z.ZodType<CommentFile>>> {
      return z.array(CommentFile).default([]);
    },
  })
  .refine(
    comment => (comment.text === undefined) !== (comment.paragraphs === undefined),
    'needs either "text" or "paragraphs"',
  )
  .transform(({ text, paragraphs, ...rest }) => ({
    ...rest,
    paragraphs: (paragraphs ?? [text ?? '']).flatMap(cleanLines),
  }))
  .refine(comment => comment.paragraphs.length > 0, 'has no text');

/** The JSON form of an article (data/README.md): replies nested, or every comment with a number. */
const ArticleFile = z
  .strictObject({
    ...OwnerFields.shape,
    headline: z
      .string()
      .transform(cleanLine)
      .refine(text => text !== '', 'is blank'),
    byline: OptionalLine,
    url: z
      .url({ protocol: /^https?$/, error: 'is not an http or https address' })
      .nullish()
      .transform(url => url ?? null),
    published: OptionalLine,
    paragraphs: Paragraphs,
    comments: z
      .array(CommentFile)
      .default([])
      .superRefine((comments, context) => {
        for (const issue of findNumberErrors(comments)) context.addIssue({ code: 'custom', ...issue });
      })
      .transform(comments =>
        comments.some(comment => comment.number) ? flattenComments(comments) : numberNested(comments, ''),
      ),
    commentsClosed: z.boolean().optional(),
    notices: Paragraphs,
    language: ArticleText.shape.language,
    partial: ArticleText.shape.partial,
    image: ImageAddress.optional(),
  })
  .transform(({ source, name, tags, ...file }): FileArticle => {
    const commentsClosed = file.commentsClosed ?? file.notices.some(notice => isClosedNotice(notice));
    return { text: { ...file, commentsClosed } as ArticleText, source, name, tags };
  });

const ArticlesFile = z.strictObject({ articles: z.array(ArticleFile).min(1, 'is empty') });

/**
 * Reads the JSON form of one article, or `{"articles": [...]}`, with the owner's source, name and tags.
 * Throws a UserError with the line of a syntax error, or with the path in the JSON and what is wrong there.
 */
export function parseJsonArticles(json: string): FileArticle[] {
  const value = parseJson(json);
  for (const article of [value, ...getList(value, 'articles')])
    if (measureDepth(article) > MAX_DEPTH)
      throw new UserError('comments: replies are nested deeper than {{deepest}} levels', {
        deepest: MAX_DEPTH,
      });
  const isList = typeof value === 'object' && value !== null && 'articles' in value;
  const result = isList ? ArticlesFile.safeParse(value) : ArticleFile.safeParse(value);
  if (result.success) return 'articles' in result.data ? result.data.articles : [result.data];
  const issues = result.error.issues.map(({ path, message }) => `${formatPath(path)}: ${message}`);
  throw new UserError('{{faults}}', {
    faults: joinValues(
      [
        ...issues.slice(0, 5),
        ...(issues.length > 5 ? [createMessage('and {{more}} more', { more: issues.length - 5 })] : []),
      ],
      '; ',
    ),
  });
}

/** Writes articles in the JSON form; `parseJsonArticles` reads back the same text, source, name and tags. */
export function formatJsonArticles(articles: readonly FileArticle[]): string {
  const files = articles.map(({ text, source, name, tags }) => ({
    ...(source !== undefined && { source }),
    ...(name !== undefined && { name }),
    ...(tags !== undefined && tags.length > 0 && { tags }),
    ...text,
  }));
  return `${JSON.stringify(files.length === 1 ? files[0] : { articles: files }, null, 2)}\n`;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const reason = (error as SyntaxError).message;
    const position = /at position (\d+)/.exec(reason);
    const line = position ? json.slice(0, Number(position[1])).split('\n').length : json.split('\n').length;
    throw new UserError('not valid JSON ({{reason}})', { reason: reason.slice(0, 200) }, { cause: { line } });
  }
}

/** How deep replies are nested, level by level: recursion could overflow the stack. */
function measureDepth(value: unknown): number {
  let level = getList(value, 'comments');
  let count = 0;
  while (level.length > 0 && count <= MAX_DEPTH) {
    level = level.flatMap(comment => getList(comment, 'replies'));
    count += 1;
  }
  return count;
}

function getList(value: unknown, key: string): unknown[] {
  const list =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return Array.isArray(list) ? list : [];
}

function formatPath(path: readonly PropertyKey[]): string {
  const text = path.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '') || 'the file';
}

function numberNested(comments: readonly CommentFile[], prefix: string): Comment[] {
  return comments.flatMap((comment, i) => {
    const number = `${prefix}${i + 1}`;
    return [toComment(comment, number), ...numberNested(comment.replies, `${number}.`)];
  });
}

/** The errors in the numbers: missing, duplicate, without parent, or beside nested replies. */
function findNumberErrors(comments: readonly CommentFile[]): { path: PropertyKey[]; message: string }[] {
  if (!comments.some(comment => comment.number))
    return comments.flatMap((comment, i) => findReplyErrors(comment, [i]));
  const numbers = new Set(comments.map(comment => comment.number));
  const seen = new Set<string>();
  return comments.flatMap(({ number, replies }, i) => {
    if (!number) return [{ path: [i], message: 'has no number although other comments have one' }];
    if (replies.length > 0)
      return [{ path: [i, 'replies'], message: 'a numbered comment cannot have nested replies too' }];
    if (number.split('.', MAX_DEPTH + 1).length > MAX_DEPTH)
      return [{ path: [i, 'number'], message: `nested deeper than ${MAX_DEPTH} levels` }];
    const parent = parentNumberOf(number);
    if (parent && !numbers.has(parent))
      return [{ path: [i, 'number'], message: `there is no comment ${parent} to reply to` }];
    if (seen.has(number)) return [{ path: [i, 'number'], message: `${number} is there twice` }];
    seen.add(number);
    return [];
  });
}

function findReplyErrors(
  comment: CommentFile,
  path: PropertyKey[],
): { path: PropertyKey[]; message: string }[] {
  return comment.replies.flatMap((reply, i) => {
    const replyPath = [...path, 'replies', i];
    if (reply.number)
      return [{ path: [...replyPath, 'number'], message: 'a nested reply has no number of its own' }];
    return findReplyErrors(reply, replyPath);
  });
}

/** The comments in reading order, renumbered on each level so that no number is skipped. */
function flattenComments(comments: readonly CommentFile[]): Comment[] {
  const newNumbers = new Map<string, string>();
  const counts = new Map<string, number>();
  return [...comments].sort(compareNumbers).map(comment => {
    const number = numberOf(comment);
    const parent = parentNumberOf(number);
    const ordinal = (counts.get(parent ?? '') ?? 0) + 1;
    counts.set(parent ?? '', ordinal);
    const newNumber = parent ? `${newNumbers.get(parent)}.${ordinal}` : `${ordinal}`;
    newNumbers.set(number, newNumber);
    return toComment(comment, newNumber);
  });
}

/** The number of a comment in a file where every comment has one. */
function numberOf({ number }: CommentFile): string {
  return requireValue(number, 'number of a comment');
}

function toComment({ author, paragraphs, time, votes }: CommentFile, number: string): Comment {
  return {
    number,
    author,
    paragraphs,
    ...(time !== undefined && { time }),
    ...(votes !== undefined && { votes }),
  };
}

function compareNumbers(a: CommentFile, b: CommentFile): number {
  const first = numberOf(a).split('.').map(Number);
  const second = numberOf(b).split('.').map(Number);
  const at = first.findIndex((part, i) => part !== second[i]);
  return at < 0 ? first.length - second.length : elementAt(first, at) - (second[at] ?? 0);
}
