import parts from '../../language/lexicons/page-parts.json' with { type: 'json' };
import { foldText } from '../../language/similarity.ts';
import { trimBoth } from '../../language/trimming.ts';
import { oneOf } from '../../language/word-lists.ts';
import { appendTo, elementAt } from '../../lists.ts';
import type { TextBlock } from './blocks.ts';
import { isHeading, isLinkElsewhere, isLinkedText, isSentence } from './boilerplate-lines.ts';
import { hasName } from './element-names.ts';
import { findCommonAncestor, type Outline, type OutlineBlock } from './outline.ts';

/** What is known about the article before its body is assembled. */
interface ArticleHints {
  readonly headline: string | null;
  /** The page's own description, which often is the standfirst. */
  readonly description: string | null;
}

/** The minimum length of prose mostly outside links, in characters. */
const MIN_PROSE = 80;
/** Marks a box whose text is never restored. */
const OUT = -1;
/** The maximum number of paragraphs in boxes beside the text. */
const MAX_BOXED = 50;
/** How many blocks before the text are searched for a standfirst. */
const MAX_DISTANCE = 30;

const STANDFIRST_NAME = new RegExp(String.raw`\b${oneOf(parts.standfirsts.words)}\b`);

/**
 * The blocks of an article: those that Readability found, plus those that belong to it but were dropped.
 * These are prose, lists and tables between its first and last paragraph or after that in the same element,
 * and the standfirst between headline and text.
 */
export function completeBlocks(
  found: readonly TextBlock[],
  outline: Outline,
  known: ArticleHints,
): TextBlock[] {
  const positions = alignBlocks(found, outline.blocks);
  const placed = positions.filter(position => position !== null);
  const [first, last] = [placed[0], placed.at(-1)];
  if (first === undefined || last === undefined) return [...found];
  const isFound = new Set(placed);
  const back = new Set([
    ...findStandfirst(first, outline, known),
    ...findDropped(first, last, isFound, outline),
  ]);
  const all = found.map((block, at) => ({ block, position: positions[at] ?? null }));
  const given = dropRepeated(
    [...back].sort((a, b) => a - b),
    found,
    outline.blocks,
  );
  return mergeBlocks(all, given, outline.blocks);
}

/**
 * The position of each found block in the page, in ascending order; null if it does not occur there verbatim.
 * Blocks that occur only once determine where the others are.
 */
function alignBlocks(found: readonly TextBlock[], blocks: readonly OutlineBlock[]): (number | null)[] {
  const byText = Map.groupBy(blocks.keys(), position => elementAt(blocks, position).text);
  const sure = keepRising(
    found
      .map(({ text }) => byText.get(text) ?? [])
      .map(positions => (positions.length === 1 ? (positions[0] ?? null) : null)),
  );
  const limits = nextKnownOf(sure, blocks.length);
  let last = -1;
  return found.map(({ text }, at) => {
    const positions = byText.get(text) ?? [];
    while (positions.length > 0 && elementAt(positions, 0) <= last) positions.shift();
    const position =
      sure[at] ?? (positions[0] !== undefined && positions[0] < elementAt(limits, at) ? positions[0] : null);
    last = position ?? last;
    return position;
  });
}

/** For each index, the next position that is certain. */
function nextKnownOf(sure: readonly (number | null)[], end: number): number[] {
  const next: number[] = [];
  for (let at = sure.length - 1; at >= 0; at -= 1) next[at] = sure[at] ?? next[at + 1] ?? end;
  return next;
}

function keepRising(positions: readonly (number | null)[]): (number | null)[] {
  let last = -1;
  return positions.map(position => {
    if (position === null || position <= last) return null;
    last = position;
    return position;
  });
}

/** Drops boxes that repeat the text: they are pull quotes. */
function dropRepeated(
  positions: readonly number[],
  found: readonly TextBlock[],
  blocks: readonly OutlineBlock[],
): number[] {
  const inBoxes = positions.filter(position => elementAt(blocks, position).element.closest('aside') !== null);
  if (inBoxes.length === 0) return [...positions];
  const text = found.map(block => block.text).join('\n');
  const repeated = new Set(
    inBoxes
      .slice(0, MAX_BOXED)
      .filter(position => text.includes(stripQuotationMarks(elementAt(blocks, position).text))),
  );
  const tooMany = new Set(inBoxes.slice(MAX_BOXED));
  return positions.filter(position => !repeated.has(position) && !tooMany.has(position));
}

