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

/** Noto Sans is 0.58 of its size wide on the mean: so many letters of a size fit in a width. */
export const countFittingLetters = (width: number, size: number): number => Math.floor(width / (0.58 * size));

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
export function wrapText(text: string, { letters, lines }: { letters: number; lines: number }): string[] {
  if (text.length <= letters || lines <= 1) return [clipText(text, letters)];
  const space = text.lastIndexOf(' ', letters);
  const end = space > letters / 2 ? space : letters;
  return [text.slice(0, end), ...wrapText(text.slice(end).trim(), { letters, lines: lines - 1 })];
}

/** So many letters of a text; what is cut ends in "…". */
export function clipText(content: string, most: number): string {
  return content.length <= most ? content : `${content.slice(0, most - 1).trimEnd()}…`;
}
