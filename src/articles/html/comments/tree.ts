import { getExisting, requireValue } from '../../../lists.ts';
import type { PageDocument, PageElement } from '../dom.ts';
import { elementNamesOf, hasName } from '../element-names.ts';
import { type CommentDetails, extractContent, extractDetails, type FoundComment } from './content.ts';
import { extractLinkedComments } from './linked.ts';
import { type CommentUnit, findUnits } from './units.ts';

/** A unit with the content that was extracted from it. */
interface UnitContent {
  readonly unit: CommentUnit;
  details: CommentDetails;
  /** The depth that the unit itself states, counted from 0. */
  depth: number | null;
  readonly paragraphs: readonly string[];
  readonly marked: boolean;
}

const REPLY_WORDS =
  /\b(?:in reply to|reply to|replying to|antwort auf|als antwort auf|en réponse à|en respuesta a|in risposta a)\b/i;

/** The maximum depth; deeper replies become siblings. */
const MAX_DEPTH = 100;

/** The longest label around a list of comments ("Comments are closed.", "Add a comment"), in characters. */
const MAX_LABEL_LENGTH = 200;

/** The placeholder for a comment that has replies but no text. */
const NO_TEXT = '[no text]';

/** The comments found below an article, or in a forum thread. */
export interface CommentThread {
  readonly comments: readonly FoundComment[];
  /** The first post of a forum thread, which serves as the article; null on other pages. */
  readonly opener: FoundComment | null;
}

/**
 * Finds the comments in a page by its markup and removes them from it; if the markup has fewer than the
 * JSON-LD, returns those in the JSON-LD.
 */
export function detachComments(document: PageDocument): CommentThread {
  const linked = extractLinkedComments(document);
  const units = findUnits(document.body);
  const elements = new Set(units.map(unit => unit.element));
  const said = units.map((unit): UnitContent => {
    const details = extractDetails(unit);
    return {
      unit,
      details,
      depth: readDepth(unit.element),
      ...extractContent(unit, elements, details.author),
    };
  });
  const saidBy = new Map(said.map(one => [one.unit, one]));
  const retained = said
    .map(one => (isEmptied(one, saidBy) ? { ...one, paragraphs: [NO_TEXT] } : one))
    .filter(one => !isWrapper(one, saidBy) && one.paragraphs.length > 0 && !isLinkBack(one.unit.element));
  const found = orderComments(retained);
  for (const { element } of units)
    if (!element.parentElement || !elements.has(element.parentElement)) element.remove();
  if (found.length > 1 && retained.every(({ unit }) => unit.post)) return toThread(found);
  return { comments: found.length >= linked.length ? found : linked, opener: null };
}

function toThread([opener, ...posts]: readonly FoundComment[]): CommentThread {
  const comments = posts.map(post => ({
    ...post,
    parent: post.parent === null || post.parent === 0 ? null : post.parent - 1,
  }));
  return { comments, opener: requireValue(opener, 'opening post') };
}

/** Whether a comment with an author lost its text (a picture, or removed), as its replies have authors. */
function isEmptied(
  { unit, paragraphs, details }: UnitContent,
  said: ReadonlyMap<CommentUnit, UnitContent>,
): boolean {
  if (paragraphs.length > 0 || details.author === null || unit.children.length === 0) return false;
  const { author, time } = details;
  const isReply = (child: CommentUnit) => {
    const answer = getExisting(said, child).details;
    return (
      answer.author !== null &&
      (answer.author !== author || (time !== null && answer.time !== null && answer.time !== time))
    );
  };
  return unit.children.every(isReply);
}

/**
 * Whether an element is only a wrapper: around a list of comments, or around a single one, which then takes
 * over its place in the tree and its author.
 */
function isWrapper(
  { unit, paragraphs, marked, details, depth }: UnitContent,
  said: ReadonlyMap<CommentUnit, UnitContent>,
): boolean {
  if (unit.children.length === 0) return false;
  const isLabel =
    !marked &&
    details.author === null &&
    details.time === null &&
    paragraphs.join(' ').length < MAX_LABEL_LENGTH;
  if (paragraphs.length > 0 && !isLabel) return false;
  const [first, ...rest] = unit.children as [CommentUnit, ...CommentUnit[]];
  const wrapsOne = rest.every(other => other.element.parentElement !== first.element.parentElement);
  first.parent = unit.parent;
  for (const child of rest) {
    child.parent = wrapsOne ? first : unit.parent;
    if (wrapsOne) first.children.push(child);
  }
  if (wrapsOne) inherit(getExisting(said, first), details, depth);
  return true;
}

