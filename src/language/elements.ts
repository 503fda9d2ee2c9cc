import { elementAt } from '../lists.ts';
/**
 * Removes elements from a text: everything from an opening mark to the next closing mark with the same name,
 * both included. Opening marks that are not closed within `longest` characters stay. `marks` matches one mark
 * and has two groups: a slash or nothing, and the name. One pass: an expression for whole elements would scan
 * the rest of the text at each opening mark.
 */
export function removeElements(text: string, marks: RegExp, longest = Number.POSITIVE_INFINITY): string {
  const found = Array.from(text.matchAll(marks), ({ 0: mark, 1: slash, 2: name = '', index }) => ({
    isClosing: slash === '/',
    name: name.toLowerCase(),
    start: index,
    end: index + mark.length,
  }));
  const ends = closingMarksOf(found);
  let [result, at] = ['', 0];
  for (const [i, { isClosing, start, end: inner }] of found.entries()) {
    const end = elementAt(ends, i);
    if (isClosing || start < at || end.start - inner > longest) continue;
    result += text.slice(at, start);
    at = end.end;
  }
  return result + text.slice(at);
}

interface ElementMark {
  readonly isClosing: boolean;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const NO_MARK = { start: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY };

/** For each mark, the next closing mark with its name. */
function closingMarksOf(marks: readonly ElementMark[]): { start: number; end: number }[] {
  const next = new Map<string, ElementMark>();
  return marks
    .toReversed()
    .map(mark => {
      const end = next.get(mark.name) ?? NO_MARK;
      if (mark.isClosing) next.set(mark.name, mark);
      return end;
    })
    .toReversed();
}
