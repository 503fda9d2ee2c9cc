import type { PageDocument, PageElement } from './dom.ts';
import { isOfType, type LinkedNode, listOf } from './linked-data.ts';

/**
 * What a page says of who may read it. `shown`: not everybody, but what it says is behind the wall stands in
 * the page.
 */
export type Access = 'free' | 'shown' | 'paid';

const page = /^(?:WebPage|\w+Page|WebPageElement|CreativeWork)$/;
/** A part of so many letters is text that was not held back. */
const part = 200;
const mostParts = 50;

/**
 * Names of `<meta>`, without what stands before a colon, and what in them says that the text is for
 * subscribers.
 */
const tiers =
  /^(?:content[_-]?tier|access|access[_-]?level|paywall|is[_-]?paywall(?:ed)?|premium|is[_-]?premium|paid|is[_-]?paid|subscri(?:ber|ption)[_-]?(?:only|required)|locked)$/;
const closed = /^(?:locked|paid|premium|paywall|hard|subscri(?:ber|bers|ption)(?:[ _-]?only)?|true|yes|1)$/i;

/**
 * Reads JSON-LD (`isAccessibleForFree` of the article, the page and its parts, in any spelling), microdata,
 * RDFa, and what newspapers put into `<meta>`.
 */
export function accessOf(
  document: PageDocument,
  nodes: readonly LinkedNode[],
  article: LinkedNode | undefined,
): Access {
  const concerned = nodes.filter(node => node === article || isOfType(node, page));
  const linked = concerned.filter(node => saysFalse(fieldOf(node, 'isaccessibleforfree')));
  const marked = [
    ...document.querySelectorAll('[itemprop~="isAccessibleForFree" i], [property$="isAccessibleForFree" i]'),
  ].slice(0, mostParts);
  const closedMarks = marked.filter(element => isFalse(statedBy(element)));
  const isLocked = [...document.querySelectorAll('meta[content]')].some(isClosedTier);
  if (linked.length === 0 && closedMarks.length === 0 && !isLocked) return 'free';
  const selectors = [
    ...linked.flatMap(node => listOf(fieldOf(node, 'cssselector'))),
    ...closedMarks.map(selectorBeside),
  ];
  const isShown = selectors.some(selector => typeof selector === 'string' && holdsText(document, selector));
  return isShown ? 'shown' : 'paid';
}

/**
 * A field by its name, however it is written: `isAccessibleForFree`, `schema:isAccessibleForFree`,
 * `http://schema.org/isAccessibleForFree`.
 */
function fieldOf(node: LinkedNode, wanted: string): unknown {
  const key = Object.keys(node).find(
    name =>
      name
        .replace(/^.*[/:#]/, '')
        .trim()
        .toLowerCase() === wanted,
  );
  return key === undefined ? undefined : node[key];
}

function saysFalse(value: unknown): boolean {
  return listOf(value).some(one => {
    if (typeof one !== 'object' || one === null) return isFalse(String(one));
    const { '@value': literal, '@id': id } = one as LinkedNode;
    return isFalse(String(literal ?? id ?? ''));
  });
}

/** `false`, `False`, `http://schema.org/False`, `no`, `0`. */
function isFalse(text: string): boolean {
  return /^(?:\S*[/#:])?(?:false|no|0)$/i.test(text.trim().slice(0, 100));
}

function statedBy(element: PageElement): string {
  return element.getAttribute('content') ?? element.getAttribute('href') ?? element.textContent;
}

function isClosedTier(meta: PageElement): boolean {
  const name = (meta.getAttribute('property') ?? meta.getAttribute('name') ?? '')
    .toLowerCase()
    .replace(/^.*[:.]/, '')
    .trim();
  return tiers.test(name) && closed.test(meta.getAttribute('content')!.trim());
}

/** The `cssSelector` of the same item of microdata. */
function selectorBeside(element: PageElement): string | null {
  return (
    element.closest('[itemscope]')?.querySelector('[itemprop~="cssSelector" i]')?.getAttribute('content') ??
    null
  );
}

function holdsText(document: PageDocument, selector: string): boolean {
  // a stranger's selector: only names, of at most two elements within each other
  if (selector.length > 400) return false;
  if (!/^[.#]?[\w-]{1,60}(?:[ >]{1,3}[.#]?[\w-]{1,60})?(?: ?, ?[.#]?[\w-]{1,60}){0,5}$/.test(selector.trim()))
    return false;
  const elements = [...document.querySelectorAll(selector.trim())].slice(0, mostParts);
  return elements.some(element => element.textContent.trim().length >= part);
}