function inherit(one: UnitContent, { author, time, votes }: CommentDetails, depth: number | null): void {
  const { details } = one;
  one.depth ??= depth;
  one.details = {
    author: details.author ?? author,
    time: details.time ?? time,
    votes: details.votes ?? votes,
  };
}

function isLinkBack(element: PageElement): boolean {
  return element.closest('.pingback, .trackback') !== null;
}

/** The comments with each parent's index, by nesting, an explicit reference, or indentation. */
function orderComments(said: readonly UnitContent[]): FoundComment[] {
  const indexes = new Map<CommentUnit, number>(said.map(({ unit }, index) => [unit, index]));
  const ids = new Map<string, number>();
  const levels: number[] = [];
  return said.map(({ unit, paragraphs, details, ...one }, index) => {
    const above = findPlacedAncestor(unit.parent, indexes);
    const depth = one.depth ?? 0;
    const byIndent = levels[depth - 1] ?? null;
    const parent = above ?? findAnswered(unit, ids) ?? byIndent;
    levels.splice(depth, levels.length, index);
    for (const id of idsOf(unit)) if (!ids.has(id)) ids.set(id, index);
    return { ...details, paragraphs, parent };
  });
}

function findPlacedAncestor(
  unit: CommentUnit | null,
  indexes: ReadonlyMap<CommentUnit, number>,
): number | null {
  for (let at = unit; at; at = at.parent) {
    const index = indexes.get(at);
    if (index !== undefined) return index;
  }
  return null;
}

/** The depth a comment states, counted from 0: in a class such as `depth-2`, an attribute, or a margin. */
function readDepth(element: PageElement): number | null {
  for (const name of elementNamesOf(element)) {
    const match = /(?:^|\b)(?:depth|level|comment level|indent)[ -]?(\d{1,3})$/.exec(name);
    if (match) return Math.min(MAX_DEPTH, Math.max(0, Number(match[1]) - (/indent/.test(name) ? 0 : 1)));
  }
  const stated =
    element.getAttribute('data-depth') ??
    element.getAttribute('data-level') ??
    element.getAttribute('aria-level');
  if (stated !== null && /^\d{1,3}$/.test(stated))
    return Math.min(MAX_DEPTH, Number(stated) - Number(element.hasAttribute('aria-level')));
  const margin = /(?:margin|padding)-left\s*:\s*(\d{1,4})(px|em|rem|%)/i.exec(
    element.getAttribute('style') ?? '',
  );
  if (margin) return Math.min(MAX_DEPTH, Math.round(Number(margin[1]) / (margin[2] === 'px' ? 20 : 2)));
  let depth = 0;
  for (let at = element.parentElement; at && depth < MAX_DEPTH; at = at.parentElement)
    if (hasName(at, /^(?:indented|children|replies|comment replies|nested comments?)$/)) depth += 1;
  return depth > 0 ? depth : null;
}

function idsOf({ element, own }: CommentUnit): string[] {
  const attributes = [element.id, element.getAttribute('data-id'), element.getAttribute('data-comment-id')];
  const anchors = own
    .slice(0, 5)
    .flatMap(inner => [inner.id, inner.localName === 'a' ? inner.getAttribute('name') : null]);
  return [...attributes, ...anchors].filter((id): id is string => Boolean(id));
}

/** The index of the comment that this one answers: by an attribute or an "in reply to" link. */
function findAnswered({ element, own }: CommentUnit, ids: ReadonlyMap<string, number>): number | null {
  const stated = [
    'data-parent-id',
    'data-parent',
    'data-parent-comment-id',
    'data-in-reply-to',
    'data-reply-to',
  ]
    .map(name => element.getAttribute(name))
    .find(Boolean);
  const id = stated ?? own.find(isReplyLink)?.getAttribute('href')?.replace(/^.*#/, '');
  if (!id) return null;
  return [id, `comment-${id}`, `c${id}`].map(key => ids.get(key)).find(index => index !== undefined) ?? null;
}

function isReplyLink(link: PageElement): boolean {
  if (link.localName !== 'a' || !link.getAttribute('href')?.includes('#')) return false;
  return (
    REPLY_WORDS.test(link.textContent) ||
    hasName(link, /in reply to|parent link/) ||
    REPLY_WORDS.test(link.previousSibling?.textContent.slice(-60) ?? '')
  );
}
