import { cleanLine } from '../../../language/cleaning.ts';
import { withoutEnd, withoutEnds } from '../../../language/trimming.ts';
import { type Block, blocksOf, lineOf } from '../blocks.ts';
import type { PageElement } from '../dom.ts';
import { isNamed, namesOf } from '../element-names.ts';
import { isPassedOver, type Unit } from './units.ts';

const bodyName =
  /^(?:\p{L}+ ){0,3}(?:(?:comment|kommentar|comentario|commentaire|forum|post|message|review|usertext|reply)s? ?(?:content|text|texte|body|message|message body|story|context|copy|description|inner html)|content|contenttext|text|texte|message|cooked|commtext c\w+|commtext|entry content|usertext body|md|format text|objlink nolead|bodytext)(?: \d+)*$/u;
const metaName =
  /\b(?:author|vcard|fn|meta ?data|meta|date|datetime|time|timestamp|ago|byline|reply|replies? ?link|actions?|footer|foot|avatar|gravatar|edit|permalink|perma|votes?|likes?|score|points|karma|share|sharing|rating|badge|form|respond|head|header|info|tools|toolbar|awaiting moderation|moderation|says|user ?name|user ?info|user|nick ?name|cite|controls|buttons?|report|flag|navs?|number|counter|comhead|toggle|expand|hidden|sr only|screen reader text|visually ?hidden|signature)\b/;
const authorName =
  /^(?:\p{L}+ ){0,3}(?:author(?: name| link)?|fn|user ?name|nick ?name|user|hnuser|poster|name|display name|says|by|commenter|verfasser|autor)$/u;
const timeName = /\b(?:date|datetime|time|timestamp|ago|age|metadata|meta|posted|datum|permalink)\b/;
const voteName =
  /\b(?:votes?(?: count)?|score(?: unvoted)?|likes?(?: count)?|upvotes?(?: count)?|points|karma|recommend\w*)\b/;
const datePattern =
  /\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\b\d{1,2}\.? (?:de )?\p{L}{3,10}\.?,?(?: de)? \d{4}|\b\p{L}{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:at )?\d{4}|\b(?:\d+|an?) (?:second|minute|hour|day|week|month|year)s? ago|\bvor \d+ \p{L}+/iu;
