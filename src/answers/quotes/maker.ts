import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../../articles/article.ts';
import { truncate } from '../../language/folding.ts';
import type { Language } from '../../language/languages.ts';
import type { CheckResult, Maker } from '../recipe.ts';
import { compareSpans, type TextSpan } from '../verification/spans.ts';
import { keepFaithfulTranslation } from '../verification/translation.ts';
import { keepProven } from './corrections.ts';
import type { Quote, QuotesAnswer, QuotesDraft, QuotesOptions } from './schema.ts';
import { createSpanFinder, type QuoteSpans } from './span-finder.ts';
import { getExtractedQuotes } from './text-attributions.ts';

/** A checked quotation with its location. */
interface LocatedQuote {
  readonly quote: Quote;
  readonly spans: QuoteSpans;
}

/** Drops quotations that lie within another one of the list, as they are part of that one. */
function keepOutermost(ordered: readonly LocatedQuote[]): LocatedQuote[] {
  const retained: LocatedQuote[] = [];
  let reach: TextSpan | undefined;
  for (const entry of ordered) {
    const [first, ...others] = entry.spans;
    const isInside =
      reach &&
      (first.paragraph < reach.paragraph || (first.paragraph === reach.paragraph && first.start < reach.end));
    if (isInside) continue;
    retained.push(entry);
    reach = others.at(-1) ?? first;
  }
  return retained;
}

function checkOnce(
  draft: QuotesDraft,
  article: Article,
  language: Language | null,
): CheckResult<QuotesAnswer> {
  const complaints: string[] = [];
  const complain = (complaint: string) => void complaints.push(complaint);
  const findQuote = createSpanFinder(article);
  const located: LocatedQuote[] = [];
  for (const quote of draft.quotes) {
    const spans = findQuote(quote);
    if (spans === 'nowhere') complain(`Nobody is quoted in the article with "${truncate(quote.text)}".`);
    else if (spans === 'taken') complain(`"${truncate(quote.text)}" was given twice.`);
    else {
      const proven = keepProven({ quote, article, spans, complain });
      const translation = keepFaithfulTranslation(quote, proven.text, { article, language, say: complain });
      located.push({ quote: { ...proven, ...translation }, spans });
    }
  }
  const ordered = located.toSorted((a, b) => compareSpans(a.spans[0], b.spans[0]));
  if (ordered.some((quote, index) => quote !== located[index]))
    complain('The quotations were not in the order of the article.');
  const retained = keepOutermost(ordered);
  if (retained.length < ordered.length)
    complain(`${ordered.length - retained.length} of the quotations stood within others.`);
  return { answer: { quotes: retained.map(({ quote }) => quote) }, complaints };
}

/** Checks a draft until nothing changes, as a quotation dropped in one pass can free a span for another. */
function checkDraft(
  draft: QuotesDraft,
  article: Article,
  { language }: QuotesOptions = { language: null },
): CheckResult<QuotesAnswer> {
  let checked = checkOnce(draft, article, language);
  const complaints = [...checked.complaints];
  for (let pass = 0; pass < 20; pass++) {
    const again = checkOnce(checked.answer, article, language);
    if (isDeepStrictEqual(again.answer, checked.answer)) break;
    complaints.push(...again.complaints);
    checked = again;
  }
  return { answer: checked.answer, complaints };
}

/** Finds every direct quotation and its speaker. */
export const quotesMaker = {
  extract: getExtractedQuotes,
  check: checkDraft,
} satisfies Maker<QuotesOptions, QuotesDraft, QuotesAnswer>;
