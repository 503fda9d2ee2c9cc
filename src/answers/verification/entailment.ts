import { fillTemplate } from '../../i18n/templates.ts';
import { areAntonyms, areSynonyms, hasAntonym } from '../../language/antonyms.ts';
import { areMutuallyExclusive } from '../../language/exclusive-kinds.ts';
import { fold } from '../../language/folding.ts';
import countries from '../../language/lexicons/countries.json' with { type: 'json' };
import lexicon from '../../language/lexicons/entailment.json' with { type: 'json' };
import { getNlp } from '../../language/nlp.ts';
import { extractEnglishNumbers } from '../../language/numbers.ts';
import { splitSentences } from '../../language/sentences.ts';
import { extractContentWords, splitWords, stem, stemText } from '../../language/stems.ts';
import { trimEnd } from '../../language/trimming.ts';
import { oneOf } from '../../language/word-lists.ts';
import { reasons } from './reasons.ts';

/** A sentence of the passages, read once. */
interface AnalyzedSentence {
  readonly text: string;
  /** The stems of the words that carry meaning, in order; and each once. */
  readonly order: readonly string[];
  readonly stems: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  /** Stems that a negation stands right before. */
  readonly negated: ReadonlySet<string>;
  /** Whether a negation stands anywhere in it. */
  readonly isNegative: boolean;
}

/** The passages, read once for all that is asked of them. */
interface AnalyzedSource {
  readonly sentences: readonly AnalyzedSentence[];
  readonly stems: ReadonlySet<string>;
  /** All words in small letters, unstemmed: names are looked up here. */
  readonly words: ReadonlySet<string>;
  readonly numbers: readonly number[];
  readonly folded: readonly string[];
}

const NEGATING_WORDS = new Set(lexicon.negating.words);
const isNegation = (word: string) => NEGATING_WORDS.has(word) || /^\p{L}+n't$/u.test(word);
/** How many words that carry meaning a negation reaches. */
const NEGATION_SCOPE = 2;

/** The stems that a negation reaches, as far as the next mark of punctuation. */
function negatedStemsIn(text: string): Set<string> {
  const denied = new Set<string>();
  for (const clause of text.split(/[,;:.!?()]\s|\bbut\b/)) {
    let reach = 0;
    for (const word of splitWords(clause)) {
      if (isNegation(word)) reach = NEGATION_SCOPE;
      else if (reach > 0 && extractContentWords(word).length > 0) {
        denied.add(stem(word));
        reach -= 1;
      }
    }
  }
  return denied;
}

function analyzeSentence(text: string): AnalyzedSentence {
  const order = stemText(text);
  return {
    text,
    order,
    stems: new Set(order),
    numbers: new Set(extractEnglishNumbers(text).map(({ value }) => value)),
    negated: negatedStemsIn(text),
    isNegative: splitWords(text).some(isNegation),
  };
}

function analyzeSource(passages: readonly string[]): AnalyzedSource {
  const all = passages.flatMap(splitSentences).map(analyzeSentence);
  return {
    sentences: all,
    stems: new Set(all.flatMap(({ stems }) => [...stems])),
    words: new Set(passages.flatMap(splitWords)),
    numbers: passages.flatMap(extractEnglishNumbers).map(({ value }) => value),
    folded: passages.map(passage => fold(passage).toLowerCase()),
  };
}

/** A word of the claim that carries meaning, with its part of speech. */
interface Term {
  readonly text: string;
  readonly written: string;
  readonly stem: string;
  readonly part: 'name' | 'noun' | 'verb' | 'adjective' | 'adverb';
}

function partOfSpeechOf(tags: readonly string[], text: string, first: boolean): Term['part'] {
  if (/^\p{Lu}/u.test(text) && (!first || tags.includes('ProperNoun'))) return 'name';
  if (tags.includes('Verb')) return 'verb';
  if (tags.includes('Adjective')) return 'adjective';
  return tags.includes('Adverb') ? 'adverb' : 'noun';
}

interface TaggedText {
  readonly terms: readonly { readonly text: string; readonly tags: readonly string[] }[];
}

function extractTerms(claim: string): Term[] {
  const all = (getNlp()(claim).json() as TaggedText[]).flatMap(({ terms }) => terms);
  return all.flatMap(({ text, tags }, index) =>
    extractContentWords(text)
      .filter(word => !/^\p{N}/u.test(word))
      .map(word => ({
        text: word,
        written: text,
        stem: stem(word),
        part: partOfSpeechOf(tags, text, index === 0),
      })),
  );
}

