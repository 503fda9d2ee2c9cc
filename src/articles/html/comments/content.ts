import { cleanLine } from '../../../language/cleaning.ts';
import lines from '../../../language/lexicons/page-lines.json' with { type: 'json' };
import { trimBoth, trimEnd } from '../../../language/trimming.ts';
import { oneOf } from '../../../language/word-lists.ts';
import { lineTextOf, splitBlocks, type TextBlock } from '../blocks.ts';
import type { PageElement } from '../dom.ts';
import { elementNamesOf, hasName } from '../element-names.ts';
import { type CommentUnit, isSkippedElement } from './units.ts';

const BODY_NAME =
  /^(?:\p{L}+ ){0,3}(?:(?:comment|kommentar|comentario|commentaire|forum|post|message|review|usertext|reply)s? ?(?:content|text|texte|body|message|message body|story|context|copy|description|inner html)|content|contenttext|text|texte|message|cooked|commtext c\w+|commtext|entry content|usertext body|md|format text|objlink nolead|bodytext)(?: \d+)*$/u;
const META_NAME = new RegExp(String.raw`\b${oneOf(lines.beside.words)}\b`);
const AUTHOR_NAME =
  /^(?:\p{L}+ ){0,3}(?:author(?: name| link)?|fn|user ?name|nick ?name|user|hnuser|poster|name|display name|says|by|commenter|verfasser|autor)$/u;
const TIME_NAME = /\b(?:date|datetime|time|timestamp|ago|age|metadata|meta|posted|datum|permalink)\b/;
const VOTE_NAME =
  /\b(?:votes?(?: count)?|score(?: unvoted)?|likes?(?: count)?|upvotes?(?: count)?|points|karma|recommend\w*)\b/;
const DATE =
  /\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\b\d{1,2}\.? (?:de )?\p{L}{3,10}\.?,?(?: de)? \d{4}|\b\p{L}{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:at )?\d{4}|\b(?:\d+|an?) (?:second|minute|hour|day|week|month|year)s? ago|\bvor \d+ \p{L}+/iu;
const BUTTON_TEXT = new RegExp(
  String.raw`^(?:${oneOf(lines.commentButtons.words)}|level \d+|(?:kommentare?|comments?|commentaires?|comentarios?)(?: (?:anzeigen|ausblenden|hinzufügen|schreiben|closed|are closed))?\W*|kommentieren\W*|(?:show|hide|view|all|add|tous les|alle) (?:a )?(?:comments?|commentaires|kommentare)|load more.{0,30}|loading\W*|reply to .{1,60}|antworte auf .{1,60}|(?:in reply to|antwort auf|als antwort auf|en réponse à|en respuesta a) .{1,80}|[\d+\-.–]{1,6}|your comment is awaiting moderation\.?|#\d+)$`,
  'i',
);

/** A date, optionally followed by the time of day. */
const DATE_AND_TIME = new RegExp(
  String.raw`(?:${DATE.source})(?:[\s,|]*(?:(?:um|at|à|às|a las|kl\.?|@|-|–)\s*)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*(?:[ap]\.?m\.?|uhr)(?=\W|$))?)?`,
  'iu',
);

const SAYS = new RegExp(String.raw`\b${oneOf(lines.said.words)}\b`, 'i');
/** What may follow an author's name: a bar, a date, "said". */
const AFTER_NAME = new RegExp(String.raw`\||\b(?:le|am|on|el|um)\b \d|${SAYS.source}`, 'i');
const PROFILE_PATH = /\/(?:users?|u|members?|profile|profil|author|autor)\/[^/]+\/?$|\/user\?id=/i;

/** The details that a comment shows beside its text; each is null if not shown. */
export interface CommentDetails {
  readonly author: string | null;
  readonly time: string | null;
  readonly votes: number | null;
}

