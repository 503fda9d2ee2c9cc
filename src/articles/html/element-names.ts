import type { PageElement } from './dom.ts';

const wordsByName = new Map<string, string>();
/** So many different names are remembered; a page with more was made to have them. */
const MAX_NAMES = 20_000;

const namesOfElements = new WeakMap<PageElement, readonly string[]>();

/**
 * An element's class names and id, each in words: `shareBar`, `share-bar` and `share_bar` are `share bar`.
 */
export function elementNamesOf(element: PageElement): readonly string[] {
  const before = namesOfElements.get(element);
  if (before) return before;
  const names = readNames(element);
  namesOfElements.set(element, names);
  return names;
}

function readNames(element: PageElement): string[] {
  const classes = element.getAttribute('class')?.split(/\s+/, 40) ?? [];
  const id = element.getAttribute('id');
  return (id ? [...classes, id] : classes).filter(name => name !== '' && name.length <= 80).map(splitName);
}

function splitName(name: string): string {
  const before = wordsByName.get(name);
  if (before !== undefined) return before;
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .toLowerCase()
    .trim();
  if (wordsByName.size >= MAX_NAMES) wordsByName.clear();
  wordsByName.set(name, words);
  return words;
}

/** Whether one of an element's names is described by the pattern. */
export function hasName(element: PageElement, pattern: RegExp): boolean {
  return elementNamesOf(element).some(name => pattern.test(name));
}
