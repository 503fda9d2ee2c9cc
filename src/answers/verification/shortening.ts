import type { Article } from '../../articles/article.ts';
import { collectFullNames, type FullNames } from '../../language/full-names.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import type { SentenceWord } from './propositions/words.ts';
import { abbreviate } from './shortening/abbreviations.ts';
import { MAX_WORDS, readComparable, readStatement } from './shortening/comparable-words.ts';
import { type JoinedParts, splitJoined } from './shortening/joined-parts.ts';
import { isSafelyDropped, readRuns } from './shortening/omissions.ts';
import { rewriteSentence } from './shortening/rewritings.ts';
import { isRestricting } from './shortening/scope.ts';
import { isVerbForm } from './shortening/verb-forms.ts';
import { alignFromEnd, alignWords, countFullName, countNameWords } from './shortening/word-alignment.ts';
import { getSentenceSpans, type TextSpan } from './spans.ts';

/** The sentences that a statement shortens, mostly one, and whether it leaves nothing out. */
export interface ShortenedFrom {
  readonly spans: readonly [TextSpan, ...TextSpan[]];
  readonly isWhole: boolean;
}

/**
 * The sentence of one of these paragraphs that a statement shortens without loss, or those that it joins; undefined where
 * there are none.
 */
export function findShortenedSentence(
  article: Article,
  text: string,
  paragraphs: readonly number[],
): ShortenedFrom | undefined {
  if (text.length > MAX_STATEMENT) return undefined;
  return (
    findOneSentence(article, text, paragraphs) ?? findJoinedSentences(article, text, paragraphs, MAX_DEPTH)
  );
}

/** Characters of a statement that is looked at. */
const MAX_STATEMENT = 800;
/** A statement joins so many others, at most. */
const MAX_DEPTH = 2;

function findJoinedSentences(
  article: Article,
  text: string,
  paragraphs: readonly number[],
  depth: number,
): ShortenedFrom | undefined {
  if (depth === 0 || !isReadingEnglish()) return undefined;
  for (const parts of splitJoined(text)) {
    const first = findOneSentence(article, parts.first, paragraphs);
    if (!first) continue;
    const second =
      findOneSentence(article, parts.second, paragraphs) ??
      findJoinedSentences(article, parts.second, paragraphs, depth - 1);
    if (second && canFollow(article, parts, first, second))
      return { spans: [...first.spans, ...second.spans], isWhole: false };
  }
  return undefined;
}

/** Whether the second of two sentences is understood behind the first as it is where it stands. */
function canFollow(
  article: Article,
  parts: JoinedParts,
  first: ShortenedFrom,
  second: ShortenedFrom,
): boolean {
  if (parts.isNamed) return true;
  const [one, other] = [elementAt(first.spans, -1), second.spans[0]];
  const sentences = getSentenceSpans(article, one.paragraph);
  const at = sentences.findIndex(({ start }) => start === one.start);
  const isBeside =
    one.paragraph === other.paragraph && [at, at + 1].some(index => sentences[index]?.start === other.start);
  return isBeside && (!parts.pointsBack || first.isWhole);
}

function findOneSentence(
  article: Article,
  text: string,
  paragraphs: readonly number[],
): ShortenedFrom | undefined {
  const wanted = readStatement(abbreviate(article, text));
  if (wanted.length < MIN_WORDS) return undefined;
  const names = getFullNames(article);
  for (const paragraph of paragraphs) {
    const whole = elementAt(article.paragraphs, paragraph - 1);
    for (const { start, end } of getSentenceSpans(article, paragraph)) {
      const sentence = abbreviate(article, whole.slice(start, end));
      if (!mayHold(sentence, wanted)) continue;
      const words = readComparable(sentence);
      const context = { before: whole.slice(0, start), names };
      const found = compareWithSentence(wanted, words, context) ?? compareRewritten(wanted, words, context);
      if (found) return { spans: [{ paragraph, start, end }], isWhole: found === 'whole' };
    }
  }
  return undefined;
}

/** Fewer words are no statement. */
const MIN_WORDS = 3;

/** A quick look before a sentence is read: the longer words of the statement stand in it, but for a name. */
function mayHold(sentence: string, wanted: readonly string[]): boolean {
  const lower = sentence.toLowerCase();
  const missing = wanted.filter(word => word.length > 4 && !lower.includes(word));
  return missing.length <= 3;
}

/** What helps to tell whom a sentence means: its paragraph before it, and the people of the article. */
interface Context {
  readonly before: string;
  readonly names: FullNames;
}

/** How many words of a statement name whom a pronoun or a last name of a sentence means; 0 where that is not sure. */
function countMeant(
  wanted: readonly string[],
  from: number,
  sentence: readonly SentenceWord[],
  at: number,
  { before, names }: Context,
): number {
  const { kind, lower } = elementAt(sentence, at);
  return kind === 'name'
    ? countFullName(wanted, from, lower, names)
    : countNameWords(wanted, from, sentence.slice(0, at), before);
}

const getFullNames = memoizePerObject(({ headline, paragraphs }: Article) =>
  collectFullNames([headline, ...paragraphs]),
);

/** Whether a statement shortens the sentence put in another way that says the same. */
function compareRewritten(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  context: Context,
): 'part' | null {
  for (const variant of rewriteSentence(sentence))
    if (compareWithSentence(wanted, variant, context) !== null) return 'part';
  return null;
}

function compareWithSentence(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  context: Context,
): 'whole' | 'part' | null {
  if (sentence.length > 4 * MAX_WORDS) return null;
  const kept = alignWords(wanted, sentence, (from, pronoun) =>
    countMeant(wanted, from, sentence, pronoun, context),
  );
  if (!kept) return null;
  const isExact = kept.every(Boolean) && wanted.length === sentence.length;
  if (isExact) return 'whole';
  const isLossless = (some: readonly boolean[]) =>
    sentence.some((word, at) => some[at] && isVerbForm(word)) &&
    readRuns(sentence, some).every(
      ([from, to]) =>
        isSafelyDropped(sentence, from, to) && !isRestricting({ sentence, kept: some, from, to }),
    );
  if (isLossless(kept)) return 'part';
  // a word that stands there twice can be either of them
  const fromEnd = alignFromEnd(wanted, sentence);
  return fromEnd && isLossless(fromEnd) ? 'part' : null;
}