/** The lines that a comment's author wrote; `marked` if the markup identifies them as the comment's text. */
export function extractContent(
  { element }: CommentUnit,
  units: ReadonlySet<PageElement>,
  author: string | null,
): { paragraphs: string[]; marked: boolean } {
  const isLabel = (text: string) => isNoise(text) || (author !== null && isByline(text, author));
  const blocks = splitBlocks(element, {
    breaks: 'every',
    isSkipped: inner => units.has(inner) || isSkippedElement(inner),
  });
  const all = blocks.map(block => ({
    block,
    inBody: isInside(block, element, isBody),
    inMeta: isInside(block, element, isMeta),
  }));
  const candidates = all.filter(({ block }) => !isLabel(block.text));
  const choices = [
    candidates.filter(({ inBody, inMeta }) => inBody && !inMeta),
    candidates.filter(({ inMeta }) => !inMeta),
    candidates.filter(({ inBody }) => inBody),
    candidates.filter(({ block }) => /^(?:p|blockquote|li)$/.test(block.element.localName)),
    all.filter(({ block, inBody, inMeta }) => inBody && !inMeta && SHORT_MARK.test(block.text)),
  ];
  const chosen = choices.find(choice => choice.length > 0) ?? [];
  const isQuoted = ({ block }: (typeof chosen)[number]) =>
    isInside(block, element, ({ localName }) => localName === 'blockquote');
  const quotes = chosen.every(isQuoted) ? [] : chosen.filter(isQuoted);
  const paragraphs = chosen.map(candidate =>
    quotes.includes(candidate) ? `> ${candidate.block.text}` : candidate.block.text,
  );
  return { paragraphs, marked: isBody(element) || chosen.some(({ inBody }) => inBody) };
}

