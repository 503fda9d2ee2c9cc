import type { TemplateValues } from '../../i18n/translate.ts';
import { t, withLocale } from '../../i18n/translate.ts';

/*
 * Building blocks for pictures: SVG with Noto Sans as its only font, on a background of its own, so that it
 * is legible in light and dark themes. Sized for a phone, where Discord shows a picture about 300 points wide
 * and 30 units come out as its small text.
 */

export const PICTURE_WIDTH = 720;
export const MARGIN = 32;

const BACKGROUND = '#26272b';
const TEXT_COLOUR = '#f2f3f5';
export const MUTED_COLOUR = '#b5bac1';
// these two are also distinguishable to the colour-blind
export const WARM_COLOUR = '#f08a6c';
export const COOL_COLOUR = '#6fb1e8';

/** The most characters that Discord allows in the description of a file. */
export const MAX_DESCRIPTION = 1000;

/** Approximate letter widths in Noto Sans as fractions of the font size, by kind of letter. */
const LETTER_WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[fijlrtI\s.,;:'!|()[\]“”‘’"-]/u, 0.34],
  [/[mwMW@%—…\p{Script=Devanagari}]/u, 0.93],
  [/\p{Lu}/u, 0.7],
  [/[\p{Script=Latin}\p{N}]/u, 0.58],
];
const OTHER_WIDTH = 0.63;

const widthOf = (letter: string): number =>
  LETTER_WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? OTHER_WIDTH;

/** Counts how many UTF-16 units of a text fit into a width at a font size. */
function countFitting(text: string, { width, size }: TextRoom): number {
  let [count, used] = [0, 0];
  for (const letter of text) {
    used += widthOf(letter) * size;
    if (used > width) break;
    count += letter.length;
  }
  return count;
}

/** The room for a text: a width, and the size of its letters. */
interface TextRoom {
  readonly width: number;
  readonly size: number;
}

/** Wraps drawn content in a picture of the given height. */
export function wrapSvg(inside: string, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${height}" viewBox="0 0 ${PICTURE_WIDTH} ${height}"><rect width="${PICTURE_WIDTH}" height="${height}" rx="16" fill="${BACKGROUND}"/>${inside}</svg>`;
}

/** The style of a line of text. */
interface TextStyle {
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly end?: boolean;
}

/** One line of text; `y` is its baseline. */
export function renderText(
  x: number,
  y: number,
  content: string,
  { size, weight = 400, fill = TEXT_COLOUR, end = false }: TextStyle,
): string {
  const anchor = end ? ' text-anchor="end"' : '';
  return `<text x="${x}" y="${y}" font-family="Noto Sans" font-size="${size}" font-weight="${weight}" fill="${fill}"${anchor}>${escapeXml(content)}</text>`;
}

function escapeXml(content: string): string {
  return content.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
}

/** A text in a script of the font: in English if the reader's language is written in another. */
export function translateDrawable(sentence: string, values: TemplateValues = {}): string {
  return toDrawable(t(sentence, values)) ?? withLocale('en', () => t(sentence, values));
}

/** Removes what the font cannot draw (emoji). Returns null if the text is in another script. */
export function toDrawable(content: string): string | null {
  const plain = content
    .replace(/[\p{Extended_Pictographic}\p{C}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const letters =
    /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Script=Common}\p{Script=Inherited}]+$/u;
  return letters.test(plain) ? plain : null;
}

/** Breaks a text at spaces into at most so many lines; the last ends in "…" if text is cut off. */
export function wrapText(text: string, { lines, ...room }: TextRoom & { lines: number }): string[] {
  const fitting = countFitting(text, room);
  if (fitting === text.length) return [text];
  if (lines <= 1) return [fitText(text, room)];
  const space = text.lastIndexOf(' ', fitting);
  const end = space > fitting / 2 ? space : fitting;
  return [text.slice(0, end), ...wrapText(text.slice(end).trim(), { ...room, lines: lines - 1 })];
}

/** Cuts a text to fit on one line; a cut text ends in "…". */
export function fitText(text: string, { width, size }: TextRoom): string {
  const fitting = countFitting(text, { width, size });
  if (fitting === text.length) return text;
  return `${text.slice(0, countFitting(text, { width: width - size, size })).trimEnd()}…`;
}

/** Cuts a text to `most` UTF-16 units; a cut text ends in "…". */
export function clipText(content: string, most: number): string {
  return content.length <= most ? content : `${content.slice(0, most - 1).trimEnd()}…`;
}
