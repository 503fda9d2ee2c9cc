import { parseHTML } from 'linkedom';

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

export interface PageDocument extends PageElement {
  readonly documentElement: PageElement;
  readonly head: PageElement;
  readonly body: PageElement;
  readonly title: string;
  createElement(name: string): PageElement;
}

export const TEXT = 3;
export const ELEMENT = 1;

/** The tree of a page. Whatever the text is, there is a document with a head and a body. */
export function parsePage(html: string): PageDocument {
  const whole = /<(?:html|body)[\s>]/i.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`;
  return (parseHTML(whole) as unknown as { document: PageDocument }).document;
}

export function isElement(node: PageNode): node is PageElement {
  return node.nodeType === ELEMENT;
}
