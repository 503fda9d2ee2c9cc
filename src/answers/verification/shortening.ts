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
import {
  type AlignmentRules,
  alignFromEnd,
  alignWords,
  countFullName,
  countNameWords,
  isSameWord,
  type WordComparison,
} from './shortening/word-alignment.ts';
import { getSentenceSpans, type TextSpan } from './spans.ts';

/** What a statement may be shortened from: an article's own text, or any other. */
type ProvingText = Pick<Article, 'headline' | 'paragraphs'>;

/** The sentences that a statement shortens, mostly one, and whether it leaves nothing out. */
export interface ShortenedFrom {
  readonly spans: readonly [TextSpan, ...TextSpan[]];
  readonly isWhole: boolean;
}

/** Where sentences are looked for, and by what words are the same. */
interface Search {
  readonly article: ProvingText;
  readonly paragraphs: readonly number[];
  readonly isSame: WordComparison;
}

/**
 * The sentence of one of these paragraphs that a statement shortens without loss, or those that it joins; undefined where
 * there are none. Its words are the sentence's own unless `isSame` tells otherwise.
 */
export function findShortenedSentence(
  article: ProvingText,
  text: string,
  paragraphs: readonly number[],
  isSame: WordComparison = isSameWord,
): ShortenedFrom | undefined {
  if (text.length > MAX_STATEMENT) return undefined;
  const search = { article, paragraphs, isSame };
  return findOneSentence(text, search) ?? findJoinedSentences(text, search, MAX_DEPTH);
}

/** Characters of a statement that is looked at. */
const MAX_STATEMENT = 800;
/** A statement joins so many others, at most. */
const MAX_DEPTH = 2;

function findJoinedSentences(text: string, search: Search, depth: number): ShortenedFrom | undefined {
  if (depth === 0 || !isReadingEnglish()) return undefined;
  for (const parts of splitJoined(text)) {
    const first = findOneSentence(parts.first, search);
    if (!first) continue;
    const second =
      findOneSentence(parts.second, search) ?? findJoinedSentences(parts.second, search, depth - 1);
    if (second && canFollow(search.article, parts, first, second))
      return { spans: [...first.spans, ...second.spans], isWhole: false };
  }
  return undefined;
}

/** Whether the second of two sentences is understood behind the first as it is where it stands. */
function canFollow(
  article: ProvingText,
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

/** A sentence that may hold a statement, with what it takes to lay the statement beside it. */
interface Candidate {
  readonly span: TextSpan;
  readonly words: readonly SentenceWord[];
  readonly wanted: readonly string[];
  readonly context: Context;
}

function* findCandidates(text: string, { article, paragraphs, isSame }: Search): Generator<Candidate> {
  const wanted = readStatement(abbreviate(article, text));
  if (wanted.length < MIN_WORDS) return;
  const maxMissing = isSame === isSameWord ? MAX_MISSING : wanted.length * MAX_RENDERED;
  for (const paragraph of paragraphs) {
    const whole = elementAt(article.paragraphs, paragraph - 1);
    for (const { start, end } of getSentenceSpans(article, paragraph)) {
      const sentence = abbreviate(article, whole.slice(start, end));
      if (countMissing(sentence, wanted) > maxMissing) continue;
      const context = { before: whole.slice(0, start), names: getFullNames(article), isSame };
      yield { span: { paragraph, start, end }, words: readComparable(sentence), wanted, context };
    }
  }
}

function findOneSentence(text: string, search: Search): ShortenedFrom | undefined {
  for (const { span, words, wanted, context } of findCandidates(text, search)) {
    const found = compareWithSentence(wanted, words, context) ?? compareRewritten(wanted, words, context);
    if (found) return { spans: [span], isWhole: found === 'whole' };
  }
  return undefined;
}

/**
 * Whether a statement is made of what is left of a sentence where what says of which ones it holds is gone, and no other
 * sentence has it whole.
 */
export function leavesOutRestriction(
  article: ProvingText,
  text: string,
  paragraphs: readonly number[],
  isSame: WordComparison,
): boolean {
  if (text.length > MAX_STATEMENT) return false;
  const aligned = [...findCandidates(text, { article, paragraphs, isSame })].flatMap(
    ({ wanted, words, context }) => {
      const kept = alignWords(wanted, words, rulesFor(wanted, words, context));
      return kept
        ? [readRuns(words, kept).some(([from, to]) => isRestricting({ sentence: words, kept, from, to }))]
        : [];
    },
  );
  return aligned.length > 0 && aligned.every(Boolean);
}

/** Fewer words are no statement. */
const MIN_WORDS = 3;

/** Longer words of a statement, at most, that a sentence does not have: those of a name that stands for a pronoun. */
const MAX_MISSING = 3;
/** The same as a share of all words, where words may be put in another way. */
const MAX_RENDERED = 0.5;

/** A quick look before a sentence is read: how many of the longer words of a statement it does not have. */
function countMissing(sentence: string, wanted: readonly string[]): number {
  const lower = sentence.toLowerCase();
  return wanted.filter(word => word.length > 4 && !lower.includes(word)).length;
}

/** What helps to tell whom a sentence means: its paragraph before it, and the people of the article. */
interface Context {
  readonly before: string;
  readonly names: FullNames;
  readonly isSame: WordComparison;
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

const getFullNames = memoizePerObject(({ headline, paragraphs }: ProvingText) =>
  collectFullNames([headline, ...paragraphs]),
);

const rulesFor = (
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  context: Context,
): AlignmentRules => ({
  isSame: context.isSame,
  countNamed: (from, at) => countMeant(wanted, from, sentence, at, context),
});

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
  const kept = alignWords(wanted, sentence, rulesFor(wanted, sentence, context));
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
  const fromEnd = alignFromEnd(wanted, sentence, context.isSame);
  return fromEnd && isLossless(fromEnd) ? 'part' : null;
}
