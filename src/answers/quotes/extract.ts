import type { Article } from '../../articles/article.ts';
import { findQuotations, type Quotation } from '../../language/quotations.ts';
import { findTurns } from '../../language/turns.ts';
import { elementAt } from '../../lists.ts';
import type { Decided } from './attribution/rules.ts';
import { createLayout, findHost, findQuotationToken } from './layout.ts';
import { attributeQuotation } from './quotation-rules.ts';
import { hostAt, type QuotationAttribution, type QuotationContext, type Reading } from './reading.ts';
import { judgeScareQuote } from './scare-quotes.ts';
import type { Quote, QuotesDraft } from './schema.ts';

/** A quotation of an article, with the rules that decided on it. */
export interface ExplainedQuote {
  readonly quote: Quote;
  /** The names of the rules that attributed it, outermost first; empty if no rule did. */
  readonly rules: readonly string[];
  /** The name of the rule that decided whether it is a scare quote. */
  readonly scareRule: string;
}

/** Number of paragraphs within which a venue also holds for what the same speaker goes on to say. */
const VENUE_REACH = 3;

function quotationTextOf(paragraphs: readonly string[], { parts }: Quotation): string {
  return parts
    .map(({ paragraph, from, to }) => elementAt(paragraphs, paragraph).slice(from, to))
    .filter(text => text !== '')
    .join('\n\n');
}

/** The venue of what the same speaker said shortly before, if a quotation continues it; or null. */
function findVenueBefore(
  { history }: Reading,
  found: QuotationAttribution,
  paragraph: number,
): string | null {
  const before = history.at(-1);
  const goesOn = found.continuing && before?.who.speaker === found.who.speaker;
  return before && goesOn && paragraph - before.quote.paragraph <= VENUE_REACH ? before.quote.where : null;
}

function createQuote(
  { reading, quotation, first }: QuotationContext,
  found: QuotationAttribution | undefined,
  text: string,
  scare: boolean,
): Quote {
  const paragraph = first.paragraph + 1;
  const said = scare ? undefined : found;
  return {
    text,
    speaker: said?.who.speaker ?? null,
    role: said?.who.role ?? null,
    mention: said?.who.mention ?? null,
    where: said ? (said.where ?? findVenueBefore(reading, said, paragraph)) : null,
    paragraph,
    paragraphs: quotation.parts.map(part => part.paragraph + 1),
    scare,
  };
}

/** Reads one quotation and records its speaker for the ones that follow. */
function readQuotation(context: QuotationContext): ExplainedQuote & { readonly isSpoken: boolean } {
  const { reading, quotation, first, host, lastHost } = context;
  const { found, beside } = attributeQuotation(context);
  const { tokens, onlyQuoted } = hostAt(reading, host);
  const text = quotationTextOf(reading.paragraphs, quotation);
  const { isScare, rule } = judgeScareQuote({
    text,
    tokens,
    at: findQuotationToken(tokens, first),
    onlyQuoted,
    cue: beside?.cue ?? null,
    isAttributed: found !== undefined,
    isDirect: found?.direct ?? false,
  });
  const scare = isScare && quotation.parts.length === 1;
  const quote = createQuote(context, found, text, scare);
  if (found && !scare) recordSpeaker(reading, quote, found, lastHost);
  return { quote, rules: found?.rules ?? [], scareRule: rule, isSpoken: found !== undefined && !scare };
}

function recordSpeaker(
  reading: Reading,
  quote: Quote,
  { who, direct }: Decided<QuotationAttribution>,
  host: number,
): void {
  reading.history.push({ quote, who, host });
  hostAt(reading, host).speaker = who;
  if (who.person && direct) who.person.speaks = true;
}

/** Every quotation of an article in order, with the rules that decided its speaker: for tests, debugging. */
export function explainQuotes({ paragraphs }: Pick<Article, 'paragraphs'>): ExplainedQuote[] {
  const quotations = findQuotations(paragraphs);
  const turns = new Map(findTurns(paragraphs).map(turn => [turn.paragraph, turn]));
  const reading: Reading = { paragraphs, layout: createLayout(paragraphs, quotations), turns, history: [] };
  let start = 0;
  return quotations.map(quotation => {
    const [first, last] = [elementAt(quotation.parts, 0), elementAt(quotation.parts, -1)];
    const host = findHost(reading.layout, first, start);
    const lastHost = last === first ? host : findHost(reading.layout, last, host);
    const { isSpoken, ...explained } = readQuotation({ reading, quotation, first, last, host, lastHost });
    start = isSpoken ? lastHost : host;
    return explained;
  });
}

/** Every quotation of an article in order, with its speaker if known. Deterministic, linear in its length. */
export function extractQuotes(article: Article): QuotesDraft {
  return { quotes: explainQuotes(article).map(({ quote }) => quote) };
}
