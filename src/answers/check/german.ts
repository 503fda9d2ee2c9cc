import grammar from '../../language/lexicons/german-grammar.json' with { type: 'json' };
import { splitSentences } from '../../language/sentences.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';

/* Whether a German sentence says a claim in other forms of its words, or in another order of its phrases. */

const isArticle = createWordTest(grammar.articles.words);
const isPreposition = createWordTest(grammar.prepositions.words);
const isHaving = createWordTest(grammar.having.words);
const isOpener = createWordTest(grammar.openers.words);
const isRelative = createWordTest(grammar.relatives.words);
const isCounting = createWordTest(grammar.counting.words);
const isParticle = createWordTest(grammar.particles.words);
const isReserving = createWordTest(grammar.reserving.words);

interface Word {
  readonly text: string;
  readonly lower: string;
  readonly isNoun: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:[.,:'’-][\p{L}\p{M}\p{N}]+)*/gu;

const readWords = (text: string): Word[] =>
  (text.match(WORD) ?? []).map((word, at) => {
    const lower = word.toLowerCase();
    const isSmall = isArticle(lower) || isPreposition(lower) || isHaving(lower) || isOpener(lower);
    return { text: word, lower, isNoun: /^\p{Lu}/u.test(word) && !(at === 0 && isSmall) };
  });

const ENDING = /(?:e?te[nst]?|est|et|e[nrsm]|e|st|t|n)$/;

/** A verb or adjective without its ending, and without the "ge" of a participle. */
const stemOf = (lower: string) => lower.replace(/^ge(?=\p{L}{3,}(?:t|en)$)/u, '').replace(ENDING, '');

/** Whether two forms belong to one word. A noun may only differ by a genitive's ending: its others tell number. */
function areForms(one: Word, other: Word): boolean {
  if (one.lower === other.lower) return true;
  if (/\p{N}/u.test(one.lower + other.lower) || one.lower.length < 4 || other.lower.length < 4) return false;
  if (one.isNoun || other.isNoun)
    return [one.lower, other.lower]
      .map(word => word.replace(/e?s$/, ''))
      .every((word, _, [first]) => word === first);
  // "größer" is less than "größte"
  if (RANKED.test(one.lower) !== RANKED.test(other.lower)) return false;
  const root = stemOf(one.lower);
  return root.length >= 3 && root === stemOf(other.lower);
}

/** A stretch of a clause: a phrase of a preposition, a noun phrase, or a word outside of any. */
interface Chunk {
  readonly kind: 'preposition' | 'noun' | 'word';
  readonly words: readonly Word[];
  /** The article before its noun, which tells its case, or null. */
  readonly article: string | null;
  /** Whether it follows a noun with an article in the genitive, so that it may be its owner: "des Amtes". */
  readonly isOwner: boolean;
}

/** Splits a clause into its phrases; articles are left out. A phrase ends with its nouns. */
function readChunks(words: readonly Word[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < words.length; ) {
    const start = at;
    const isBound = isPreposition(elementAt(words, at).lower);
    let end = isBound ? at + 1 : at;
    while (end < words.length && !elementAt(words, end).isNoun && isInner(words, end)) end++;
    const hasNoun = words[end]?.isNoun === true;
    while (words[end]?.isNoun === true) end++;
    at = hasNoun ? end : start + 1;
    const own = words.slice(start, at).filter(({ lower, isNoun }) => isNoun || !isArticle(lower));
    const kind = !hasNoun ? 'word' : isBound ? 'preposition' : 'noun';
    const article =
      words.slice(start, at).find(({ lower, isNoun }) => !isNoun && isArticle(lower))?.lower ?? null;
    const isOwner =
      kind === 'noun' &&
      chunks.at(-1)?.kind !== 'word' &&
      chunks.length > 0 &&
      isArticle(elementAt(words, start).lower) &&
      /(?:es|er)$/.test(article ?? '');
    if (own.length > 0) chunks.push({ kind, words: own, article, isOwner });
  }
  return chunks;
}

/** Whether a word may stand between the beginning of a phrase and its noun: an article, an adjective, a number. */
function isInner(words: readonly Word[], at: number): boolean {
  const { lower } = elementAt(words, at);
  return (
    isArticle(lower) ||
    /^\p{N}/u.test(lower) ||
    (/(?:e[nrsm]?|ei|rei|ier)$/.test(lower) && leadsToNoun(words, at))
  );
}

const leadsToNoun = (words: readonly Word[], at: number) =>
  words[at + 1]?.isNoun === true ||
  (words[at + 2]?.isNoun === true && !isArticle(words[at + 1]?.lower ?? ''));

/** Whether a clause tells of the past: in the perfect, or with a weak verb's ending. */
const isPast = (chunks: readonly Chunk[]) =>
  chunks.some(
    ({ kind, words }) =>
      kind === 'word' && (isHaving(words[0]?.lower ?? '') || /te[nst]?$/.test(words[0]?.lower ?? '')),
  );

/** The particle at the end of a clause that belongs to its verb: "ein" of "stellt 40 Leute ein"; or empty. */
const particleOf = (clause: readonly Word[]) => {
  const last = clause.at(-1)?.lower ?? '';
  return isParticle(last) ? last : '';
};

/** Whether one of a kind is picked out, so that it matters which kind is meant: "der größte Spieler". */
const isPicking = (words: readonly Word[]) =>
  words.some(({ lower, isNoun }) => !isNoun && RANKED.test(lower));

const RANKED = /^(?:einzig|letzt|best|\p{L}{2,}(?:st|ßt))e[nrsm]?$/u;

const holds = (outer: readonly Word[], inner: readonly Word[]) =>
  inner.every(word => outer.some(other => areForms(word, other)));

/** Whether a clause says a claim: every phrase of the claim is one of its phrases, subjects and objects in order. */
function says(clause: readonly Word[], claim: readonly Word[]): boolean {
  const [given, claimed] = [readChunks(clause), readChunks(claim)];
  const isDropped = (chunk: Chunk) =>
    !claimed.some(each => each.kind === chunk.kind && holds(chunk.words, each.words));
  if (isPast(given) !== isPast(claimed) || particleOf(clause) !== particleOf(claim)) return false;
  let next = 0;
  for (const chunk of claimed) {
    if (chunk.kind === 'word' && isHaving(chunk.words[0]?.lower ?? '')) continue;
    const from = chunk.kind === 'noun' ? next : 0;
    const found = given.findIndex((each, at) => at >= from && renders(each, chunk));
    if (found < 0) return false;
    // an owner alone is somebody else: "der Fahrer des Amtes"
    if (elementAt(given, found).isOwner && isDropped(elementAt(given, found - 1))) return false;
    if (chunk.kind === 'noun') next = found + 1;
  }
  const isPicked = isPicking(claim);
  return given.every((chunk, at) => !isDropped(chunk) || (!isPicked && isSpare(chunk, given[at - 1])));
}

/** Whether a phrase of a clause has the words of a claim's phrase, with the same head in the same case. */
function renders(given: Chunk, claimed: Chunk): boolean {
  if (given.kind !== claimed.kind || !holds(given.words, claimed.words)) return false;
  const [head, other] = [elementAt(given.words, -1), elementAt(claimed.words, -1)];
  if (given.kind !== 'noun') return areForms(head, other);
  const [one, two] = [given, claimed].map(({ article }) => caseOf(article));
  return head.lower === other.lower && (one === two || one === null || two === null);
}

/** The case that an article shows, or null if it may be several. */
const caseOf = (article: string | null) => /^(?:d|ein)(e[mnrs])$/.exec(article ?? '')?.[1] ?? null;

/** Whether a noun phrase is about a kind as a whole: it has no article, number or owner. */
const isBare = ({ article, words }: Chunk) =>
  article === null && !words.some(({ lower }) => isCounting(lower) || /^\p{N}/u.test(lower));

/** Whether a claim may leave out a phrase: an owner, or a place or time that does not limit a bare noun before it. */
function isSpare({ kind, words, isOwner }: Chunk, before: Chunk | undefined): boolean {
  const first = words[0]?.lower ?? '';
  if (kind === 'word') return isHaving(first);
  if (kind === 'noun') return isOwner;
  return !/^(?:für|gegen|bis|ohne)$/.test(first) && !(before?.kind === 'noun' && isBare(before));
}

/** The clauses that a sentence tells by itself: its main clause, and relative clauses with what they refer to. */
function tellClauses(sentence: string): Word[][] {
  const pieces = sentence
    .split(/[,;:–—]\s/)
    .map(readWords)
    .filter(words => words.length > 0);
  const isClause = (words: readonly Word[] | undefined) =>
    isRelative(words?.[0]?.lower ?? '') && words?.at(-1)?.isNoun === false;
  const main = pieces.filter((words, at) => !(at > 0 && isClause(words)));
  const told = pieces.flatMap((words, at) => {
    const before = pieces[at - 1];
    if (at === 0 || !isClause(words) || !before) return [];
    const antecedent = readChunks(before).at(-1);
    return antecedent?.kind === 'noun' && !antecedent.isOwner
      ? [[...antecedent.words, ...words.slice(1)]]
      : [];
  });
  return main.length === 1 || (main.length === 2 && pieces.length === 3) ? [main.flat(), ...told] : told;
}

/** The longest sentence that is read, in characters. */
const MAX_LENGTH = 400;

/** The sentence of a German paragraph that says a claim in other forms or another order, or null if none does. */
export function findGermanSaying(claim: string, paragraph: string): string | null {
  const isPlain = (text: string) =>
    text.length <= MAX_LENGTH &&
    !/["„“”»«?]/.test(text) &&
    !readWords(text).some(({ lower }) => isReserving(lower));
  const wanted = readWords(claim);
  if (!isPlain(claim) || wanted.length < 3 || wanted.some(({ lower }) => isOpener(lower))) return null;
  return (
    splitSentences(paragraph).find(
      sentence =>
        isPlain(sentence) &&
        tellClauses(sentence).some(
          clause => !clause.some(({ lower }) => isOpener(lower)) && says(clause, wanted),
        ),
    ) ?? null
  );
}
