import { UserError } from '../../errors.ts';
import { cleanLine, LINE_BREAK } from '../../language/cleaning.ts';
import { type Article, type ArticleText, type Comment, parentNumberOf } from '../article.ts';

/** A line that is not blank. */
interface TextLine {
  readonly text: string;
  /** Where its text begins, counted from 0, with tab stops every four columns. */
  readonly column: number;
  /** How many blank lines stand before it; unlimited before the first line. */
  readonly gap: number;
  /** `  12. Text` has the number 12 and the rest "Text". */
  readonly mark: NumberMark | null;
}

interface NumberMark {
  readonly number: number;
  readonly rest: string;
}

/**
 * A comment whose replies may still come: the columns and the last numbers on the way from the first level to
 * the last comment.
 */
interface CommentLevel {
  readonly column: number;
  number: number;
  position: number;
}

/** Stands for the headline where a text holds nothing but comments. */
const UNTITLED = 'Untitled';
const CLOSED_NOTICE = 'Comments are closed.';
const TAB_STOP = 4;
/** An unmarked last line after the comments is a notice up to this length. */
const MAX_NOTICE = 200;
const COMMENT_COUNT = /^(?:\d+ )?(?:readers?['’]? )?comments?(?: \(\d+\))?:?$/i;
const CLOSED_WORDS =
  /^(?:the |this |all )?(?:comments?|commenting|comments? section|discussion|thread|replies)(?: (?:on|for|to|in) [^.]{1,60}?)? (?:(?:is|are|has been|have been) )?(?:now |currently |permanently )?(?:closed|disabled|locked|archived|turned off|switched off|no longer (?:open|possible|accepted))[^.]{0,60}\.?$/i;

/**
 * Reads the plain-text form (data/README.md): headline, paragraphs, numbered comments, notices. Every line
 * that is not blank ends in exactly one of them. Comments are numbered by their place in the tree, whatever
 * numbers stand before them. Throws a UserError if there is nothing to read.
 */
export function parseText(text: string): ArticleText {
  const lines = splitLines(text);
  if (lines.length === 0) throw new UserError('There is no text to read.');
  const start = findCommentsStart(lines);
  const headline = start === 0 ? UNTITLED : lines[0]!.text;
  const bodyEnd = Math.max(1, start - countNoticesBefore(lines, start));
  const body = lines.slice(1, bodyEnd);
  const read = readComments(lines.slice(start));
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

/**
 * The article in the plain-text form. Byline, address, date and the names of commenters have no place in it
 * and are left out.
 */
export function formatText(article: ArticleText | Article): string {
  const { headline, paragraphs, comments, notices, commentsClosed } = article;
  const closing = commentsClosed && !notices.some(isClosedNotice) ? [...notices, CLOSED_NOTICE] : notices;
  const body = [headline, ...paragraphs].join('\n\n');
  const end = [...comments.map(formatComment), ...closing].join('\n\n');
  return end === '' ? `${body}\n` : `${body}\n\n\n${end}\n`;
}

function formatComment(comment: Comment): string {
  const indent = '  '.repeat(comment.number.split('.').length);
  const ordinal = comment.number.slice((parentNumberOf(comment.number)?.length ?? -1) + 1);
  return `${indent}${ordinal}. ${comment.paragraphs.join(`\n${indent}  `)}`;
}

function splitLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let gap = Number.POSITIVE_INFINITY;
  for (const raw of text.replace(/^\uFEFF/, '').split(LINE_BREAK)) {
    const line = cleanLine(raw);
    if (line === '') gap += 1;
    else {
      lines.push({ text: line, column: measureColumn(raw), gap, mark: parseMark(line) });
      gap = 0;
    }
  }
  return lines;
}

function measureColumn(raw: string): number {
  let column = 0;
  for (const letter of raw) {
    if (letter === '\t') column += TAB_STOP - (column % TAB_STOP);
    else if (letter.trim() === '') column += 1;
    else if (!/\p{C}/u.test(letter)) break;
  }
  return column;
}

function parseMark(line: string): NumberMark | null {
  const match = /^([1-9]\d{0,5})\.(?:\s(.*))?$/u.exec(line);
  return match && { number: Number(match[1]), rest: match[2]?.trimStart() ?? '' };
}

/** Paragraphs of the article are separated by blank lines; the lines of one are joined by a space. */
function joinParagraphs(lines: readonly TextLine[]): string[] {
  const paragraphs: string[][] = [];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    if (last && line.gap === 0) last.push(line.text);
    else paragraphs.push([line.text]);
  }
  return paragraphs.map(paragraph => paragraph.join(' '));
}

/** A line of its own about the comments: "Comments are closed.", "3 Comments". */
function isNotice(line: TextLine): boolean {
  return line.column === 0 && line.gap > 0 && (isClosedNotice(line.text) || COMMENT_COUNT.test(line.text));
}

/** Whether a line says that there can be no more comments. */
export function isClosedNotice(line: string): boolean {
  return line.length <= MAX_NOTICE && CLOSED_WORDS.test(line);
}

/** How many lines just before `start` are about the comments. */
function countNoticesBefore(lines: readonly TextLine[], start: number): number {
  let count = 0;
  while (start - count > 1 && isNotice(lines[start - count - 1]!)) count += 1;
  return count;
}

/**
 * The line with which the comments begin, or the number of lines if there are none.
 *
 * The comments are the end of the file, and no paragraph in them stands further left than the first of them,
 * notices apart; a numbered list in the article is followed by the article again, or by numbering that begins
 * anew. In order of trust: indented comments set off by two blank lines (or a line such as "Comments"); the
 * same with unindented paragraphs among them; unindented comments, if set off or if they have replies and a
 * closing notice; indented comments after a single blank line.
 */
function findCommentsStart(lines: readonly TextLine[]): number {
  const opens = findOpenings(lines);
  const left = computeLeftEdges(lines);
  const starts = lines.map((_, at) => at).filter(at => opens[at] && (at > 0 || lines[at]!.column > 0));
  const indented = starts.filter(at => lines[at]!.column > 0);
  const setOff = indented.filter(at => isSetOff(lines, at));
  const reachesEnd = (at: number) => left[at + 1]! >= lines[at]!.column;
  const lastAnew = findRestarts(lines, indented);
  return (
    findLastOfColumn(lines, setOff).find(reachesEnd) ??
    findLastOfColumn(lines, setOff).find(at => endsInComments(lines, at)) ??
    findUnindentedStart(lines, starts) ??
    indented.find(at => reachesEnd(at) && at >= lastAnew.get(lines[at]!.column)!) ??
    lines.length
  );
}

/**
 * For each line, whether it may open a level of comments: a mark after a blank line, with the number 1 or
 * with a later one that continues it.
 */
function findOpenings(lines: readonly TextLine[]): boolean[] {
  const opens: boolean[] = [];
  const ahead: TextLine[] = [];
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at]!;
    if (!line.mark || line.gap === 0) continue;
    while (ahead.length > 0 && ahead.at(-1)!.column > line.column) ahead.pop();
    const next = ahead.at(-1);
    opens[at] =
      line.mark.number === 1 || (next?.column === line.column && next.mark!.number > line.mark.number);
    ahead.push(line);
  }
  return opens;
}