const HEDGES = new RegExp(String.raw`\b${oneOf(lexicon.hedges.words)}\s+\S{0,3}$`, 'i');
const ROUNDING = 0.05;

function findNumberContradiction(claim: string, { numbers }: AnalyzedSource): string | null {
  for (const { text, value, start } of extractEnglishNumbers(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const hedged = HEDGES.test(claim.slice(0, start));
    const given = numbers.some(
      other => other === value || (hedged && Math.abs(other - value) <= ROUNDING * value),
    );
    if (!given) return fillTemplate(reasons.number, { number: text });
  }
  return null;
}

const PLACE_NAMES = Object.values(countries.words);

/** `Russia` and `Russian`, `Italy` and `Italians`; a capital is borne out by a capital alone. */
function isSameName(claimed: string, given: string): boolean {
  const isSamePlace = PLACE_NAMES.some(
    ({ country, capital }) =>
      (country.includes(claimed) && (country.includes(given) || capital.includes(given))) ||
      (capital.includes(claimed) && capital.includes(given)),
  );
  if (isSamePlace) return true;
  const [short, long] = claimed.length < given.length ? [claimed, given] : [given, claimed];
  return (
    short.length >= 4 &&
    long.startsWith(short.slice(0, Math.max(4, short.length - 2))) &&
    long.length - short.length <= 4
  );
}

function findNameContradiction(terms: readonly Term[], source: AnalyzedSource): string | null {
  for (const { text, written, part, stem: root } of terms) {
    if (part !== 'name' || source.stems.has(root) || source.words.has(text)) continue;
    if ([...source.words].some(word => isSameName(text, word))) continue;
    return fillTemplate(reasons.name, { name: written });
  }
  return null;
}

/** A sentence that holds a smaller share of the claim's words than this may be about something else. */
const MIN_OVERLAP = 0.3;

/** The sentences that say most of what the claim says, the best first. */
function rankSentences(terms: readonly Term[], source: AnalyzedSource): AnalyzedSentence[] {
  const wanted = new Set(terms.map(term => term.stem));
  const scored = source.sentences.map(sentence => ({
    sentence,
    score: [...wanted].filter(word => sentence.stems.has(word)).length,
  }));
  return scored
    .filter(({ score }) => score >= Math.max(1, wanted.size * MIN_OVERLAP))
    .sort((a, b) => b.score - a.score || a.sentence.stems.size - b.sentence.stems.size)
    .slice(0, 3)
    .map(({ sentence }) => sentence);
}

/** The first close sentence that speaks of the direction at all decides which it is. */
function findDirectionContradiction(
  terms: readonly Term[],
  source: AnalyzedSource,
  best: readonly AnalyzedSentence[],
): string | null {
  for (const { text, stem: root, part } of terms) {
    // `uninstall` is not the opposite of `installed` as `unlikely` is of `likely`
    if (source.stems.has(root) || (part === 'verb' && !hasAntonym(root))) continue;
    for (const sentence of best) {
      if ([...sentence.stems].some(other => areSynonyms(root, other))) break;
      const other = [...sentence.stems].find(each => areAntonyms(root, each));
      if (other !== undefined)
        return fillTemplate(reasons.other, { other: surfaceFormOf(other, sentence), word: text });
    }
  }
  return null;
}

/** Whether a sentence says a word before any negation in it. */
function isAffirmedIn({ text, stems }: AnalyzedSentence, root: string): boolean {
  if (!stems.has(root)) return false;
  for (const word of splitWords(text)) {
    if (isNegation(word)) return false;
    if (stem(word) === root) return true;
  }
  return false;
}

function findNegationContradiction(
  claim: string,
  terms: readonly Term[],
  source: AnalyzedSource,
  best: readonly AnalyzedSentence[],
): string | null {
  const [closest] = best;
  if (!closest) return null;
  if (splitWords(claim).some(isNegation)) {
    const denied = negatedStemsIn(claim);
    const isDenied = source.sentences.some(sentence => [...denied].some(word => sentence.negated.has(word)));
    const isAffirmed =
      best.every(({ isNegative: negates }) => !negates) ||
      [...denied].some(word => isAffirmedIn(closest, word));
    return denied.size > 0 && !isDenied && isAffirmed ? reasons.denies : null;
  }
  const untrue = terms.find(({ stem: root }) => closest.negated.has(root) && !isAffirmedIn(closest, root));
  return untrue ? fillTemplate(reasons.denied, { word: untrue.text }) : null;
}

/** A claim of fewer known words than this is about something else. */
const MIN_KNOWN_SHARE = 0.4;

function findInsertion(terms: readonly Term[], source: AnalyzedSource): string | null {
  const isKnown = ({ stem: root }: Term) =>
    source.stems.has(root) || [...source.stems].some(other => areSynonyms(root, other));
  const inserted = terms.filter(term => !isKnown(term));
  if (1 - inserted.length / terms.length >= MIN_KNOWN_SHARE) return null;
  return fillTemplate(reasons.unknown, { words: inserted.map(({ text }) => `"${text}"`).join(', ') });
}

/** The stems beside a word in a text, so many on either side. */
function neighborsOf(order: readonly string[], root: string, reach: number): string[] {
  return order.flatMap((word, at) =>
    word === root ? order.slice(Math.max(0, at - reach), at + reach + 1) : [],
  );
}

/**
 * What rises in the claim and falls in the text: a direction beside a thing, where the text has only the
 * opposite beside that thing.
 */
function findLocalDirectionContradiction(terms: readonly Term[], source: AnalyzedSource): string | null {
  const roots = terms.map(term => term.stem);
  for (const [index, { text, stem: direction, part }] of terms.entries()) {
    if (!hasAntonym(direction) || part === 'name') continue;
    const thing = [index + 1, index - 1]
      .map(at => terms[at])
      .find(near => near?.part === 'noun' && !hasAntonym(near.stem));
    if (!thing) continue;
    const near = source.sentences.flatMap(({ order }) => neighborsOf(order, thing.stem, DIRECTION_REACH));
    if (near.some(word => word === direction || areSynonyms(word, direction))) continue;
    const other = near.find(word => areAntonyms(word, direction) && !roots.includes(word));
    if (other !== undefined)
      return fillTemplate(reasons.otherOfThing, { other, thing: thing.text, word: text });
  }
  return null;
}

const DIRECTION_REACH = 3;

/**
 * Who did it to whom: the claim's doer and sufferer stand the other way round in every sentence that names
 * both with that verb.
 */
function findRoleContradiction(claim: string, terms: readonly Term[], source: AnalyzedSource): string | null {
  for (const [index, verb] of terms.entries()) {
    const [doer, sufferer] = [terms[index - 1], terms[index + 1]];
    if (isPassive(claim, verb.text)) continue;
    if (verb.part !== 'verb' || !doer || !sufferer || doer.part === 'verb' || sufferer.part === 'verb')
      continue;
    const orders = source.sentences.flatMap(({ text, order }) => {
      const at = [doer, verb, sufferer].map(term => order.indexOf(term.stem));
      return at.includes(-1) || /\bby\b/.test(text) ? [] : [at as [number, number, number]];
    });
    if (orders.length > 0 && orders.every(([d, v, s]) => s < v && v < d))
      return fillTemplate(reasons.roles, { doer: doer.written, verb: verb.text, sufferer: sufferer.written });
  }
  return null;
}

/** Where an object ends that begins with a possessive or a name. */
const OBJECT_END = new RegExp(String.raw`[,;:.!?()“”"—]|\s${oneOf(lexicon.objectEnds.words)}\s|$`, 'u');
const OTHER_OBJECT = new RegExp(String.raw`^\s+(?:${oneOf(lexicon.possessives.words)}\s\S|\p{Lu})`, 'u');
const BE = new Set(lexicon.being.words);

/** What a sentence says right after a verb: up to the next mark, and what stands beside it between marks. */
function splitAfterVerb({ text }: AnalyzedSentence, verb: string): { rest: string; before: string } | null {
  for (const { 0: word, index } of text.matchAll(/[\p{L}'’]+/gu)) {
    if (stem(word.toLowerCase()) === verb)
      return { rest: text.slice(index + word.length), before: text.slice(0, index) };
  }
  return null;
}

/**
 * Whether a name stands beside an object to explain it ("his opponent, Tommy Tuberville") and does not begin
 * what comes next.
 */
function isApposition(rest: string, whom: ReadonlySet<string>): boolean {
  const [, beside = '', next = ''] = /^[^,;:.!?()]*[,(]([^,;:.!?()]*)([,;:.!?()]|$)/u.exec(rest) ?? [];
  const named = stemText(beside);
  return (
    named.some(word => whom.has(word)) &&
    (next !== ',' || !getNlp()(beside).has('#Verb')) &&
    !getNlp()(beside).has('#PastTense')
  );
}

/**
 * Whom a claim says that it was done to, and by whom: the names beside a verb, turned round where "by"
 * follows it.
 */
interface PredicateRoles {
  readonly verb: Term;
  readonly agents: readonly Term[];
  readonly patients: readonly Term[];
}

const isEndingInBe = (text: string) =>
  text
    .trim()
    .split(/\s+/)
    .slice(-2)
    .some(word => BE.has(word.toLowerCase()));

/** "was endorsed by". */
function isPassive(claim: string, verb: string): boolean {
  const at = claim.toLowerCase().indexOf(verb);
  return at >= 0 && isEndingInBe(claim.slice(0, at)) && /^\s+by\b/i.test(claim.slice(at + verb.length));
}

function extractRoles(claim: string, terms: readonly Term[]): PredicateRoles[] {
  const isNameTerm = (term: Term | undefined) =>
    term?.part === 'name' || (term !== undefined && term === terms[0] && term.part === 'noun');
  const run = (side: readonly Term[]) =>
    side.slice(
      0,
      [...side, undefined].findIndex(term => !isNameTerm(term)),
    );
  return terms.flatMap((verb, index) => {
    const before = run(terms.slice(0, index).toReversed()).toReversed();
    const after = run(terms.slice(index + 1));
    if (verb.part !== 'verb' || before.length === 0 || after.length === 0) return [];
    return isPassive(claim, verb.text)
      ? { verb, agents: after, patients: before }
      : { verb, agents: before, patients: after };
  });
}

/** Nouns for people that the tagger takes for things. */
const PERSON_NOUN = new RegExp(String.raw`\b${oneOf(lexicon.somebody.words)}$`, 'i');
/** "his opponent", but not "her courage", which may be praised in her stead. */
const isPersonObject = (object: string) =>
  PERSON_NOUN.test(object) || getNlp()(object).terms().last().has('#Actor');

/**
 * The object that stands right after a verb in a sentence, if it is somebody else than these; undefined where
 * the verb has no such object.
 */
function findOtherObject(
  sentence: AnalyzedSentence,
  { verb, patients: sufferers }: PredicateRoles,
): string | undefined {
  const match = splitAfterVerb(sentence, verb.stem);
  if (!match || !OTHER_OBJECT.test(match.rest) || isEndingInBe(match.before)) return undefined;
  const whom = new Set(sufferers.map(term => term.stem));
  const [clause = ''] = match.rest.split(/[,;:.!?()]/);
  if (stemText(clause).some(word => whom.has(word)) || isApposition(match.rest, whom)) return undefined;
  const object = match.rest.slice(0, match.rest.slice(1).search(OBJECT_END) + 1).trim();
  return /^\p{Lu}/u.test(object) || isPersonObject(object) ? object : undefined;
}

/**
 * To whom it was done: each sentence that names doer, verb and sufferer says right after the verb that it was
 * somebody else.
 */
function findObjectContradiction(
  claim: string,
  terms: readonly Term[],
  { sentences }: AnalyzedSource,
): string | null {
  for (const deed of extractRoles(claim, terms)) {
    const { verb, agents: doers, patients: sufferers } = deed;
    const hasAny = (sentence: AnalyzedSentence, some: readonly Term[]) =>
      some.some(term => sentence.stems.has(term.stem));
    const of = sentences.filter(sentence => sentence.stems.has(verb.stem) && hasAny(sentence, sufferers));
    const others = of.map(sentence =>
      hasAny(sentence, doers) ? findOtherObject(sentence, deed) : undefined,
    );
    const [other] = others;
    if (other === undefined || others.includes(undefined)) continue;
    const whom = sufferers.map(({ written }) => written).join(' ');
    return fillTemplate(reasons.turned, { other: `${verb.text} ${other}`, word: `${verb.text} ${whom}` });
  }
  return null;
}

const REASON = new RegExp(String.raw`\b${oneOf(lexicon.reasons.words)}\s+([^,;.]+)`, 'gi');

/** A reason of which the text knows no word. */
function findReasonContradiction(claim: string, source: AnalyzedSource): string | null {
  for (const [whole, reason = ''] of claim.matchAll(REASON)) {
    const roots = stemText(reason);
    if (roots.length > 0 && roots.every(word => !source.stems.has(word)))
      return fillTemplate(reasons.reason, { words: whole.trim() });
  }
  return null;
}

/** So many words that carry meaning on either side of a word are its company. */
const CONTEXT_WORDS = 4;

/**
 * A number that stands in the text, but of something else: none of the words around it in the claim stands in
 * any sentence that gives the number.
 */
function findBindingContradiction(claim: string, source: AnalyzedSource): string | null {
  for (const { text, value, start } of extractEnglishNumbers(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const before = stemContext(claim.slice(0, start)).slice(-CONTEXT_WORDS);
    const after = stemContext(claim.slice(start + text.length)).slice(0, CONTEXT_WORDS);
    const company = [...before, ...after];
    const containing = source.sentences.filter(({ numbers }) => numbers.has(value));
    if (containing.length === 0 || company.length === 0) continue;
    const fits = containing.some(({ stems }) =>
      company.some(word => stems.has(word) || [...stems].some(other => areSynonyms(word, other))),
    );
    if (!fits) return fillTemplate(reasons.otherNumber, { number: text });
  }
  return null;
}

const stemContext = (text: string) =>
  extractContentWords(text)
    .filter(word => !/^\p{N}/u.test(word))
    .map(stem);

/**
 * Another day, colour, crime or animal than the nearest sentence names: the claim's stands nowhere near, the
 * sentence's not in the claim.
 */
function findKindContradiction(terms: readonly Term[], best: readonly AnalyzedSentence[]): string | null {
  const claimed = new Set(terms.map(term => term.stem));
  for (const { text, stem: root } of terms) {
    if (best.some(({ stems }) => stems.has(root))) continue;
    for (const sentence of best) {
      const other = [...sentence.stems].find(each => !claimed.has(each) && areMutuallyExclusive(root, each));
      if (other !== undefined)
        return fillTemplate(reasons.other, { other: surfaceFormOf(other, sentence), word: text });
    }
  }
  return null;
}

function surfaceFormOf(root: string, { text }: AnalyzedSentence): string {
  return splitWords(text).find(word => stem(word) === root) ?? root;
}

const LETTER = /[\p{L}\p{N}]/u;

/**
 * Whether the claim stands in a passage as it is: whole words, without regard to capitals and the mark at its
 * end.
 */
function isVerbatim(claim: string, { folded }: AnalyzedSource): boolean {
  const wanted = trimEnd(fold(claim).toLowerCase(), /[.!?…]/);
  if (!LETTER.test(wanted)) return false;
  return folded.some(passage => {
    const at = passage.indexOf(wanted);
    return at >= 0 && !LETTER.test(passage[at - 1] ?? '') && !LETTER.test(passage[at + wanted.length] ?? '');
  });
}

/** As `objection`, for one claim and several texts: the claim is read once. */
export function createContradictionFinder(claim: string): (passages: readonly string[]) => string | null {
  const terms = extractTerms(claim);
  return passages => {
    const source = analyzeSource(passages);
    if (isVerbatim(claim, source)) return null;
    if (terms.length === 0) return reasons.nothing;
    const best = rankSentences(terms, source);
    return (
      findNumberContradiction(claim, source) ??
      findNameContradiction(terms, source) ??
      findDirectionContradiction(terms, source, best) ??
      findNegationContradiction(claim, terms, source, best) ??
      findLocalDirectionContradiction(terms, source) ??
      findRoleContradiction(claim, terms, source) ??
      findObjectContradiction(claim, terms, source) ??
      findReasonContradiction(claim, source) ??
      findBindingContradiction(claim, source) ??
      findKindContradiction(terms, best) ??
      findInsertion(terms, source)
    );
  };
}

/**
 * Null when the passages bear the claim out, else one sentence that says why not. Plain rules over words,
 * after the edits of natural logic (MacCartney & Manning 2008, "Modeling semantic containment and exclusion
 * in natural language inference").
 */
export function findContradiction(claim: string, passages: readonly string[]): string | null {
  return createContradictionFinder(claim)(passages);
}

/**
 * The sentence that says most of what the claim says, verbatim, and which passage (from 0) it stands in; null
 * if none shares a word.
 */
export function findNearestSentence(
  claim: string,
  passages: readonly string[],
): { text: string; passage: number } | null {
  const wanted = new Set(stemText(claim));
  let best: { text: string; passage: number; score: number } | null = null;
  for (const [passage, text] of passages.entries()) {
    for (const sentence of splitSentences(text)) {
      const own = new Set(stemText(sentence));
      const shared = [...wanted].filter(word => own.has(word)).length;
      const score = shared / Math.sqrt(own.size + 5);
      if (shared > 0 && score > (best?.score ?? 0)) best = { text: sentence, passage, score };
    }
  }
  return best && { text: best.text, passage: best.passage };
}
