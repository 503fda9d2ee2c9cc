import { Parser } from 'htmlparser2';
import { cleanLine } from '../../language/cleaning.ts';
import type { FoundComment } from '../html/comments/content.ts';
import { numberComments, sortParentsFirst } from '../html/numbering.ts';
import { parseMarkupLine } from '../title.ts';
import { parseWebUrl } from '../web-url.ts';
import { removeDeleted } from './deleted-comments.ts';
import { htmlCommentLinesOf, htmlLinesOf } from './html-text.ts';
import type { FileArticle } from './json.ts';

/** The fields of a thread or comment by name, its author's as `author.name`; `thread`, `parent` are ids. */
type DisqusEntry = Map<string, string>;

/** The discussions in a Disqus export. */
interface DisqusExport {
  readonly articles: FileArticle[];
  /** The number of threads that are deleted or have neither text nor comments. */
  readonly emptyThreads: number;
  /** The number of comments that are deleted, spam or not approved. */
  readonly leftOut: number;
}

/**
 * Reads a Disqus export: each thread becomes an article (usually without a text of its own) with its comments
 * as a tree. Mail and IP addresses are not kept.
 */
export function parseDisqus(xml: string): DisqusExport {
  const { threads, posts } = parseEntries(xml);
  const byThread = Map.groupBy(posts, post => post.get('thread') ?? '');
  const read = threads.map(thread => toArticle(thread, byThread.get(thread.get('id of entry') ?? '') ?? []));
  const articles = read.filter(article => article !== null);
  return {
    articles,
    emptyThreads: read.length - articles.length,
    leftOut: posts.filter(post => !isShown(post)).length,
  };
}

/** Collects the threads and posts directly below the root; entities defined in the file are not expanded. */
function parseEntries(xml: string): { threads: DisqusEntry[]; posts: DisqusEntry[] } {
  const found: { threads: DisqusEntry[]; posts: DisqusEntry[] } = { threads: [], posts: [] };
  const open: string[] = [];
  let entry: DisqusEntry | null = null;
  let text = '';
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1] ?? '';
        open.push(name);
        text = '';
        if (open.length === 2 && (name === 'thread' || name === 'post')) {
          entry = new Map([['id of entry', id]]);
          (name === 'thread' ? found.threads : found.posts).push(entry);
        } else if (open.length === 3 && (name === 'thread' || name === 'parent')) entry?.set(name, id);
      },
      ontext(piece) {
        if (entry) text += piece;
      },
      onclosetag(name) {
        const isField = open.length === 3 && name !== 'thread' && name !== 'parent';
        if (isField) entry?.set(name, text);
        else if (open.length === 4 && open[2] === 'author') entry?.set(`author.${name}`, text);
        if (open.length === 2) entry = null;
        open.pop();
        text = '';
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return found;
}

function toArticle(thread: DisqusEntry, posts: readonly DisqusEntry[]): FileArticle | null {
  const url = parseWebUrl(thread.get('link'))?.href ?? null;
  const paragraphs = htmlLinesOf(thread.get('message') ?? '');
  const comments = numberComments(removeDeleted(toFoundComments(posts)));
  if (isTrue(thread, 'isDeleted') || (paragraphs.length === 0 && comments.length === 0)) return null;
  const isClosed = isTrue(thread, 'isClosed');
  return {
    part: cleanLine(thread.get('id of entry') ?? '') || url || undefined,
    text: {
      headline: parseMarkupLine(thread.get('title') ?? '') || url || 'Untitled',
      byline: authorNameOf(thread),
      url,
      published: cleanLine(thread.get('createdAt') ?? '') || null,
      paragraphs,
      comments,
      commentsClosed: isClosed,
      notices: isClosed ? ['Comments are closed.'] : [],
    },
  };
}

function toFoundComments(posts: readonly DisqusEntry[]): FoundComment[] {
  const byId = new Map(posts.map(post => [post.get('id of entry') ?? '', post]));
  byId.delete('');
  const inTime = posts.toSorted((a, b) => ((a.get('createdAt') ?? '') < (b.get('createdAt') ?? '') ? -1 : 1));
  return sortParentsFirst(inTime, post => byId.get(post.get('parent') ?? '') ?? null).map(
    ({ item, parent }) => ({
      author: isShown(item) ? authorNameOf(item) : null,
      paragraphs: isShown(item) ? htmlCommentLinesOf(item.get('message') ?? '') : [],
      time: cleanLine(item.get('createdAt') ?? '') || null,
      votes: null,
      parent,
    }),
  );
}

function isShown(post: DisqusEntry): boolean {
  return (
    !isTrue(post, 'isDeleted') &&
    !isTrue(post, 'isSpam') &&
    !/^\s*false\s*$/i.test(post.get('isApproved') ?? '')
  );
}

function isTrue(entry: DisqusEntry, field: string): boolean {
  return /^\s*(?:true|1)\s*$/i.test(entry.get(field) ?? '');
}

function authorNameOf(entry: DisqusEntry): string | null {
  return cleanLine(entry.get('author.name') ?? '') || cleanLine(entry.get('author.username') ?? '') || null;
}
