import type { TemplateValues } from '../../i18n/translate.ts';
import { t, withLocale } from '../../i18n/translate.ts';

/*
 * What pictures are drawn with: SVG with no font but Noto Sans, on a ground of its own, so that it reads alike on a dark
 * and on a light page. Drawn for the width of a phone, where Discord shows it at about 300 points: letters of 30 units
 * are then read like its small text.
 */

export const PICTURE_WIDTH = 720;
export const MARGIN = 32;

const BACKGROUND = '#26272b';
const TEXT_COLOUR = '#f2f3f5';
export const MUTED_COLOUR = '#b5bac1';
// the two differ for the colour-blind too
export const WARM_COLOUR = '#f08a6c';
export const COOL_COLOUR = '#6fb1e8';

/** What Discord takes of a description of a file. */
export const MAX_DESCRIPTION = 1000;

/** How wide letters of Noto Sans are, in parts of their size: those of these kinds, and all others. */
const LETTER_WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[fijlrtI\s.,;:'!|()[\]“”‘’"-]/u, 0.34],
  [/[mwMW@%—…\p{Script=Devanagari}]/u, 0.93],
  [/\p{Lu}/u, 0.7],
  [/[\p{Script=Latin}\p{N}]/u, 0.58],
];
const OTHER_WIDTH = 0.63;

const widthOf = (letter: string): number =>
  LETTER_WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? OTHER_WIDTH;

/** How many of the first letters of a text fit in a width, at a size. */
function countFitting(text: string, { width, size }: TextRoom): number {
  let [count, used] = [0, 0];
  for (const letter of text) {
    used += widthOf(letter) * size;
    if (used > width) break;
    count += letter.length;
  }
  return count;
}

/** What a text has room in: a width, in letters of a size. */
export interface TextRoom {
  readonly width: number;
  readonly size: number;
}

/** The picture around what is drawn in it, so high. */
export function wrapSvg(inside: string, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${height}" viewBox="0 0 ${PICTURE_WIDTH} ${height}"><rect width="${PICTURE_WIDTH}" height="${height}" rx="16" fill="${BACKGROUND}"/>${inside}</svg>`;
}

/** How a line of text is drawn. */
export interface TextStyle {
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly end?: boolean;
}

/** One line of text, at its base line. */
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

/** A fixed text in letters that the font has: in English where the reader's language is written in others. */
export function translateDrawable(sentence: string, values: TemplateValues = {}): string {
  return toDrawable(t(sentence, values)) ?? withLocale('en', () => t(sentence, values));
}

/**
 * A text without what the font cannot draw (emoji, control characters), or null where it is in other letters.
 */
export function toDrawable(content: string): string | null {
  const plain = content
    .replace(/[\p{Extended_Pictographic}\p{C}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const letters =
    /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Script=Common}\p{Script=Inherited}]+$/u;
  return letters.test(plain) ? plain : null;
}

/** At most so many lines, broken at spaces; the last ends in "…" if more follows. */
export function wrapText(text: string, { lines, ...room }: TextRoom & { lines: number }): string[] {
  const fitting = countFitting(text, room);
  if (fitting === text.length) return [text];
  if (lines <= 1) return [fitText(text, room)];
  const space = text.lastIndexOf(' ', fitting);
  const end = space > fitting / 2 ? space : fitting;
  return [text.slice(0, end), ...wrapText(text.slice(end).trim(), { ...room, lines: lines - 1 })];
}

/** A text that fits on one line; what is cut ends in "…". */
export function fitText(text: string, { width, size }: TextRoom): string {
  const fitting = countFitting(text, { width, size });
  if (fitting === text.length) return text;
  return `${text.slice(0, countFitting(text, { width: width - size, size })).trimEnd()}…`;
}

/** So many letters of a text; what is cut ends in "…". */
export function clipText(content: string, most: number): string {
  return content.length <= most ? content : `${content.slice(0, most - 1).trimEnd()}…`;
}
