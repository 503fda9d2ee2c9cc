import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../../articles/article.ts';
import { fold, truncate } from '../../language/folding.ts';
import type { Language } from '../../language/languages.ts';
import { hasVenueWords } from '../../language/speech.ts';
import type { CheckResult, Recipe } from '../recipe.ts';
import { isMentioned } from '../verification/mentions.ts';
import { findExactQuotations, isWithinQuotation } from '../verification/quotation-index.ts';
import { compareSpans, findSpans, findSpansIn, type TextSpan, textOfSpan } from '../verification/spans.ts';
import { createTranslationTask, keepFaithfulTranslation } from '../verification/translation.ts';
import { extractQuotes } from './extract.ts';
import { type Quote, QuotesAnswer, QuotesDraft, QuotesOptions } from './schema.ts';

interface LocatedQuote {
  readonly quote: Quote;
  /** One place for each of its parts. */
  readonly at: readonly TextSpan[];
}

const isSameSpan = (a: TextSpan, b: TextSpan) =>
  a.paragraph === b.paragraph && a.start === b.start && a.end === b.end;

/**
 * The rest of a quotation in the paragraphs that follow: each part is reopened at the beginning of the next
 * paragraph.
 */
function findContinuation(
  article: Article,
  parts: readonly string[],
  first: TextSpan,
): TextSpan[] | undefined {
  const at = [first];
  for (const [index, part] of parts.slice(1).entries()) {
    const span = findSpansIn(article, first.paragraph + index + 1, part).next().value;
    if (!span || span.start > 3) return undefined;
    at.push(span);
  }
  return at;
}

function splitParts(text: string): string[] {
  const parts = text.split(/\n\s*\n/);
  return (parts.length > 1 ? parts.map(part => part.trim()) : parts).filter(part => part.trim() !== '');
}

/**
 * How many passages that stand nowhere are looked for in the whole article before the rest of a draft is
 * given up.
 */
const MAX_MISSES = 200;

/** Finds for one quotation after another its place between the article's marks, each place once. */
function createSpanFinder(article: Article) {
  const taken = new Set<string>();
  const passed = new Map<readonly TextSpan[], number>();
  let misses = 0;

  /** The first free place of a list; what was passed over stays taken, so a list is walked once in all. */
  const takeFree = (list: readonly TextSpan[]): TextSpan | undefined => {
    let at = passed.get(list) ?? 0;
    while (at < list.length && taken.has(spanKeyOf(list[at]!))) at++;
    passed.set(list, at);
    return list[at];
  };
  const findWhole = (parts: readonly string[], first: TextSpan | undefined): TextSpan[] | undefined => {
    const at = first && findContinuation(article, parts, first);
    return at && isWithinQuotation(article, at) ? at : undefined;
  };
  /** Words that are part of a quotation, or that stand in marks of another kind. */
  const findWithin = (quote: Quote, parts: readonly string[]): TextSpan[] | 'taken' | 'nowhere' => {
    let outcome: 'taken' | 'nowhere' = 'nowhere';
    for (const candidates of [
      findSpansIn(article, quote.paragraph, parts[0]!),
      findSpans(article, parts[0]!),
    ]) {
      for (const first of candidates) {
        const at = findWhole(parts, first);
        if (at && !taken.has(spanKeyOf(first))) return at;
        if (at) outcome = 'taken';
      }
      if (outcome === 'taken') return outcome;
    }
    return outcome;
  };
  return (quote: Quote): TextSpan[] | 'taken' | 'nowhere' => {
    const parts = splitParts(quote.text);
    const [opening] = parts;
    if (opening === undefined || misses > MAX_MISSES) return 'nowhere';
    const inParagraph = findExactQuotations(article, opening, quote.paragraph);
    const anywhere = findExactQuotations(article, opening);
    let found: TextSpan[] | 'taken' | 'nowhere' | undefined = findWhole(parts, takeFree(inParagraph));
    if (!found && inParagraph.length === 0) found = findWhole(parts, takeFree(anywhere));
    if (!found) found = anywhere.length > 0 && parts.length === 1 ? 'taken' : findWithin(quote, parts);
    if (found === 'nowhere') misses += 1;
    if (typeof found !== 'string') taken.add(spanKeyOf(found[0]!));
    return found;
  };
}

const spanKeyOf = ({ paragraph, start, end }: TextSpan) => `${paragraph} ${start} ${end}`;

