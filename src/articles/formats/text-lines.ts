import { cleanLine, LINE_BREAK } from '../../language/cleaning.ts';
import { elementAt } from '../../lists.ts';

/** A line that is not blank. */
export interface TextLine {
  readonly text: string;
  /** The column in which its text begins, counted from 0, with tab stops every four columns. */
  readonly column: number;
  /** How many blank lines precede it; infinite for the first line. */
  readonly gap: number;
  /** `  12. Text` has the number 12 and the rest "Text". */
  readonly mark: NumberMark | null;
}

/** The number before a comment or list item, and the text after it. */
interface NumberMark {
  readonly number: number;
  readonly rest: string;
}

const TAB_STOP = 4;
/** The length up to which an unnumbered last line after the comments counts as a notice, in characters. */
export const MAX_NOTICE = 200;

const COMMENT_COUNT = /^(?:\d+ )?(?:readers?['’]? )?comments?(?: \(\d+\))?:?$/i;
const CLOSED_WORDS =
  /^(?:the |this |all )?(?:comments?|commenting|comments? section|discussion|thread|replies)(?: (?:on|for|to|in) [^.]{1,60}?)? (?:(?:is|are|has been|have been) )?(?:now |currently |permanently )?(?:closed|disabled|locked|archived|turned off|switched off|no longer (?:open|possible|accepted))[^.]{0,60}\.?$/i;

/** The lines of a text that are not blank, in order. */
export function splitLines(text: string): TextLine[] {
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

/** Whether a line of its own is about the comments: "Comments are closed.", "3 Comments". */
export function isNotice(line: TextLine): boolean {
  return line.column === 0 && line.gap > 0 && (isClosedNotice(line.text) || COMMENT_COUNT.test(line.text));
}

/** Whether a line says that comments are closed. */
export function isClosedNotice(line: string): boolean {
  return line.length <= MAX_NOTICE && CLOSED_WORDS.test(line);
}

/** Whether each line may open a level: a number after a blank line that is 1, or goes on in its column. */
export function findOpenings(lines: readonly TextLine[]): boolean[] {
  const opens: boolean[] = [];
  const ahead: { column: number; number: number }[] = [];
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = elementAt(lines, at);
    if (!line.mark || line.gap === 0) continue;
    while (ahead.length > 0 && elementAt(ahead, -1).column > line.column) ahead.pop();
    const next = ahead.at(-1);
    opens[at] = line.mark.number === 1 || (next?.column === line.column && next.number > line.mark.number);
    ahead.push({ column: line.column, number: line.mark.number });
  }
  return opens;
}

/** How many digits follow a number's first; right-aligned numbers begin so many columns further left. */
export function countExtraDigits(mark: NumberMark | null): number {
  return mark ? String(mark.number).length - 1 : 0;
}

/** Whether two blank lines or a notice precede a line. */
export function isSetOff(lines: readonly TextLine[], at: number): boolean {
  return elementAt(lines, at).gap > 1 || (at > 1 && isNotice(elementAt(lines, at - 1)));
}

/** Whether a line may be a notice in free wording: short, unnumbered, not indented, after a blank line. */
export function isFreeNotice(line: TextLine): boolean {
  return line.gap > 0 && line.column === 0 && !line.mark && line.text.length <= MAX_NOTICE;
}
