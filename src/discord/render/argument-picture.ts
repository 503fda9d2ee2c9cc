import { createMessage, formatPlain, joinValues } from '../../i18n/template-values.ts';
import { formatNumber } from '../../i18n/translate.ts';
import type { ChartImage } from '../types.ts';
import type { Argument, Position, PositionLink } from './argument.ts';
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

const BOX_COLOUR = '#383a40';
const LINE_HEIGHT = 42;
const TEXT_SIZE = 32;
const MAX_LINES = 4;
const PADDING = 20;
/** The column beside the text, for the comment count. */
const COUNT_WIDTH = 96;
/** The gap between two boxes, with and without links between them. */
const LINKED_GAP = 76;
const BARE_GAP = 20;
/** Lanes on the right for links between boxes that are not adjacent, one link per lane. */
const LANE_WIDTH = 40;
const MAX_LANES = 2;

interface PlacedBox {
  readonly y: number;
  readonly height: number;
  readonly width: number;
  readonly lines: readonly string[];
  readonly count: number;
}

const areNeighbours = ({ one, other }: PositionLink) => other - one === 1;

/**
 * Draws the positions of a discussion as boxes, each with its sentence and comment count, and between them
 * the number of replies that answer and that contradict. `shown` is the total number of positions.
 */
export function renderArgument(
  { positions, links }: Argument,
  { title, shown, name }: { title: string; shown: number; name: string },
): ChartImage {
  const far = links.filter(link => !areNeighbours(link)).slice(0, MAX_LANES);
  const width = PICTURE_WIDTH - 2 * MARGIN - far.length * LANE_WIDTH;
  const heading = fitText(toDrawable(title) ?? '', { width: PICTURE_WIDTH - 2 * MARGIN, size: 34 });
  const boxes = placeBoxes(positions, links, { top: MARGIN + 56, width });
  const parts = [renderText(MARGIN, MARGIN + 28, heading, { size: 34, weight: 600 })];
  for (const box of boxes) parts.push(renderBox(box));
  for (const link of links.filter(areNeighbours)) parts.push(renderConnector(link, boxes));
  for (const [lane, link] of far.entries()) parts.push(renderLane(link, boxes, lane));
  const last = boxes.at(-1);
  const end = last ? last.y + last.height : MARGIN;
  const rest = shown - positions.length;
  if (rest > 0) {
    const more = translateDrawable('and {{rest}} more', { rest });
    parts.push(renderText(MARGIN, end + 46, more, { size: 30, fill: MUTED_COLOUR }));
  }
  return {
    name,
    svg: wrapSvg(parts.join(''), end + MARGIN + (rest > 0 ? 40 : 0)),
    description: describeArgument({ positions, links }, title),
  };
}

function placeBoxes(
  positions: readonly Position[],
  links: readonly PositionLink[],
  { top, width }: { top: number; width: number },
): PlacedBox[] {
  const room = { width: width - COUNT_WIDTH - 2 * PADDING, size: TEXT_SIZE, lines: MAX_LINES };
  let y = top;
  return positions.map(({ title, comments }, at) => {
    const lines = wrapText(toDrawable(title) ?? `${at + 1}.`, room);
    const height = Math.max(2, lines.length) * LINE_HEIGHT + 2 * PADDING;
    const box = { y, height, width, lines, count: comments.length };
    const isLinked = links.some(link => link.one === at && areNeighbours(link));
    y += height + (isLinked ? LINKED_GAP : BARE_GAP);
    return box;
  });
}

function renderBox({ y, height, width, lines, count }: PlacedBox): string {
  const middle = y + height / 2;
  const first = middle - (lines.length * LINE_HEIGHT) / 2 + 32;
  const x = MARGIN + COUNT_WIDTH + PADDING;
  return [
    `<rect x="${MARGIN}" y="${y}" width="${width}" height="${height}" rx="12" fill="${BOX_COLOUR}"/>`,
    renderText(MARGIN + COUNT_WIDTH - PADDING / 2, middle + 17, formatNumber(count), {
      size: count < 1000 ? 48 : 34,
      weight: 600,
      end: true,
    }),
    ...lines.map((line, at) => renderText(x, first + at * LINE_HEIGHT, line, { size: TEXT_SIZE })),
  ].join('');
}

