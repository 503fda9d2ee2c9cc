import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import { formatCoverage } from '../../answers/coverage.ts';
import type { Level } from '../../answers/levels.ts';
import type { Answered } from '../../answers/service.ts';
import { type Article, displayHeadlineOf, PARTIAL_NOTICE } from '../../articles/article.ts';
import { formatDate, type Markdown, t } from '../../i18n/translate.ts';
import { createButton } from '../custom-id.ts';
import type { Card } from '../types.ts';
import { escapeLine, formatCommentNumber, joinText, md, toHeadlineLabel } from './text.ts';

/**
 * What of a body fits beside headline and footer and what reads well on a phone (Discord's limit is 4,000 in all).
 */
const MAX_PAGE_LENGTH = 2400;
const MAX_TITLE_LENGTH = 256;
const MAX_FOOTER_LENGTH = 600;

/** A part of an answer that is not cut; a `close` one stands directly below the one before. */
export type AnswerBlock = Markdown | { readonly close: Markdown };

/**
 * The blocks of one page and how many pages there are. A block is never cut: renderers keep each under the
 * page. `most` limits how many blocks a page has, not counting those that stand close.
 */
export function paginate(
  blocks: readonly AnswerBlock[],
  requested: number,
  { most = Number.POSITIVE_INFINITY }: { readonly most?: number } = {},
): { body: Markdown; at: number; of: number } {
  const pages: Markdown[] = [];
  let onPage = 0;
  for (const block of blocks) {
    const [gap, text] =
      typeof block === 'string' ? ([md`\n\n`, block] as const) : ([md`\n`, block.close] as const);
    const last = pages.at(-1);
    const isCounted = typeof block === 'string';
    const hasRoom = last !== undefined && last.length + text.length + gap.length <= MAX_PAGE_LENGTH;
    if (hasRoom && (!isCounted || onPage < most)) {
      pages[pages.length - 1] = md`${last}${gap}${text}`;
      if (isCounted) onPage++;
    } else {
      pages.push(text);
      onPage = isCounted ? 1 : 0;
    }
  }
  const at = Math.min(Math.max(0, requested), Math.max(0, pages.length - 1));
  return { body: pages[at] ?? md``, at, of: Math.max(1, pages.length) };
}

interface AnswerFrame {
  readonly article: Article;
  /** Null where no engine was asked. */
  readonly answered: Pick<Answered<unknown>, 'engine' | 'notice' | 'coverage'> | null;
  /** The name of the answer, above the headline. */
  readonly kind: string;
  readonly body: Markdown;
  /** What the answer was made from, for the footer: one short sentence part each. */
  readonly verification: readonly string[];
  /** Which of several pages it is. */
  readonly page?: PageOfAll;
}

/** A page, counted from 0, of so many. */
interface PageOfAll {
  readonly at: number;
  readonly of: number;
}

/** The one look of all answers: kind, headline, where it is from, body, and a line of proof. */
export function renderFrame({ article, answered, kind, body, verification, page }: AnswerFrame): Card {
  const notice = answered?.notice ? md`\n\n-# ${escapeLine(answered.notice)}` : '';
  const footer = escapeLine(
    formatFooter(answered, [...verification, ...formatPage(page)]),
    MAX_FOOTER_LENGTH,
  );
  return {
    kind: escapeLine(kind, MAX_TITLE_LENGTH),
    title: escapeLine(displayHeadlineOf(article), MAX_TITLE_LENGTH),
    ...(article.url && { url: article.url }),
    origin: formatOrigin(article),
    ...(article.image && {
      thumbnail: { url: article.image, description: toHeadlineLabel(displayHeadlineOf(article)) },
    }),
    description: md`${article.partial ? md`-# ${t(PARTIAL_NOTICE)}\n` : ''}${body}${notice}`,
    ...(footer && { footer }),
  };
}

/** What an answer was made from, how much of it was read and whether a model made it, in one line. */
export function formatFooter(answered: AnswerFrame['answered'], verification: readonly string[]): string {
  const byModel = answered !== null && answered.engine !== 'extractive';
  const made = [...(answered ? formatCoverage(answered) : []), ...(byModel ? [t('by the model')] : [])];
  return toSentence([...verification, ...made].join(' · '));
}

const toSentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * `example.com · 16 May 2026 · 3 min read`: the site or else the author, the date if there is one, and how
 * long it is.
 */
function formatOrigin({ url, byline, published, headline, paragraphs }: Article): Markdown {
  const site = url && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : null;
  const from = site ?? byline;
  return joinText(
    [
      ...(from === null ? [] : [escapeLine(from, 80)]),
      ...(published === null ? [] : [escapeLine(formatPublished(published), 40)]),
      t('{{minutes}} min read', { minutes: estimateReadingMinutes(headline, paragraphs) }),
    ],
    ' · ',
  );
}

/**
 * A date in words where it is one that every reader would read alike (2026-05-16), else as the article has
 * it.
 */
function formatPublished(published: string): string {
  const time = /^\d{4}-\d{2}-\d{2}(?!\d)/.test(published) ? Date.parse(published.slice(0, 10)) : Number.NaN;
  return Number.isNaN(time) ? published : formatDate(time, { dateStyle: 'long', timeZone: 'UTC' });
}

/**
 * At 238 English words of 5.9 characters a minute (Brysbaert 2019, "How many words do we read per minute?"),
 * and at 260 characters where the headline is in Chinese, Japanese or Korean letters.
 */
function estimateReadingMinutes(headline: string, paragraphs: readonly string[]): number {
  const characters = paragraphs.reduce((sum, text) => sum + text.length, 0);
  const perMinute = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(headline)
    ? 260
    : 238 * 5.9;
  return Math.max(1, Math.round(characters / perMinute));
}

/** As a reader knows it. */
export function formatEngineName(engine: string): Markdown {
  return engine === 'extractive' ? t('built-in engine') : t('by the model');
}

const formatPage = (page: PageOfAll | undefined) =>
  page && page.of > 1 ? [t('page {{page}} of {{of}}', { page: page.at + 1, of: page.of })] : [];

/** The page turner; nothing for a single page. `more`: whether another follows; `to` makes the custom id of a page. */
export function createPageButtons(
  { at, more }: { readonly at: number; readonly more: boolean },
  to: (page: number) => string,
): APIButtonComponentWithCustomId[] {
  if (at === 0 && !more) return [];
  return [
    createButton(t('Back'), to(at - 1), { disabled: at === 0 }),
    createButton(t('Next'), to(at + 1), { disabled: !more }),
  ];
}

/** `¶3`, `¶3, 5`, `¶3–5`. */
export function formatParagraphMarks(numbers: readonly number[]): Markdown {
  return md`¶${joinText(formatRuns(numbers), ', ')}`;
}

/** A text and, in a frame of its own, what it rests on; the two do not part at the end of a line. */
export function joinCitation(text: Markdown, marks: Markdown): Markdown {
  return md`${text}\u00a0\`${marks}\``;
}

/** `≈ ¶3`: what a statement rests on that is in the words of whoever drafted it; the others bear no mark. */
export function markLevel(marks: Markdown, { level }: { readonly level?: Level | undefined }): Markdown {
  return level === 'worded' ? md`≈\u00a0${marks}` : marks;
}

/** `comment 2.1`, `comments 1, 4, 7 and 12 more`. */
export function formatCommentMarks(numbers: readonly string[], most = 12): Markdown {
  const shown = joinText(numbers.slice(0, most).map(formatCommentNumber), ', ');
  if (numbers.length === 1) return t('comment {{comment}}', { comment: shown });
  return numbers.length > most
    ? t('comments {{comments}} and {{more}} more', { comments: shown, more: numbers.length - most })
    : t('comments {{comments}}', { comments: shown });
}

/** `1 reply`, `3 replies`: the one thing is named, the texts know its plural. */
export function formatCount(count: number, one: string): Markdown {
  return t(`{{count}} ${one}`, { count });
}

function formatRuns(numbers: readonly number[]): Markdown[] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const found: [number, number][] = [];
  for (const number of sorted) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([first, last]) =>
    first === last ? md`${first}` : md`${first}${last === first + 1 ? md`, ` : md`–`}${last}`,
  );
}
