import { elementAt } from '../lists.ts';
import { stripHeadingMarks, stripInlineEscapes, stripLinkMarks } from './formats/markdown-marks.ts';

/** A run of one to three marks of emphasis, not escaped. */
const MARKS = /(?<![*_~\\])(?:\*{1,3}|_{1,3}|~~)(?![*_~])/g;
const LETTER = /[\p{L}\p{N}]/u;
const QUOTE_MARKS = /^[ \t]*(?:>[ \t]?)+(?=[^\s>])/;

/**
 * A comment as people read it: without the marks of Markdown that its writer typed, but with the `>` of
 * quoted lines. Only for showing: what is proven and stored keeps all marks. Marks without a partner stay,
 * except for strong ones at the edge of a sentence that was cut from a longer emphasis.
 */
export const toPlainComment = (text: string): string =>
  text
    .split('\n')
    .map(line => stripInlineEscapes(stripEmphasis(stripLinkMarks(stripHeadingMarks(line)))))
    .join('\n');

/** Like `toPlainComment`, for a passage, which is in quotation marks already: without the `>`. */
export const toPlainPassage = (text: string): string =>
  toPlainComment(
    text
      .split('\n')
      .map(line => line.replace(QUOTE_MARKS, ''))
      .join('\n'),
  );

/** Removes pairs of marks outside of words: "f**k this s**t" has none. Each mark is looked at once. */
function stripEmphasis(line: string): string {
  const opened = new Map<string, number>();
  const dropped: { start: number; end: number }[] = [];
  for (const { 0: mark, index: start } of line.matchAll(MARKS)) {
    const end = start + mark.length;
    const [before, after] = [line.slice(Math.max(0, start - 2), start), line.slice(end, end + 2)];
    const opening = opened.get(mark);
    if (/\S$/.test(before) && !isLetterFirst(after) && opening !== undefined) {
      dropped.push({ start: opening, end: opening + mark.length }, { start, end });
      opened.delete(mark);
    } else if (/^\S/.test(after) && !isLetterLast(before)) opened.set(mark, start);
  }
  return trimStrong(
    removeSpans(
      line,
      dropped.toSorted((a, b) => a.start - b.start),
    ),
  );
}

/** Removes the strong mark left at one edge of a sentence whose emphasis reaches beyond it. */
const trimStrong = (line: string) => line.replace(/^\s*\*\*(?=[^\s*])|(?<=[^\s*])\*\*$/g, '');

const isLetterFirst = (text: string) => LETTER.test(String.fromCodePoint(text.codePointAt(0) ?? 32));
const isLetterLast = (text: string) => LETTER.test(Array.from(text).at(-1) ?? ' ');

function removeSpans(line: string, spans: readonly { start: number; end: number }[]): string {
  let [kept, at] = ['', 0];
  for (const each of spans.keys()) {
    const { start, end } = elementAt(spans, each);
    kept += line.slice(at, start);
    at = end;
  }
  return kept + line.slice(at);
}
