import { createMessage, formatPlain, joinValues } from '../../i18n/template-values.ts';
import { formatNumber, type TemplateValues, t, withLocale } from '../../i18n/translate.ts';
import type { ChartImage } from '../types.ts';

/** One bar: what it stands for, and of how many comments it is made. */
export interface ChartBar {
  readonly label: string;
  /** Comments in all; how many of them are replies. */
  readonly comments: number;
  readonly replies: number;
}

/** What a bar chart shows. */
export interface Chart {
  readonly title: string;
  readonly bars: readonly ChartBar[];
}

// Drawn for the width of a phone, where Discord shows it at about 300 points: letters of 30 units are then
// read like its small text.
const CHART_WIDTH = 720;
const MARGIN = 32;
const LINE_HEIGHT = 38;

/** Letters of a label that fit beside its number: Noto Sans is 0.58 of its size wide on the mean. */
const MAX_LABEL_LETTERS = 40;
const BAR_HEIGHT = 22;
const BAR_GAP = 26;
const MAX_BARS = 8;
// On a ground of its own, so that it reads alike on a dark and on a light page; the two colours differ for
// the colour-blind too.
const BACKGROUND = '#26272b';
const TEXT_COLOUR = '#f2f3f5';
const MUTED_COLOUR = '#b5bac1';
const COMMENT_COLOUR = '#f08a6c';
const REPLY_COLOUR = '#6fb1e8';

/** What Discord takes of a description of a file. */
const MAX_DESCRIPTION = 1000;

/**
 * A bar for each viewpoint, its first comments and replies apart, as SVG with no font but Noto Sans. The
 * largest eight of more.
 */
export function renderChart({ title, bars }: Chart, name: string): ChartImage {
  const shown = bars
    .slice(0, MAX_BARS)
    .map((bar, i) => ({ ...bar, lines: wrapLabel(toDrawable(bar.label) ?? `${i + 1}.`) }));
  const rest = bars.length - shown.length;
  const longest = Math.max(1, ...shown.map(({ comments }) => comments));
  const parts: string[] = [];
  let y = MARGIN + 30;
  parts.push(
    renderText(MARGIN, y, clipText(toDrawable(title) ?? '', MAX_LABEL_LETTERS + 4), {
      size: 30,
      weight: 600,
    }),
  );
  y += 22;
  parts.push(renderLegend(y));
  y += 46;
  for (const { lines, comments, replies } of shown) {
    parts.push(
      renderText(CHART_WIDTH - MARGIN, y + 26, formatNumber(comments), { size: 30, weight: 600, end: true }),
    );
    for (const line of lines) {
      y += LINE_HEIGHT;
      parts.push(renderText(MARGIN, y - 12, line, { size: 28 }));
    }
    parts.push(renderBar(y, { comments, replies, longest }));
    y += BAR_HEIGHT + BAR_GAP;
  }
  if (rest > 0) {
    parts.push(
      renderText(MARGIN, y + 14, translateDrawable('and {{rest}} more', { rest }), {
        size: 26,
        fill: MUTED_COLOUR,
      }),
    );
    y += LINE_HEIGHT;
  }
  return {
    name,
    svg: wrapSvg(parts.join(''), y + MARGIN - BAR_GAP + 6),
    description: describeChart({ title, bars }),
  };
}

function wrapSvg(inside: string, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CHART_WIDTH}" height="${height}" viewBox="0 0 ${CHART_WIDTH} ${height}"><rect width="${CHART_WIDTH}" height="${height}" rx="16" fill="${BACKGROUND}"/>${inside}</svg>`;
}

function renderLegend(y: number): string {
  const renderItem = (x: number, fill: string, name: string) =>
    `<rect x="${x}" y="${y}" width="20" height="20" rx="4" fill="${fill}"/>${renderText(x + 30, y + 19, name, { size: 24, fill: MUTED_COLOUR })}`;
  return (
    renderItem(MARGIN, COMMENT_COLOUR, translateDrawable('comments on the article')) +
    renderItem(MARGIN + 340, REPLY_COLOUR, translateDrawable('replies'))
  );
}

function renderBar(
  y: number,
  { comments, replies, longest }: { comments: number; replies: number; longest: number },
): string {
  const unit = (CHART_WIDTH - 2 * MARGIN) / longest;
  const first = (comments - replies) * unit;
  const renderSegment = (x: number, width: number, fill: string) =>
    width <= 0
      ? ''
      : `<rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(2, width - 2).toFixed(1)}" height="${BAR_HEIGHT}" rx="5" fill="${fill}"/>`;
  return (
    renderSegment(MARGIN, first, COMMENT_COLOUR) + renderSegment(MARGIN + first, replies * unit, REPLY_COLOUR)
  );
}

interface TextStyle {
  readonly size: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly end?: boolean;
}

function renderText(
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
function translateDrawable(sentence: string, values: TemplateValues = {}): string {
  return toDrawable(t(sentence, values)) ?? withLocale('en', () => t(sentence, values));
}

/**
 * A text without what the font cannot draw (emoji, control characters), or null where it is in other letters.
 */
function toDrawable(content: string): string | null {
  const plain = content
    .replace(/[\p{Extended_Pictographic}\p{C}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const letters =
    /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Script=Common}\p{Script=Inherited}]+$/u;
  return letters.test(plain) ? plain : null;
}

/** At most two lines, broken at spaces; the second ends in "…" if more follows. */
function wrapLabel(label: string): string[] {
  if (label.length <= MAX_LABEL_LETTERS) return [label];
  const space = label.lastIndexOf(' ', MAX_LABEL_LETTERS);
  const end = space > MAX_LABEL_LETTERS / 2 ? space : MAX_LABEL_LETTERS;
  return [label.slice(0, end), clipText(label.slice(end).trim(), MAX_LABEL_LETTERS)];
}

function clipText(content: string, most: number): string {
  return content.length <= most ? content : `${content.slice(0, most - 1).trimEnd()}…`;
}

function describeChart({ title, bars }: Chart): string {
  const each = bars.map(({ label, comments, replies }) =>
    replies > 0
      ? createMessage('{{label}}: {{comments}}, {{replies}} of them replies', { label, comments, replies })
      : createMessage('{{label}}: {{comments}}', { label, comments }),
  );
  return clipText(
    formatPlain(createMessage('Bar chart. {{title}}. {{bars}}.', { title, bars: joinValues(each, '; ') })),
    MAX_DESCRIPTION,
  );
}