/** Marks that can be all a comment says: `+1`, `???`, `:-)`. */
const SHORT_MARK = /^(?:[+-]?\d{1,3}|[!?]{1,10}|[:;=8xX]['’]?-?[()DPpoO|/\\3*]{1,3}|\^+|<3)$/;

/** Whether a line is noise: a button, a date, punctuation. */
function isNoise(text: string): boolean {
  if (BUTTON_TEXT.test(text) || !/[\p{L}\p{N}\p{So}]/u.test(text)) return true;
  return (
    text.length <= 60 &&
    DATE.test(text) &&
    !/[.!?]$/.test(text) &&
    text.replace(DATE_AND_TIME, '').length <= 25
  );
}

/** Whether a line only names the author: `Ada`, `Ada says:`, `Comment by Ada`. */
function isByline(line: string, author: string): boolean {
  const text = cleanLine(trimEnd(line.replace(DATE_AND_TIME, ''), /[\s|@—–-]/));
  if (text.length > author.length + 30 || !text.includes(author)) return false;
  return (
    text === author ||
    /[:|]$/.test(text) ||
    /^(?:comment|kommentar|commentaire|comentario|posted|written|von|by|de|par)\b/i.test(text) ||
    SAYS.test(text)
  );
}

function isBody(element: PageElement): boolean {
  return (
    /^(?:text|commentText|description)$/.test(element.getAttribute('itemprop') ?? '') ||
    hasName(element, BODY_NAME)
  );
}

function isMeta(element: PageElement): boolean {
  if (/^(?:header|footer|time|cite|form|address|h[1-6]|dt|small|nav)$/.test(element.localName)) return true;
  return !isBody(element) && hasName(element, META_NAME);
}

/** Whether the predicate holds for the block's element or one of its ancestors below the unit. */
function isInside(block: TextBlock, unit: PageElement, is: (element: PageElement) => boolean): boolean {
  for (let at: PageElement | null = block.element; at && at !== unit; at = at.parentElement)
    if (is(at)) return true;
  return false;
}

/** The author, time and votes of a comment, as far as it shows them. */
export function extractDetails({ element, own }: CommentUnit): CommentDetails {
  const term = element.previousElementSibling;
  const all = [
    ...(element.localName === 'dd' && term?.localName === 'dt' ? [term, ...term.querySelectorAll('*')] : []),
    element,
    ...own,
  ];
  return {
    author: findFirst(all, findAuthor) ?? findFirst(all, findHeadingAuthor),
    time: findFirst(all, readMachineTime) ?? findFirst(all, readShownTime),
    votes: findFirst(all, readVotes),
  };
}

function findFirst<Value>(
  elements: readonly PageElement[],
  read: (element: PageElement) => Value | null,
): Value | null {
  for (const element of elements) {
    const value = read(element);
    if (value !== null) return value;
  }
  return null;
}

function findAuthor(element: PageElement): string | null {
  const stated = element.getAttribute('data-author') ?? element.getAttribute('data-username');
  if (stated && element.localName !== 'a') return parseAuthorName(stated);
  if (/^(?:img|input|li|article|section|time|dd)$/.test(element.localName)) return null;
  const property = element.getAttribute('itemprop') ?? '';
  const isAuthor =
    /^(?:author|creator)$/.test(property) ||
    element.localName === 'cite' ||
    elementNamesOf(element).some(name => AUTHOR_NAME.test(name));
  if (!isAuthor) return null;
  const inner =
    element.querySelector('[itemprop~="name"], .fn, cite, .username, .name, b, strong, a') ?? element;
  return (
    parseAuthorName(element.getAttribute('content') ?? lineTextOf(inner)) ??
    parseAuthorName(lineTextOf(element))
  );
}

/** The author where none is marked as such: a small heading, or a link to the author's own page. */
function findHeadingAuthor(element: PageElement): string | null {
  const isHeading = /^(?:h[3-6]|dt)$/.test(element.localName);
  const isOwnPage =
    element.localName === 'a' &&
    (/external|nofollow|ugc/.test(element.getAttribute('rel') ?? '') ||
      PROFILE_PATH.test(element.getAttribute('href') ?? '')) &&
    !element.closest('p');
  return isHeading || isOwnPage ? parseAuthorName(lineTextOf(element)) : null;
}

function parseAuthorName(text: string): string | null {
  const [before = ''] = text.replace(DATE_AND_TIME, '|').split(AFTER_NAME, 1);
  const bare = before
    .trimEnd()
    .replace(
      /^(?:(?:comment|kommentar|commentaire|comentario) )?(?:by|von|par|por|di|door|posted by|submitted by)\s+/i,
      '',
    );
  const name = cleanLine(trimBoth(bare, /[\s:,|–—-]/));
  const isName =
    name.length > 0 &&
    name.length <= 60 &&
    !/https?:|@[\w-]+\.\w|^\d+$|[*!?]$|^(?:on|am|le|um|at|el)$/i.test(name) &&
    !BUTTON_TEXT.test(name);
  return isName ? name : null;
}

function readMachineTime(element: PageElement): string | null {
  const property = element.getAttribute('itemprop') ?? '';
  const stated =
    element.getAttribute('datetime') ??
    (/^(?:dateCreated|datePublished|commentTime)$/.test(property) ? element.getAttribute('content') : null) ??
    (element.localName === 'abbr' || hasName(element, /^age$/)
      ? element.getAttribute('title')?.split(' ')[0]
      : null);
  return stated && /\d{4}/.test(stated) ? cleanLine(stated).slice(0, 60) : null;
}

function readShownTime(element: PageElement): string | null {
  if (element.localName !== 'time' && !hasName(element, TIME_NAME)) return null;
  const text = lineTextOf(element);
  return text.length <= 200 ? (DATE_AND_TIME.exec(text)?.[0] ?? null) : null;
}

function readVotes(element: PageElement): number | null {
  if (
    !/^(?:upvoteCount|ratingValue)$/.test(element.getAttribute('itemprop') ?? '') &&
    !hasName(element, VOTE_NAME)
  )
    return null;
  const match = /^[^\d+−-]{0,12}([+−-]?\d{1,7})(?:\s*(?:points?|votes?|likes?|upvotes?))?$/i.exec(
    cleanLine(element.getAttribute('content') ?? lineTextOf(element)),
  );
  if (!match) return null;
  const [, votes = ''] = match;
  return Number(votes.replace('−', '-'));
}

/** A comment found in a page; `parent` is the index of the comment it answers, which always precedes it. */
export interface FoundComment extends CommentDetails {
  readonly paragraphs: readonly string[];
  readonly parent: number | null;
}
