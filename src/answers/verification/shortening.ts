import type { Article } from '../../articles/article.ts';
import { collectFullNames, type FullNames } from '../../language/full-names.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { readSentence } from './propositions/clauses.ts';
import { hasBreak } from './propositions/phrases.ts';
import { isVerbForm } from './propositions/word-classes.ts';
import type { SentenceWord } from './propositions/words.ts';
import { abbreviate } from './shortening/abbreviations.ts';
import { MAX_WORDS, readComparable, readStatement } from './shortening/comparable-words.ts';
import type { Omission } from './shortening/cuts.ts';
import { type JoinedParts, splitJoined } from './shortening/joined-parts.ts';
import { isLastPhrase } from './shortening/last-phrases.ts';
import { dropsMarks } from './shortening/marks.ts';
import { isSafelyDropped, readRuns } from './shortening/omissions.ts';
import { rewriteSentence } from './shortening/rewritings.ts';
import { isRestricting } from './shortening/scope.ts';
import {
  type AlignmentRules,
  alignFromEnd,
  alignWords,
  countFullName,
  countNameWords,
  isSameWord,
  movesArticle,
  type WordComparison,
} from './shortening/word-alignment.ts';
import { getSentenceSpans, type TextSpan } from './spans.ts';
import { standsByItself } from './standing.ts';
import { tellClauses } from './told/clauses.ts';
import { writeWords } from './told/written.ts';

/** The text that a statement may be shortened from: an article's, or any other. */
type ProvingText = Pick<Article, 'headline' | 'paragraphs'>;

/** The sentences that a statement shortens, usually one, and whether it keeps them whole. */
export interface ShortenedFrom {
  readonly spans: readonly [TextSpan, ...TextSpan[]];
  readonly isWhole: boolean;
}

/** Where to look for sentences, and how to compare words. */
interface Search {
  readonly article: ProvingText;
  readonly paragraphs: readonly number[];
  readonly isSame: WordComparison;
  /** Whether to look at sentences too from which a statement differs in marks or capitals. */
  readonly isLoose?: boolean;
}

/**
 * The sentence of one of these paragraphs that a statement shortens without loss, or the sentences that it
 * joins; undefined if there are none. Words must be the sentence's own unless `isSame` allows others.
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

/** Maximum characters of a statement that is examined. */
const MAX_STATEMENT = 800;
/** Maximum number of joints at which a statement is split. */
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

/** Whether the second sentence means the same after the first as it does in the article. */
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

/** A sentence that may contain a statement, with what is needed to align the two. */
interface Candidate {
  readonly span: TextSpan;
  readonly sentence: string;
  readonly words: readonly SentenceWord[];
  readonly wanted: readonly string[];
  readonly context: Context;
  /** Whether it says something else by its marks, its capitals, or what stands beside it. */
  readonly isOther: boolean;
}

function* findCandidates(
  text: string,
  { article, paragraphs, isSame, isLoose }: Search,
): Generator<Candidate> {
  const wanted = readStatement(abbreviate(article, text));
  if (wanted.length < (isLoose ? MIN_LOOSE_WORDS : MIN_WORDS)) return;
  const maxMissing = isSame === isSameWord ? MAX_MISSING : wanted.length * MAX_RENDERED;
  for (const paragraph of paragraphs) {
    const whole = elementAt(article.paragraphs, paragraph - 1);
    for (const { start, end } of getSentenceSpans(article, paragraph)) {
      const given = whole.slice(start, end);
      const sentence = abbreviate(article, given);
      if (countMissing(sentence, wanted) > maxMissing) continue;
      // only words are compared below
      const isOther = dropsMarks(text, given) || !standsByItself(article, { paragraph, start, end }, text);
      if (isOther && isLoose !== true) continue;
      const context = { before: whole.slice(0, start), names: getFullNames(article), isSame };
      yield {
        span: { paragraph, start, end },
        sentence,
        words: readComparable(sentence),
        wanted,
        context,
        isOther,
      };
    }
  }
}

function findOneSentence(text: string, search: Search): ShortenedFrom | undefined {
  for (const { span, words, wanted, context, sentence } of findCandidates(text, search)) {
    const found =
      compareWithSentence(wanted, words, context) ??
      compareRewritten(wanted, words, context) ??
      compareTold(wanted, sentence, context);
    if (found) return { spans: [span], isWhole: found === 'whole' };
  }
  return undefined;
}