/**
 * For each line, the leftmost column at which a paragraph begins from there to the end, notices apart;
 * right-aligned numbers count as aligned.
 */
function computeLeftEdges(lines: readonly TextLine[]): number[] {
  const edge = Array.from({ length: lines.length + 1 }, () => Number.POSITIVE_INFINITY);
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at]!;
    const counts = line.gap > 0 && !isNotice(line);
    edge[at] = Math.min(
      edge[at + 1]!,
      counts ? line.column + countExtraDigits(line.mark) : Number.POSITIVE_INFINITY,
    );
  }
  return edge;
}

function countExtraDigits(mark: NumberMark | null): number {
  return mark ? String(mark.number).length - 1 : 0;
}

function isSetOff(lines: readonly TextLine[], at: number): boolean {
  return lines[at]!.gap > 1 || (at > 1 && isNotice(lines[at - 1]!));
}

/** Of the places in each column the last one, in the order of the text. */
function findLastOfColumn(lines: readonly TextLine[], starts: readonly number[]): number[] {
  return [...new Map(starts.map(at => [lines[at]!.column, at])).values()].sort((a, b) => a - b);
}

/** For each column the last place where numbering begins with 1 again after it had gone on. */
function findRestarts(lines: readonly TextLine[], starts: readonly number[]): Map<number, number> {
  const last = new Map<number, number>();
  const numbers = new Map<number, number>();
  const first = new Set(starts);
  lines.forEach(({ column, mark, gap }, at) => {
    if (!mark || gap === 0) return;
    if (first.has(at) && (!last.has(column) || (mark.number === 1 && numbers.get(column)! > 1)))
      last.set(column, at);
    numbers.set(column, mark.number);
  });
  return last;
}

/**
 * Whether at most one short line, a notice in its own words, follows the last comment without indentation.
 */
function endsInComments(lines: readonly TextLine[], start: number): boolean {
  const { column } = lines[start]!;
  const last = lines.findLastIndex(({ mark, gap, column: at }) => mark && gap > 0 && at >= column);
  const after = lines.slice(last + 1).filter(line => line.gap > 0 && line.column < column && !isNotice(line));
  return after.length === 0 || (after.length === 1 && isFreeNotice(after[0]!) && after[0] === lines.at(-1));
}

