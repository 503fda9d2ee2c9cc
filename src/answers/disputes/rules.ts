import type { Article, Comment } from '../../articles/article.ts';
import { fold } from '../../language/folding.ts';
import { extractEnglishNumbers } from '../../language/numbers.ts';
import { trimEnd } from '../../language/trimming.ts';
import { type Cues, findRejections, isClaiming, isCleft, isPointing, isRestating, readCues } from './cues.ts';
import type { DisputeSign } from './dispute.ts';
import {
  getSentenceIndex,
  type IndexedSentence,
  isNumberTerm,
  numberTermOf,
  type SentenceIndex,
  termsOf,
} from './sentence-index.ts';

export interface CommentSentence {
  readonly text: string;
  readonly cues: Cues;
  /** The terms of its text, computed on demand. */
  readonly terms: () => readonly string[];
}

/** A comment with what the rules need to know about it. */
export interface ReadComment {
  /** In its writer's own words. */
  readonly comment: Comment;
  /** Including what it quotes. */
  readonly written: Comment;
  readonly sentences: readonly CommentSentence[];
  readonly parent: ReadComment | null;
  /** The terms of all its sentences. */
  readonly terms: () => ReadonlySet<string>;
  readonly isReply: boolean;
}

/** What a rule found: the sentence of the article, and the text of the comment's sentence. */
interface Match {
  readonly sentence: IndexedSentence;
  readonly text: string;
}

interface DisputeRule {
  readonly name: DisputeSign;
  apply(reading: ReadComment, article: Article): Match | null;
}

/** The signs of a dispute, the surest first; the first rule that finds something decides. */
export const disputeRules: readonly DisputeRule[] = [
  { name: 'quoted', apply: findQuoted },
  { name: 'number', apply: findNumber },
  { name: 'denied', apply: findDenied },
  { name: 'claimed', apply: findClaimed },
  { name: 'corrected', apply: findCorrected },
];

/** The first sentence of a comment for which a rule finds a sentence of the article. */
function findFirst(
  reading: ReadComment,
  find: (sentence: CommentSentence, at: number) => IndexedSentence | null,
): Match | null {
  if (reading.sentences[0]?.cues.isToReaders) return null;
  for (const [at, each] of reading.sentences.entries()) {
    const { text, cues } = each;
    if (cues.isToReaders || cues.isAgreeing || reading.sentences[at - 1]?.cues.isAgreeing) continue;
    const sentence = find(each, at);
    if (sentence) return { sentence, text };
  }
  return null;
}

/** Whether a reply brings up the terms itself: what its parent mentions is disputed with the parent. */
function isOwn(shared: readonly string[], { parent, isReply }: ReadComment, index: SentenceIndex): boolean {
  if (!isReply) return true;
  const known = parent?.terms();
  return shared.some(term => (index.isName(term) || isNumberTerm(term)) && !known?.has(term));
}

