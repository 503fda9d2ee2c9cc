import type { PageDocument, PageElement } from './dom.ts';
import { isOfType, type LinkedNode, toList } from './linked-data.ts';

/** Who may read a page, as it says. `shown`: not free for all, but its text is in the page anyway. */
export type PageAccess = 'free' | 'shown' | 'paid';

const PAGE_TYPE = /^(?:WebPage|\w+Page|WebPageElement|CreativeWork)$/;
/** From this many characters on, a marked part counts as text that was not held back. */
const MIN_PART_LENGTH = 200;
const MAX_PARTS = 50;

/** Names of `<meta>` elements (without prefix) and the values that mean a text for subscribers. */
const TIER_NAME =
  /^(?:content[_-]?tier|access|access[_-]?level|paywall|is[_-]?paywall(?:ed)?|premium|is[_-]?premium|paid|is[_-]?paid|subscri(?:ber|ption)[_-]?(?:only|required)|locked)$/;
const CLOSED_TIER =
  /^(?:locked|paid|premium|paywall|hard|subscri(?:ber|bers|ption)(?:[ _-]?only)?|true|yes|1)$/i;

/**
 * Reads JSON-LD (`isAccessibleForFree` of the article, the page and its parts, in any spelling), microdata,
 * RDFa, and the `<meta>` elements that newspapers use.
 */
export function detectAccess(
  document: PageDocument,
  nodes: readonly LinkedNode[],
  article: LinkedNode | undefined,
): PageAccess {
  const concerned = nodes.filter(node => node === article || isOfType(node, PAGE_TYPE));
  const linked = concerned.filter(node => isFalseValue(getField(node, 'isaccessibleforfree')));
  const marked = [
    ...document.querySelectorAll('[itemprop~="isAccessibleForFree" i], [property$="isAccessibleForFree" i]'),
  ].slice(0, MAX_PARTS);
  const closedMarks = marked.filter(element => isFalseText(readStatement(element)));
  const isLocked = [...document.querySelectorAll('meta[content]')].some(isClosedTier);
  if (linked.length === 0 && closedMarks.length === 0 && !isLocked) return 'free';
  const selectors = [
    ...linked.flatMap(node => toList(getField(node, 'cssselector'))),
    ...closedMarks.map(findSelector),
  ];
  const isShown = selectors.some(selector => typeof selector === 'string' && hasText(document, selector));
  return isShown ? 'shown' : 'paid';
}

/**
 * The value of a field, in any spelling of its name: `isAccessibleForFree`, `schema:isAccessibleForFree`,
 * `http://schema.org/isAccessibleForFree`.
 */
function getField(node: LinkedNode, wanted: string): unknown {
  const key = Object.keys(node).find(
    name =>
      name
        .replace(/^.*[/:#]/, '')
        .trim()
        .toLowerCase() === wanted,
  );
  return key === undefined ? undefined : node[key];
}

function isFalseValue(value: unknown): boolean {
  return toList(value).some(one => {
    if (typeof one !== 'object' || one === null) return isFalseText(String(one));
    const { '@value': literal, '@id': id } = one as LinkedNode;
    return isFalseText(String(literal ?? id ?? ''));
  });
}

/** Whether a text means false: `false`, `False`, `http://schema.org/False`, `no`, `0`. */
function isFalseText(text: string): boolean {
  return /^(?:\S*[/#:])?(?:false|no|0)$/i.test(text.trim().slice(0, 100));
}

function readStatement(element: PageElement): string {
  return element.getAttribute('content') ?? element.getAttribute('href') ?? element.textContent;
}

function isClosedTier(meta: PageElement): boolean {
  const name = (meta.getAttribute('property') ?? meta.getAttribute('name') ?? '')
    .toLowerCase()
    .replace(/^.*[:.]/, '')
    .trim();
  return TIER_NAME.test(name) && CLOSED_TIER.test((meta.getAttribute('content') ?? '').trim());
}

/** The `cssSelector` of the same microdata item. */
function findSelector(element: PageElement): string | null {
  return (
    element.closest('[itemscope]')?.querySelector('[itemprop~="cssSelector" i]')?.getAttribute('content') ??
    null
  );
}

function hasText(document: PageDocument, selector: string): boolean {
  // the selector is a stranger's: accept only plain names, nested at most two deep
  if (selector.length > 400) return false;
  if (!/^[.#]?[\w-]{1,60}(?:[ >]{1,3}[.#]?[\w-]{1,60})?(?: ?, ?[.#]?[\w-]{1,60}){0,5}$/.test(selector.trim()))
    return false;
  const elements = [...document.querySelectorAll(selector.trim())].slice(0, MAX_PARTS);
  return elements.some(element => element.textContent.trim().length >= MIN_PART_LENGTH);
}
