import { joined, plainly, say } from '../../i18n/template-values.ts';
import { formatNumber, speaking, t, type Values } from '../../i18n/translate.ts';
import type { Picture } from '../types.ts';

/** One bar: what it stands for, and of how many comments it is made. */
export interface Bar {
  readonly label: string;
  /** Comments in all; how many of them are replies. */
  readonly comments: number;
  readonly replies: number;
}

export interface Chart {
  readonly title: string;
  readonly bars: readonly Bar[];
}

// Drawn for the width of a phone, where Discord shows it at about 300 points: letters of 30 units are then
// read like its small text.
const WIDTH = 720;
const EDGE = 32;
const LINE = 38;

/** Letters of a label that fit beside its number: Noto Sans is 0.58 of its size wide on the mean. */
const LETTERS = 40;
const BAR = 22;
const GAP = 26;
const MOST = 8;
// On a ground of its own, so that it reads alike on a dark and on a light page; the two colours differ for
// the colour-blind too.
const ground = '#26272b';
const ink = '#f2f3f5';
const muted = '#b5bac1';
const own = '#f08a6c';
const reply = '#6fb1e8';

/** What Discord takes of a description of a file. */
const DESCRIPTION = 1000;

/**
 * A bar for each viewpoint, its first comments and replies apart, as SVG with no font but Noto Sans. The
 * largest eight of more.
 */
export function chart({ title, bars }: Chart, name: string): Picture {
  const shown = bars
    .slice(0, MOST)
    .map((bar, i) => ({ ...bar, lines: linesOf(drawable(bar.label) ?? `${i + 1}.`) }));
  const rest = bars.length - shown.length;
  const longest = Math.max(1, ...shown.map(({ comments }) => comments));
  const parts: string[] = [];
  let y = EDGE + 30;
  parts.push(text(EDGE, y, clipped(drawable(title) ?? '', LETTERS + 4), { size: 30, weight: 600 }));
  y += 22;
  parts.push(legend(y));
  y += 46;
  for (const { lines, comments, replies } of shown) {
    parts.push(text(WIDTH - EDGE, y + 26, formatNumber(comments), { size: 30, weight: 600, end: true }));
    for (const line of lines) {
      y += LINE;
      parts.push(text(EDGE, y - 12, line, { size: 28 }));
    }
    parts.push(bar(y, { comments, replies, longest }));
    y += BAR + GAP;
  }
  if (rest > 0) {
    parts.push(text(EDGE, y + 14, drawn('and {{rest}} more', { rest }), { size: 26, fill: muted }));
    y += LINE;
  }
  return { name, svg: framed(parts.join(''), y + EDGE - GAP + 6), description: described({ title, bars }) };
}

function framed(inside: string, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"><rect width="${WIDTH}" height="${height}" rx="16" fill="${ground}"/>${inside}</svg>`;
}

function legend(y: number): string {
  const item = (x: number, fill: string, name: string) =>
    `<rect x="${x}" y="${y}" width="20" height="20" rx="4" fill="${fill}"/>${text(x + 30, y + 19, name, { size: 24, fill: muted })}`;
  return item(EDGE, own, drawn('comments on the article')) + item(EDGE + 340, reply, drawn('replies'));
}

function bar(
  y: number,
  { comments, replies, longest }: { comments: number; replies: number; longest: number },
): string {
  const unit = (WIDTH - 2 * EDGE) / longest;
  const first = (comments - replies) * unit;
  const piece = (x: number, width: number, fill: string) =>
    width <= 0
      ? ''
      : `<rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(2, width - 2).toFixed(1)}" height="${BAR}" rx="5" fill="${fill}"/>`;
  return piece(EDGE, first, own) + piece(EDGE + first, replies * unit, reply);
}

interface Style {
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly end?: boolean;
}

function text(
  x: number,
  y: number,
  content: string,
  { size, weight = 400, fill = ink, end = false }: Style,
): string {
  const anchor = end ? ' text-anchor="end"' : '';
  return `<text x="${x}" y="${y}" font-family="Noto Sans" font-size="${size}" font-weight="${weight}" fill="${fill}"${anchor}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`);
}

/** A fixed text in letters that the font has: in English where the reader's language is written in others. */
function drawn(sentence: string, values: Values = {}): string {
  return drawable(t(sentence, values)) ?? speaking('en', () => t(sentence, values));
}

/**
 * A text without what the font cannot draw (emoji, control characters), or null where it is in other letters.
 */
function drawable(content: string): string | null {
  const plain = content
    .replace(/[\p{Extended_Pictographic}\p{C}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const letters =
    /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Script=Common}\p{Script=Inherited}]+$/u;
  return letters.test(plain) ? plain : null;
}

/** At most two lines, broken at spaces; the second ends in "…" if more follows. */
function linesOf(label: string): string[] {
  if (label.length <= LETTERS) return [label];
  const space = label.lastIndexOf(' ', LETTERS);
  const end = space > LETTERS / 2 ? space : LETTERS;
  return [label.slice(0, end), clipped(label.slice(end).trim(), LETTERS)];
}

function clipped(content: string, most: number): string {
  return content.length <= most ? content : `${content.slice(0, most - 1).trimEnd()}…`;
}

function described({ title, bars }: Chart): string {
  const each = bars.map(({ label, comments, replies }) =>
    replies > 0
      ? say('{{label}}: {{comments}}, {{replies}} of them replies', { label, comments, replies })
      : say('{{label}}: {{comments}}', { label, comments }),
  );
  return clipped(
    plainly(say('Bar chart. {{title}}. {{bars}}.', { title, bars: joined(each, '; ') })),
    DESCRIPTION,
  );
}
