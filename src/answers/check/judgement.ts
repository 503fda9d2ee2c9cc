import type { Article } from '../../articles/article.ts';
import { extractQuantities, findOtherQuantity, writeSumsAs } from '../../language/quantities.ts';
import { stemText } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';
import { createMemo, memoizePerObject } from '../../memo.ts';
import { leavesOutMore, leavesOutRestriction } from '../verification/shortening.ts';
import { turnRound } from '../verification/told/written.ts';
import { type Alignment, alignWords, isSupported } from './alignment.ts';
import { readClaims } from './claim-frames.ts';
import { findComparedNumber } from './compared-numbers.ts';
import type { Conflict } from './comparison.ts';
import { findConflicts, isSupportedInContext } from './conflicts.ts';
import { type Doubt, findDoubt } from './containment.ts';
import { isPutTogether } from './crossed-parts.ts';
import { findNegated } from './denials.ts';
import { nameDoubt } from './doubt-words.ts';
import { entails } from './entailment.ts';
import type { Frame } from './frames.ts';
import { findLooseDenial } from './loose-denials.ts';
import { findOtherFiller } from './other-filler.ts';
import { isContent, type ReadSentence, type ReadWord, readSentence } from './reading.ts';
import { renders } from './rendering.ts';
import { findStrongestRival, isSame } from './rivals.ts';
import {
  createKnown,
  getSource,
  isReadable,
  MAX_CANDIDATES,
  MAX_WORDS,
  type Source,
  type SourceSentence,
} from './source.ts';

const BEST_OF_ALL = 3;
const BEST_OF_A_PIECE = 2;
const MIN_PIECE = 3;

const PIECE = /[,;:—]\s|\s-\s|\b(?:but|as|after|when|while|and|during|because|despite)\b/;