const buttonText =
  /^(?:reply|repl(?:y|ies)|antwort(?:en)?|level \d+|(?:kommentare?|comments?|commentaires?|comentarios?)(?: (?:anzeigen|ausblenden|hinzufügen|schreiben|closed|are closed))?\W*|kommentieren\W*|(?:show|hide|view|all|add|tous les|alle) (?:a )?(?:comments?|commentaires|kommentare)|load more.{0,30}|répondre|responder|rispondi|reageer|antwoorden|odpowiedz|report|melden|flag|share|like|edit|quote|zitieren|permalink|link|delete|hide|loading\W*|log in to reply|reply to .{1,60}|antworte auf .{1,60}|(?:in reply to|antwort auf|als antwort auf|en réponse à|en respuesta a) .{1,80}|[\d+\-.–]{1,6}|your comment is awaiting moderation\.?|#\d+)$/i;

/** A date, and the time of day after it. */
const dateAndTime = new RegExp(
  String.raw`(?:${datePattern.source})(?:[\s,|]*(?:(?:um|at|à|às|a las|kl\.?|@|-|–)\s*)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*(?:[ap]\.?m\.?|uhr)(?=\W|$))?)?`,
  'iu',
);

const says =
  /\b(?:says|said|sagt|sagte|schrieb|schreibt|meint|writes|wrote|a écrit|dit|dice|dijo|ha detto|schreef|zegt)\b/i;
/** With what begins what stands behind a name: a bar, a date, "said". */
const afterName =
  /\||\b(?:le|am|on|el|um)\b \d|\b(?:says|said|sagt|sagte|schrieb|schreibt|meint|writes|wrote|a écrit|dit|dice|dijo|ha detto|schreef|zegt)\b/i;
const profile = /\/(?:users?|u|members?|profile|profil|author|autor)\/[^/]+\/?$|\/user\?id=/i;

export interface Details {
  readonly author: string | null;
  readonly time: string | null;
  readonly votes: number | null;
}

/** What a comment's writer wrote, line by line; `marked` where the markup says that this is it. */
export function contentOf(
  { element }: Unit,
  units: ReadonlySet<PageElement>,
  author: string | null,
): { paragraphs: string[]; marked: boolean } {
  const isLabel = (text: string) => saysNothing(text) || (author !== null && isByline(text, author));
  const blocks = blocksOf(element, {
    breaks: 'every',
    past: inner => units.has(inner) || isPassedOver(inner),
  });
  const all = blocks.map(block => ({
    block,
    inBody: within(block, element, isBody),
    inMeta: within(block, element, isMeta),
  }));
  const places = all.filter(({ block }) => !isLabel(block.text));
  const choices = [
    places.filter(({ inBody, inMeta }) => inBody && !inMeta),
    places.filter(({ inMeta }) => !inMeta),
    places.filter(({ inBody }) => inBody),
    places.filter(({ block }) => /^(?:p|blockquote|li)$/.test(block.element.localName)),
    all.filter(({ block, inBody, inMeta }) => inBody && !inMeta && saysLittle.test(block.text)),
  ];
  const chosen = choices.find(choice => choice.length > 0) ?? [];
  const isQuoted = ({ block }: (typeof chosen)[number]) =>
    within(block, element, ({ localName }) => localName === 'blockquote');
  const quotes = chosen.every(isQuoted) ? [] : chosen.filter(isQuoted);
  const paragraphs = chosen.map(place =>
    quotes.includes(place) ? `> ${place.block.text}` : place.block.text,
  );
  return { paragraphs, marked: isBody(element) || chosen.some(({ inBody }) => inBody) };
}

/** What is no more than a mark, and yet all that many comments say: `+1`, `???`, `:-)`. */
const saysLittle = /^(?:[+-]?\d{1,3}|[!?]{1,10}|[:;=8xX]['’]?-?[()DPpoO|/\\3*]{1,3}|\^+|<3)$/;

/** Buttons, dates, marks. */
function saysNothing(text: string): boolean {
  if (buttonText.test(text) || !/[\p{L}\p{N}\p{So}]/u.test(text)) return true;
  return (
    text.length <= 60 &&
    datePattern.test(text) &&
    !/[.!?]$/.test(text) &&
    text.replace(dateAndTime, '').length <= 25
  );
}

/** `Ada`, `Ada says:`, `Comment by Ada`. */
function isByline(line: string, author: string): boolean {
  const text = cleanLine(withoutEnd(line.replace(dateAndTime, ''), /[\s|@—–-]/));
  if (text.length > author.length + 30 || !text.includes(author)) return false;
  return (
    text === author ||
    /[:|]$/.test(text) ||
    /^(?:comment|kommentar|commentaire|comentario|posted|written|von|by|de|par)\b/i.test(text) ||
    says.test(text)
  );
}

function isBody(element: PageElement): boolean {
  return (
    /^(?:text|commentText|description)$/.test(element.getAttribute('itemprop') ?? '') ||
    isNamed(element, bodyName)
  );
}

function isMeta(element: PageElement): boolean {
  if (/^(?:header|footer|time|cite|form|address|h[1-6]|dt|small|nav)$/.test(element.localName)) return true;
  return !isBody(element) && isNamed(element, metaName);
}

/** Whether the block's element or one around it, up to and without the unit, is such a one. */
function within(block: Block, unit: PageElement, is: (element: PageElement) => boolean): boolean {
  for (let at: PageElement | null = block.element; at && at !== unit; at = at.parentElement)
    if (is(at)) return true;
  return false;
}

/** Who wrote a comment, when, and what others gave it, as far as it says. */
export function detailsOf({ element, own }: Unit): Details {
  const term = element.previousElementSibling;
  const all = [
    ...(element.localName === 'dd' && term?.localName === 'dt' ? [term, ...term.querySelectorAll('*')] : []),
    element,
    ...own,
  ];
  return {
    author: first(all, authorIn) ?? first(all, headingName),
    time: first(all, statedTime) ?? first(all, shownTime),
    votes: first(all, votesIn),
  };
}

function first<Value>(
  elements: readonly PageElement[],
  read: (element: PageElement) => Value | null,
): Value | null {
  for (const element of elements) {
    const value = read(element);
    if (value !== null) return value;
  }
  return null;
}

function authorIn(element: PageElement): string | null {
  const stated = element.getAttribute('data-author') ?? element.getAttribute('data-username');
  if (stated && element.localName !== 'a') return nameIn(stated);
  if (/^(?:img|input|li|article|section|time|dd)$/.test(element.localName)) return null;
  const property = element.getAttribute('itemprop') ?? '';
  const isAuthor =
    /^(?:author|creator)$/.test(property) ||
    element.localName === 'cite' ||
    namesOf(element).some(name => authorName.test(name));
  if (!isAuthor) return null;
  const inner =
    element.querySelector('[itemprop~="name"], .fn, cite, .username, .name, b, strong, a') ?? element;
  return nameIn(element.getAttribute('content') ?? lineOf(inner)) ?? nameIn(lineOf(element));
}

/** Where nothing is marked as the author: a small heading, or a link to the writer's own page. */
function headingName(element: PageElement): string | null {
  const isHeading = /^(?:h[3-6]|dt)$/.test(element.localName);
  const isOwnPage =
    element.localName === 'a' &&
    (/external|nofollow|ugc/.test(element.getAttribute('rel') ?? '') ||
      profile.test(element.getAttribute('href') ?? '')) &&
    !element.closest('p');
  return isHeading || isOwnPage ? nameIn(lineOf(element)) : null;
}

function nameIn(text: string): string | null {
  const [before] = text.replace(dateAndTime, '|').split(afterName, 1);
  const bare = before!
    .trimEnd()
    .replace(
      /^(?:(?:comment|kommentar|commentaire|comentario) )?(?:by|von|par|por|di|door|posted by|submitted by)\s+/i,
      '',
    );
  const name = cleanLine(withoutEnds(bare, /[\s:,|–—-]/));
  const isName =
    name.length > 0 &&
    name.length <= 60 &&
    !/https?:|@[\w-]+\.\w|^\d+$|[*!?]$|^(?:on|am|le|um|at|el)$/i.test(name) &&
    !buttonText.test(name);
  return isName ? name : null;
}

function statedTime(element: PageElement): string | null {
  const property = element.getAttribute('itemprop') ?? '';
  const stated =
    element.getAttribute('datetime') ??
    (/^(?:dateCreated|datePublished|commentTime)$/.test(property) ? element.getAttribute('content') : null) ??
    (element.localName === 'abbr' || isNamed(element, /^age$/)
      ? element.getAttribute('title')?.split(' ')[0]
      : null);
  return stated && /\d{4}/.test(stated) ? cleanLine(stated).slice(0, 60) : null;
}

function shownTime(element: PageElement): string | null {
  if (element.localName !== 'time' && !isNamed(element, timeName)) return null;
  const text = lineOf(element);
  return text.length <= 200 ? (dateAndTime.exec(text)?.[0] ?? null) : null;
}

function votesIn(element: PageElement): number | null {
  if (
    !/^(?:upvoteCount|ratingValue)$/.test(element.getAttribute('itemprop') ?? '') &&
    !isNamed(element, voteName)
  )
    return null;
  const match = /^[^\d+−-]{0,12}([+−-]?\d{1,7})(?:\s*(?:points?|votes?|likes?|upvotes?))?$/i.exec(
    cleanLine(element.getAttribute('content') ?? lineOf(element)),
  );
  return match ? Number(match[1]!.replace('−', '-')) : null;
}

/** A comment as it was found; `parent` is the place in the list of what it answers, always before it. */
export interface Found extends Details {
  readonly paragraphs: readonly string[];
  readonly parent: number | null;
}
