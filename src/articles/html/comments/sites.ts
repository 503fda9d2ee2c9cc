import { cleanLine } from '../../../language/cleaning.ts';
import { lineTextOf, splitBlocks } from '../blocks.ts';
import type { PageDocument, PageElement } from '../dom.ts';
import type { FoundComment } from './content.ts';
import type { CommentThread } from './tree.ts';

/** Rules for extracting the comments of one site, or of a system that many sites run. */
interface CommentSite {
  /** Whether a page belongs to this site, judging by its markup. */
  matches(document: PageDocument): boolean;
  /** Removes the comments from the page and returns them in reading order, each after what it answers. */
  take(document: PageDocument): CommentThread;
}

/** Hacker News: all comments are rows of one table, and one cell holds the indentation of each. */
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

/** The lines of a comment; for a removed comment, its placeholder (“[flagged]”). */
function readHackerNewsText(row: PageElement): string[] {
  const text = row.querySelector('.commtext') ?? row.querySelector('.comment');
  if (!text) return [];
  const isSkipped = (inner: PageElement) => inner.matches('.reply');
  return splitBlocks(text, { breaks: 'every', isSkipped }).map(block => block.text);
}

/** The depth of a comment, counted from 0. Older pages express it as the width of an image, 40 per level. */
function readHackerNewsDepth(row: PageElement): number {
  const cell = row.querySelector('td.ind');
  const width = Number(cell?.querySelector('img')?.getAttribute('width') ?? 0);
  const depth = Number(cell?.getAttribute('indent') ?? width / 40);
  return Number.isFinite(depth) ? Math.max(0, Math.trunc(depth)) : 0;
}

/** The sites that have rules of their own, tried in this order before the general rules. */
const COMMENT_SITES: readonly CommentSite[] = [hackerNews];

/** Removes and returns the comments of a page from one of these sites; undefined for any other page. */
export function detachSiteComments(document: PageDocument): CommentThread | undefined {
  return COMMENT_SITES.find(site => site.matches(document))?.take(document);
}
