import { cleanLine } from '../../language/cleaning.ts';
import { emojiOf } from '../../language/emoji.ts';
import { createQuotingWriter } from '../../language/quotation-marks.ts';
import { isElement, type PageElement, type PageNode, TEXT } from './dom.ts';

/** What begins and ends a paragraph of its own. */
const block = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
/** What is never text that a reader sees. */
const unseen = new Set(
  'script style noscript template iframe object embed svg math canvas video audio picture img map area input select textarea button option datalist head title meta link'.split(
    ' ',
  ),
);

/** A stretch of text with the element that holds it as a block: a paragraph, a heading, a list item. */
export interface Block {
  readonly text: string;
  readonly element: PageElement;
  /** The share of its letters that is in links. */
  readonly links: number;
}

interface Cut {
  readonly breaks?: 'doubled' | 'every';
  /** What is not gone into. */
  readonly past?: (element: PageElement) => boolean;
  /** Of the text where no element says it, a BCP 47 tag. */
  readonly language?: string | null;
}

/**
 * The text under an element, cut where blocks begin and end and at doubled line breaks (`breaks: 'every'`: at
 * each one). Walks without recursion, so that a page nested a million deep is only a long way.
 */
export function blocksOf(
  root: PageElement,
  { breaks = 'doubled', past = () => false, language = null }: Cut = {},
): Block[] {
  const found: { text: string; element: PageElement; links: number }[] = [];
  const writer = createQuotingWriter();
  let holder = root;
  let brokenBefore = false;
  let openLinks = root.closest('a') ? 1 : 0;
  let letters = 0;
  let linked = 0;
  const end = () => {
    const line = cleanLine(writer.take().replace(/\s+/g, ' '));
    if (line !== '') found.push({ text: line, element: holder, links: linked / Math.max(1, letters) });
    brokenBefore = false;
    letters = 0;
    linked = 0;
  };
  walk(root, {
    enter(node) {
      if (node.nodeType === TEXT) {
        const piece = node.textContent;
        const { length } = piece.trim();
        if (length > 0) brokenBefore = false;
        letters += length;
        if (openLinks > 0) linked += length;
        writer.write(piece);
        return 'in';
      }
      if (!isElement(node)) return 'past';
      if (node.localName === 'img') writer.write(emojiOf(name => node.getAttribute(name)));
      if (unseen.has(node.localName)) return 'past';
      if (node.firstChild === null && (node.localName === 'span' || node.localName === 'i'))
        writer.write(labelOf(node));
      if (past(node)) {
        end();
        return 'past';
      }
      if (node.localName === 'br') {
        if (breaks === 'every' || brokenBefore) end();
        else brokenBefore = true;
        writer.write(' ');
        return 'past';
      }
      if (node.localName === 'a') openLinks += 1;
      if (node.localName === 'q') writer.beginQuotation(languageAt(node) ?? language);
      if (block.has(node.localName)) {
        end();
        holder = node;
      }
      return 'in';
    },
    leave(node) {
      const { localName } = node as PageElement;
      if (localName === 'a') openLinks -= 1;
      // where the quotation's text ended in a block of its own, its mark belongs there
      const late = localName === 'q' ? writer.endQuotation() : '';
      const last = found.at(-1);
      if (last) last.text += late;
      if (!block.has(localName)) return;
      end();
      holder = node.parentElement ?? root;
    },
  });
  end();
  return found;
}

/** What an empty element draws that is called an emoji: its label. */
function labelOf(element: PageElement): string {
  const label = () => element.getAttribute('aria-label') ?? element.getAttribute('title');
  return emojiOf(name => (name === 'alt' ? label() : element.getAttribute(name)));
}

function languageAt(element: PageElement): string | null {
  return element.parentElement?.closest('[lang]')?.getAttribute('lang') ?? null;
}

/** Visits what is under a node, in reading order. `enter` says whether to go into a node or past it. */
export function walk(
  root: PageNode,
  { enter, leave }: { enter: (node: PageNode) => 'in' | 'past'; leave?: (node: PageNode) => void },
): void {
  let node: PageNode | null = root.firstChild;
  while (node) {
    const into: boolean = enter(node) === 'in' && isElement(node);
    if (into && node.firstChild) {
      node = node.firstChild;
      continue;
    }
    if (into) leave?.(node);
    while (node && !node.nextSibling) {
      node = node.parentElement;
      if (!node || node === root) return;
      leave?.(node);
    }
    node = node?.nextSibling ?? null;
  }
}

/** The text of an element on one line, as a reader sees it. */
export function lineOf(element: PageElement | null | undefined): string {
  if (!element) return '';
  return blocksOf(element)
    .map(({ text }) => text)
    .join(' ');
}
