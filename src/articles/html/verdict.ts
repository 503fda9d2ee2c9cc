import { defineMessage } from '../../i18n/define-message.ts';
import { createMessage, type MessageDescriptor } from '../../i18n/template-values.ts';
import notices from '../../language/lexicons/page-notices.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import type { ArticleText } from '../article.ts';
import { textLengthOf } from '../article.ts';
import { isClosedNotice } from '../formats/text-lines.ts';
import { isFrontPage, siteNameOf } from '../web-url.ts';
import { lineTextOf, splitBlocks } from './blocks.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { hasName } from './element-names.ts';
import { isListing } from './listing.ts';
import { LIST_TYPE, type PageMetadata } from './metadata.ts';
import { isPageCount, isPaginated } from './paging.ts';

/** The state of a page before any element is removed. */
interface PageSnapshot {
  readonly title: string;
  /** The beginning of the visible text, including headings and menus. */
  readonly words: string;
  readonly length: number;
  /** Whether there are elements of a bot check. */
  readonly challenge: boolean;
  readonly password: boolean;
  readonly scripts: number;
  /** The number of teasers: headings that are links. */
  readonly teasers: number;
  /** Whether the page is little more than teasers; `few` if it is a front page or declares itself a list. */
  readonly isListing: (how: { few: boolean }) => boolean;
  /** Whether it is one of several pages that an article was split into. */
  readonly isOneOfSeveral: boolean;
  /** Sentences that say that the rest is for subscribers. */
  readonly walls: readonly string[];
  /** Whether an element that is named as a paywall contains such a sentence. */
  readonly walled: boolean;
  /** The line that says that comments are closed; null if there is none. */
  readonly closed: string | null;
}

/** The verdict on a page: why it is not an article, or whether only part of the article is there. */
type PageVerdict = { readonly refused: MessageDescriptor } | { readonly partial: boolean };

/** The minimum length of an article, in characters. */
const MIN_ARTICLE = 120;

/** The maximum length of a page that is only a notice; a longer one about robots is an article. */
const MAX_NOTICE = 1200;
const MAX_SHOWN = 6000;

/** How much of the title and the first headings is examined, in characters. */
const MAX_TITLE = 600;

/** The maximum length of a teaser, in characters. */
const MAX_TEASER = 200;

const CHALLENGE_SELECTOR =
  '#challenge-form, #challenge-running, #challenge-stage, #cf-wrapper, .cf-browser-verification, #px-captcha, .px-captcha, [id*="captcha" i]:not(input), .g-recaptcha, .h-captcha, iframe[src*="captcha" i], script[src*="/cdn-cgi/challenge-platform/"], #ddg-cookie, [data-translate="checking_browser"]';
const BOT_TITLE = new RegExp(oneOf(notices.botTitles.words), 'iu');
const BOT_WORDS = new RegExp(oneOf(notices.bots.words), 'iu');
const CONSENT_WORDS = new RegExp(String.raw`\b${oneOf(notices.consent.words)}\b`, 'giu');
const CONSENT_TITLE = new RegExp(oneOf(notices.consentTitles.words), 'iu');
const LOGIN_TITLE = new RegExp(String.raw`\b${oneOf(notices.logins.words)}\b`, 'iu');
const ERROR_TITLE = new RegExp(
  String.raw`\b(?:4(?:0[0-9]|10|29|51)|50[0-4])\b|${oneOf(notices.missing.words)}|^${oneOf(notices.errors.words)}\b`,
  'iu',
);
const WALL_WORDS = new RegExp(oneOf(notices.walls.words), 'iu');
const WALL_NAME = new RegExp(String.raw`\b${oneOf(notices.wallNames.words)}\b`);

/** Records the state of a page before any element is removed. */
export function inspectPage(document: PageDocument, url: string | null): PageSnapshot {
  const blocks = splitBlocks(document.body);
  const words = blocks.map(({ text }) => text).join('\n');
  const walls = blocks
    .filter(({ text }) => text.length <= 400 && WALL_WORDS.test(text))
    .map(({ text }) => text);
  const teasers = [
    ...document.querySelectorAll('h2 a[href], h3 a[href], h4 a[href], a[href] h2, a[href] h3, a[href] h4'),
  ];
  const main = splitBlocks(document.body, {
    isSkipped: element => /^(?:nav|footer|aside|form)$/.test(element.localName),
  });
  return {
    title: [document.title, ...[...document.querySelectorAll('h1, h2')].slice(0, 2).map(lineTextOf)]
      .join(' | ')
      .slice(0, MAX_TITLE),
    words: words.slice(0, MAX_SHOWN),
    length: words.length,
    challenge: document.querySelector(CHALLENGE_SELECTOR) !== null,
    password: document.querySelector('input[type="password" i]') !== null,
    scripts: document.querySelectorAll('script').length,
    teasers: teasers.filter(link => !link.closest('nav, footer, aside')).length,
    isListing: how => isListing(main, siteNameOf(url), how),
    isOneOfSeveral: blocks.some(isPageCount) || isPaginated(document, url),
    walls,
    closed:
      blocks.find(({ text, element }) => isClosedNotice(text) && !element.closest('aside'))?.text ?? null,
    walled: [...document.querySelectorAll('div, section, aside, p')].some(isWall),
  };
}

