import { createRequire } from 'node:module';
import { createLazy } from '../../lazy.ts';

const require = createRequire(import.meta.url);
const loadLinkedom = createLazy(() => require('linkedom') as typeof import('linkedom'));
const loadParse5 = createLazy(() => require('parse5') as typeof import('parse5'));

/** The few parts of the DOM that reading needs; linkedom builds it, and nothing in it runs. */
export interface PageNode {
  readonly nodeType: number;
  readonly nodeName: string;
  textContent: string;
  readonly parentElement: PageElement | null;
  readonly childNodes: ArrayLike<PageNode> & Iterable<PageNode>;
  readonly firstChild: PageNode | null;
  readonly nextSibling: PageNode | null;
  readonly previousSibling: PageNode | null;
}

/** An element of a page, as far as it is read. */
export interface PageElement extends PageNode {
  id: string;
  className: string;
  readonly tagName: string;
  readonly localName: string;
  readonly children: ArrayLike<PageElement> & Iterable<PageElement>;
  readonly firstElementChild: PageElement | null;
  readonly nextElementSibling: PageElement | null;
  readonly previousElementSibling: PageElement | null;
  readonly parentElement: PageElement | null;
  innerHTML: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  hasAttribute(name: string): boolean;
  removeAttribute(name: string): void;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement> & Iterable<PageElement>;
  matches(selector: string): boolean;
  closest(selector: string): PageElement | null;
  contains(node: PageNode): boolean;
  remove(): void;
  replaceWith(...nodes: (PageNode | string)[]): void;
  append(...nodes: (PageNode | string)[]): void;
  cloneNode(deep?: boolean): PageElement;
}

/** A page, as far as it is read. */
export interface PageDocument extends PageElement {
  readonly documentElement: PageElement;
  readonly head: PageElement;
  readonly body: PageElement;
  readonly title: string;
  createElement(name: string): PageElement;
}

/** The `nodeType` of a text. */
export const TEXT = 3;

/** The `nodeType` of an element. */
const ELEMENT = 1;

/**
 * The tree of a page. parse5 repairs the markup as browsers do, so there always is a document with a head and
 * a body; scripts stay text. Throws a RangeError for a page that is nested thousands deep.
 */
export function parsePage(html: string): PageDocument {
  const { parse, serialize } = loadParse5();
  const repaired = serialize(parse(html, { scriptingEnabled: false }), { scriptingEnabled: false });
  return (loadLinkedom().parseHTML(repaired) as unknown as { document: PageDocument }).document;
}

/** Whether a node is an element. */
export function isElement(node: PageNode): node is PageElement {
  return node.nodeType === ELEMENT;
}