/** Where the lines between adjacent boxes are drawn: answers left, contradictions right. */
const ANSWERS_X = MARGIN + COUNT_WIDTH - 34;
const CONTRADICTIONS_X = MARGIN + 320;

function renderConnector(
  { one, answers, contradictions }: PositionLink,
  boxes: readonly PlacedBox[],
): string {
  const box = boxes[one];
  if (!box) return '';
  const top = box.y + box.height;
  const renderOne = (x: number, count: number, colour: string, words: string) =>
    count === 0
      ? ''
      : `<path d="M${x} ${top + 5}V${top + LINKED_GAP - 5}" stroke="${colour}" stroke-width="5" stroke-linecap="round"/>${renderText(x + 18, top + 49, words, { size: 30, fill: colour })}`;
  return (
    renderOne(ANSWERS_X, answers, COOL_COLOUR, sayCount('answer', answers)) +
    renderOne(CONTRADICTIONS_X, contradictions, WARM_COLOUR, sayCount('contradiction', contradictions))
  );
}

const sayCount = (one: 'answer' | 'contradiction', count: number): string =>
  translateDrawable(one === 'answer' ? '{{count}} answer' : '{{count}} contradiction', { count });

/** A bracket on the right from one box to another, with the same counts in the same colours. */
function renderLane(
  { one, other, answers, contradictions }: PositionLink,
  boxes: readonly PlacedBox[],
  lane: number,
) {
  const [from, to] = [boxes[one], boxes[other]];
  if (!from || !to) return '';
  const edge = MARGIN + from.width;
  const x = edge + (lane + 1) * LANE_WIDTH - 14;
  const [top, bottom] = [from.y + from.height / 2 + lane * 12, to.y + to.height / 2 - lane * 12];
  const colour = contradictions > 0 ? WARM_COLOUR : COOL_COLOUR;
  const middle = (top + bottom) / 2;
  const counts = [
    ...(answers > 0 ? [{ count: answers, fill: COOL_COLOUR }] : []),
    ...(contradictions > 0 ? [{ count: contradictions, fill: WARM_COLOUR }] : []),
  ];
  return [
    `<path d="M${edge + 4} ${top}H${x}V${bottom}H${edge + 4}" fill="none" stroke="${colour}" stroke-width="5" stroke-linejoin="round" stroke-linecap="round"/>`,
    `<rect x="${x - 18}" y="${middle - 17 * counts.length}" width="36" height="${34 * counts.length}" rx="10" fill="#26272b"/>`,
    ...counts.map(({ count, fill }, at) =>
      renderText(x + (count < 10 ? 8 : 15), middle - 17 * counts.length + 26 + at * 34, formatNumber(count), {
        size: 26,
        weight: 600,
        fill,
        end: true,
      }),
    ),
  ].join('');
}

/** A text alternative to the picture. */
function describeArgument({ positions, links }: Argument, title: string): string {
  const each = positions.map(({ title: label, comments }, at) =>
    createMessage('{{number}}: “{{label}}”, {{count}} comment', {
      number: at + 1,
      label: clipText(label, 120),
      count: comments.length,
    }),
  );
  const between = links.map(({ one, other, answers, contradictions }) =>
    createMessage('between {{one}} and {{other}}: {{counts}}', {
      one: one + 1,
      other: other + 1,
      counts: joinValues(
        [
          ...(answers > 0 ? [createMessage('{{count}} answer', { count: answers })] : []),
          ...(contradictions > 0
            ? [createMessage('{{count}} contradiction', { count: contradictions })]
            : []),
        ],
        ', ',
      ),
    }),
  );
  const message = createMessage('Picture of the argument. {{title}}. {{positions}}; {{links}}.', {
    title,
    positions: joinValues(each, '; '),
    links: joinValues(between, '; '),
  });
  return clipText(formatPlain(message), MAX_DESCRIPTION);
}