function isWall(element: PageElement): boolean {
  return hasName(element, WALL_NAME) && WALL_WORDS.test(lineTextOf(element).slice(0, 2000));
}

/** Decides whether a page is an article, in whole or in part, or else why not and what the user can do. */
export function judgePage(
  snapshot: PageSnapshot,
  metadata: PageMetadata,
  { paragraphs, comments, url }: ArticleText,
): PageVerdict {
  const length = textLengthOf(paragraphs);
  const said = comments.length > 0 || length >= MAX_NOTICE;
  const words = snapshot.words.slice(0, MAX_NOTICE);
  if (!said && isBotCheck(snapshot))
    return refusePage(defineMessage('the site checks for human visitors and didn’t let me in'));
  if (!said && ERROR_TITLE.test(snapshot.title))
    return refusePage(defineMessage('the site shows an error page here'));
  if (!said && isConsent(snapshot, paragraphs))
    return refusePage(defineMessage('the site shows nothing until you accept its cookies'));
  const limited = metadata.access === 'paid' || !isWhole(snapshot, metadata.access === 'free', paragraphs);
  if (limited && length < MIN_ARTICLE * 2)
    return refusePage(defineMessage('the site shows this article to its subscribers only'));
  if (
    !said &&
    snapshot.password &&
    (LOGIN_TITLE.test(snapshot.title) || (length < 500 && LOGIN_TITLE.test(words)))
  )
    return refusePage(defineMessage('the site asks for a login before it shows anything'));
  if (isIndexPage(snapshot, metadata, paragraphs, url))
    return refusePage(defineMessage('this page only lists articles; give me the address of one of them'));
  if (length < MIN_ARTICLE && comments.length === 0)
    return refusePage(
      snapshot.length < MIN_ARTICLE * 2 && snapshot.scripts > 0
        ? defineMessage('the page is empty until its scripts run, and I don’t run scripts')
        : defineMessage('I found no article on this page'),
    );
  return { partial: limited };
}

function refusePage(why: string): PageVerdict {
  return {
    refused: createMessage(defineMessage('I couldn’t add this page: {{why}}.'), { why: createMessage(why) }),
  };
}

function isBotCheck({ title, words, challenge, length }: PageSnapshot): boolean {
  return (
    length < MAX_NOTICE * 2 &&
    ((challenge && (length < 300 || BOT_WORDS.test(words))) ||
      BOT_TITLE.test(title) ||
      (length < MAX_NOTICE && BOT_WORDS.test(words)))
  );
}

/** Whether the page is little more than a cookie notice. */
function isConsent({ title, words, length }: PageSnapshot, paragraphs: readonly string[]): boolean {
  const countConsentWords = (text: string) => (text.match(CONSENT_WORDS) ?? []).length;
  const told = paragraphs.join(' ');
  if (length > MAX_SHOWN) return false;
  return (
    countConsentWords(words) * 40 > words.split(/\s+/).length * (CONSENT_TITLE.test(title) ? 1 : 2) &&
    (countConsentWords(told) >= 2 || told.length < MIN_ARTICLE)
  );
}

/**
 * Whether nothing suggests that subscribers get more. If the page contains such a sentence, its claim to be
 * free only counts if there is no paywall element and the text does not end with the sentence.
 */
function isWhole({ walls, walled }: PageSnapshot, free: boolean, paragraphs: readonly string[]): boolean {
  if (walls.length === 0) return true;
  const atEnd = paragraphs.slice(-2).some(text => text.length <= 400 && WALL_WORDS.test(text));
  return free && !walled && !atEnd;
}

/** Whether the page is a front page or section: headings that link elsewhere, too little long text. */
function isIndexPage(
  snapshot: PageSnapshot,
  { types, isArticle }: PageMetadata,
  paragraphs: readonly string[],
  url: string | null,
): boolean {
  if (isArticle) return false;
  const { teasers } = snapshot;
  const own = URL.parse(url ?? '');
  const isFront = own !== null && isFrontPage(own);
  const isList = types.some(type => LIST_TYPE.test(type));
  const long = paragraphs.filter(text => text.length > MAX_TEASER).length;
  if (snapshot.isListing({ few: isFront || isList })) return true;
  return teasers >= (isFront || isList ? 4 : 8) && long < 4 && long < teasers / 2;
}

/** The paragraphs without those at the end that only say that there is more. */
export function removeWall(paragraphs: readonly string[]): string[] {
  const end = paragraphs.findLastIndex(text => text.length > 400 || !WALL_WORDS.test(text));
  return paragraphs.slice(0, end + 1);
}
