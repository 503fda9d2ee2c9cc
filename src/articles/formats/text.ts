import { UserError } from '../../errors.ts';
import { elementAt, getExisting } from '../../lists.ts';
import type { ArticleText } from '../article.ts';
import { readTextComments } from './text-comments.ts';
import {
  countExtraDigits,
  findOpenings,
  isClosedNotice,
  isFreeNotice,
  isNotice,
  isSetOff,
  splitLines,
  type TextLine,
} from './text-lines.ts';

/** The headline of a text that consists of comments alone. */
const UNTITLED = 'Untitled';

/**
 * Reads the plain-text form (data/README.md): headline, paragraphs, numbered comments, notices. Every line
 * that is not blank ends up in exactly one of them. Comments are numbered by their place in the tree,
 * whatever numbers the text gives them. Throws a UserError if there is nothing to read.
 */
export function parseText(text: string): ArticleText {
  const lines = splitLines(text);
  if (lines.length === 0) throw new UserError('There is no text to read.');
  const start = findCommentsStart(lines);
  const headline = start === 0 ? UNTITLED : elementAt(lines, 0).text;
  const bodyEnd = Math.max(1, start - countNoticesBefore(lines, start));
  const body = lines.slice(1, bodyEnd);
  const read = readTextComments(lines.slice(start));
  const notices = [...lines.slice(bodyEnd, start).map(line => line.text), ...read.notices];
  return {
    headline,
    byline: null,
    url: null,
    published: null,
    paragraphs: joinParagraphs(body),
    comments: read.comments,
    commentsClosed: notices.some(isClosedNotice),
    notices,
  };
}

/** Joins the lines of each paragraph with spaces; blank lines separate paragraphs. */
function joinParagraphs(lines: readonly TextLine[]): string[] {
  const paragraphs: string[][] = [];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    if (last && line.gap === 0) last.push(line.text);
    else paragraphs.push([line.text]);
  }
  return paragraphs.map(paragraph => paragraph.join(' '));
}

/** How many lines directly before `start` are notices about the comments. */
function countNoticesBefore(lines: readonly TextLine[], start: number): number {
  let count = 0;
  while (start - count > 1 && isNotice(elementAt(lines, start - count - 1))) count += 1;
  return count;
}

/**
 * The index of the line where the comments begin, or the number of lines if there are none.
 *
 * The comments come last in the file, and no paragraph among them, except notices, is further left than the
 * first comment; a numbered list in the article, by contrast, is followed by more of the article, or by
 * numbering that restarts. From most to least trusted: indented comments set off by two blank lines (or a
 * line such as "Comments"); the same with unindented paragraphs among them; unindented comments, if set off
 * or if they have replies and a closing notice; indented comments after a single blank line.
 */
function findCommentsStart(lines: readonly TextLine[]): number {
  const opens = findOpenings(lines);
  const left = computeLeftEdges(lines);
  const starts = lines
    .map((_, at) => at)
    .filter(at => opens[at] && (at > 0 || elementAt(lines, at).column > 0));
  const indented = starts.filter(at => elementAt(lines, at).column > 0);
  const setOff = indented.filter(at => isSetOff(lines, at));
  const reachesEnd = (at: number) => elementAt(left, at + 1) >= elementAt(lines, at).column;
  const lastAnew = findRestarts(lines, indented);
  return (
    findLastOfColumn(lines, setOff).find(reachesEnd) ??
    findLastOfColumn(lines, setOff).find(at => endsInComments(lines, at)) ??
    findUnindentedStart(lines, starts) ??
    indented.find(at => reachesEnd(at) && at >= getExisting(lastAnew, elementAt(lines, at).column)) ??
    lines.length
  );
}

/** For each line, the leftmost column of a paragraph from there on, without notices. */
function computeLeftEdges(lines: readonly TextLine[]): number[] {
  const edge = Array.from({ length: lines.length + 1 }, () => Number.POSITIVE_INFINITY);
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = elementAt(lines, at);
    const counts = line.gap > 0 && !isNotice(line);
    edge[at] = Math.min(
      elementAt(edge, at + 1),
      counts ? line.column + countExtraDigits(line.mark) : Number.POSITIVE_INFINITY,
    );
  }
  return edge;
}

/** The last of the given lines in each column, in text order. */
function findLastOfColumn(lines: readonly TextLine[], starts: readonly number[]): number[] {
  return [...new Map(starts.map(at => [elementAt(lines, at).column, at])).values()].sort((a, b) => a - b);
}

/** For each column, the last line where numbering restarts at 1 after it had gone on. */
function findRestarts(lines: readonly TextLine[], starts: readonly number[]): Map<number, number> {
  const last = new Map<number, number>();
  const numbers = new Map<number, number>();
  const first = new Set(starts);
  lines.forEach(({ column, mark, gap }, at) => {
    if (!mark || gap === 0) return;
    if (first.has(at) && (!last.has(column) || (mark.number === 1 && getExisting(numbers, column) > 1)))
      last.set(column, at);
    numbers.set(column, mark.number);
  });
  return last;
}

/** Whether nothing unindented follows the last comment but at most one short notice in free wording. */
function endsInComments(lines: readonly TextLine[], start: number): boolean {
  const { column } = elementAt(lines, start);
  const last = lines.findLastIndex(({ mark, gap, column: at }) => mark && gap > 0 && at >= column);
  const after = lines.slice(last + 1).filter(line => line.gap > 0 && line.column < column && !isNotice(line));
  return (
    after.length === 0 ||
    (after.length === 1 && isFreeNotice(elementAt(after, 0)) && after[0] === lines.at(-1))
  );
}

/** The first of the comments if they are not indented: only comments and their text may follow it. */
function findUnindentedStart(lines: readonly TextLine[], starts: readonly number[]): number | undefined {
  const lastText = lines.findLastIndex(
    line => line.column === 0 && line.gap > 0 && !line.mark && !isNotice(line),
  );
  const closed = isClosedNotice(elementAt(lines, -1).text);
  const hasReplies = starts.some(at => at > lastText && elementAt(lines, at).column > 0);
  return starts.find(
    at =>
      at > lastText && elementAt(lines, at).column === 0 && (isSetOff(lines, at) || (closed && hasReplies)),
  );
}
