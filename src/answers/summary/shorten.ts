import type { Article } from '../../articles/article.ts';
import { capitalize } from '../../language/capitals.ts';
import { markQuoted } from '../../language/open-quotation.ts';
import { splitWords } from '../../language/stems.ts';
import { isTime } from '../../language/syntax/function-words.ts';
import { trimEnd } from '../../language/trimming.ts';
import { elementAt } from '../../lists.ts';
import { isFiniteForm, isVerbForm } from '../verification/propositions/word-classes.ts';
import { readWords, type SentenceWord } from '../verification/propositions/words.ts';
import { findShortenedSentence } from '../verification/shortening.ts';

/** A piece of a sentence between two commas, semicolons, dashes or brackets, without the mark before it. */
interface Piece {
  readonly text: string;
  /** The mark that separates it from the previous piece; empty for the first. */
  readonly mark: string;
  readonly words: readonly SentenceWord[];
}

/** Marks that separate pieces: commas, semicolons, dashes, brackets. Commas within numbers do not count. */
const MARK = /[,;] | [—–-] |—| \(|\)(?=[\s,.;])/g;

/** Splits a sentence into pieces; a quotation stays whole. */
function splitPieces(sentence: string): Piece[] {
  const quoted = markQuoted(sentence);
  const marks = [...sentence.matchAll(MARK)].filter(({ index }) => quoted[index] === 0);
  return [...marks, undefined].map((end, at) => {
    const before = marks[at - 1];
    const text = sentence.slice(before ? before.index + before[0].length : 0, end?.index ?? sentence.length);
    return { text, mark: before?.[0] ?? '', words: readWords(text) };
  });
}

type Kind = SentenceWord['kind'];

const opensWith = ({ words }: Piece, ...kinds: readonly Kind[]) =>
  words[0] !== undefined && kinds.includes(words[0].kind);
const endsWith = ({ words }: Piece, ...kinds: readonly Kind[]) =>
  kinds.includes(words.at(-1)?.kind ?? 'other');

/** The words of a piece before its first relative clause, which has a verb of its own. */
function ownWordsOf({ words }: Piece): readonly SentenceWord[] {
  const relative = words.findIndex(({ kind }) => kind === 'relative');
  return relative < 0 ? words : words.slice(0, relative);
}

/** Whether a piece may contain the verb of the main clause, outside relative clauses. */
const mayHaveMainVerb = (piece: Piece) =>
  ownWordsOf(piece).some(
    (word, at, words) =>
      isFiniteForm(word) ||
      (word.kind === 'participle' &&
        at > 0 &&
        // "the wooded island": an attribute of its noun
        !(words[at - 1]?.kind === 'determiner' && words[at + 1]?.kind === 'noun') &&
        words[at + 1]?.kind !== 'preposition'),
  );

const opensWithVerb = (piece: Piece) => isVerbForm(piece.words[0]);

/**
 * Whether a piece is a relative clause: ", who leads the committee". "That" is excluded, since it restricts
 * its noun.
 */
const isRelative = (piece: Piece) =>
  opensWith(piece, 'relative') && /^(?:who|whose|whom|which|where)$/.test(piece.words[0]?.lower ?? '');

/**
 * Whether a piece renames the name before it: ", the wooded island in the river". A piece with "and" belongs
 * to a list.
 */
const isApposition = (piece: Piece, before: Piece) =>
  (endsWith(before, 'name') || /^\p{Lu}/u.test(before.words.at(-1)?.text ?? '')) &&
  (opensWith(piece, 'determiner', 'possessive') ||
    (opensWith(piece, 'noun') && /^\p{Ll}/u.test(piece.text) && piece.words.length > 2)) &&
  !mayHaveMainVerb(piece) &&
  !ownWordsOf(piece).some(({ lower }) => /^(?:and|or|nor)$/.test(lower));

/**
 * Whether a piece is a phrase that depends on the clause before it: ", up from £1.6 million", ", without
 * steps", ", leaving two hurt".
 */
const isAdjunct = (piece: Piece) =>
  !mayHaveMainVerb(piece) &&
  (opensWith(piece, 'preposition', 'gerund') ||
    (opensWith(piece, 'adverb') && piece.words[1]?.kind === 'preposition'));

/**
 * Whether the piece at an index is inserted between others; the next piece may then belong to the verb before
 * it.
 */
const isInsertion = (pieces: readonly Piece[], at: number) =>
  at > 0 &&
  (isRelative(elementAt(pieces, at)) || isApposition(elementAt(pieces, at), elementAt(pieces, at - 1)));

/** Whether a piece is enclosed in brackets or dashes, and so can be removed together with them. */
const isBracketed = (piece: Piece, next: Piece | undefined) =>
  (piece.mark === ' (' && next?.mark.startsWith(')')) ||
  (/[—–-]/.test(piece.mark) && next !== undefined && /[—–-]/.test(next.mark));

