import parts from '../../language/lexicons/page-parts.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import { getExisting } from '../../lists.ts';
import { walkNodes } from './blocks.ts';
import { isElement, type PageDocument, type PageElement, TEXT } from './dom.ts';
import { elementNamesOf } from './element-names.ts';

/** An element with more than this share of the page's prose is not boilerplate, whatever its name. */
const MAX_PROSE_SHARE = 0.15;
/** The minimum length at which a text outside links counts as prose, in characters. */
const MIN_PROSE = 60;

const BOILERPLATE_ELEMENTS = new Set('nav form dialog menu figcaption'.split(' '));
const SIDE_ELEMENTS = new Set('aside footer'.split(' '));
const BOILERPLATE_ROLE =
  /^(?:navigation|complementary|banner|contentinfo|dialog|alertdialog|search|menu|menubar|toolbar|tablist|alert|status)$/;

/** Words that sites commonly use in class names and ids of the elements around an article. */
const BOILERPLATE_NAME = new RegExp(String.raw`\b${oneOf(parts.around.words)}\b`);
/** State classes of themes that describe other parts of the page: `has-sidebar`, `no-comments`. */
const STATE_NAME = new RegExp(String.raw`\b${oneOf(parts.stateful.words)} (?:[a-z0-9]+ )?$`);

/** Removes what surrounds the article: menus, share bars, captions, bylines, boxes, links elsewhere. */
export function removeBoilerplate(document: PageDocument): void {
  const prose = measureProse(document.body);
  const limit = MAX_PROSE_SHARE * (prose.get(document.body) ?? 0);
  const doomed: PageElement[] = [];
  walkNodes(document.body, {
    enter(node) {
      if (!isElement(node)) return 'past';
      if ((prose.get(node) ?? 0) > limit || !isBoilerplate(node)) return 'in';
      doomed.push(node);
      return 'past';
    },
  });
  for (const element of doomed) element.remove();
}

/** Whether an element is boilerplate, by its tag, role or name. */
export function isBoilerplate(element: PageElement): boolean {
  const { localName } = element;
  if (BOILERPLATE_ELEMENTS.has(localName) || (SIDE_ELEMENTS.has(localName) && !isFactBox(element)))
    return true;
  if (BOILERPLATE_ROLE.test(element.getAttribute('role') ?? '') || element.hasAttribute('hidden'))
    return true;
  if (
    /^(?:p|h1|a|em|strong|b|i|code|pre|table|tbody|tr|td|article|main)$/.test(localName) &&
    !/caption|credit|byline/i.test(element.className)
  )
    return false;
  return hasBoilerplateName(element);
}

/** Whether an element is a box of facts: an `<aside>` in an article, without links and no pull quote. */
function isFactBox(element: PageElement): boolean {
  const around = element.parentElement;
  if (element.localName !== 'aside' || !around?.closest('article') || around.closest('aside')) return false;
  if (/pull|quote/i.test(element.className) || element.hasAttribute('role')) return false;
  return element.querySelector('p, li, dd') !== null && element.querySelector('a, img, h1, form') === null;
}

function hasBoilerplateName(element: PageElement): boolean {
  return elementNamesOf(element).some(name => {
    const match = BOILERPLATE_NAME.exec(name);
    return match !== null && !STATE_NAME.test(name.slice(0, match.index));
  });
}

/** The number of characters of prose in each element. */
function measureProse(root: PageElement): Map<PageElement, number> {
  const sums = new Map<PageElement, number>();
  const before = new Map<PageElement, number>();
  let total = 0;
  let links = 0;
  before.set(root, 0);
  walkNodes(root, {
    enter(node) {
      if (node.nodeType === TEXT) {
        const length = node.textContent.trim().length;
        if (links === 0 && length >= MIN_PROSE) total += length;
        return 'past';
      }
      if (!isElement(node) || /^(?:script|style|noscript|template|iframe|svg)$/.test(node.localName))
        return 'past';
      before.set(node, total);
      if (node.localName === 'a') links += 1;
      return 'in';
    },
    leave(node) {
      const element = node as PageElement;
      if (element.localName === 'a') links -= 1;
      sums.set(element, total - getExisting(before, element));
    },
  });
  sums.set(root, total);
  return sums;
}