/** The sentences nearest to a claim, and to each part of it. */
function findCandidates(claim: string, source: Source): SourceSentence[] {
  const rank = (text: string, count: number) => {
    const wanted = [...new Set(stemText(text))];
    return source.sentences
      .map(sentence => ({
        sentence,
        score: wanted.reduce((sum, stem) => (sentence.stems.has(stem) ? sum + source.weigh(stem) : sum), 0),
      }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, count)
      .map(({ sentence }) => sentence);
  };
  const pieces = claim
    .split(PIECE)
    .filter(piece => stemText(piece).length >= MIN_PIECE)
    .slice(0, MAX_CANDIDATES);
  return [
    ...new Set([...rank(claim, BEST_OF_ALL), ...pieces.flatMap(piece => rank(piece, BEST_OF_A_PIECE))]),
  ].slice(0, MAX_CANDIDATES);
}

interface Candidate {
  readonly sentence: SourceSentence;
  readonly read: ReadSentence;
  readonly alignment: Alignment;
}

/** The verdict of plain rules on a sentence of a claim, with the sentence of the article it rests on. */
type Judgement =
  | { readonly verdict: 'supported'; readonly paragraph: number; readonly text: string }
  | {
      readonly verdict: 'contradicted';
      readonly paragraph: number;
      readonly text: string;
      readonly conflict: Conflict;
    }
  | { readonly verdict: 'unclear'; readonly paragraph: number; readonly text: string; readonly doubt: Doubt }
  | { readonly verdict: 'unclear'; readonly doubt: null };

/** Recent judgements by article: a claim is drafted and then checked, which judges it twice. */
const getJudged = memoizePerObject((_: Article) => createMemo<Judgement>({ entries: 50 }));

/** Judges one sentence of a claim by the nearest sentences of an article. */
export function judgeSentence(text: string, article: Article): Judgement {
  return getJudged(article).getOrCreate(text, () => {
    const { quantities } = getSource(article);
    return keepQuantities(text, judge(writeSumsAs(text, quantities), article));
  });
}

/** A judgement without support by a number that has another sign or currency: words are compared without them. */
function keepQuantities(text: string, judged: Judgement): Judgement {
  if (judged.verdict !== 'supported') return judged;
  const other = findOtherQuantity(text, extractQuantities(judged.text), { isStrict: false });
  if (!other) return judged;
  const at = readSentence(text).words.findIndex(({ figure }) => figure?.value === other.claimed.value);
  const conflict = {
    kind: 'other' as const,
    given: other.given.written,
    claimed: other.claimed.written,
    at: Math.max(0, at),
  };
  return { ...judged, verdict: 'contradicted', conflict };
}

/** The nearest sentences of the article to a sentence of a claim, best aligned first. */
function alignCandidates(text: string, claim: ReadSentence, source: Source): Candidate[] {
  return findCandidates(text, source)
    .filter(isReadable)
    .map(sentence => ({ sentence, read: sentence.read() }))
    .filter(({ read }) => read.words.length <= MAX_WORDS)
    .map(
      ({ sentence, read }): Candidate => ({ sentence, read, alignment: alignWords(claim.words, read.words) }),
    )
    .sort((a, b) => b.alignment.score - a.alignment.score);
}

function judge(text: string, article: Article): Judgement {
  const source = getSource(article);
  const claim = readSentence(text);
  if (claim.words.length > MAX_WORDS) return { verdict: 'unclear', doubt: null };
  const candidates = alignCandidates(text, claim, source);
  const [nearest] = candidates;
  if (!nearest) return { verdict: 'unclear', doubt: null };
  const doubts = candidates.map(({ read, alignment }) => findDoubt(claim, read, alignment));
  const saying = candidates[doubts.indexOf(null)];
  if (saying && !leavesOutMore(article, text, [saying.sentence.paragraph], renders))
    return { verdict: 'supported', ...placeOf(saying) };
  const claims = [claim, ...turnRound(text).map(readSentence)];
  const telling = candidates.find(({ sentence }) => claims.some(each => tellsClaim(each, sentence)));
  if (telling) return { verdict: 'supported', ...placeOf(telling) };
  const entailing = findEntailing(text, claim, source);
  if (entailing) return { verdict: 'supported', ...placeOf({ sentence: entailing }) };
  return (
    findContradicting(claim, candidates, source) ??
    findContradicting(claim, candidates.flatMap(readToldClauses(claim)), source) ??
    judgeByRival(claim, source) ?? {
      verdict: 'unclear',
      ...placeOf(nearest),
      doubt: nameDoubt(elementAt(doubts, 0) ?? { kind: 'arranged' }, claim, nearest.read, nearest.alignment),
    }
  );
}

/** Maximum sentences whose clauses are compared with a claim part by part. */
const MAX_ENTAILING = 40;

/** The first sentence one of whose clauses says what a claim of one clause says, part by part. */
function findEntailing(text: string, claim: ReadSentence, source: Source): SourceSentence | undefined {
  const claims = readClaims(text);
  if (claims.length === 0) return undefined;
  const wanted = new Set(stemText(text));
  return source.sentences
    .filter(sentence => isReadable(sentence) && !wanted.isDisjointFrom(sentence.stems))
    .slice(0, MAX_ENTAILING)
    .find(sentence =>
      sentence
        .frames()
        .some(given => claims.some(claimed => entails(given, claimed)) && isWholly(claim, given)),
    );
}

/** Signs of currencies, which are compared by themselves (`keepQuantities`). */
const withoutSigns = (text: string) => text.replace(/\p{Sc}/gu, '');

/** Whether a claim neither leaves out what limits a clause nor has its words in other pairs. */
function isWholly(claim: ReadSentence, { text }: Frame): boolean {
  const clause = { headline: '', paragraphs: [withoutSigns(text)] };
  if (leavesOutRestriction(clause, withoutSigns(claim.text), [1], renders)) return false;
  const read = readSentence(text);
  return read.words.length <= MAX_WORDS && !isPutTogether(claim, read);
}

/** A clause with a smaller share of a claim's content words is not compared with it. */
const MIN_CLAUSE_SHARE = 0.5;

/** The clauses of a sentence that share enough with a claim to be compared with it. */
function findNearClauses(claim: ReadSentence, sentence: SourceSentence): ReadSentence[] {
  const content = claim.words.filter(isContent);
  return sentence.tell().filter(read => {
    const shared = content.filter(word => read.words.some(other => isSame(word, other)));
    return shared.length >= content.length * MIN_CLAUSE_SHARE;
  });
}

/** Whether a sentence has some of these words elsewhere than in one of its clauses. */
const isCutOff = (some: readonly ReadWord[], { words }: ReadSentence, sentence: SourceSentence) =>
  some.some(
    word =>
      !words.some(other => isSame(word, other)) && sentence.read().words.some(other => isSame(word, other)),
  );

/**
 * The clauses of a sentence that have all content words of a claim but one, each as if it were a sentence. Not if
 * the sentence has a number of the claim elsewhere: "carried 61,000 people, down from 78,000 in 2015".
 */
const readToldClauses =
  (claim: ReadSentence) =>
  ({ sentence }: Candidate): Candidate[] => {
    const content = claim.words.filter(isContent);
    const isLinked = ({ alignment }: Candidate) =>
      claim.words.filter((word, at) => isContent(word) && isSupported(alignment.byClaim.get(at))).length >=
      content.length - 1;
    const figures = content.filter(({ figure }) => figure !== null);
    return sentence
      .tell()
      .filter(
        read =>
          content.some(word => read.words.some(other => isSame(word, other))) &&
          !isCutOff(figures, read, sentence),
      )
      .map(read => ({ sentence, read, alignment: alignWords(claim.words, read.words) }))
      .filter(isLinked);
  };

/** Whether a sentence says a claim in one of its clauses. */
function tellsClaim(claim: ReadSentence, sentence: SourceSentence): boolean {
  return findNearClauses(claim, sentence).some(read => {
    // "makes sails in Oslo" does not say it of boats, which are made in Hull
    if (isCutOff(claim.words.filter(isContent), read, sentence)) return false;
    if (findDoubt(claim, read, alignWords(claim.words, read.words)) !== null) return false;
    return !leavesOutMore({ headline: '', paragraphs: [read.text] }, claim.text, [1], renders);
  });
}

const placeOf = ({ sentence: { paragraph, text } }: Pick<Candidate, 'sentence'>) => ({ paragraph, text });

/** The first conflict, nearest sentence first, whose word no other sentence supports. */
function findContradicting(
  claim: ReadSentence,
  candidates: readonly Candidate[],
  source: Source,
): Judgement | null {
  const isKnown = createKnown(source);
  for (const candidate of candidates) {
    for (const conflict of findConflicts(claim, candidate.read, candidate.alignment, isKnown)) {
      const isElsewhere = candidates.some(
        other => other !== candidate && isSupportedInContext(claim, other.read, other.alignment, conflict.at),
      );
      if (isOfOneName(conflict, source) || isDecidedElsewhere(claim, conflict, source)) continue;
      if (!isElsewhere || (conflict.kind !== 'other' && candidate === candidates[0]))
        return { verdict: 'contradicted', ...placeOf(candidate), conflict };
    }
  }
  return null;
}

/**
 * Whether the article denies elsewhere what the claim denies, or affirms elsewhere what the claim affirms: "had been
 * meaning to fill the crack", "the crack will not be filled".
 */
function isDecidedElsewhere(claim: ReadSentence, { kind, at }: Conflict, { sentences }: Source): boolean {
  if (kind !== 'denies' && kind !== 'denied') return false;
  const word = elementAt(claim.words, at);
  const content = claim.words.filter(isContent);
  return sentences.some(sentence => {
    if (!sentence.stems.has(word.stem) || !isReadable(sentence)) return false;
    const { words } = sentence.read();
    if (content.filter(each => words.some(other => isSame(each, other))).length * 2 < content.length)
      return false;
    const isNegated = findNegated(words).some(scope => scope.some(index => words[index]?.stem === word.stem));
    return isNegated === (kind === 'denies');
  });
}

/** Whether two names in conflict stand side by side somewhere: "Davina" and "Ayrton" of "Davina Ayrton". */
const isOfOneName = ({ given, claimed }: Conflict, { sentences }: Source) =>
  [given, claimed].every(word => /^\p{Lu}/u.test(word)) &&
  sentences.some(({ text }) => text.includes(`${given} ${claimed}`) || text.includes(`${claimed} ${given}`));

/** The contradiction of a claim's word by the word that stands in its place in the text, if there is one. */
function judgeByRival(claim: ReadSentence, source: Source): Judgement | null {
  const denial = findLooseDenial(claim, source);
  if (denial) return { verdict: 'contradicted', ...placeOf(denial), conflict: denial.conflict };
  const rival =
    findStrongestRival(claim, source) ?? findComparedNumber(claim, source) ?? findOtherFiller(claim, source);
  if (!rival) return null;
  const { at, given } = rival;
  const conflict = {
    kind: 'other' as const,
    given: rival.phrases?.given ?? given.text,
    claimed: rival.phrases?.claimed ?? elementAt(claim.words, at).text,
    at,
  };
  return { verdict: 'contradicted', ...placeOf(rival), conflict };
}