/** Whether a sentence may end, or continue with its verb, after this piece. */
const isClosed = (piece: Piece) =>
  endsWith(piece, 'noun', 'name', 'number', 'pronoun', 'adjective', 'adverb', 'gerund', 'participle') ||
  /[”"]$/.test(piece.text);

/** Whether the pieces after an addition belong to it, so that it extends to the end of the sentence. */
const isTail = (pieces: readonly Piece[]) =>
  pieces.every(
    piece =>
      !opensWithVerb(piece) &&
      !opensWith(piece, 'conjunction') &&
      (isRelative(piece) || !mayHaveMainVerb(piece)),
  );

/** The removable ranges of pieces, from the first index up to, but not including, the second. */
function findRemovable(pieces: readonly Piece[]): [number, number][] {
  const ranges: [number, number][] = [];
  const subject = pieces.findIndex(piece => !isAdjunct(piece));
  const opening = pieces.slice(0, Math.max(0, subject));
  const from = opening.findLastIndex(piece => tellsTime(piece) || hasName(piece) || setsScene(piece)) + 1;
  if (from < subject && canOpen(elementAt(pieces, subject)) && lengthOf(pieces, from, subject) <= MAX_OPENING)
    ranges.push([from, subject]);
  for (let from = 1; from < pieces.length; from++) {
    const [before, piece, next] = [elementAt(pieces, from - 1), elementAt(pieces, from), pieces[from + 1]];
    if (!isClosed(before)) continue;
    if (isBracketed(piece, next)) ranges.push([from, from + 1]);
    // "…; the council expects 210,000": a sentence of its own
    if (piece.mark === '; ' && hasMainClause(pieces.slice(0, from)) && mayHaveMainVerb(piece))
      ranges.push([from, pieces.length]);
    if (!/^(?:, | [—–-] |—)$/.test(piece.mark)) continue;
    const isLoose = isAdjunct(piece) && !tellsTime(piece) && !isInsertion(pieces, from - 1);
    if (!isRelative(piece) && !isApposition(piece, before) && !isLoose) continue;
    if (next && /^["'“‘]/.test(next.text)) continue;
    const goesOn = next !== undefined && isRelative(piece) && opensWithVerb(next) && hasOwnVerb(before);
    if (!goesOn && next && (opensWithVerb(next) || opensWith(next, 'conjunction')) && next.mark === ', ')
      ranges.push([from, findEnd(pieces, from)]);
    const rest = pieces.slice(from + 1);
    if (isTail(rest) || (goesOn && rest.every(opensWithVerb))) ranges.push([from, pieces.length]);
  }
  return ranges;
}

/**
 * The index of the first piece after an addition. Of several verbs after a relative clause only the last is
 * the main one: "Ann Lee, who climbed the tower, rang the bell, died on Monday".
 */
function findEnd(pieces: readonly Piece[], from: number): number {
  let end = from + 1;
  const goesOn = (piece: Piece | undefined) => piece?.mark === ', ' && opensWithVerb(piece);
  while (isRelative(elementAt(pieces, from)) && goesOn(pieces[end]) && goesOn(pieces[end + 1])) end++;
  return end;
}

/**
 * Whether a phrase gives a time, for which the rest of the sentence holds. A small number counts something:
 * "in a hall built for 90".
 */
const tellsTime = (piece: Piece) =>
  ownWordsOf(piece).some(
    ({ text }, at, words) =>
      (isTime(text) && (!/^\d{1,3}$/.test(text) || isBeforeTime(words[at - 1]?.lower ?? ''))) ||
      /^\d{4}s$|^(?:ago|later|earlier|today|yesterday|tomorrow|weeks?|months?|years?|days?|hours?)$/i.test(
        text,
      ),
  );
/** Whether an opening says where the rest of the sentence holds: "On the back, …". */
const setsScene = ({ words }: Piece) =>
  /^(?:on|in|at|under|inside|within|between|among|across|for|to)$/.test(words[0]?.lower ?? '');

const isBeforeTime = (word: string) => /^(?:at|by|from|to|until|before|after|between|and)$/.test(word);
const hasName = ({ words }: Piece) => words.some(({ kind }) => kind === 'name');

/** Maximum words of a removable opening phrase: a longer one is most of what the sentence says. */
const MAX_OPENING = 20;

const canOpen = (piece: Piece) =>
  !/^["'“‘]/.test(piece.text) &&
  opensWith(piece, 'determiner', 'possessive', 'noun', 'name', 'number', 'adjective') &&
  mayHaveMainVerb(piece);

const END = /[.!?…]["'”’)]*$/u;

/** A piece from its last subordinate clause on, which may still lack its verb: "There is a moment when the rain". */
function lastClauseOf(piece: Piece): Piece {
  const opener = piece.words.findLastIndex(
    ({ kind, lower }) =>
      kind === 'relative' || /^(?:when|while|because|if|as|after|before|until)$/.test(lower),
  );
  return opener < 1 ? piece : { ...piece, words: piece.words.slice(opener + 1) };
}

/**
 * Whether the clause before a relative one has its verb, so that what follows is another verb of the relative one:
 * "The better choice is the steel one, which boils quickly, pours cleanly and never drips".
 */
const hasOwnVerb = (before: Piece) => mayHaveMainVerb(lastClauseOf(before)) && before.mark !== '; ';

/**
 * The mark before a piece once the pieces before it are gone: only a space before a verb, which then follows
 * its subject.
 */
function markAfterGap(piece: Piece, before: Piece): string {
  const [age, ...others] = before.words;
  const isAge = age?.kind === 'number' && others.length === 0;
  if (/^[.,;:!?]/.test(piece.text)) return '';
  const isItsVerb =
    opensWith(piece, 'be', 'auxiliary', 'modal') || (opensWithVerb(piece) && !hasOwnVerb(before));
  return (isItsVerb && !isAge) || /[()—–-]/.test(piece.mark) ? ' ' : ', ';
}

/** The sentence without the removed pieces, with a capital letter and a full stop. */
function joinWithout(pieces: readonly Piece[], isGone: readonly boolean[]): string {
  let [text, last] = ['', -1];
  for (const [at, piece] of pieces.entries()) {
    if (isGone[at]) continue;
    const isGap = last >= 0 && last < at - 1;
    const isInserted = isGap && isInsertion(pieces, last) && piece.mark === ', ';
    const gap = isInserted ? ', ' : markAfterGap(piece, elementAt(pieces, Math.max(0, last)));
    const mark = last < 0 ? '' : isGap ? gap : piece.mark;
    text += mark + (isGap || last < 0 ? piece.text.trimStart() : piece.text);
    last = at;
  }
  const whole = END.test(text) ? text : `${trimEnd(text, /[,;:\s]/)}.`;
  return capitalize(whole);
}

/** Whether these pieces still form a sentence. */
const hasMainClause = (pieces: readonly Piece[]) =>
  pieces.some(
    (piece, at) =>
      (at > 0 && opensWithVerb(piece)) || (!isAdjunct(piece) && !isRelative(piece) && mayHaveMainVerb(piece)),
  );

/** Minimum words of a shortened sentence. */
const MIN_WORDS = 8;

/** Maximum characters of a sentence to shorten: a longer one is a list or no sentence. */
const MAX_SENTENCE = 800;

/** Maximum number of ranges to try in one sentence: each is proven by reading the sentence again. */
const MAX_RANGES = 8;

/**
 * A sentence without its additions (relative clauses, appositions, brackets, opening and closing phrases), as
 * far as the rest is proven to say nothing else. Returns the sentence itself if nothing can go, or if it has
 * no more than `enough` words. Deterministic.
 */
export function shortenSentence(
  article: Article,
  sentence: string,
  { paragraph, enough }: { paragraph: number; enough: number },
): string {
  if (sentence.length > MAX_SENTENCE || countWords(sentence) <= enough) return sentence;
  const pieces = splitPieces(sentence);
  if (pieces.length < 2) return sentence;
  let gone = pieces.map(() => false);
  let best = sentence;
  const byLength = findRemovable(pieces)
    .toSorted(([a, b], [c, d]) => lengthOf(pieces, c, d) - lengthOf(pieces, a, b))
    .slice(0, MAX_RANGES);
  for (const [from, to] of byLength) {
    if (countWords(best) <= enough) break;
    const without = gone.map((was, at) => was || (at >= from && at < to));
    if (!hasMainClause(pieces.filter((_, at) => !without[at]))) continue;
    const text = joinWithout(pieces, without);
    if (text === best || countWords(text) < MIN_WORDS) continue;
    if (countSingleMarks(text) !== countSingleMarks(sentence)) continue;
    if (!findShortenedSentence(article, text, [paragraph])) continue;
    [gone, best] = [without, text];
  }
  return best;
}

/**
 * Counts single quotation marks at word edges. Quotations in single quotes are not kept whole, so a
 * shortening must not lose a mark.
 */
const countSingleMarks = (text: string) => text.match(/(?<!\p{L})['‘]|['’](?!\p{L})/gu)?.length ?? 0;

const countWords = (text: string) => splitWords(text).length;
const lengthOf = (pieces: readonly Piece[], from: number, to: number) =>
  pieces.slice(from, to).reduce((sum, { words }) => sum + words.length, 0);
