import type { Article } from '../../articles/article.ts';
import { splitSentences } from '../../language/sentences.ts';
import { trimBoth } from '../../language/trimming.ts';
import type { Quote } from './schema.ts';

/** A quotation as readers see it: a single one, or one in several parts split by its speech tag. */
export interface QuotationEntry {
  readonly parts: readonly [Quote, ...Quote[]];
  /** The same parts; one begins anew where the tag before it ends a sentence (“It is old,” she said. “It stays.”). */
  readonly turns: readonly (readonly Quote[])[];
  /** The speaker's role at the first mention, else null. */
  readonly role: string | null;
}

/** Maximum length, in characters, of a tag between two parts. */
const MAX_TAG = 120;
const MARK_OR_SPACE = /[\s“”„"'‘’«»‹›`]/;

const lastWordOf = (words: string) =>
  words
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.at(-1);

/** Whether the words between two quotations are only the tag of the first: "said Maria Holt," "she adds." */
function isTag(between: string, { mention, speaker }: Quote): boolean {
  const words = trimBoth(between, MARK_OR_SPACE);
  if (words === '' || /[;:]/.test(words) || splitSentences(words).length > 1) return false;
  const spoken = new Set(words.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  return [mention, speaker].some(name => spoken.has(lastWordOf(name ?? '') ?? ''));
}

/** Whether a tag ends a sentence, so that what follows is a new one and nothing between the two is left out. */
const isSentenceEnd = (tag: string): boolean => /[.!?…]$/.test(trimBoth(tag, MARK_OR_SPACE));

/** The end of a quotation's first occurrence in its paragraph from an offset on, or undefined. */
function findEnd(paragraph: string, { text }: Quote, from: number): number | undefined {
  const start = paragraph.indexOf(text, from);
  return start < 0 ? undefined : start + text.length;
}

/**
 * The quotations of an answer as readers see them, in order. If only the speech tag stands between two
 * quotations of one speaker in a paragraph, they are parts of one (“It is old,” she said, “but it stays.”). A
 * speaker's role is given with the first quotation. The parts stay verbatim. Linear in the article's length.
 */
export function createEntries({ paragraphs }: Article, quotes: readonly Quote[]): QuotationEntry[] {
  const entries: { parts: [Quote, ...Quote[]]; turns: Quote[][]; role: string | null }[] = [];
  const introduced = new Set<string>();
  let [place, end] = [0, 0];
  for (const quote of quotes) {
    const text = paragraphs[quote.paragraph - 1] ?? '';
    if (quote.paragraph !== place) end = 0;
    place = quote.paragraph;
    const own = findEnd(text, quote, end);
    const open = entries.at(-1);
    const before = open?.parts.at(-1);
    const between = own === undefined ? '' : text.slice(end, own - quote.text.length);
    const isPart =
      open !== undefined &&
      before !== undefined &&
      own !== undefined &&
      isSameTurn(before, quote) &&
      between.length <= MAX_TAG &&
      isTag(between, before);
    if (isPart) {
      open.parts.push(quote);
      if (isSentenceEnd(between)) open.turns.push([quote]);
      else open.turns.at(-1)?.push(quote);
    } else entries.push({ parts: [quote], turns: [[quote]], role: introduce(quote, introduced) });
    end = own ?? end;
  }
  return entries;
}

/** Whether two quotations may be parts of one: same speaker, same single paragraph. */
function isSameTurn(before: Quote, { speaker, paragraph, paragraphs }: Quote): boolean {
  if (speaker === null || before.speaker !== speaker) return false;
  return before.paragraph === paragraph && before.paragraphs.length === 1 && paragraphs.length === 1;
}

/** The role of a quotation's speaker, if not given before. */
function introduce({ speaker, role }: Quote, introduced: Set<string>): string | null {
  if (speaker === null || role === null || introduced.has(speaker)) return null;
  introduced.add(speaker);
  return role;
}

/** A quotation as it is shown: without a final comma, even of a nested one, which belongs to the tag. */
export function showQuotation(text: string): string {
  return text.trimEnd().replace(/,(?=[’'”"]?$)/, '');
}