function isFreeNotice(line: TextLine): boolean {
  return line.gap > 0 && line.column === 0 && !line.mark && line.text.length <= MAX_NOTICE;
}

/** The first of the comments if they are not indented: nothing but comments and their text may follow. */
function findUnindentedStart(lines: readonly TextLine[], starts: readonly number[]): number | undefined {
  const lastText = lines.findLastIndex(
    line => line.column === 0 && line.gap > 0 && !line.mark && !isNotice(line),
  );
  const closed = isClosedNotice(lines.at(-1)!.text);
  const hasReplies = starts.some(at => at > lastText && lines[at]!.column > 0);
  return starts.find(
    at => at > lastText && lines[at]!.column === 0 && (isSetOff(lines, at) || (closed && hasReplies)),
  );
}

/** Reads the lines from the first comment to the end. */
function readComments(lines: readonly TextLine[]): { comments: Comment[]; notices: string[] } {
  const depthOf = lines.length > 0 ? createDepthReader(lines) : () => null;
  const levels: CommentLevel[] = [];
  const comments: { number: string; mark: string; paragraphs: string[] }[] = [];
  const notices: string[] = [];
  let inNotice = false;
  for (const [at, line] of lines.entries()) {
    inNotice = isNotice(line) || (inNotice && line.gap === 0) || isEndNotice(lines, at);
    const depth = at === 0 ? 0 : depthOf(line, at, levels);
    if (inNotice) notices.push(line.text);
    else if (depth === null) comments.at(-1)!.paragraphs.push(line.text);
    else {
      const { number, rest } = line.mark!;
      const { column, position: place } = levels[depth] ?? { column: line.column, position: 0 };
      levels.splice(depth, levels.length, { column, number, position: place + 1 });
      comments.push({
        number: levels.map(level => level.position).join('.'),
        mark: line.text,
        paragraphs: rest === '' ? [] : [rest],
      });
    }
  }
  return {
    comments: comments.map(({ number, mark, paragraphs }) => ({
      number,
      author: null,
      paragraphs: paragraphs.length > 0 ? paragraphs : [mark],
    })),
    notices,
  };
}

function isEndNotice(lines: readonly TextLine[], at: number): boolean {
  return at === lines.length - 1 && lines[0]!.column > 0 && isFreeNotice(lines[at]!);
}

/**
 * Tells on which level a line is a comment, or null if it is text of the comment before it. A sibling stands
 * in the column of an open level; a reply stands one step further right than what it answers. Both follow a
 * blank line; without one, a sibling must have exactly the next number.
 */
function createDepthReader(lines: readonly TextLine[]) {
  const base = lines[0]!.column;
  const siblings = lines.slice(1).filter(line => line.mark && line.column === base);
  const isTight = siblings.filter(line => line.gap === 0).length > siblings.length / 2;
  const opens = findOpenings(lines);
  const isReply = (line: TextLine, at: number) =>
    isTight ? line.mark?.number === 1 : opens[at] === true && !isTightListStart(lines, at);
  const step = measureStep(lines, base, isReply);
  return (line: TextLine, at: number, levels: readonly CommentLevel[]): number | null => {
    if (!line.mark) return null;
    const { number } = line.mark;
    const same = levels.findIndex(level => level.column === line.column);
    if (same >= 0) return line.gap > 0 || number === levels[same]!.number + 1 ? same : null;
    if (line.column === levels.at(-1)!.column + step) return isReply(line, at) ? levels.length : null;
    const ragged = levels.findLastIndex(
      level => line.gap > 0 && number === level.number + 1 && isRagged(line, level),
    );
    return ragged < 0 ? null : ragged;
  };
}

/** One column beside the level, or right-aligned with its one-digit numbers. */
function isRagged(line: TextLine, level: CommentLevel): boolean {
  return (
    Math.abs(line.column - level.column) === 1 || line.column + countExtraDigits(line.mark) === level.column
  );
}

/** Where comments stand apart, items that do not are a list in a comment's text. */
function isTightListStart(lines: readonly TextLine[], at: number): boolean {
  const [line, next] = [lines[at]!, lines[at + 1]];
  return next?.gap === 0 && next.column === line.column && next.mark?.number === line.mark!.number + 1;
}

/**
 * How much further right a reply stands: as much as the first level is indented if any does, else as little
 * as any reply.
 */
function measureStep(
  lines: readonly TextLine[],
  base: number,
  isReply: (line: TextLine, at: number) => boolean,
): number {
  const steps = lines.flatMap((line, at) =>
    line.column > base && isReply(line, at) ? [line.column - base] : [],
  );
  return steps.includes(base) ? base : steps.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}
