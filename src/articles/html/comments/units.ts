import { elementAt } from '../../../lists.ts';
import { walkNodes } from '../blocks.ts';
import { isElement, type PageElement } from '../dom.ts';
import { elementNamesOf, hasName } from '../element-names.ts';

/** An element that holds one comment, and possibly its replies. */
export interface CommentUnit {
  readonly element: PageElement;
  parent: CommentUnit | null;
  children: CommentUnit[];
  /** The elements inside it but outside its replies, in reading order. */
  readonly own: PageElement[];
  /** Whether it is a forum post; the first one is the article. */
  readonly post: boolean;
}

const COMMENT_WORD = '(?:comment|kommentar|comentario|coment[aá]rio|commentaire|reactie|opinia|komentarz)';
/** Matches `comment`, `comment-12`, `wc-comment`, but not `comment-list` or `comment-author`. */
const UNIT_NAME = new RegExp(
  String.raw`^(?!(?:add|post|leave|write|submit|new|no|view|has|reply|cancel|recent|latest|last|first|show|hide|load|more|blog|top|edit|the|parent|category|tag|type|format|label|status|section|page|template|is|with|hide) ${COMMENT_WORD})(?:\p{L}+ ){0,2}(?:${COMMENT_WORD}s?(?: (?:item|entry|card|container|con|block|box|wrapper|wrap|single|node|row|outer|inner|main|thread|holder|element|level \d+))*(?: [\da-f]+)?|comtr|dsq comment)$`,
  'u',
);
const PLURAL_NAME = new RegExp(String.raw`\b${COMMENT_WORD}s\b`, 'u');
/** Names of elements that hold many comments: `comments`, `comment-list`, `commentlist`. */
const AREA_NAME =
  /^(?:\p{L}+ )?(?:(?:comments?|kommentare?|comentarios?|coment[aá]rios|commentaires?|reacties) ?(?:list|area|section|tree|thread|wrapper|container|block|box|module|holder|content|stream)?|commentlist|disqus thread|dsq comments|(?:style )?commentlinks|discussion(?: list)?|kommentar modul|talkback)$/u;
/** Names of lists of comments made elsewhere, and of the elements around comments. */
const NO_AREA =
  /\b(?:recent|latest|last|widget|count|form|respond|reply form|login|policy|rules|guidelines|nav|navigation|pagination|icon|button|bubble)\b|^respond$/;

const NEVER_UNIT = /^(?:body|main|a|span|form|ol|ul|dl|table|tbody|h\d|input|label|time|cite)$/;

/** All elements that hold a comment, in reading order. */
export function findUnits(body: PageElement): CommentUnit[] {
  const units: CommentUnit[] = [];
  const open: CommentUnit[] = [];
  const areas: PageElement[] = [];
  walkNodes(body, {
    enter(node) {
      if (!isElement(node) || isSkippedElement(node)) return 'past';
      const unit = isUnit(node, areas);
      if (!unit && hasName(node, NO_AREA) && !node.querySelector('main, article, p')) return 'past';
      if (unit) {
        const parent = open.at(-1) ?? null;
        const found: CommentUnit = { element: node, parent, children: [], own: [], post: isPost(node) };
        parent?.children.push(found);
        units.push(found);
        open.push(found);
      } else open.at(-1)?.own.push(node);
      if (isCommentArea(node)) areas.push(node);
      return 'in';
    },
    leave(node) {
      if (open.at(-1)?.element === node) open.pop();
      if (areas.at(-1) === node) areas.pop();
    },
  });
  return units;
}

/**
 * Whether an element is a form or never holds text. A form around the main content does not count, since some
 * systems wrap the whole page in one.
 */
export function isSkippedElement(element: PageElement): boolean {
  if (element.localName === 'form') return element.querySelector('main, article, h1') === null;
  return (
    /^(?:nav|script|style|template|select|button|svg|iframe)$/.test(element.localName) ||
    hasName(element, /^(?:comment )?respond$|^comment ?form\b/)
  );
}

function isCommentArea(element: PageElement): boolean {
  return hasName(element, AREA_NAME) && !hasName(element, NO_AREA);
}

function isUnit(element: PageElement, areas: readonly PageElement[]): boolean {
  if (NEVER_UNIT.test(element.localName) || (element.localName === 'section' && areas.length === 0))
    return false;
  if (/schema\.org\/(?:User)?Comments?$/i.test(element.getAttribute('itemtype') ?? '')) return true;
  const named = elementNamesOf(element).some(
    name => UNIT_NAME.test(name) && (!PLURAL_NAME.test(name) || /\d/.test(name) || isRepeated(element)),
  );
  if (isPost(element)) return true;
  if (named) return element.querySelector('h1, main') === null;
  return areas.length > 0 && isListItem(element, elementAt(areas, -1));
}

/** Whether an element is a forum post: Discourse's page for crawlers, phpBB, XenForo, MyBB. */
function isPost(element: PageElement): boolean {
  if (hasName(element, /^(?:crawler post|topic post)$/)) return true;
  return (
    hasName(element, /^(?:post|message|forum post)$/) &&
    element.querySelector('.postbody, .message-body, .bbWrapper, .post_body') !== null
  );
}

/**
 * Whether an element is one of several similar items in a list of comments: an `<li>` with text, or one of
 * several elements with the same class.
 */
function isListItem(element: PageElement, area: PageElement): boolean {
  const list = element.parentElement;
  if (element.localName === 'li') return list === area || element.querySelector('p, blockquote') !== null;
  return list === area && isRepeated(element) && element.querySelector('p, div, span') !== null;
}

/** Whether an adjacent sibling has the same class. */
function isRepeated(element: PageElement): boolean {
  if (!/^(?:div|article|section|tr|dd|blockquote|li)$/.test(element.localName)) return false;
  const name = element.getAttribute('class');
  if (!name) return false;
  const isAlike = (other: PageElement | null) =>
    other !== null && other.localName === element.localName && other.getAttribute('class') === name;
  return isAlike(element.nextElementSibling) || isAlike(element.previousElementSibling);
}