const ADDRESSING = /\byou(?:r|'re|’re)?\b/i;

// ---- the article's words, quoted and called into question ----

const QUOTED = /[“"„«]([^“”"„«»\n]{8,300})[”"“»]/g;
const QUOTED_LINE = /^\s*>+\s*(.{8,400})/;
const MIN_QUOTED_WORDS = 3;
/** Maximum number of passages per sentence, and of quoted lines per comment, to look up in the article. */
const MAX_QUOTED = 3;

function findQuoted(reading: ReadComment, article: Article): Match | null {
  for (const [at, sentence] of reading.sentences.entries()) {
    const around = reading.sentences.slice(at, at + 2).find(isCallingInQuestion);
    if (!around || around.cues.isToReaders) continue;
    for (const passage of findPassages(sentence.text)) {
      const place = locate(passage, article);
      if (place && !isSaidByParent(passage, reading)) return { sentence: place, text: around.text };
    }
  }
  const [first] = reading.sentences;
  const lines = reading.written.paragraphs
    .flatMap(text => QUOTED_LINE.exec(text)?.[1] ?? [])
    .slice(0, MAX_QUOTED);
  const place = lines.map(line => locate(line, article)).find(found => found !== null);
  return place && first && isCallingInQuestion(first) ? { sentence: place, text: first.text } : null;
}

/** The first few passages that a sentence quotes. */
const findPassages = (text: string): string[] =>
  text
    .matchAll(QUOTED)
    .take(MAX_QUOTED)
    .map(([, passage = '']) => passage)
    .toArray();

/** Whether the reader's own words around a quotation call it into question. */
function isCallingInQuestion({ text }: CommentSentence): boolean {
  const cues = readCues(text.replace(QUOTED, '…'));
  return isClaiming(cues) || cues.isCorrecting || (cues.isDenying && !cues.isWishing);
}

const isSaidByParent = (passage: string, { parent }: ReadComment) =>
  parent?.comment.paragraphs.some(text => text.includes(passage)) ?? false;

/** The sentence that contains a passage, found by its words, so as not to search the whole article. */
function locate(passage: string, article: Article): IndexedSentence | null {
  const wanted = fold(trimEnd(passage.trim(), /[.,!?…]/));
  if (wanted.split(' ').length < MIN_QUOTED_WORDS) return null;
  const holding = getSentenceIndex(article).findHolding(termsOf(wanted));
  return holding.find(({ text }) => fold(text).includes(wanted)) ?? null;
}

// ---- a number that is corrected ----

function findNumber(reading: ReadComment, article: Article): Match | null {
  const index = getSentenceIndex(article);
  return findFirst(reading, ({ text, cues, terms: own }, at) => {
    if (cues.isWishing) return null;
    const rejected = findRejections(text);
    if (rejected.length === 0) return at === 0 ? findRestated(reading, index) : null;
    const terms = new Set([...own(), ...(reading.sentences[at - 1]?.terms() ?? [])]);
    const numbers = extractEnglishNumbers(text)
      .filter(({ start }) => rejected.some(from => start >= from && start - from <= 1))
      .map(({ value }) => numberTermOf(value))
      .filter(number => isOwn([number], reading, index));
    return numbers.map(number => findSharing(number, terms, index)).find(found => found !== null) ?? null;
  });
}

/** The sentence with this number that shares most of the other terms, and at least one. */
function findSharing(
  number: string,
  terms: ReadonlySet<string>,
  index: SentenceIndex,
): IndexedSentence | null {
  const countShared = (sentence: IndexedSentence) => sentence.terms.intersection(terms).size;
  const [best] = index.findHolding([number]).toSorted((a, b) => countShared(b) - countShared(a));
  return best && best.terms.intersection(terms).difference(new Set([number])).size > 0 ? best : null;
}

/** Finds a number questioned and then restated: "190 grams? It was 109." */
function findRestated({ sentences, isReply }: ReadComment, index: SentenceIndex): IndexedSentence | null {
  const [asked, given] = sentences;
  if (isReply || !asked?.cues.isAsking || !given || !isRestating(given.text)) return null;
  const number = asked.terms().find(isNumberTerm);
  const other = given.terms().find(isNumberTerm);
  if (!number || !other || number === other) return null;
  return index.findHolding([number, ...asked.terms()])[0] ?? null;
}

// ---- a clause that denies what a sentence says ----

const CLAUSE_END = /,(?!\d)|[;:!–—…]|\.{3}|\s-\s|\s(?:but|and|so|because|which|who)\s/i;
const SIMPLE_END = /,(?!\d)|[;:!–—…]|\.{3}|\s-\s/;

/** The clauses of a sentence; in a cleft sentence, what is denied continues after "who". */
const splitClauses = (text: string): string[] => text.split(isCleft(text) ? SIMPLE_END : CLAUSE_END);

function findDenied(reading: ReadComment, article: Article): Match | null {
  const index = getSentenceIndex(article);
  return findFirst(reading, ({ text, cues }) => {
    if (!cues.isDenying || cues.isAsking) return null;
    for (const clause of splitClauses(text)) {
      const own = readCues(clause);
      if (!own.isDenying || own.isWishing) continue;
      const terms = termsOf(clause);
      const isTelling = isCleft(clause) || terms.some(term => index.isName(term) || isNumberTerm(term));
      if (terms.length < (isTelling ? 2 : 3)) continue;
      const denied = index.findHolding(terms).find(sentence => !isReserved(sentence.text));
      if (denied && isOwn(terms, reading, index)) return denied;
    }
    return null;
  });
}

// ---- something named in the article is called untrue, doubtful or incomplete ----

/** Finds the words that a comment opens with in order to question them: "3,400 open claims? Last year …". */
function findEcho({ sentences }: ReadComment, index: SentenceIndex): IndexedSentence | null {
  const [first] = sentences;
  if (!first || first.cues.isDenying || first.text.length > MAX_ECHO) return null;
  const terms = first.terms();
  const isTelling = terms.some(term => index.isName(term) || isNumberTerm(term));
  if (terms.length < (isTelling ? 2 : 3)) return null;
  return index.findHolding(terms)[0] ?? null;
}

const MAX_ECHO = 120;
const MIN_CLAIMED = 3;
const MIN_CORRECTED = 4;
/** A sentence with fewer terms refers to the one beside it: "That is not true." */
const MIN_OWN_TERMS = 4;

function findClaimed(reading: ReadComment, article: Article): Match | null {
  const claimed = findTied(reading, article, { least: MIN_CLAIMED, isSign: isClaiming });
  if (claimed) return claimed;
  const unproven = findTied(reading, article, { least: MIN_CLAIMED, isSign: cues => cues.isNotShown });
  return unproven && isReserved(unproven.sentence.text) ? null : unproven;
}

/** Whether the article itself says that something is not so. */
function isReserved(sentence: string): boolean {
  const { isDenying, isWishing, isNotShown } = readCues(sentence);
  return isDenying || isWishing || isNotShown;
}

function findCorrected(reading: ReadComment, article: Article): Match | null {
  return findTied(reading, article, { least: MIN_CORRECTED, isSign: cues => cues.isCorrecting });
}

function findTied(
  reading: ReadComment,
  article: Article,
  { least, isSign }: { least: number; isSign: (cues: Cues) => boolean },
): Match | null {
  const index = getSentenceIndex(article);
  const termsAt = (at: number) => reading.sentences[at]?.terms() ?? [];
  return findFirst(reading, (sentence, at) => {
    if (!isSign(sentence.cues)) return null;
    if (reading.isReply && ADDRESSING.test(sentence.text)) return null;
    const own = termsAt(at);
    const nextTo = at === 0 ? termsAt(1) : termsAt(at - 1);
    const isOfBoth = own.length < MIN_OWN_TERMS || (at > 0 && isPointing(sentence.text));
    const main = isOfBoth ? [...new Set([...own, ...nextTo])] : own;
    const tie = index.findNearest(main, [...termsAt(at - 1), ...termsAt(at + 1)]);
    if (tie && tie.points >= least && isOwn(tie.shared, reading, index)) return tie.sentence;
    return at > 0 && !reading.isReply ? findEcho(reading, index) : null;
  });
}
