import { isDeepStrictEqual } from 'node:util';
import type { Article } from '../../articles/article.ts';
import { fold, shortened } from '../../language/folding.ts';
import type { Language } from '../../language/languages.ts';
import { tellsOf } from '../../language/speech.ts';
import type { Checked, Recipe } from '../recipe.ts';
import {
  byPlace,
  exactlyQuoted,
  isBetweenMarks,
  mentions,
  type Place,
  places,
  placesIn,
  textAt,
} from '../verification/evidence.ts';
import { translated, translationTask } from '../verification/translation.ts';
import { extractQuotes } from './extract.ts';
import { type Quote, QuotesAnswer, QuotesDraft, QuotesOptions } from './schema.ts';

interface Placed {
  readonly quote: Quote;
  /** One place for each of its parts. */
  readonly at: readonly Place[];
}

const isSame = (a: Place, b: Place) => a.paragraph === b.paragraph && a.start === b.start && a.end === b.end;

/**
 * The rest of a quotation in the paragraphs that follow: each part is reopened at the beginning of the next
 * paragraph.
 */
function continuation(article: Article, parts: readonly string[], first: Place): Place[] | undefined {
  const at = [first];
  for (const [index, part] of parts.slice(1).entries()) {
    const place = placesIn(article, first.paragraph + index + 1, part).next().value;
    if (!place || place.start > 3) return undefined;
    at.push(place);
  }
  return at;
}

function partsOf(text: string): string[] {
  const parts = text.split(/\n\s*\n/);
  return (parts.length > 1 ? parts.map(part => part.trim()) : parts).filter(part => part.trim() !== '');
}

/**
 * How many passages that stand nowhere are looked for in the whole article before the rest of a draft is
 * given up.
 */
const PATIENCE = 200;

/** Finds for one quotation after another its place between the article's marks, each place once. */
function finder(article: Article) {
  const taken = new Set<string>();
  const passed = new Map<readonly Place[], number>();
  let misses = 0;

  /** The first free place of a list; what was passed over stays taken, so a list is walked once in all. */
  const free = (list: readonly Place[]): Place | undefined => {
    let at = passed.get(list) ?? 0;
    while (at < list.length && taken.has(keyOf(list[at]!))) at++;
    passed.set(list, at);
    return list[at];
  };
  const whole = (parts: readonly string[], first: Place | undefined): Place[] | undefined => {
    const at = first && continuation(article, parts, first);
    return at && isBetweenMarks(article, at) ? at : undefined;
  };
  /** Words that are part of a quotation, or that stand in marks of another kind. */
  const within = (quote: Quote, parts: readonly string[]): Place[] | 'taken' | 'nowhere' => {
    let outcome: 'taken' | 'nowhere' = 'nowhere';
    for (const candidates of [placesIn(article, quote.paragraph, parts[0]!), places(article, parts[0]!)]) {
      for (const first of candidates) {
        const at = whole(parts, first);
        if (at && !taken.has(keyOf(first))) return at;
        if (at) outcome = 'taken';
      }
      if (outcome === 'taken') return outcome;
    }
    return outcome;
  };
  return (quote: Quote): Place[] | 'taken' | 'nowhere' => {
    const parts = partsOf(quote.text);
    const [opening] = parts;
    if (opening === undefined || misses > PATIENCE) return 'nowhere';
    const inParagraph = exactlyQuoted(article, opening, quote.paragraph);
    const anywhere = exactlyQuoted(article, opening);
    let found: Place[] | 'taken' | 'nowhere' | undefined = whole(parts, free(inParagraph));
    if (!found && inParagraph.length === 0) found = whole(parts, free(anywhere));
    if (!found) found = anywhere.length > 0 && parts.length === 1 ? 'taken' : within(quote, parts);
    if (found === 'nowhere') misses += 1;
    if (typeof found !== 'string') taken.add(keyOf(found[0]!));
    return found;
  };
}

const keyOf = ({ paragraph, start, end }: Place) => `${paragraph} ${start} ${end}`;

const told = new WeakMap<Article, Map<string, boolean>>();

/** Whether the article has words for the place where something was said ("tweeted" for Twitter). */
function toldOf(article: Article, where: string): boolean {
  const known = told.get(article) ?? new Map<string, boolean>();
  told.set(article, known);
  const before = known.get(where) ?? article.paragraphs.some(text => tellsOf(text, where));
  known.set(where, before);
  return before;
}

/** A part of a quotation, and the quotation it belongs to. */
interface Told {
  readonly place: Place;
  readonly quote: Quote;
}

const attributions = new WeakMap<Article, ReadonlyMap<number, readonly Told[]>>();

/**
 * What the article's text says of each quotation, by paragraph and in the order of the text: the built-in
 * reading with its places, worked out once for an article.
 */
function attributed(article: Article): ReadonlyMap<number, readonly Told[]> {
  const known = attributions.get(article);
  if (known) return known;
  const find = finder(article);
  const parts = extracted(article).quotes.flatMap((quote): Told[] => {
    const at = find(quote);
    return typeof at === 'string' ? [] : at.map(place => ({ place, quote }));
  });
  const made = Map.groupBy(
    parts.toSorted((a, b) => a.place.start - b.place.start),
    ({ place }) => place.paragraph,
  );
  attributions.set(article, made);
  return made;
}

const drafts = new WeakMap<Article, QuotesDraft>();

function extracted(article: Article): QuotesDraft {
  const draft = drafts.get(article) ?? extractQuotes(article);
  drafts.set(article, draft);
  return draft;
}

