import type { Article } from '../../articles/article.ts';
import { capitalize } from '../../language/capitals.ts';
import { removeDateline } from '../../language/datelines.ts';
import lexicon from '../../language/lexicons/summary.json' with { type: 'json' };
import { findOpenQuotation } from '../../language/open-quotation.ts';
import { splitSentenceSpans } from '../../language/sentences.ts';
import { splitWords } from '../../language/stems.ts';
import { findTurns } from '../../language/turns.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { findShortenedSentence } from '../verification/shortening.ts';

/** A sentence of the article that a summary may use. */
export interface SummaryCandidate {
  readonly text: string;
  /** The previous sentence and this one, as written in their paragraph; null if it is the first there. */
  readonly withBefore: string | null;
  readonly paragraph: number;
  /** Its index among the sentences of the article, from 0. */
  readonly index: number;
  readonly length: number;
  /**
   * Whether it is cut from a quotation that continues before or after it, which would hide who says it, or
   * that anybody does.
   */
  readonly isCut: boolean;
}

const FURNITURE_LINE = new RegExp(String.raw`^(?:${oneOf(lexicon.furniture.words)}|by \p{Lu})\b`, 'iu');

const CREDIT = new RegExp(String.raw`\b${oneOf(lexicon.credits.words)}\b|https?:\/\/|\S@\w`, 'i');

const WHOLE = /[.!?…][\])"'”“’»)]*$/u;

