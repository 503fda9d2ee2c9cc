import { foldedWords } from '../../language/similarity.ts';
import { withoutEnds } from '../../language/trimming.ts';
import type { Block } from './blocks.ts';
import { isNamed } from './element-names.ts';
import { isHeading, isLinkedText, isSentence, leadsElsewhere } from './lines.ts';
import { nearestAround, type Outline, type OutlineBlock } from './outline.ts';

/** What is known of the article before its body is put together. */
export interface Known {
  readonly headline: string | null;
  /** The page's own description of itself, which often is the standfirst. */
  readonly description: string | null;
}

/** A paragraph of so many characters and more is prose where most of it is in no link. */
const prose = 80;
/** The box of what is never given back. */
const OUT = -1;
/** Paragraphs in boxes beside the text, at most. */
const mostBoxed = 50;
/** What stands between the headline and the text is looked at this far. */
const farthest = 30;

const standfirstName =
  /\b(?:standfirst|lede|lead|dek|deck|intro|introduction|summary|sub ?(?:title|head(?:line)?)|sub ?heading|abstract|teaser|excerpt|chapo|vorspann|anriss|entradilla|sommario|strapline|preamble|ingress)\b/;

/**
 * The blocks of an article: what Readability found, with what belongs to it and was dropped. That is prose,
 * lists and tables between its first and its last paragraph, behind that in the same element, and the
 * standfirst between headline and text.
 */
export function completed(found: readonly Block[], outline: Outline, known: Known): Block[] {
  const places = placesOf(found, outline.blocks);
  const placed = places.filter(place => place !== null);
  const [first, last] = [placed[0], placed.at(-1)];
  if (first === undefined || last === undefined) return [...found];
  const isFound = new Set(placed);
  const back = new Set([
    ...standfirstBefore(first, outline, known),
    ...droppedAmong(first, last, isFound, outline),
  ]);
  const all = found.map((block, at) => ({ block, place: places[at] ?? null }));
  const given = withoutRepeated(
    [...back].sort((a, b) => a - b),
    found,
    outline.blocks,
  );
  return merged(all, given, outline.blocks);
}

/**
 * Where each block that was found stands in the page, in rising order; null where it is not there as such.
 * What is there once says where the others are.
 */
function placesOf(found: readonly Block[], blocks: readonly OutlineBlock[]): (number | null)[] {
  const byText = new Map<string, number[]>();
  for (const [place, { text }] of blocks.entries()) {
    const known = byText.get(text);
    if (known) known.push(place);
    else byText.set(text, [place]);
  }
  const sure = onlyRising(
    found.map(({ text }) => byText.get(text) ?? []).map(places => (places.length === 1 ? places[0]! : null)),
  );
  const limits = nextOf(sure, blocks.length);
  let last = -1;
  return found.map(({ text }, at) => {
    const places = byText.get(text) ?? [];
    while (places.length > 0 && places[0]! <= last) places.shift();
    const place = sure[at] ?? (places[0] !== undefined && places[0] < limits[at]! ? places[0] : null);
    last = place ?? last;
    return place;
  });
}

/** For each place the one that is sure and follows it. */
function nextOf(sure: readonly (number | null)[], end: number): number[] {
  const next: number[] = [];
  for (let at = sure.length - 1; at >= 0; at -= 1) next[at] = sure[at] ?? next[at + 1] ?? end;
  return next;
}

function onlyRising(places: readonly (number | null)[]): (number | null)[] {
  let last = -1;
  return places.map(place => {
    if (place === null || place <= last) return null;
    last = place;
    return place;
  });
}

/** A box that says again what the text says is a quotation in large letters. */
function withoutRepeated(
  places: readonly number[],
  found: readonly Block[],
  blocks: readonly OutlineBlock[],
): number[] {
  const inBoxes = places.filter(place => blocks[place]!.element.closest('aside') !== null);
  if (inBoxes.length === 0) return [...places];
  const text = found.map(block => block.text).join('\n');
  const repeated = new Set(
    inBoxes.slice(0, mostBoxed).filter(place => text.includes(withoutMarks(blocks[place]!.text))),
  );
  const tooMany = new Set(inBoxes.slice(mostBoxed));
  return places.filter(place => !repeated.has(place) && !tooMany.has(place));
}