/**
 * What the text says of the quotation in which this place lies, or null if the built-in reading has none
 * there.
 */
function attributionAt(article: Article, { paragraph, start, end }: Place): Quote | null {
  const there = attributed(article).get(paragraph) ?? [];
  let [low, high] = [0, there.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (there[middle]!.place.start <= start) low = middle + 1;
    else high = middle;
  }
  const last = there[low - 1];
  return last && end <= last.place.end ? last.quote : null;
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
function attributedRightly(
  quote: Quote,
  article: Article,
  at: readonly Place[],
  say: (complaint: string) => void,
): Quote {
  const told = attributionAt(article, at[0]!);
  const nobody = { speaker: null, role: null, mention: null, where: null };
  const { speaker, role, mention, where } = told ?? nobody;
  if (quote.speaker === null && speaker === null) return { ...quote, role: null, mention, where };
  const rightly = { ...quote, speaker, role, mention, where, scare: speaker === null && quote.scare };
  if (quote.speaker !== null && speaker !== null && isSamePerson(quote.speaker, speaker)) return rightly;
  const who = speaker === null ? 'The article does not say who' : `"${shortened(speaker)}"`;
  say(
    `${who} said "${shortened(quote.text)}"${quote.speaker === null ? '' : `, not "${shortened(quote.speaker)}"`}.`,
  );
  return rightly;
}

/** Keeps of what is said about a quotation only what the article's own words bear out. */
function proven(
  given: Quote,
  article: Article,
  at: readonly Place[],
  say: (complaint: string) => void,
): Quote {
  const quote = attributedRightly(given, article, at, say);
  const keep = (field: 'speaker' | 'role' | 'mention', value: string | null): string | null => {
    if (value === null || mentions(article, value, at[0])) return value;
    say(
      `The article does not name "${shortened(value)}", who was given as the ${field} of "${shortened(quote.text)}".`,
    );
    return null;
  };
  const speaker = keep('speaker', quote.speaker);
  const isStated = quote.where !== null && (mentions(article, quote.where) || toldOf(article, quote.where));
  if (quote.where !== null && !isStated)
    say(`The article does not say that "${shortened(quote.text)}" is from "${shortened(quote.where)}".`);
  const paragraphs = at.map(({ paragraph }) => paragraph);
  if (!isDeepStrictEqual(paragraphs, quote.paragraphs) || quote.paragraph !== paragraphs[0]) {
    say(`"${shortened(quote.text)}" stands in paragraph ${paragraphs.join(', ')}.`);
  }
  return {
    text: at.map(place => textAt(article, place)).join('\n\n'),
    speaker,
    role: speaker === null ? null : keep('role', quote.role),
    mention: keep('mention', quote.mention),
    where: isStated ? quote.where : null,
    paragraph: paragraphs[0]!,
    paragraphs,
    scare: quote.scare,
  };
}

/** Drops what stands within another quotation of the list: it is part of that one. */
function outermost(placed: readonly Placed[]): Placed[] {
  const kept: Placed[] = [];
  let reach: Place | undefined;
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

function checkOnce(draft: QuotesDraft, article: Article, language: Language | null): Checked<QuotesAnswer> {
  const complaints: string[] = [];
  const say = (complaint: string) => void complaints.push(complaint);
  const find = finder(article);
  const placed: Placed[] = [];
  for (const quote of draft.quotes) {
    const found = find(quote);
    if (found === 'nowhere') say(`Nobody is quoted in the article with "${shortened(quote.text)}".`);
    else if (found === 'taken') say(`"${shortened(quote.text)}" was given twice.`);
    else {
      const quoted = proven(quote, article, found, say);
      placed.push({
        quote: { ...quoted, ...translated(quote, quoted.text, { article, language, say }) },
        at: found,
      });
    }
  }
  const ordered = placed.toSorted((a, b) => byPlace(a.at[0]!, b.at[0]!));
  if (ordered.some((entry, index) => !isSame(entry.at[0]!, placed[index]!.at[0]!)))
    say('The quotations were not in the order of the article.');
  const kept = outermost(ordered);
  if (kept.length < ordered.length)
    say(`${ordered.length - kept.length} of the quotations stood within others.`);
  return { answer: { quotes: kept.map(({ quote }) => quote) }, complaints };
}

/**
 * What one pass drops can free a place for another entry, so it is passed until nothing changes; each pass
 * but the last drops or moves one.
 */
function check(
  draft: QuotesDraft,
  article: Article,
  { language }: QuotesOptions = { language: null },
): Checked<QuotesAnswer> {
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
  extract: extracted,
  instructions: ({ language }) =>
    `List every direct quotation of the article (not of the comments) in the order of the text. "text": copied exactly, without the outer quotation marks; parts that go on in the next paragraph are joined by a blank line into one. "speaker": the full name where the article gives it, else its description, else null. "role": the speaker's role in the article's words, or null. "mention": the article's words for the speaker at this place, or null. "where": where it was said if stated (letter, Twitter, interview), else null. "paragraph": where it begins; "paragraphs": all it stands in. "scare": true for words in quotation marks with which nobody is quoted.${translationTask(language)}`,
  check,
  statements: ({ quotes }) => quotes.length,
  grounds: ({ quotes }) => quotes.map(({ text, paragraphs }) => ({ text, paragraphs, comments: [] })),
  emptyIsAnswer: false,
  long: {
    reads: 'paragraphs',
    options: options => options,
    merge: drafts => ({ quotes: drafts.flatMap(({ quotes }) => quotes) }),
  },
} satisfies Recipe<QuotesOptions, QuotesDraft, QuotesAnswer>;
