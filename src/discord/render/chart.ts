import { createMessage, formatPlain, joinValues } from '../../i18n/template-values.ts';
import { formatNumber } from '../../i18n/translate.ts';
import type { ChartImage } from '../types.ts';
import {
  COOL_COLOUR,
  clipText,
  fitText,
  MARGIN,
  MAX_DESCRIPTION,
  MUTED_COLOUR,
  PICTURE_WIDTH,
  renderText,
  toDrawable,
  translateDrawable,
  WARM_COLOUR,
  wrapSvg,
  wrapText,
} from './svg.ts';

/** One bar: its label and the comments it counts. */
interface ChartBar {
  readonly label: string;
  /** All comments, and how many of them are replies. */
  readonly comments: number;
  readonly replies: number;
}

/** The contents of a bar chart. */
interface Chart {
  readonly title: string;
  readonly bars: readonly ChartBar[];
}

const LINE_HEIGHT = 38;

/** Room for a label, with its number beside it. */
const LABEL_ROOM = { width: PICTURE_WIDTH - 2 * MARGIN - 70, size: 28 };
const TITLE_ROOM = { width: PICTURE_WIDTH - 2 * MARGIN, size: 30 };
const BAR_HEIGHT = 22;
const BAR_GAP = 26;
const MAX_BARS = 8;

/** Draws a bar chart of first comments and replies as SVG in Noto Sans: the eight largest bars. */
export function renderChart({ title, bars }: Chart, name: string): ChartImage {
  const shown = bars.slice(0, MAX_BARS).map((bar, i) => ({
    ...bar,
    lines: wrapText(toDrawable(bar.label) ?? `${i + 1}.`, { ...LABEL_ROOM, lines: 2 }),
  }));
  const rest = bars.length - shown.length;
  const longest = Math.max(1, ...shown.map(({ comments }) => comments));
  const parts: string[] = [];
  let y = MARGIN + 30;
  parts.push(
    renderText(MARGIN, y, fitText(toDrawable(title) ?? '', TITLE_ROOM), {
      size: 30,
      weight: 600,
    }),
  );
  y += 22;
  parts.push(renderLegend(y));
  y += 46;
  for (const { lines, comments, replies } of shown) {
    parts.push(
      renderText(PICTURE_WIDTH - MARGIN, y + 26, formatNumber(comments), {
        size: 30,
        weight: 600,
        end: true,
      }),
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

function renderLegend(y: number): string {
  const renderItem = (x: number, fill: string, name: string) =>
    `<rect x="${x}" y="${y}" width="20" height="20" rx="4" fill="${fill}"/>${renderText(x + 30, y + 19, name, { size: 24, fill: MUTED_COLOUR })}`;
  return (
    renderItem(MARGIN, WARM_COLOUR, translateDrawable('comments on the article')) +
    renderItem(MARGIN + 340, COOL_COLOUR, translateDrawable('replies'))
  );
}

function renderBar(
  y: number,
  { comments, replies, longest }: { comments: number; replies: number; longest: number },
): string {
  const unit = (PICTURE_WIDTH - 2 * MARGIN) / longest;
  const first = (comments - replies) * unit;
  const renderSegment = (x: number, width: number, fill: string) =>
    width <= 0
      ? ''
      : `<rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(2, width - 2).toFixed(1)}" height="${BAR_HEIGHT}" rx="5" fill="${fill}"/>`;
  return (
    renderSegment(MARGIN, first, WARM_COLOUR) + renderSegment(MARGIN + first, replies * unit, COOL_COLOUR)
  );
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