/** Whether a statement only matches sentences with a restrictive phrase left out, and none as a whole. */
export const leavesOutRestriction = (
  article: ProvingText,
  text: string,
  paragraphs: readonly number[],
  isSame: WordComparison,
): boolean => onlyMatchesCut(text, { article, paragraphs, isSame }, isRestricting);

/** The same, also with part of a clause left out that what is kept needs: "out of" of "ran out of milk". */
export const leavesOutMore: typeof leavesOutRestriction = (article, text, paragraphs, isSame) =>
  onlyMatchesCut(
    text,
    { article, paragraphs, isSame },
    omission => isRestricting(omission) || cutsClause(omission),
  );

/** Whether a stretch is part of a clause, and neither its last phrase nor anything else that may go. */
function cutsClause({ sentence, from, to }: Omission): boolean {
  const isClause =
    // an article that is kept may be that of another clause
    (hasBreak(sentence[from]) || sentence.slice(0, from).every(({ kind }) => kind === 'determiner')) &&
    (to === sentence.length || hasBreak(sentence[to]) || sentence[to - 1]?.kind === 'conjunction');
  return !isClause && !isSafelyDropped(sentence, from, to) && !isLastPhrase(sentence, from, to);
}

function onlyMatchesCut(text: string, search: Search, isCut: (omission: Omission) => boolean): boolean {
  if (text.length > MAX_STATEMENT) return false;
  const aligned = [...findCandidates(text, { ...search, isLoose: true })].flatMap(
    ({ wanted, words, context, isOther }) => {
      const kept = alignWords(wanted, words, rulesFor(wanted, words, context));
      if (kept === null) return [];
      return [
        isOther || readRuns(words, kept).some(([from, to]) => isCut({ sentence: words, kept, from, to })),
      ];
    },
  );
  return aligned.length > 0 && aligned.every(Boolean);
}

/** Whether a statement has an article before another word than a sentence. */
export const shiftsArticle = (statement: string, sentence: string): boolean =>
  movesArticle(readStatement(statement), readComparable(sentence));

/** Minimum words of a statement. */
const MIN_WORDS = 3;
/** The same, of a statement that leaves something out. */
const MIN_LOOSE_WORDS = 2;

/** Maximum longer words of a statement that a sentence may lack: those of a name for a pronoun. */
const MAX_MISSING = 3;
/** The same as a share of all words, if words may be paraphrased. */
const MAX_RENDERED = 0.5;

/** A cheap test before a sentence is parsed: how many of a statement's longer words it lacks. */
function countMissing(sentence: string, wanted: readonly string[]): number {
  const lower = sentence.toLowerCase();
  return wanted.filter(word => word.length > 4 && !lower.includes(word)).length;
}

/** What helps to resolve references: the paragraph before the sentence, and the people of the article. */
interface Context {
  readonly before: string;
  readonly names: FullNames;
  readonly isSame: WordComparison;
}

/** How many words of a statement spell out a pronoun or last name of a sentence; 0 if unsure. */
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

/** Whether a statement shortens a paraphrase of the sentence. */
function compareRewritten(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  context: Context,
): 'part' | null {
  for (const variant of rewriteSentence(sentence))
    if (compareWithSentence(wanted, variant, context) !== null) return 'part';
  return null;
}

/** Whether a statement shortens what one clause of the sentence tells. */
function compareTold(wanted: readonly string[], sentence: string, context: Context): 'part' | null {
  if (!isReadingEnglish()) return null;
  const told = tellClauses(readSentence(sentence)).map(words => readComparable(writeWords(words)));
  return told.some(words => compareWithSentence(wanted, words, context) !== null) ? 'part' : null;
}

function compareWithSentence(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  context: Context,
): 'whole' | 'part' | null {
  if (sentence.length > 4 * MAX_WORDS || movesArticle(wanted, sentence)) return null;
  const kept = alignWords(wanted, sentence, rulesFor(wanted, sentence, context));
  if (!kept) return null;
  const isExact = kept.every(Boolean) && wanted.length === sentence.length;
  if (isExact) return 'whole';
  // what may be left out is known of English alone
  if (!isReadingEnglish()) return null;
  const isLossless = (some: readonly boolean[]) =>
    sentence.some((word, at) => some[at] && isVerbForm(word)) &&
    readRuns(sentence, some).every(
      ([from, to]) =>
        isSafelyDropped(sentence, from, to) && !isRestricting({ sentence, kept: some, from, to }),
    );
  if (isLossless(kept)) return 'part';
  // of a word that occurs twice, either may be the one that is kept
  const fromEnd = alignFromEnd(wanted, sentence, context.isSame);
  return fromEnd && isLossless(fromEnd) ? 'part' : null;
}
