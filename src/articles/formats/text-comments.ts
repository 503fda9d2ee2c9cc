import { elementAt, requireValue } from '../../lists.ts';
import type { Comment } from '../article.ts';
import { countExtraDigits, findOpenings, isFreeNotice, isNotice, type TextLine } from './text-lines.ts';

/**
 * A comment that may still get replies: its column, its written number and its position. The levels form the
 * path from the first level to the last comment.
 */
interface CommentLevel {
  readonly column: number;
  number: number;
  position: number;
}

/** Reads the lines from the first comment to the end of the text. */
export function readTextComments(lines: readonly TextLine[]): { comments: Comment[]; notices: string[] } {
  const depthOf = lines.length > 0 ? createDepthReader(lines) : () => null;
  const levels: CommentLevel[] = [];
  const comments: { number: string; mark: string; paragraphs: string[] }[] = [];
  const notices: string[] = [];
  let inNotice = false;
  for (const [at, line] of lines.entries()) {
    inNotice = isNotice(line) || (inNotice && line.gap === 0) || isEndNotice(lines, at);
    const depth = at === 0 ? 0 : depthOf(line, at, levels);
    if (inNotice) notices.push(line.text);
    else if (depth === null) elementAt(comments, -1).paragraphs.push(line.text);
    else {
      const { number, rest } = requireValue(line.mark, 'number before a comment');
      const { column, position: ordinal } = levels[depth] ?? { column: line.column, position: 0 };
      levels.splice(depth, levels.length, { column, number, position: ordinal + 1 });
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
  return at === lines.length - 1 && elementAt(lines, 0).column > 0 && isFreeNotice(elementAt(lines, at));
}

/**
 * Returns a function that tells at which level a line opens a comment, or null if the line is text of the
 * comment before it. A sibling starts in the column of an open level; a reply is one step further right than
 * the comment it answers. Both follow a blank line; without one, a sibling must have exactly the next number.
 */
function createDepthReader(lines: readonly TextLine[]) {
  const base = elementAt(lines, 0).column;
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
    if (same >= 0) return line.gap > 0 || number === elementAt(levels, same).number + 1 ? same : null;
    if (line.column === elementAt(levels, -1).column + step) return isReply(line, at) ? levels.length : null;
    const ragged = levels.findLastIndex(
      level => line.gap > 0 && number === level.number + 1 && isRagged(line, level),
    );
    return ragged < 0 ? null : ragged;
  };
}

/** Whether a line is one column off the level, or right-aligned with its one-digit numbers. */
function isRagged(line: TextLine, level: CommentLevel): boolean {
  return (
    Math.abs(line.column - level.column) === 1 || line.column + countExtraDigits(line.mark) === level.column
  );
}

/** Whether a line starts a tight list: a list within a comment, where blank lines part comments. */
function isTightListStart(lines: readonly TextLine[], at: number): boolean {
  const [line, next] = [elementAt(lines, at), lines[at + 1]];
  if (!line.mark || next?.gap !== 0 || next.column !== line.column) return false;
  return next.mark?.number === line.mark.number + 1;
}

/**
 * How many columns further right a reply starts: as many as the first level is indented, if any reply does,
 * else the smallest indentation of any reply.
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
