import type { Article } from '../../articles/article.ts';
import { hasVenueWords } from '../../language/speech.ts';
import { countLeading } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import type { TextSpan } from '../verification/spans.ts';
import { extractQuotes } from './extract.ts';
import type { Quote, QuotesDraft } from './schema.ts';
import { createSpanFinder } from './span-finder.ts';

/** The quotations that the built-in engine extracts, computed once per article. */
export const getExtractedQuotes: (article: Article) => QuotesDraft = memoizePerObject(extractQuotes);

/** A part of a quotation, with the quotation it belongs to. */
interface AttributedSpan {
  readonly span: TextSpan;
  readonly quote: Quote;
}

/** The built-in attributions with their spans, by paragraph in the order of the text, once per article. */
const getAttributions = memoizePerObject(
  (article: Article): ReadonlyMap<number, readonly AttributedSpan[]> => {
    const findQuote = createSpanFinder(article);
    const parts = getExtractedQuotes(article).quotes.flatMap((quote): AttributedSpan[] => {
      const spans = findQuote(quote);
      return typeof spans === 'string' ? [] : spans.map(span => ({ span, quote }));
    });
    return Map.groupBy(
      parts.toSorted((a, b) => a.span.start - b.span.start),
      ({ span }) => span.paragraph,
    );
  },
);

/** The quotation that contains a span, as the built-in engine attributes it; null if there is none. */
export function findAttribution(article: Article, { paragraph, start, end }: TextSpan): Quote | null {
  const there = getAttributions(article).get(paragraph) ?? [];
  const last = there[countLeading(there, ({ span }) => span.start <= start) - 1];
  return last && end <= last.span.end ? last.quote : null;
}

/** The venues searched for in an article so far. */
const getKnownVenues = memoizePerObject((_: Article) => new Map<string, boolean>());

/** Whether the article has words for a venue ("tweeted" for Twitter), computed once per venue. */
export function hasVenue(article: Article, venue: string): boolean {
  const known = getKnownVenues(article);
  const before = known.get(venue) ?? article.paragraphs.some(text => hasVenueWords(text, venue));
  known.set(venue, before);
  return before;
}
