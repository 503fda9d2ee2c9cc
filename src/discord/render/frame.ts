import { coverageOf } from '../../answers/coverage.ts';
import type { Answered } from '../../answers/service.ts';
import { type Article, onlyPart, shownHeadline } from '../../articles/article.ts';
import { formatDate, type Markdown, t } from '../../i18n/translate.ts';
import { button, row } from '../custom-id.ts';
import type { Embed, Reply } from '../types.ts';
import { joinText, label, md, placeText, plainLine } from './text.ts';

/**
 * What of a body fits beside headline and footer and what reads well on a phone (Discord's limit is 4,096 in
 * a description, 6,000 in all).
 */
const PAGE = 2400;
const TITLE = 256;
const COLOUR = 0xb3392f;

/** A part of an answer that is not cut; a `close` one stands directly below the one before. */
export type Block = Markdown | { readonly close: Markdown };

/**
 * The blocks of one page and how many pages there are. A block is never cut: renderers keep each under the
 * page.
 */
export function page(blocks: readonly Block[], wanted: number): { body: Markdown; at: number; of: number } {
  const pages: Markdown[] = [];
  for (const block of blocks) {
    const [gap, text] =
      typeof block === 'string' ? ([md`\n\n`, block] as const) : ([md`\n`, block.close] as const);
    const last = pages.at(-1);
    if (last !== undefined && last.length + text.length + gap.length <= PAGE)
      pages[pages.length - 1] = md`${last}${gap}${text}`;
    else pages.push(text);
  }
  const at = Math.min(Math.max(0, wanted), Math.max(0, pages.length - 1));
  return { body: pages[at] ?? md``, at, of: Math.max(1, pages.length) };
}

interface Frame {
  readonly article: Article;
  /** Null where no engine was asked. */
  readonly answered: Pick<Answered<unknown>, 'engine' | 'notice' | 'coverage'> | null;
  /** The name of the answer, above the headline. */
  readonly kind: string;
  readonly body: Markdown;
  /** What the answer was made from, for the footer: one short sentence part each. */
  readonly proof: readonly string[];
}

/** The one look of all answers: kind, headline, where it is from, body, and a line of proof. */
export function frame({ article, answered, kind, body, proof }: Frame): Embed {
  const notice = answered?.notice ? md`\n\n-# ${plainLine(answered.notice)}` : '';
  return {
    author: { name: label(kind, TITLE) },
    title: plainLine(shownHeadline(article), TITLE),
    ...(article.url && /^https?:\/\//.test(article.url) && { url: article.url }),
    description: md`-# ${origin(article)}\n${article.partial ? md`-# ${t(onlyPart)}\n` : ''}${body}${notice}`,
    color: COLOUR,
    footer: { text: label(proofText(answered, proof), 2048) },
  };
}

/** What an answer was made from, how much of it was read and who made it, in one line. */
export function proofText(answered: Frame['answered'], proof: readonly string[]): string {
  const made = answered ? [...coverageOf(answered), engineName(answered.engine)] : [];
  return sentence([...proof, ...made].join(' · '));
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * `example.com · 16 May 2026 · 3 min read`: the site or else the author, the date if there is one, and how
 * long it is.
 */
function origin({ url, byline, published, headline, paragraphs }: Article): Markdown {
  const site = url && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : null;
  const from = site ?? byline;
  return joinText(
    [
      ...(from === null ? [] : [plainLine(from, 80)]),
      ...(published === null ? [] : [plainLine(dateOf(published), 40)]),
      t('{{minutes}} min read', { minutes: readingMinutes(headline, paragraphs) }),
    ],
    ' · ',
  );
}

/**
 * A date in words where it is one that every reader would read alike (2026-05-16), else as the article has
 * it.
 */
function dateOf(published: string): string {
  const time = /^\d{4}-\d{2}-\d{2}(?!\d)/.test(published) ? Date.parse(published.slice(0, 10)) : Number.NaN;
  return Number.isNaN(time) ? published : formatDate(time, { dateStyle: 'long', timeZone: 'UTC' });
}

/**
 * At 238 English words of 5.9 characters a minute (Brysbaert 2019, "How many words do we read per minute?"),
 * and at 260 characters where the headline is in Chinese, Japanese or Korean letters.
 */
function readingMinutes(headline: string, paragraphs: readonly string[]): number {
  const characters = paragraphs.reduce((sum, text) => sum + text.length, 0);
  const perMinute = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(headline)
    ? 260
    : 238 * 5.9;
  return Math.max(1, Math.round(characters / perMinute));
}

/** As a reader knows it. */
export function engineName(engine: string): Markdown {
  return engine === 'extractive' ? t('built-in engine') : t('by the model');
}

/** The page turner; nothing for a single page. `to` makes the custom id of a page. */
export function pageButtons(
  { at, of }: { at: number; of: number },
  to: (page: number) => string,
): NonNullable<Reply['components']> {
  if (of <= 1) return [];
  return [
    row(
      button(t('Back'), to(at - 1), { disabled: at === 0 }),
      button(t('Page {{page}} of {{of}}', { page: at + 1, of }), `${to(at)}/here`, { disabled: true }),
      button(t('Next'), to(at + 1), { disabled: at === of - 1 }),
    ),
  ];
}

/** `¶3`, `¶3, 5`, `¶3–5`. */
export function paragraphMarks(numbers: readonly number[]): Markdown {
  return md`¶${joinText(runs(numbers), ', ')}`;
}

/** A text and, in a frame of its own, what it rests on; the two do not part at the end of a line. */
export function cited(text: Markdown, marks: Markdown): Markdown {
  return md`${text}\u00a0\`${marks}\``;
}

/** `comment 2.1`, `comments 1, 4, 7 and 12 more`. */
export function commentMarks(numbers: readonly string[], most = 12): Markdown {
  const shown = joinText(numbers.slice(0, most).map(placeText), ', ');
  if (numbers.length === 1) return t('comment {{comment}}', { comment: shown });
  return numbers.length > most
    ? t('comments {{comments}} and {{more}} more', { comments: shown, more: numbers.length - most })
    : t('comments {{comments}}', { comments: shown });
}

/** `1 reply`, `3 replies`: the one thing is named, the texts know its plural. */
export function counted(count: number, one: string): Markdown {
  return t(`{{count}} ${one}`, { count });
}

function runs(numbers: readonly number[]): Markdown[] {
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
