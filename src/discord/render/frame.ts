import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import { formatCoverage } from '../../answers/coverage.ts';
import type { Level } from '../../answers/levels.ts';
import type { Answered } from '../../answers/service.ts';
import { type Article, displayHeadlineOf, PARTIAL_NOTICE, textLengthOf } from '../../articles/article.ts';
import { siteNameOf } from '../../articles/web-url.ts';
import { formatDate, type Markdown, t } from '../../i18n/translate.ts';
import { capitalize } from '../../language/capitals.ts';
import { createButton } from '../components.ts';
import type { Card } from '../types.ts';
import { escapeLine, formatCommentNumber, joinText, md, toHeadlineLabel } from './text.ts';

/** The length of a body beside headline and footer that reads well on a phone (Discord: 4,000 in all). */
const MAX_PAGE_LENGTH = 2400;
const MAX_TITLE_LENGTH = 256;
const MAX_FOOTER_LENGTH = 600;

/** A part of an answer, never split; a `close` one follows the block before it without a blank line. */
export type AnswerBlock = Markdown | { readonly close: Markdown };

/** Says how many more items a list has than are shown above; empty if that is all. */
export function formatMore(rest: number): Markdown {
  return rest > 0 ? t('- and {{rest}} more', { rest }) : md``;
}

/** A heading with its lines. The first is in the heading's block, so that no page ends with a bare heading. */
export function createListBlocks(heading: Markdown, lines: readonly Markdown[]): AnswerBlock[] {
  const [first = md``, ...others] = lines.filter(line => line !== '');
  return [md`${heading}\n${first}`, ...others.map(close => ({ close }))];
}

/**
 * Returns the blocks of the requested page and the number of pages. A block is never split: renderers keep
 * each below the length of a page. `most` limits the number of blocks per page, not counting `close` ones.
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
  /** Null if no engine was asked. */
  readonly answered: Pick<Answered<unknown>, 'engine' | 'notice' | 'coverage'> | null;
  /** The name of the answer, above the headline. */
  readonly kind: string;
  readonly body: Markdown;
  /** What the answer was made from, for the footer: a short phrase each. */
  readonly verification: readonly string[];
  /** The page shown, if there are several. */
  readonly page?: PageOfAll;
}

/** A page (counted from 0) and the number of pages. */
interface PageOfAll {
  readonly at: number;
  readonly of: number;
}

/** The common layout of all answers: kind, headline, origin, body, and how it was verified. */
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

/** What an answer was made from, how much of it was read and whether a model made it, on one line. */
export function formatFooter(answered: AnswerFrame['answered'], verification: readonly string[]): string {
  const byModel = answered !== null && answered.engine !== 'extractive';
  const made = [...(answered ? formatCoverage(answered) : []), ...(byModel ? [t('by the model')] : [])];
  return capitalize([...verification, ...made].join(' · '));
}

/** An article's origin, such as `example.com · 16 May 2026 · 3 min read`: site, else author; date; time. */
function formatOrigin({ url, byline, published, headline, paragraphs }: Article): Markdown {
  const from = siteNameOf(url) ?? byline;
  return joinText(
    [
      ...(from === null ? [] : [escapeLine(from, 80)]),
      ...(published === null ? [] : [escapeLine(formatPublished(published), 40)]),
      t('{{minutes}} min read', { minutes: estimateReadingMinutes(headline, paragraphs) }),
    ],
    ' · ',
  );
}

/** The publication date in words if it is unambiguous (2026-05-16), else as the article gives it. */
function formatPublished(published: string): string {
  const time = /^\d{4}-\d{2}-\d{2}(?!\d)/.test(published) ? Date.parse(published.slice(0, 10)) : Number.NaN;
  return Number.isNaN(time) ? published : formatDate(time, { dateStyle: 'long', timeZone: 'UTC' });
}

/**
 * Assumes 238 English words of 5.9 characters a minute (Brysbaert 2019, "How many words do we read per
 * minute?"), or 260 characters if the headline is in Chinese, Japanese or Korean script.
 */
function estimateReadingMinutes(headline: string, paragraphs: readonly string[]): number {
  const perMinute = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(headline)
    ? 260
    : 238 * 5.9;
  return Math.max(1, Math.round(textLengthOf(paragraphs) / perMinute));
}

/** The reader's name for an engine. */
export function formatEngineName(engine: string): Markdown {
  return engine === 'extractive' ? t('built-in engine') : t('by the model');
}

/** Which of several pages is shown; nothing if there is only one. */
export const formatPage = (page: PageOfAll | undefined): Markdown[] =>
  page && page.of > 1 ? [t('page {{page}} of {{of}}', { page: page.at + 1, of: page.of })] : [];

/** The page buttons, if there are pages. `more`: another follows; `to` returns a page's custom id. */
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

/** Paragraph numbers, such as `¶3`, `¶3, 5` or `¶3–5`. */
export function formatParagraphMarks(numbers: readonly number[]): Markdown {
  return md`¶${joinText(formatRuns(numbers), ', ')}`;
}

/** A text followed by its citation in a code span, with no line break between the two. */
export function joinCitation(text: Markdown, marks: Markdown): Markdown {
  return md`${text}\u00a0\`${marks}\``;
}

/** Marks a statement in the words of whoever drafted it, as in `≈ ¶3`; others are left unmarked. */
export function markLevel(marks: Markdown, { level }: { readonly level?: Level | undefined }): Markdown {
  return level === 'worded' ? md`≈\u00a0${marks}` : marks;
}

/** Comment numbers, such as `comment 2.1` or `comments 1, 4, 7 and 12 more`. */
export function formatCommentMarks(numbers: readonly string[], most = 12): Markdown {
  const shown = joinText(numbers.slice(0, most).map(formatCommentNumber), ', ');
  if (numbers.length === 1) return t('comment {{comment}}', { comment: shown });
  return numbers.length > most
    ? t('comments {{comments}} and {{more}} more', { comments: shown, more: numbers.length - most })
    : t('comments {{comments}}', { comments: shown });
}

/** A count with its noun, such as `3 replies`; the catalog turns the given singular into the plural. */
export function formatCount(count: number, one: string): Markdown {
  return t(`{{count}} ${one}`, { count });
}

/** The counts of several things, without those there are none of. */
export function listCounts(...counts: readonly (readonly [number, Markdown])[]): Markdown[] {
  return counts.filter(([count]) => count > 0).map(([, shown]) => shown);
}

/** The size of an article: its paragraphs and, if it has any, its comments. */
export function formatSize(article: Pick<Article, 'paragraphs' | 'comments'>): Markdown[] {
  const [paragraphs, comments] = [article.paragraphs.length, article.comments.length];
  return listCounts(
    [paragraphs, formatCount(paragraphs, 'paragraph')],
    [comments, formatCount(comments, 'comment')],
  );
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
