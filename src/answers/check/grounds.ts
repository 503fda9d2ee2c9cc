import type { Article } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import type { Ground } from '../levels.ts';
import { findVerbatimEvidence } from '../verification/evidence.ts';
import { hasInstructions } from '../verification/instructions.ts';
import { textOfSpan } from '../verification/spans.ts';
import { alignWords, isSupported } from './alignment.ts';
import { findConflicts } from './conflicts.ts';
import { findReservation } from './containment.ts';
import { isContent, type ReadSentence, readSentence } from './reading.ts';
import { createKnown, getSource, isReadable, MAX_CANDIDATES, MAX_WORDS, type Source } from './source.ts';

/* What an engine rests its verdict on a claim on. */

/** A quotation with a smaller share of a claim's words is no ground for it. */
const MIN_GROUND_SHARE = 0.6;

/**
 * Whether plain rules have no objection to a claim that an engine rests on a quotation: one of the
 * quotation's sentences has most of the claim's words including all its names and numbers, does not
 * contradict the claim, and says it neither on a condition nor as somebody's opinion.
 */
export function canRestOn(text: string, article: Article, paragraph: number, quote: string): boolean {
  const source = getSource(article);
  const claim = readSentence(text);
  return source.sentences
    .filter(sentence => sentence.paragraph === paragraph && isReadable(sentence))
    .filter(sentence => quote.includes(sentence.text) || sentence.text.includes(quote))
    .slice(0, MAX_CANDIDATES)
    .some(sentence => isFreeOfObjections(claim, sentence.read(), source));
}

function isFreeOfObjections(claim: ReadSentence, read: ReadSentence, source: Source): boolean {
  if (Math.max(claim.words.length, read.words.length) > MAX_WORDS) return false;
  const alignment = alignWords(claim.words, read.words);
  const content = claim.words.flatMap((word, index) => (isContent(word) ? [index] : []));
  const isMissing = (index: number) => !isSupported(alignment.byClaim.get(index));
  const isNamed = (index: number) => ['name', 'number'].includes(claim.words[index]?.part ?? '');
  if (content.some(index => isNamed(index) && isMissing(index))) return false;
  if (content.filter(isMissing).length > content.length * (1 - MIN_GROUND_SHARE)) return false;
  if (findConflicts(claim, read, alignment, createKnown(source)).length > 0) return false;
  return findReservation(claim, read, alignment) === null;
}

/**
 * The words that an engine rests a verdict on, as far as they occur in the article outside instructions to
 * machines.
 */
export function keepStandingGround(ground: readonly Ground[], article: Article): Ground[] {
  return ground.slice(0, 3).flatMap(({ paragraph, quote }) => {
    const found = findVerbatimEvidence(article, { text: quote, paragraphs: paragraph ? [paragraph] : [] });
    if (!('span' in found)) return [];
    const number = found.span.paragraph;
    if (hasInstructions(elementAt(article.paragraphs, number - 1))) return [];
    return [{ paragraph: number, quote: textOfSpan(article, found.span) }];
  });
}
