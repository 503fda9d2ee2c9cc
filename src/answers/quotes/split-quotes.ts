import type { Article } from '../../articles/article.ts';
import { splitSentences } from '../../language/sentences.ts';
import { trimBoth } from '../../language/trimming.ts';
import type { Quote } from './schema.ts';

/** What readers see as one quotation: one, or the parts of one that its speech tag splits. */
export interface QuotationEntry {
  readonly parts: readonly [Quote, ...Quote[]];
  /** The speaker's role where it is told for the first time, else null. */
  readonly role: string | null;
}

/** A tag between two parts has at most so many characters. */
const MAX_TAG = 120;
const MARK_OR_SPACE = /[\s“”„"'‘’«»‹›`]/;

const lastWordOf = (words: string) =>
  words
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.at(-1);

/** Whether words between two quotations are no more than the tag of the first: "said Maria Holt," "she adds." */
function isTag(between: string, { mention, speaker }: Quote): boolean {
  const words = trimBoth(between, MARK_OR_SPACE);
  if (words === '' || /[;:]/.test(words) || splitSentences(words).length > 1) return false;
  const spoken = new Set(words.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  return [mention, speaker].some(name => spoken.has(lastWordOf(name ?? '') ?? ''));
}

/** Where the first quotation of these ends in its paragraph, from a place on, or undefined. */
function findEnd(paragraph: string, { text }: Quote, from: number): number | undefined {
  const start = paragraph.indexOf(text, from);
  return start < 0 ? undefined : start + text.length;
}

/**
 * The quotations of an answer as readers see them, in its order: where nothing but the speech tag stands between
 * two of one speaker in a paragraph, they are parts of one (“It is old,” she said, “but it stays.”), and a
 * speaker's role is told with the first. The parts stay as they are, word for word. Linear in the article's length.
 */
export function createEntries({ paragraphs }: Article, quotes: readonly Quote[]): QuotationEntry[] {
  const entries: { parts: [Quote, ...Quote[]]; role: string | null }[] = [];
  const introduced = new Set<string>();
  let [place, end] = [0, 0];
  for (const quote of quotes) {
    const text = paragraphs[quote.paragraph - 1] ?? '';
    if (quote.paragraph !== place) end = 0;
    place = quote.paragraph;
    const own = findEnd(text, quote, end);
    const open = entries.at(-1);
    const before = open?.parts.at(-1);
    const isPart =
      open !== undefined &&
      before !== undefined &&
      own !== undefined &&
      isSameTurn(before, quote) &&
      own - quote.text.length - end <= MAX_TAG &&
      isTag(text.slice(end, own - quote.text.length), before);
    if (isPart) open.parts.push(quote);
    else entries.push({ parts: [quote], role: introduce(quote, introduced) });
    end = own ?? end;
  }
  return entries;
}

/** Whether two quotations may be parts of one: of one speaker, in one paragraph. */
function isSameTurn(before: Quote, { speaker, paragraph, paragraphs }: Quote): boolean {
  if (speaker === null || before.speaker !== speaker) return false;
  return before.paragraph === paragraph && before.paragraphs.length === 1 && paragraphs.length === 1;
}

/** The role of a quotation's speaker, if it was not told before. */
function introduce({ speaker, role }: Quote, introduced: Set<string>): string | null {
  if (speaker === null || role === null || introduced.has(speaker)) return null;
  introduced.add(speaker);
  return role;
}

/**
 * A quotation as it is shown: without the comma that belongs to the speech tag behind it, also within what is quoted
 * in it at its end.
 */
export function showQuotation(text: string): string {
  return text.trimEnd().replace(/,(?=[’'”"]?$)/, '');
}