function stripQuotationMarks(text: string): string {
  return trimBoth(text, /[\s"“”„«»'‘’.,…]/);
}

function mergeBlocks(
  found: readonly { readonly block: TextBlock; readonly position: number | null }[],
  back: readonly number[],
  blocks: readonly OutlineBlock[],
): TextBlock[] {
  const all: TextBlock[] = [];
  let next = 0;
  for (const { block, position: expected } of found) {
    while (expected !== null && next < back.length && elementAt(back, next) < expected)
      all.push(elementAt(blocks, elementAt(back, next++)));
    all.push(block);
  }
  return [...all, ...back.slice(next).map(position => elementAt(blocks, position))];
}

/** The positions of the standfirst, which introduces the text after the headline. */
function findStandfirst(first: number, outline: Outline, { headline, description }: ArticleHints): number[] {
  const { blocks } = outline;
  const title = headline === null ? '' : foldText(headline);
  const from = Math.max(0, first - MAX_DISTANCE);
  const before = blocks.slice(from, first);
  const heading = before.findLastIndex(
    ({ element, text }) => element.localName === 'h1' || (title !== '' && foldText(text) === title),
  );
  const told = description === null ? '' : foldText(description);
  return before.flatMap((block, at) => {
    const isTold = told.length > 20 && foldText(block.text) === told;
    const isNamedSo = hasName(block.element, STANDFIRST_NAME) && block.text.length >= 25 && block.links < 0.5;
    const isIntroduced =
      heading >= 0 &&
      at > heading &&
      !isHeading(block) &&
      (isNamedSo ||
        (block.links < 0.5 &&
          (isSentence(block.text) || isUnder(elementAt(before, heading), block, outline))));
    const isInRoot = block.root !== null && block.root === elementAt(blocks, first).root;
    return isIntroduced || (isTold && !isHeading(block)) || (isNamedSo && isInRoot) ? [from + at] : [];
  });
}

/** Whether a paragraph is a sibling of the headline. */
function isUnder(heading: OutlineBlock, block: OutlineBlock, { parents }: Outline): boolean {
  const isBeside = block.position > 0 && parents[block.position] === parents[heading.position];
  return isBeside && block.element.localName === 'p' && block.text.length >= 40;
}

/**
 * The positions of dropped prose, lists and headings among and after the found blocks. All that was dropped
 * together is restored or left out together.
 */
function findDropped(first: number, last: number, isFound: ReadonlySet<number>, outline: Outline): number[] {
  const { blocks, ends } = outline;
  const end = elementAt(
    ends,
    findCommonAncestor(outline, elementAt(blocks, first).position, elementAt(blocks, last).position),
  );
  const boxOf = findLargestBoxes(new Set([...isFound].map(at => elementAt(blocks, at).position)), outline);
  const boxes = new Map<number, number[]>();
  for (let at = first + 1; at < blocks.length && elementAt(blocks, at).position <= end; at += 1) {
    if (isFound.has(at)) continue;
    if (
      at > last &&
      !isInSameElement(
        boxOf[elementAt(blocks, at).position] ?? null,
        elementAt(blocks, last).position,
        outline,
      )
    )
      continue;
    // text directly in an element that also holds found text is its own box
    const box = boxOf[elementAt(blocks, at).position] ?? -1 - at;
    if (box === OUT) continue;
    appendTo(boxes, box, at);
  }
  return [...boxes.values()]
    .flatMap(box => selectText(box.map(at => ({ ...elementAt(blocks, at), at, isAmong: at < last }))))
    .sort((a, b) => a - b);
}

/** Whether a box is in the same element as the last found block. */
function isInSameElement(box: number | null, last: number, { parents }: Outline): boolean {
  return box !== null && parents[box] === parents[last];
}

interface DroppedBlock extends OutlineBlock {
  readonly at: number;
  readonly isAmong: boolean;
}

/** The positions of a box's blocks that are article text; none if the box links elsewhere. */
function selectText(box: readonly DroppedBlock[]): number[] {
  const length = box.reduce((sum, { text }) => sum + text.length, 0);
  const linked = box.reduce((sum, { text, links }) => sum + links * text.length, 0);
  const [only] = box;
  if (box.length === 1 && only) return isArticleText(only) ? [only.at] : [];
  if (linked > 0.25 * length || box.some(block => isHeading(block) && isLinkElsewhere(block))) return [];
  if (box.every(({ text }) => /:$|^.{0,20}$/.test(text))) return [];
  const hasText = box.some(isArticleText);
  return box
    .filter(
      block =>
        isArticleText(block) || (hasText && isHeading(block)) || (block.isAmong && block.group !== null),
    )
    .map(({ at }) => at);
}

/**
 * For each element, its largest ancestor (or itself) in which nothing was found; null if something was found
 * in the element, OUT if its name marks it as boilerplate.
 */
function findLargestBoxes(found: ReadonlySet<number>, { parents, suspect }: Outline): (number | null)[] {
  const holds = parents.map((_, element) => found.has(element));
  for (let element = parents.length - 1; element > 0; element -= 1)
    if (holds[element]) holds[elementAt(parents, element)] = true;
  const boxes: (number | null)[] = [];
  for (const [element, parent] of parents.entries())
    boxes.push(holds[element] ? null : holds[parent] ? element : (boxes[parent] ?? null));
  const isOut: boolean[] = [];
  for (const [element, parent] of parents.entries())
    isOut.push(!holds[element] && (suspect[element] === true || isOut[parent] === true));
  return boxes.map((box, element) => (isOut[element] ? OUT : box));
}

function isArticleText(block: OutlineBlock): boolean {
  if (isHeading(block)) return false;
  return block.links < 0.5 ? block.text.length >= MIN_PROSE || isSentence(block.text) : isLinkedText(block);
}
