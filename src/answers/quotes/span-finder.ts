import type { Article } from '../../articles/article.ts';
import { findExactQuotations, isWithinQuotation } from '../verification/quotation-index.ts';
import { findSpans, findSpansIn, type TextSpan } from '../verification/spans.ts';
import type { Quote } from './schema.ts';

/** The spans of a quotation in the article, one for each of its parts. */
export type QuoteSpans = readonly [first: TextSpan, ...others: TextSpan[]];

/** Splits the text of a quotation into its parts, each in a paragraph of its own. */
function splitParts(text: string): string[] {
  const parts = text.split(/\n\s*\n/);
  return (parts.length > 1 ? parts.map(part => part.trim()) : parts).filter(part => part.trim() !== '');
}

/** Maximum offset at which a quotation continues in a new paragraph, in characters: marks and spaces. */
const MAX_REOPENING = 3;

/** The spans of a quotation given its first: each further part starts at the next paragraph's beginning. */
function findContinuation(
  article: Article,
  parts: readonly string[],
  first: TextSpan,
): QuoteSpans | undefined {
  const others: TextSpan[] = [];
  for (const [index, part] of parts.slice(1).entries()) {
    const span = findSpansIn(article, first.paragraph + index + 1, part).next().value;
    if (!span || span.start > MAX_REOPENING) return undefined;
    others.push(span);
  }
  return [first, ...others];
}

const spanKeyOf = ({ paragraph, start, end }: TextSpan) => `${paragraph} ${start} ${end}`;

/** Number of passages not found anywhere in the article after which the rest of a draft is given up. */
const MAX_MISSES = 200;

/** Creates what finds one quotation's spans after another, each once; 'taken' or 'nowhere' without any. */
export function createSpanFinder(article: Article): (quote: Quote) => QuoteSpans | 'taken' | 'nowhere' {
  const taken = new Set<string>();
  const passed = new Map<readonly TextSpan[], number>();
  let misses = 0;

  /** The first free span of a list. Spans passed over stay taken, so a list is walked only once overall. */
  const takeFree = (list: readonly TextSpan[]): TextSpan | undefined => {
    let at = passed.get(list) ?? 0;
    for (let span = list[at]; span && taken.has(spanKeyOf(span)); span = list[at]) at++;
    passed.set(list, at);
    return list[at];
  };
  const findWhole = (parts: readonly string[], first: TextSpan | undefined): QuoteSpans | undefined => {
    const spans = first && findContinuation(article, parts, first);
    return spans && isWithinQuotation(article, spans) ? spans : undefined;
  };
  /** Finds words that are part of a quotation, or that stand in quotation marks of another kind. */
  const findWithin = (quote: Quote, parts: readonly string[], opening: string) => {
    let outcome: 'taken' | 'nowhere' = 'nowhere';
    for (const candidates of [findSpansIn(article, quote.paragraph, opening), findSpans(article, opening)]) {
      for (const first of candidates) {
        const spans = findWhole(parts, first);
        if (spans && !taken.has(spanKeyOf(first))) return spans;
        if (spans) outcome = 'taken';
      }
      if (outcome === 'taken') return outcome;
    }
    return outcome;
  };
  return quote => {
    const parts = splitParts(quote.text);
    const [opening] = parts;
    if (opening === undefined || misses > MAX_MISSES) return 'nowhere';
    const inParagraph = findExactQuotations(article, opening, quote.paragraph);
    const anywhere = findExactQuotations(article, opening);
    let found: QuoteSpans | 'taken' | 'nowhere' | undefined = findWhole(parts, takeFree(inParagraph));
    if (!found && inParagraph.length === 0) found = findWhole(parts, takeFree(anywhere));
    if (!found)
      found = anywhere.length > 0 && parts.length === 1 ? 'taken' : findWithin(quote, parts, opening);
    if (found === 'nowhere') misses += 1;
    if (typeof found !== 'string') taken.add(spanKeyOf(found[0]));
    return found;
  };
}
