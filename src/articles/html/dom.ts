import { createRequire } from 'node:module';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { createLazy } from '../../lazy.ts';

const require = createRequire(import.meta.url);
const loadLinkedom = createLazy(() => require('linkedom') as typeof import('linkedom'));
const loadParse5 = createLazy(() => require('parse5') as typeof import('parse5'));

type ParsedNode = DefaultTreeAdapterTypes.ChildNode;
type ParsedTree = DefaultTreeAdapterTypes.ParentNode;

/** The subset of the DOM that reading needs; linkedom builds it, and no scripts run. */
export interface PageNode {
  readonly nodeType: number;
  textContent: string;
  readonly parentElement: PageElement | null;
  readonly firstChild: PageNode | null;
  readonly nextSibling: PageNode | null;
  readonly previousSibling: PageNode | null;
}

/** The subset of an element that reading needs. */
export interface PageElement extends PageNode {
  id: string;
  className: string;
  readonly localName: string;
  readonly children: ArrayLike<PageElement> & Iterable<PageElement>;
  readonly nextElementSibling: PageElement | null;
  readonly previousElementSibling: PageElement | null;
  readonly parentElement: PageElement | null;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement> & Iterable<PageElement>;
  matches(selector: string): boolean;
  closest(selector: string): PageElement | null;
  remove(): void;
}

/** The subset of a document that reading needs. */
export interface PageDocument extends PageElement {
  readonly documentElement: PageElement;
  readonly head: PageElement;
  readonly body: PageElement;
  readonly title: string;
}

/** The `nodeType` of a text node. */
export const TEXT = 3;

/** The `nodeType` of an element. */
const ELEMENT = 1;

/** The maximum depth; deeper nodes are read as if they were at this depth, as browsers do at 512. */
const MAX_DEPTH = 256;

/**
 * Parses a page into a tree. parse5 repairs the markup as browsers do, so there always is a document with a
 * head and a body; scripts are not run.
 */
export function parsePage(html: string): PageDocument {
  const { parse, serialize } = loadParse5();
  const tree = parse(html, { scriptingEnabled: false });
  flattenBelow(tree, MAX_DEPTH);
  const repaired = serialize(tree, { scriptingEnabled: false });
  return (loadLinkedom().parseHTML(repaired) as unknown as { document: PageDocument }).document;
}

/** Lifts nodes nested deeper than `depth` to that depth, without the elements that only hold others. */
function flattenBelow(tree: ParsedTree, depth: number): void {
  let level: ParsedTree[] = [tree];
  for (let i = 0; i < depth && level.length > 0; i++)
    level = level.flatMap(({ childNodes }) => childNodes.filter(hasChildren));
  for (const parent of level) parent.childNodes = collectLeaves(parent);
}

/** The descendants of an element that have no children, in page order. */
function collectLeaves(parent: ParsedTree): ParsedNode[] {
  const leaves: ParsedNode[] = [];
  const open = parent.childNodes.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    if (!hasChildren(node)) {
      leaves.push(node);
      if ('parentNode' in node) node.parentNode = parent;
    } else for (const child of node.childNodes.toReversed()) open.push(child);
  }
  return leaves;
}

const hasChildren = (node: ParsedNode): node is ParsedNode & ParsedTree =>
  'childNodes' in node && node.childNodes.length > 0;

/** Whether a node is an element. */
export function isElement(node: PageNode): node is PageElement {
  return node.nodeType === ELEMENT;
}