const venuesByArticle = new WeakMap<Article, Map<string, boolean>>();

/** Whether the article has words for the place where something was said ("tweeted" for Twitter). */
function hasVenue(article: Article, where: string): boolean {
  const known = venuesByArticle.get(article) ?? new Map<string, boolean>();
  venuesByArticle.set(article, known);
  const before = known.get(where) ?? article.paragraphs.some(text => hasVenueWords(text, where));
  known.set(where, before);
  return before;
}

/** A part of a quotation, and the quotation it belongs to. */
interface AttributedSpan {
  readonly span: TextSpan;
  readonly quote: Quote;
}

const attributionsByArticle = new WeakMap<Article, ReadonlyMap<number, readonly AttributedSpan[]>>();

/**
 * What the article's text says of each quotation, by paragraph and in the order of the text: the built-in
 * reading with its places, worked out once for an article.
 */
function getAttributions(article: Article): ReadonlyMap<number, readonly AttributedSpan[]> {
  const known = attributionsByArticle.get(article);
  if (known) return known;
  const find = createSpanFinder(article);
  const parts = getExtractedQuotes(article).quotes.flatMap((quote): AttributedSpan[] => {
    const at = find(quote);
    return typeof at === 'string' ? [] : at.map(span => ({ span, quote }));
  });
  const made = Map.groupBy(
    parts.toSorted((a, b) => a.span.start - b.span.start),
    ({ span: place }) => place.paragraph,
  );
  attributionsByArticle.set(article, made);
  return made;
}

const draftByArticle = new WeakMap<Article, QuotesDraft>();

function getExtractedQuotes(article: Article): QuotesDraft {
  const draft = draftByArticle.get(article) ?? extractQuotes(article);
  draftByArticle.set(article, draft);
  return draft;
}

/**
 * What the text says of the quotation in which this place lies, or null if the built-in reading has none
 * there.
 */
function findAttribution(article: Article, { paragraph, start, end }: TextSpan): Quote | null {
  const there = getAttributions(article).get(paragraph) ?? [];
  let [low, high] = [0, there.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (there[middle]!.span.start <= start) low = middle + 1;
    else high = middle;
  }
  const last = there[low - 1];
  return last && end <= last.span.end ? last.quote : null;
}

/** Whether one name is the other or a part of it: "Glassner", "Michael Glassner". */
function isSamePerson(a: string, b: string): boolean {
  const [few, many] = [a, b]
    .map(name =>
      fold(name)
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean),
    )
    .sort((x, y) => x.length - y.length);
  return few!.length > 0 && few!.every(word => many!.includes(word));
}

/**
 * The quotation with the speaker to whom the text attributes it. A draft that names somebody else is
 * corrected; where the text does not say, nobody is named, whoever the draft names.
 */
function correctSpeaker(
  quote: Quote,
  article: Article,
  at: readonly TextSpan[],
  say: (complaint: string) => void,
): Quote {
  const told = findAttribution(article, at[0]!);
  const nobody = { speaker: null, role: null, mention: null, where: null };
  const { speaker, role, mention, where } = told ?? nobody;
  if (quote.speaker === null && speaker === null) return { ...quote, role: null, mention, where };
  const rightly = { ...quote, speaker, role, mention, where, scare: speaker === null && quote.scare };
  if (quote.speaker !== null && speaker !== null && isSamePerson(quote.speaker, speaker)) return rightly;
  const who = speaker === null ? 'The article does not say who' : `"${truncate(speaker)}"`;
  say(
    `${who} said "${truncate(quote.text)}"${quote.speaker === null ? '' : `, not "${truncate(quote.speaker)}"`}.`,
  );
  return rightly;
}

