import { truncateAtWord } from '../../language/folding.ts';
import { isFiniteVerb, isPastTense } from '../../language/lexicon.ts';
import countries from '../../language/lexicons/countries.json' with { type: 'json' };
import { findProfanity } from '../../language/profanity.ts';
import { extractContentWords, isReadingEnglish, splitWords } from '../../language/stems.ts';
import { isInsideWord } from '../../language/word-boundaries.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { findShortenedSentence } from '../verification/shortening.ts';
import { isNegating, tokenizeForStance } from './stance-words.ts';

/** Where a part of a sentence may begin or end. */
const BREAK =
  /[,;:–—]\s|\s[-–—]\s|\s(?=(?:and|but|because|which|who|while|when|since|as|if|after|before|in|on|at|of|for|with|to|by|from)\s)/gu;

/** A country after an office, which may be absent: "the President of the United States" is the President. */
const OF_A_COUNTRY = new RegExp(
  String.raw`(?<=\bthe \p{Lu}[\p{L}-]{1,30}) of (?:the )?${oneOf(Object.keys(countries.words))}[.!]?$`,
  'u',
);

/** A modal verb and the word after it, which is then a verb: "could result". */
const BEHIND_MODAL = /\s(?:can|could|may|might|must|shall|should|will|would)\s\S{1,30}$/i;

/** Minimum characters of a part. */
const MIN_PART = 30;
/** Maximum number of breaks to try, from the start. */
const MAX_BREAKS = 12;

/** A sentence of at most `most` characters: whole, its longest part proven alike, or its start with "…". */
export function fitSentence(sentence: string, most: number): string {
  if (sentence.length <= most) return sentence;
  const office = sentence.replace(OF_A_COUNTRY, '');
  if (office.length <= most) return office;
  const parts = isReadingEnglish() ? listParts(sentence) : [];
  const fitting = parts
    .filter(part => part.length <= most && part.length >= MIN_PART)
    .toSorted((a, b) => b.length - a.length);
  return fitting.find(part => isShortened(part, sentence)) ?? cutSentence(sentence, most);
}

/** Whether a part ends in a verb that goes on: "helped the one that went", not "what they said,". */
function endsInVerb(part: string, rest: string): boolean {
  const last = splitWords(part).at(-1)?.toLowerCase() ?? '';
  const isVerb = isFiniteVerb(last) || isPastTense(last) || /..ing$/.test(last);
  return /^\s\p{L}/u.test(rest) && (isVerb || BEHIND_MODAL.test(part));
}

/** The sentence up to each of its breaks, except those that leave a function word or a verb at the end. */
function listParts(sentence: string): string[] {
  const breaks = [...sentence.matchAll(BREAK)].slice(0, MAX_BREAKS);
  return breaks
    .filter(({ index }) => !endsInVerb(sentence.slice(0, index), sentence.slice(index)))
    .map(({ index }) => sentence.slice(0, index))
    .filter(part => extractContentWords(part.slice(part.lastIndexOf(' '))).length > 0);
}

/** Whether a part of a sentence is proven to say nothing other than the sentence does. */
export const isShortened = (part: string, sentence: string): boolean =>
  findShortenedSentence({ headline: '', paragraphs: [sentence] }, part, [1]) !== undefined;

/** The beginning of a sentence with "…" to show that it goes on. */
function cutSentence(sentence: string, most: number): string {
  return `${truncateAtWord(sentence, most - 1).replace(/[\s,;:–—-]{1,9}$/u, '')}…`;
}

/** The opening of a phrase before a strong word ("… of the"), which goes with it. */
const PHRASE_OPENING = /\s(?:of|with|by|in|from)(?:\s(?:the|an?|this|that|all|such))?\s$/i;
const MAX_OPENING = 20;

/** A sentence with "…" in place of phrases of nothing but strong language: "so much … has been thrown". */
export function removeStrongWords(sentence: string): string {
  let [shown, at] = ['', 0];
  for (const { start, end } of joinNeighbours(findProfanity(sentence), sentence)) {
    const before = sentence.slice(Math.max(at, start - MAX_OPENING), start);
    const opening = PHRASE_OPENING.exec(before);
    if (!opening) continue;
    shown += `${sentence.slice(at, start - before.length + opening.index)} …`;
    at = end;
  }
  const rest = shown + sentence.slice(at);
  return splitWords(rest.split('…')[0] ?? '').length > 0 ? rest : sentence;
}

function joinNeighbours(
  spans: readonly { start: number; end: number }[],
  text: string,
): { start: number; end: number }[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = joined.at(-1);
    if (last && text.slice(last.end, start).trim() === '') last.end = end;
    else joined.push({ start, end });
  }
  return joined;
}

/** Whether a text is pieces of a sentence in order, in whole words, with "…" for harmless omissions. */
export function isInPieces(text: string, sentence: string): boolean {
  const pieces = text.split('…').map(piece => piece.trim());
  let at = 0;
  for (const piece of pieces) {
    const found = sentence.indexOf(piece, at);
    if (found < 0 || isInsideWord(sentence, found, found + piece.length)) return false;
    if (at > 0 && piece !== '' && tokenizeForStance(sentence.slice(at, found)).some(isNegating)) return false;
    at = found + piece.length;
  }
  return pieces.length > 1 && elementAt(pieces, 0) !== '';
}
