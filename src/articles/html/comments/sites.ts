import { cleanLine } from '../../../language/cleaning.ts';
import { lineTextOf, splitBlocks } from '../blocks.ts';
import type { PageDocument, PageElement } from '../dom.ts';
import type { FoundComment } from './content.ts';
import type { CommentThread } from './tree.ts';

/** How the comments of one site, or of one system that many sites run, are taken out of its pages. */
interface CommentSite {
  /** Whether a page is one of this site's, by its markup. */
  matches(document: PageDocument): boolean;
  /** The comments in reading order, each after what it answers; they are removed from the page. */
  take(document: PageDocument): CommentThread;
}

/** Hacker News: all comments are rows of one table, and a cell says how far each is indented. */
const hackerNews: CommentSite = {
  matches: document => document.querySelector('tr.athing.comtr td.ind') !== null,
  take(document) {
    const rows = [...document.querySelectorAll('tr.athing.comtr')];
    const comments: FoundComment[] = [];
    const levels: number[] = [];
    for (const row of rows) {
      const paragraphs = readHackerNewsText(row);
      if (paragraphs.length === 0) continue;
      const depth = Math.min(readHackerNewsDepth(row), levels.length);
      const parent = depth === 0 ? null : (levels[depth - 1] ?? null);
      levels.splice(depth, levels.length, comments.length);
      comments.push({
        paragraphs,
        parent,
        author: cleanLine(lineTextOf(row.querySelector('.hnuser'))) || null,
        time: row.querySelector('.age')?.getAttribute('title')?.split(' ')[0] ?? null,
        votes: null,
      });
    }
    for (const row of rows) row.remove();
    return { comments, opener: null };
  },
};

/** The text of a comment; of one that was taken away, what stands in its place (“[flagged]”). */
function readHackerNewsText(row: PageElement): string[] {
  const text = row.querySelector('.commtext') ?? row.querySelector('.comment');
  if (!text) return [];
  const isSkipped = (inner: PageElement) => inner.matches('.reply');
  return splitBlocks(text, { breaks: 'every', isSkipped }).map(block => block.text);
}

/** Counted from 0. Older pages say it by the width of an image, 40 for each level. */
function readHackerNewsDepth(row: PageElement): number {
  const cell = row.querySelector('td.ind');
  const width = Number(cell?.querySelector('img')?.getAttribute('width') ?? 0);
  const depth = Number(cell?.getAttribute('indent') ?? width / 40);
  return Number.isFinite(depth) ? Math.max(0, Math.trunc(depth)) : 0;
}

/** The sites whose comments are read by rules of their own, tried in this order before the general rules. */
const COMMENT_SITES: readonly CommentSite[] = [hackerNews];

/** The comments of a page of one of these sites; undefined where it is of none. */
export function detachSiteComments(document: PageDocument): CommentThread | undefined {
  return COMMENT_SITES.find(site => site.matches(document))?.take(document);
}
