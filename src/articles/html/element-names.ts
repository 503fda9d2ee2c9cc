import { createMemo, memoizePerObject } from '../../memo.ts';
import type { PageElement } from './dom.ts';

/** How many distinct names are remembered; a page with more was crafted to have them. */
const MAX_NAMES = 20_000;
const wordsByName = createMemo<string>({ entries: MAX_NAMES });

/** The words of an element's class names and id: `shareBar`, `share-bar` become `share bar`. */
export const elementNamesOf: (element: PageElement) => readonly string[] = memoizePerObject(element => {
  const classes = element.getAttribute('class')?.split(/\s+/, 40) ?? [];
  const id = element.getAttribute('id');
  return (id ? [...classes, id] : classes).filter(name => name !== '' && name.length <= 80).map(splitName);
});

function splitName(name: string): string {
  return wordsByName.getOrCreate(name, () =>
    name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .toLowerCase()
      .trim(),
  );
}

/** Whether any of an element's names matches the pattern. */
export function hasName(element: PageElement, pattern: RegExp): boolean {
  return elementNamesOf(element).some(name => pattern.test(name));
}

/** Whether an element is in one that is named after comments. */
export function isAmongComments(element: PageElement): boolean {
  return element.closest('[class*="comment" i], [id*="comment" i]') !== null;
}