/** Keeps of what is said about a quotation only what the article's own words bear out. */
function keepProven(
  given: Quote,
  article: Article,
  at: readonly TextSpan[],
  say: (complaint: string) => void,
): Quote {
  const quote = correctSpeaker(given, article, at, say);
  const keepField = (field: 'speaker' | 'role' | 'mention', value: string | null): string | null => {
    if (value === null || isMentioned(article, value, at[0])) return value;
    say(
      `The article does not name "${truncate(value)}", who was given as the ${field} of "${truncate(quote.text)}".`,
    );
    return null;
  };
  const speaker = keepField('speaker', quote.speaker);
  const isStated =
    quote.where !== null && (isMentioned(article, quote.where) || hasVenue(article, quote.where));
  if (quote.where !== null && !isStated)
    say(`The article does not say that "${truncate(quote.text)}" is from "${truncate(quote.where)}".`);
  const paragraphs = at.map(({ paragraph }) => paragraph);
  if (!isDeepStrictEqual(paragraphs, quote.paragraphs) || quote.paragraph !== paragraphs[0]) {
    say(`"${truncate(quote.text)}" stands in paragraph ${paragraphs.join(', ')}.`);
  }
  return {
    text: at.map(span => textOfSpan(article, span)).join('\n\n'),
    speaker,
    role: speaker === null ? null : keepField('role', quote.role),
    mention: keepField('mention', quote.mention),
    where: isStated ? quote.where : null,
    paragraph: paragraphs[0]!,
    paragraphs,
    scare: quote.scare,
  };
}

/** Drops what stands within another quotation of the list: it is part of that one. */
function keepOutermost(placed: readonly LocatedQuote[]): LocatedQuote[] {
  const kept: LocatedQuote[] = [];
  let reach: TextSpan | undefined;
  for (const entry of placed) {
    const [first, last] = [entry.at[0]!, entry.at.at(-1)!];
    const isInside =
      reach &&
      (first.paragraph < reach.paragraph || (first.paragraph === reach.paragraph && first.start < reach.end));
    if (isInside) continue;
    kept.push(entry);
    reach = last;
  }
  return kept;
}

function checkOnce(
  draft: QuotesDraft,
  article: Article,
  language: Language | null,
): CheckResult<QuotesAnswer> {
  const complaints: string[] = [];
  const complain = (complaint: string) => void complaints.push(complaint);
  const find = createSpanFinder(article);
  const placed: LocatedQuote[] = [];
  for (const quote of draft.quotes) {
    const found = find(quote);
    if (found === 'nowhere') complain(`Nobody is quoted in the article with "${truncate(quote.text)}".`);
    else if (found === 'taken') complain(`"${truncate(quote.text)}" was given twice.`);
    else {
      const quoted = keepProven(quote, article, found, complain);
      placed.push({
        quote: {
          ...quoted,
          ...keepFaithfulTranslation(quote, quoted.text, { article, language, say: complain }),
        },
        at: found,
      });
    }
  }
  const ordered = placed.toSorted((a, b) => compareSpans(a.at[0]!, b.at[0]!));
  if (ordered.some((entry, index) => !isSameSpan(entry.at[0]!, placed[index]!.at[0]!)))
    complain('The quotations were not in the order of the article.');
  const kept = keepOutermost(ordered);
  if (kept.length < ordered.length)
    complain(`${ordered.length - kept.length} of the quotations stood within others.`);
  return { answer: { quotes: kept.map(({ quote }) => quote) }, complaints };
}

/**
 * What one pass drops can free a place for another entry, so it is passed until nothing changes; each pass
 * but the last drops or moves one.
 */
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

/** Every direct quotation with its speaker. The list is empty for an article without quotations. */
export const quotesRecipe = {
  kind: 'quotes',
  options: QuotesOptions,
  draft: QuotesDraft,
  answer: QuotesAnswer,
  extract: getExtractedQuotes,
  instructions: ({ language }) =>
    `List every direct quotation of the article (not of the comments) in the order of the text. "text": copied exactly, without the outer quotation marks; parts that go on in the next paragraph are joined by a blank line into one. "speaker": the full name where the article gives it, else its description, else null. "role": the speaker's role in the article's words, or null. "mention": the article's words for the speaker at this place, or null. "where": where it was said if stated (letter, Twitter, interview), else null. "paragraph": where it begins; "paragraphs": all it stands in. "scare": true for words in quotation marks with which nobody is quoted.${createTranslationTask(language)}`,
  check: checkDraft,
  countStatements: ({ quotes }) => quotes.length,
  citations: ({ quotes }) => quotes.map(({ text, paragraphs }) => ({ text, paragraphs, comments: [] })),
  emptyIsAnswer: false,
  longArticle: {
    reads: 'paragraphs',
    options: options => options,
    merge: drafts => ({ quotes: drafts.flatMap(({ quotes }) => quotes) }),
  },
} satisfies Recipe<QuotesOptions, QuotesDraft, QuotesAnswer>;
