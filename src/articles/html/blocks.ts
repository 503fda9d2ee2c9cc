import { cleanLine } from '../../language/cleaning.ts';
import { emojiOf } from '../../language/emoji.ts';
import { createQuotingWriter } from '../../language/quotation-marks.ts';
import { isElement, type PageElement, type PageNode, TEXT } from './dom.ts';

/** Elements that begin and end a paragraph. */
const BLOCK_ELEMENTS = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
/** Elements whose content is never visible text. */
const HIDDEN_ELEMENTS = new Set(
  'script style noscript template iframe object embed svg math canvas video audio picture img map area input select textarea button option datalist head title meta link'.split(
    ' ',
  ),
);

/** A piece of text with its block element: a paragraph, a heading, a list item. */
export interface TextBlock {
  readonly text: string;
  readonly element: PageElement;
  /** The share of its characters that are inside links. */
  readonly links: number;
}

interface BlockOptions {
  readonly breaks?: 'doubled' | 'every';
  /** Selects elements to skip with everything in them. */
  readonly isSkipped?: (element: PageElement) => boolean;
  /** The language of the text where no element declares one, a BCP 47 tag. */
  readonly language?: string | null;
}

/**
 * The text under an element, split at block boundaries and at double line breaks (`breaks: 'every'`: at each
 * one). Walks without recursion, so that a page nested a million deep only takes longer.
 */
export function splitBlocks(
  root: PageElement,
  { breaks = 'doubled', isSkipped = () => false, language = null }: BlockOptions = {},
): TextBlock[] {
  const blocks = createBlockWriter(root);
  walkNodes(root, {
    enter(node) {
      if (node.nodeType === TEXT) {
        blocks.writeText(node.textContent);
        return 'in';
      }
      if (!isElement(node)) return 'past';
      if (node.localName === 'img') blocks.write(emojiOf(name => node.getAttribute(name)));
      if (HIDDEN_ELEMENTS.has(node.localName)) return 'past';
      if (node.firstChild === null && (node.localName === 'span' || node.localName === 'i'))
        blocks.write(emojiLabelOf(node));
      if (isSkipped(node)) {
        blocks.end();
        return 'past';
      }
      if (node.localName === 'br') {
        blocks.breakLine(breaks);
        return 'past';
      }
      if (node.localName === 'a') blocks.enterLink();
      if (node.localName === 'q') blocks.beginQuotation(findLanguage(node) ?? language);
      if (BLOCK_ELEMENTS.has(node.localName)) blocks.begin(node);
      return 'in';
    },
    leave(node) {
      const { localName } = node as PageElement;
      if (localName === 'a') blocks.leaveLink();
      if (localName === 'q') blocks.endQuotation();
      if (BLOCK_ELEMENTS.has(localName)) blocks.begin(node.parentElement ?? root);
    },
  });
  blocks.end();
  return blocks.found;
}

/** Collects text into blocks; each belongs to the block element that was begun last. */
function createBlockWriter(root: PageElement) {
  const found: { text: string; element: PageElement; links: number }[] = [];
  const writer = createQuotingWriter();
  let container = root;
  let brokenBefore = false;
  let openLinks = root.closest('a') ? 1 : 0;
  let letters = 0;
  let linked = 0;
  const end = () => {
    const line = cleanLine(writer.take().replace(/\s+/g, ' '));
    if (line !== '') found.push({ text: line, element: container, links: linked / Math.max(1, letters) });
    brokenBefore = false;
    letters = 0;
    linked = 0;
  };
  return {
    found,
    end,
    begin(element: PageElement) {
      end();
      container = element;
    },
    write: writer.write,
    writeText(piece: string) {
      const { length } = piece.trim();
      if (length > 0) brokenBefore = false;
      letters += length;
      if (openLinks > 0) linked += length;
      writer.write(piece);
    },
    breakLine(breaks: 'doubled' | 'every') {
      if (breaks === 'every' || brokenBefore) end();
      else brokenBefore = true;
      writer.write(' ');
    },
    enterLink() {
      openLinks += 1;
    },
    leaveLink() {
      openLinks -= 1;
    },
    beginQuotation: writer.beginQuotation,
    endQuotation() {
      // if the quotation's text ended in its own block, the closing mark belongs there
      const late = writer.endQuotation();
      const last = found.at(-1);
      if (last) last.text += late;
    },
  };
}

/** The label of an empty element that draws an emoji and is named as one. */
function emojiLabelOf(element: PageElement): string {
  const label = () => element.getAttribute('aria-label') ?? element.getAttribute('title');
  return emojiOf(name => (name === 'alt' ? label() : element.getAttribute(name)));
}

function findLanguage(element: PageElement): string | null {
  return element.parentElement?.closest('[lang]')?.getAttribute('lang') ?? null;
}

/** Visits all nodes under a node in reading order; `enter` returns whether to descend into one. */
export function walkNodes(
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

/** The visible text of an element on one line. */
export function lineTextOf(element: PageElement | null | undefined): string {
  if (!element) return '';
  return splitBlocks(element)
    .map(({ text }) => text)
    .join(' ');
}
