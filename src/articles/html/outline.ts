import { elementAt, getExisting, requireValue } from '../../lists.ts';
import { splitBlocks, type TextBlock, walkNodes } from './blocks.ts';
import { isBoilerplate } from './boilerplate.ts';
import { isElement, type PageElement } from './dom.ts';

/** A block of the page before any removal. Elements are identified by their index in reading order. */
export interface OutlineBlock extends TextBlock {
  readonly position: number;
  /** The nearest enclosing list, table or `<details>`; null if there is none. */
  readonly group: number | null;
  /** The nearest enclosing `<article>` or `<main>`; null if there is none. */
  readonly root: number | null;
}

/** The blocks of a page and the nesting of its elements, which are numbered in reading order. */
export interface Outline {
  readonly blocks: readonly OutlineBlock[];
  /** The parent of each element, and its last descendant. */
  readonly parents: readonly number[];
  readonly ends: readonly number[];
  /** Whether each element's name marks it as boilerplate, even if it is too much of the page to remove. */
  readonly suspect: readonly boolean[];
}

const GROUP_ELEMENTS = new Set('ul ol dl table details'.split(' '));
const ROOT_ELEMENTS = new Set('article main'.split(' '));

/** Records all blocks of a page and the nesting of its elements. */
export function createOutline(body: PageElement, language: string | null): Outline {
  const numbers = new Map<PageElement, number>([[body, 0]]);
  const parents = [0];
  const ends = [0];
  const suspect = [false];
  const group: (number | null)[] = [null];
  const root: (number | null)[] = [null];
  walkNodes(body, {
    enter(node) {
      if (!isElement(node)) return 'past';
      const number = parents.length;
      const parent = getExisting(numbers, requireValue(node.parentElement, 'parent of an element'));
      numbers.set(node, number);
      parents.push(parent);
      ends.push(number);
      suspect.push(isBoilerplate(node));
      group.push(GROUP_ELEMENTS.has(node.localName) ? number : elementAt(group, parent));
      root.push(ROOT_ELEMENTS.has(node.localName) ? number : elementAt(root, parent));
      return 'in';
    },
    leave(node) {
      ends[getExisting(numbers, node as PageElement)] = parents.length - 1;
    },
  });
  ends[0] = parents.length - 1;
  const blocks = splitBlocks(body, { language }).map(block => {
    const position = getExisting(numbers, block.element);
    return { ...block, position, group: elementAt(group, position), root: elementAt(root, position) };
  });
  return { blocks, parents, ends, suspect };
}

/** The closest common ancestor of two elements. */
export function findCommonAncestor({ parents, ends }: Outline, first: number, last: number): number {
  let at = first;
  while (at > 0 && !(at <= last && last <= elementAt(ends, at))) at = elementAt(parents, at);
  return at;
}