const ONLY_QUOTED = /^["“«„][^"“”«»„]*["”»“]$/u;

/** A quotation in single marks without anybody who says it, or cut from one that goes on. */
const ONLY_SINGLE_QUOTED = /^['‘](?:(?!['’](?![\p{L}\p{N}])).)*(?:['’])?$/su;

/** A quoted question: “Who paid?” asks Ann Lee. */
const QUESTION_QUOTED = /^["“'‘][^"“”]{0,300}\?["”'’]/u;

/**
 * A clause written as a sentence, or one about the owner of something named before: "Which is what happened when
 * …", "That it has to be kept.", "Because nobody asked.", "Deren Vorsitzender …".
 */
const CLAUSE_OPENING =
  /^(?:(?:Which|Whose|Whom|Deren|Dessen)\b|That (?:an?|the|there|he|she|it|they|we|you)\b|Because\b[^,]*$)/;

/** A verb left out at the end, which stood before: "For the first five weeks the keeper did." */
const ELLIPTIC = /\s(?:did|does|do|so|too|was|were|is|had|has|could|would|will|should)(?:n['’]t)?[.!]$/;

/** A label before the words that it names: "Method: …", "RAE: …"; not who says quoted words. */
export const LABEL = /^(?:[\p{L}\p{N}&’'-]{1,20} ){0,3}[\p{L}\p{N}&’'-]{1,20}: (?!["“'‘])/u;

/** A connective before a comma refers to the previous sentence ("Now, ..."), so it cannot stand alone. */
const LEANING_OPENING = new RegExp(`^${oneOf(lexicon.leaning.words)},`);

/** A connective at the start of a sentence. */
export const CONNECTIVE = new RegExp(String.raw`^${oneOf(lexicon.connectives.words)}\b`);

/** A pronoun at the start of a sentence. */
export const PRONOUN = new RegExp(String.raw`^["“]?${oneOf(lexicon.pronouns.words)}\b`);

const SINGLE_OPENING = /(?<![\p{L}\p{N}'’])['‘](?=\p{L}|\p{N}+(?!0s))/gu;

const SINGLE_CLOSING = /(?<=[.,!?])['’](?!\p{L})|['’](?=[.,!?;:]|$)/gu;

/** Whether a quotation in single marks ends in a sentence without beginning there, or the reverse. */
function isSingleCut(sentence: string): boolean {
  const [opening, closing] = [SINGLE_OPENING, SINGLE_CLOSING].map(marks =>
    [...sentence.matchAll(marks)].map(({ index }) => index),
  );
  const [first, last] = [opening?.[0], closing?.at(-1)];
  return last !== undefined
    ? first === undefined || first > last
    : first !== undefined && !/['’](?!\p{L})/u.test(sentence.slice(first + 1));
}

/** Whether each sentence has a quotation open before or after it. */
function findCutSentences(sentences: readonly string[]): boolean[] {
  let open = '';
  return sentences.map(sentence => {
    const before = open;
    open = findOpenQuotation(sentence, open);
    return before !== '' || open !== '' || isSingleCut(sentence);
  });
}

const DROPPABLE = new RegExp(String.raw`^(?:And|${oneOf(lexicon.droppable.words)},) (?=\S)`);

/**
 * The most sentences of an article that are tried without their opening: each is proven by reading it again.
 */
const MAX_OPENINGS = 60;

/**
 * Returns a function that removes a sentence's opening if it refers back ("Now, …") and the rest is proven to
 * say the same.
 */
function createOpeningRemover(article: Article): (sentence: string, paragraph: number) => string {
  let tried = 0;
  return (sentence, paragraph) => {
    const [opening] = DROPPABLE.exec(sentence) ?? [];
    if (opening === undefined || ++tried > MAX_OPENINGS) return sentence;
    const rest = sentence.slice(opening.length);
    const text = capitalize(rest);
    return findShortenedSentence(article, text, [paragraph]) ? text : sentence;
  };
}

function createCandidates(article: Article): SummaryCandidate[] {
  const removeOpening = createOpeningRemover(article);
  const turns = new Map(findTurns(article.paragraphs).map(turn => [turn.paragraph, turn]));
  const all = article.paragraphs.flatMap((paragraph, index) => {
    const spans = splitSentenceSpans(paragraph);
    // only the first sentence of an answer says whose it is
    const turn = turns.get(index);
    const hidesSpeaker = (i: number) => turn !== undefined && (i > 0 || !turn.isAnswer);
    const cut = findCutSentences(spans.map(({ start, end }) => paragraph.slice(start, end)));
    return spans.map(({ start, end }, i) => ({
      sentence: paragraph.slice(start, end),
      withBefore: i === 0 ? null : removeDateline(paragraph.slice(elementAt(spans, i - 1).start, end)),
      paragraph: index + 1,
      isCut: elementAt(cut, i) || hidesSpeaker(i),
    }));
  });
  return all
    .map(({ sentence, withBefore, paragraph, isCut }, index) => {
      const text = removeOpening(removeDateline(sentence), paragraph);
      return { text, withBefore, paragraph, index, length: splitWords(text).length, isCut };
    })
    .filter(({ length }) => length > 0);
}

function isFurniture({ text }: SummaryCandidate): boolean {
  return (FURNITURE_LINE.test(text) && text.length < 160) || CREDIT.test(text) || text.endsWith(':');
}

function isSelfContained({ text, length }: SummaryCandidate): boolean {
  return (
    length >= 5 &&
    !/\?["”]?$/.test(text) &&
    WHOLE.test(text) &&
    !LEANING_OPENING.test(text) &&
    !ONLY_QUOTED.test(text) &&
    !ONLY_SINGLE_QUOTED.test(text) &&
    !QUESTION_QUOTED.test(text) &&
    !CLAUSE_OPENING.test(text) &&
    !ELLIPTIC.test(text)
  );
}

/** The sentences to choose from: the best kind of which there are enough. */
export function selectPool(article: Article, wanted: number): SummaryCandidate[] {
  const every = createCandidates(article);
  const plain = every.filter(candidate => !isFurniture(candidate));
  const whole = plain.filter(isSelfContained);
  if (whole.length >= wanted) return whole;
  const sayable = plain.filter(({ text, length }) => length > 2 && WHOLE.test(text));
  if (sayable.length >= wanted || sayable.length > whole.length) return sayable;
  return [whole, plain, every].find(list => list.length > 0) ?? [];
}

/** The candidates without those whose text occurred before. */
export function removeDuplicates(list: readonly SummaryCandidate[]): SummaryCandidate[] {
  const seen = new Set<string>();
  return list.filter(({ text }) => !seen.has(text) && seen.add(text));
}
