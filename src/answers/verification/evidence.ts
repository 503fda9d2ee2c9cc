import { type Article, commentText } from '../../articles/article.ts';
import { type Folded, fold, foldWithPlaces, shortened } from '../../language/folding.ts';
import { type Part, quotations } from '../../language/quotations.ts';
import { sentenceSpans, sentences } from '../../language/sentences.ts';
import { stems } from '../../language/words.ts';
import type { Ground } from '../recipe.ts';
import { ordersMachine, spokenToReaders } from './instructions.ts';
import { faultOf } from './wording.ts';

/** A place in one paragraph: `number` counts from 1, `start` and `end` are offsets into its text. */
export interface Place {
  readonly paragraph: number;
  readonly start: number;
  readonly end: number;
}

/** The folded paragraphs of articles in use: a check looks up many passages in one article. */
const foldedArticles = new WeakMap<Article, readonly Folded[]>();

function foldedParagraphs(article: Article): readonly Folded[] {
  const known = foldedArticles.get(article);
  if (known) return known;
  const folded = article.paragraphs.map(foldWithPlaces);
  foldedArticles.set(article, folded);
  return folded;
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

function cutsAWord(text: string, start: number, end: number): boolean {
  const inside = (index: number) =>
    WORD_CHARACTER.test(text[index - 1] ?? '') && WORD_CHARACTER.test(text[index] ?? '');
  return inside(start) || inside(end);
}

function* occurrences(folded: Folded, wanted: string, number: number): Generator<Place> {
  for (
    let found = folded.text.indexOf(wanted);
    found >= 0;
    found = folded.text.indexOf(wanted, found + wanted.length)
  ) {
    const end = found + wanted.length;
    if (!cutsAWord(folded.text, found, end))
      yield { paragraph: number, start: folded.at[found]!, end: folded.at[end - 1]! + 1 };
  }
}

/**
 * Where a passage stands in one paragraph, in order, after folding white space and quotation marks; whole
 * words only. Empty if it does not, or if there is no such paragraph.
 */
export function* placesIn(article: Article, number: number, passage: string): Generator<Place> {
  const folded = foldedParagraphs(article)[number - 1];
  const wanted = fold(passage);
  if (folded && wanted !== '') yield* occurrences(folded, wanted, number);
}

/** Where a passage stands in the article, in order: as `placesIn`, over all paragraphs. */
export function* places(article: Article, passage: string): Generator<Place> {
  const wanted = fold(passage);
  if (wanted === '') return;
  for (const [index, folded] of foldedParagraphs(article).entries())
    yield* occurrences(folded, wanted, index + 1);
}

/** The stored text at a place, with its own glyphs. */
export function textAt(article: Article, place: Place): string {
  return article.paragraphs[place.paragraph - 1]!.slice(place.start, place.end);
}

/** The paragraph numbers that exist, in order, each once. */
export function existing(article: Article, numbers: readonly number[]): number[] {
  return [...new Set(numbers)]
    .filter(number => Number.isInteger(number) && number >= 1 && number <= article.paragraphs.length)
    .sort((a, b) => a - b);
}

const lowered = new WeakMap<Article, { readonly text: string; readonly known: Map<string, boolean> }>();

/** Headline, byline and paragraphs, folded, in small letters; and what was looked up in them. */
function loweredArticle(article: Article) {
  const known = lowered.get(article);
  if (known) return known;
  const parts = [
    fold(article.headline),
    fold(article.byline ?? ''),
    ...foldedParagraphs(article).map(({ text }) => text),
  ];
  const made = { text: parts.join('\n').toLowerCase(), known: new Map<string, boolean>() };
  lowered.set(article, made);
  return made;
}

function holdsWords(text: string, wanted: string): boolean {
  for (let found = text.indexOf(wanted); found >= 0; found = text.indexOf(wanted, found + wanted.length)) {
    if (!cutsAWord(text, found, found + wanted.length)) return true;
  }
  return false;
}

/**
 * Names stand mostly beside what was said: so many characters on either side of a place are looked at first.
 */
const NEARBY = 500;

/**
 * Whether headline, byline or paragraphs hold these words in this order, without regard to capitals. Comments
 * do not count.
 */
export function mentions(article: Article, phrase: string, near?: Place): boolean {
  const wanted = fold(phrase).toLowerCase();
  if (wanted === '') return false;
  const { text, known } = loweredArticle(article);
  const before = known.get(wanted);
  if (before !== undefined) return before;
  const close = near
    ? (article.paragraphs[near.paragraph - 1] ?? '').slice(
        Math.max(0, near.start - NEARBY),
        near.end + NEARBY,
      )
    : '';
  const holds = holdsWords(fold(close).toLowerCase(), wanted) || holdsWords(text, wanted);
  known.set(wanted, holds);
  return holds;
}

/** A statement with the paragraphs that it rests on. */
export interface Statement {
  readonly text: string;
  readonly paragraphs: readonly number[];
}

/** A statement that the article bears out, with its place for sorting; or why it is not borne out. */
export type Evidence =
  | { readonly statement: { text: string; paragraphs: number[] }; readonly place: Place }
  | { readonly complaint: string };

/**
 * A piece of what gives orders to machines would be what it orders to be said: of that only whole sentences
 * are quoted.
 */
const isQuotable = (article: Article) => (place: Place) =>
  !ordersMachine(article.paragraphs[place.paragraph - 1]!) || isWhole(article, place);

/**
 * The evidence for a statement: its text stands verbatim in one of the paragraphs that it names, or elsewhere
 * in the article (its paragraph numbers are then corrected). The text returned is the stored one.
 */
export function evidenceFor(article: Article, { text, paragraphs }: Statement): Evidence {
  const named = existing(article, paragraphs);
  const quotable = isQuotable(article);
  const place =
    named.map(number => placesIn(article, number, text).find(quotable)).find(found => found !== undefined) ??
    places(article, text).find(quotable);
  if (!place) return { complaint: `The article does not say "${shortened(text)}".` };
  return { statement: { text: textAt(article, place), paragraphs: [place.paragraph] }, place };
}

/**
 * The evidence for a statement that may be phrased freely: whole sentences of the article as they stand, or
 * what the paragraphs that it names bear out by the rules of `faultOf`. Part of a sentence is a statement of
 * its own: what somebody denies or orders to be said is not what the article says, so it goes by these rules
 * too, and from what gives orders to machines nothing is concluded.
 */
export function supportFor(article: Article, { text, paragraphs }: Statement): Evidence {
  const verbatim = evidenceFor(article, { text, paragraphs });
  if ('place' in verbatim && isWhole(article, verbatim.place)) return verbatim;
  const named = 'place' in verbatim ? verbatim.statement.paragraphs : existing(article, paragraphs);
  if (named.length === 0) return { complaint: `"${shortened(text)}" names no paragraph that exists.` };
  const telling = named.filter(number => !ordersMachine(article.paragraphs[number - 1]!));
  if (telling.length === 0)
    return { complaint: `Paragraph ${named.join(', ')} gives orders and reports nothing.` };
  const against = faultOf(
    text,
    passagesAt(article, telling),
    spokenToReaders([article.headline, ...article.paragraphs]),
  );
  if (against !== null)
    return {
      complaint: `"${shortened(text)}" is not borne out by paragraph ${named.join(', ')}: ${against}`,
    };
  if ('place' in verbatim) return verbatim;
  if (isReaders(text, passagesAt(article, telling), article))
    return { complaint: `"${shortened(text)}" is what a reader says, not the article.` };
  return { statement: { text, paragraphs: telling }, place: { paragraph: telling[0]!, start: 0, end: 0 } };
}

/**
 * So large a share of a statement's words in one sentence of a reader's makes it the reader's, unless the
 * article has as many of them.
 */
const OF_A_READER = 0.6;

const readersSentences = new WeakMap<Article, readonly ReadonlySet<string>[]>();

/**
 * Whether a statement says what a reader says, and says it with more of the reader's words than of the
 * passages'.
 */
function isReaders(text: string, passages: readonly string[], article: Article): boolean {
  const said = [...new Set(stems(text))];
  const shareIn = (words: ReadonlySet<string>) =>
    said.filter(word => words.has(word)).length / Math.max(1, said.length);
  const all =
    readersSentences.get(article) ??
    article.comments.flatMap(comment =>
      sentences(commentText(comment)).map(sentence => new Set(stems(sentence))),
    );
  readersSentences.set(article, all);
  const own = shareIn(new Set(passages.flatMap(stems)));
  return all.some(words => {
    const share = shareIn(words);
    return share >= OF_A_READER && share > own;
  });
}

const spans = new WeakMap<Article, Map<number, ReturnType<typeof sentenceSpans>>>();

function spansOf(article: Article, number: number) {
  const known = spans.get(article) ?? new Map<number, ReturnType<typeof sentenceSpans>>();
  spans.set(article, known);
  const found = known.get(number) ?? sentenceSpans(article.paragraphs[number - 1]!);
  known.set(number, found);
  return found;
}

/** Works out what is asked of an article by every check and does not depend on what is checked. */
export function prepareEvidence(article: Article): void {
  loweredArticle(article);
  for (const index of article.paragraphs.keys()) spansOf(article, index + 1);
}

/** Whether a place holds one or more whole sentences; marks at either end do not count. */
function isWhole(article: Article, { paragraph, start, end }: Place): boolean {
  const text = article.paragraphs[paragraph - 1]!;
  const bare = (from: number, to: number) =>
    !WORD_CHARACTER.test(text.slice(Math.min(from, to), Math.max(from, to)));
  const all = spansOf(article, paragraph);
  return all.some(span => bare(span.start, start)) && all.some(span => bare(end, span.end));
}

const passagesAt = (article: Article, numbers: readonly number[]) =>
  numbers.map(number => article.paragraphs[number - 1]!);

/** In the order of the article. */
export function byPlace(a: Place, b: Place): number {
  return a.paragraph - b.paragraph || a.start - b.start || b.end - a.end;
}

interface Quoted {
  /** By paragraph number, in order. */
  readonly parts: ReadonlyMap<number, readonly Part[]>;
  /**
   * By the folded words between the marks: every place where exactly they are quoted, in order; also by
   * paragraph number and words.
   */
  readonly exact: ReadonlyMap<string, readonly Place[]>;
}

const quotedIn = new WeakMap<Article, Quoted>();

function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function quoted(article: Article): Quoted {
  const known = quotedIn.get(article);
  if (known) return known;
  const parts = new Map<number, Part[]>();
  const exact = new Map<string, Place[]>();
  for (const { parts: all } of quotations(article.paragraphs)) {
    for (const part of all) pushTo(parts, part.paragraph + 1, part);
    const { paragraph, from, to } = all[0]!;
    const place = { paragraph: paragraph + 1, start: from, end: to };
    const words = fold(textAt(article, place));
    pushTo(exact, words, place);
    pushTo(exact, `${place.paragraph}\n${words}`, place);
  }
  const made = { parts, exact };
  quotedIn.set(article, made);
  return made;
}

/**
 * Where exactly these words stand between quotation marks, in order: in the whole article, or in one
 * paragraph.
 */
export function exactlyQuoted(article: Article, passage: string, paragraph?: number): readonly Place[] {
  const words = fold(passage);
  return quoted(article).exact.get(paragraph === undefined ? words : `${paragraph}\n${words}`) ?? [];
}

/** The last part that begins at or before `start`; parts are in order and do not overlap. */
function partAt(parts: readonly Part[], start: number): Part | undefined {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}

/**
 * Whether each place lies within one quotation of the article: verbatim words that stand outside quotation
 * marks are nobody's.
 */
export function isBetweenMarks(article: Article, at: readonly Place[]): boolean {
  return at.every(({ paragraph, start, end }) => {
    const part = partAt(quoted(article).parts.get(paragraph) ?? [], start);
    return part !== undefined && end <= part.end;
  });
}

/** A paragraph or a comment as it is stored: one of the two numbers is null. */
export interface Passage {
  readonly paragraph: number | null;
  readonly comment: string | null;
  readonly text: string;
}

/**
 * The stored passages that an answer of any kind rests on, whole and each once: paragraphs in the order of
 * the article, then comments in reading order. What an answer names and the article does not have is left
 * out.
 */
export function passagesOf<Answer>(recipe: Grounding<Answer>, answer: Answer, article: Article): Passage[] {
  const { paragraphs, comments } = proofOf(recipe, answer, article);
  const named = new Set(comments);
  return [
    ...paragraphs.map(number => ({
      paragraph: number,
      comment: null,
      text: article.paragraphs[number - 1]!,
    })),
    ...article.comments
      .filter(({ number }) => named.has(number))
      .map(comment => ({ paragraph: null, comment: comment.number, text: commentText(comment) })),
  ];
}

/** What an answer can say for itself, computed from the answer and the article. */
export interface Proof {
  /**
   * How many passages it shows or points it makes, and how many of these stand word for word where it says.
   */
  readonly statements: number;
  readonly verbatim: number;
  /** All the evidence, in order, each number once. */
  readonly paragraphs: readonly number[];
  readonly comments: readonly string[];
}

/** For a line such as "6 of 6 quotes verbatim from ¶2–9". */
export function proofOf<Answer>(recipe: Grounding<Answer>, answer: Answer, article: Article): Proof {
  const grounds = recipe.grounds(answer);
  const stated = grounds.filter(({ text }) => text !== '');
  const named = new Set(grounds.flatMap(({ comments }) => comments));
  return {
    statements: stated.length,
    verbatim: stated.filter(ground => standsThere(ground, article)).length,
    paragraphs: existing(
      article,
      grounds.flatMap(({ paragraphs }) => paragraphs),
    ),
    comments: article.comments.map(({ number }) => number).filter(number => named.has(number)),
  };
}

type Grounding<Answer> = { readonly grounds: (answer: Answer) => readonly Ground[] };

/**
 * Whether a text stands word for word in its evidence; the parts of a quotation over several paragraphs one
 * by one.
 */
function standsThere({ text, paragraphs, comments }: Ground, article: Article): boolean {
  const named = new Set(comments);
  const stored = [
    ...existing(article, paragraphs).map(number => foldedParagraphs(article)[number - 1]!.text),
    ...article.comments
      .filter(({ number }) => named.has(number))
      .flatMap(comment => comment.paragraphs.map(fold)),
  ];
  return text.split(/\n\s*\n/).every(part => stored.some(passage => passage.includes(fold(part))));
}
