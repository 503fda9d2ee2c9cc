import type { Article } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import type { SentenceWord } from './propositions/words.ts';
import { MAX_WORDS, readComparable, readStatement } from './shortening/comparable-words.ts';
import { FINITE, isSafelyDropped, readRuns } from './shortening/omissions.ts';
import { isRestricting } from './shortening/scope.ts';
import { alignFromEnd, alignWords, countNameWords } from './shortening/word-alignment.ts';
import { getSentenceSpans, type TextSpan } from './spans.ts';

/** The sentence that a statement shortens, and whether it leaves nothing out. */
export interface ShortenedFrom {
  readonly span: TextSpan;
  readonly isWhole: boolean;
}

/** The sentence of one of these paragraphs that a statement shortens without loss, or undefined. */
export function findShortenedSentence(
  article: Article,
  text: string,
  paragraphs: readonly number[],
): ShortenedFrom | undefined {
  const wanted = readStatement(text);
  if (wanted.length < MIN_WORDS) return undefined;
  for (const paragraph of paragraphs) {
    const whole = elementAt(article.paragraphs, paragraph - 1);
    for (const { start, end } of getSentenceSpans(article, paragraph)) {
      const sentence = whole.slice(start, end);
      if (!mayHold(sentence, wanted)) continue;
      const found = compareWithSentence(wanted, readComparable(sentence), whole.slice(0, start));
      if (found) return { span: { paragraph, start, end }, isWhole: found === 'whole' };
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

function compareWithSentence(
  wanted: readonly string[],
  sentence: readonly SentenceWord[],
  before: string,
): 'whole' | 'part' | null {
  if (sentence.length > 4 * MAX_WORDS) return null;
  const kept = alignWords(wanted, sentence, (from, pronoun) =>
    countNameWords(wanted, from, sentence.slice(0, pronoun), before),
  );
  if (!kept) return null;
  const isExact = kept.every(Boolean) && wanted.length === sentence.length;
  if (isExact) return 'whole';
  const isLossless = (some: readonly boolean[]) =>
    sentence.some(({ kind }, at) => some[at] && FINITE.has(kind)) &&
    readRuns(sentence, some).every(
      ([from, to]) =>
        isSafelyDropped(sentence, from, to) && !isRestricting({ sentence, kept: some, from, to }),
    );
  if (isLossless(kept)) return 'part';
  // a word that stands there twice can be either of them
  const fromEnd = alignFromEnd(wanted, sentence);
  return fromEnd && isLossless(fromEnd) ? 'part' : null;
}