function withoutMarks(text: string): string {
  return withoutEnds(text, /[\s"“”„«»'‘’.,…]/);
}

function merged(
  found: readonly { readonly block: Block; readonly place: number | null }[],
  back: readonly number[],
  blocks: readonly OutlineBlock[],
): Block[] {
  const all: Block[] = [];
  let next = 0;
  for (const { block, place } of found) {
    while (place !== null && next < back.length && back[next]! < place) all.push(blocks[back[next++]!]!);
    all.push(block);
  }
  return [...all, ...back.slice(next).map(place => blocks[place]!)];
}

/** What stands between the headline and the text and introduces it. */
function standfirstBefore(first: number, outline: Outline, { headline, description }: Known): number[] {
  const { blocks } = outline;
  const title = headline === null ? '' : folded(headline);
  const from = Math.max(0, first - farthest);
  const before = blocks.slice(from, first);
  const heading = before.findLastIndex(
    ({ element, text }) => element.localName === 'h1' || (title !== '' && folded(text) === title),
  );
  const told = description === null ? '' : folded(description);
  return before.flatMap((block, at) => {
    const isTold = told.length > 20 && folded(block.text) === told;
    const isNamedSo = isNamed(block.element, standfirstName) && block.text.length >= 25 && block.links < 0.5;
    const isIntroduced =
      heading >= 0 &&
      at > heading &&
      !isHeading(block) &&
      (isNamedSo ||
        (block.links < 0.5 && (isSentence(block.text) || isUnder(before[heading]!, block, outline))));
    const isInRoot = block.root !== null && block.root === blocks[first]!.root;
    return isIntroduced || (isTold && !isHeading(block)) || (isNamedSo && isInRoot) ? [from + at] : [];
  });
}

/** Whether a paragraph stands beside the headline, in an element of their own. */
function isUnder(heading: OutlineBlock, block: OutlineBlock, { parents }: Outline): boolean {
  const isBeside = block.place > 0 && parents[block.place] === parents[heading.place];
  return isBeside && block.element.localName === 'p' && block.text.length >= 40;
}

/**
 * Prose, lists and headings among and behind what was found. They come or stay away with all that was dropped
 * together with them.
 */
function droppedAmong(first: number, last: number, isFound: ReadonlySet<number>, outline: Outline): number[] {
  const { blocks, ends } = outline;
  const end = ends[nearestAround(outline, blocks[first]!.place, blocks[last]!.place)]!;
  const boxOf = boxesWithout(new Set([...isFound].map(at => blocks[at]!.place)), outline);
  const boxes = new Map<number, number[]>();
  for (let at = first + 1; at < blocks.length && blocks[at]!.place <= end; at += 1) {
    if (isFound.has(at)) continue;
    if (at > last && !isBeside(boxOf[blocks[at]!.place] ?? null, blocks[last]!.place, outline)) continue;
    // a text beside what was found, in the same element, is a box of its own
    const box = boxOf[blocks[at]!.place] ?? -1 - at;
    if (box === OUT) continue;
    const others = boxes.get(box);
    if (others) others.push(at);
    else boxes.set(box, [at]);
  }
  return [...boxes.values()]
    .flatMap(box => textIn(box.map(at => ({ ...blocks[at]!, at, isAmong: at < last }))))
    .sort((a, b) => a - b);
}

/** Whether a box stands in the same element as what was found last. */
function isBeside(box: number | null, last: number, { parents }: Outline): boolean {
  return box !== null && parents[box] === parents[last];
}

interface Dropped extends OutlineBlock {
  readonly at: number;
  readonly isAmong: boolean;
}

/** What of a box is text of the article: none of it where the box leads elsewhere. */
function textIn(box: readonly Dropped[]): number[] {
  const length = box.reduce((sum, { text }) => sum + text.length, 0);
  const linked = box.reduce((sum, { text, links }) => sum + links * text.length, 0);
  const [only] = box;
  if (box.length === 1 && only) return isText(only) ? [only.at] : [];
  if (linked > 0.25 * length || box.some(block => isHeading(block) && leadsElsewhere(block))) return [];
  if (box.every(({ text }) => /:$|^.{0,20}$/.test(text))) return [];
  const hasText = box.some(isText);
  return box
    .filter(
      block => isText(block) || (hasText && isHeading(block)) || (block.isAmong && block.group !== null),
    )
    .map(({ at }) => at);
}

/**
 * For each element the largest around it, or itself, in which nothing was found; null where something was,
 * OUT where it is called something that stands around articles.
 */
function boxesWithout(found: ReadonlySet<number>, { parents, suspect }: Outline): (number | null)[] {
  const holds = parents.map((_, element) => found.has(element));
  for (let element = parents.length - 1; element > 0; element -= 1)
    if (holds[element]) holds[parents[element]!] = true;
  const boxes: (number | null)[] = [];
  for (const [element, parent] of parents.entries())
    boxes.push(holds[element] ? null : holds[parent] ? element : boxes[parent]!);
  const isOut: boolean[] = [];
  for (const [element, parent] of parents.entries())
    isOut.push(!holds[element] && (suspect[element]! || isOut[parent] === true));
  return boxes.map((box, element) => (isOut[element] ? OUT : box));
}

function isText(block: OutlineBlock): boolean {
  if (isHeading(block)) return false;
  return block.links < 0.5 ? block.text.length >= prose || isSentence(block.text) : isLinkedText(block);
}

function folded(text: string): string {
  return foldedWords(text).join(' ');
}
