import { filled } from '../../i18n/templates.ts';
import { fold } from '../../language/folding.ts';
import { excludeEachOther } from '../../language/kinds.ts';
import { nlp } from '../../language/nlp.ts';
import { statedNumbers } from '../../language/numbers.ts';
import { areAlike, areOpposite, hasOpposite } from '../../language/opposites.ts';
import { sentences } from '../../language/sentences.ts';
import { withoutEnd } from '../../language/trimming.ts';
import { contentWords, stem, stems, words } from '../../language/words.ts';
import { reasons } from './reasons.ts';

/** A sentence of the passages, read once. */
interface Sentence {
  readonly text: string;
  /** The stems of the words that carry meaning, in order; and each once. */
  readonly order: readonly string[];
  readonly stems: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  /** Stems that a negation stands right before. */
  readonly denied: ReadonlySet<string>;
  /** Whether a negation stands anywhere in it. */
  readonly negates: boolean;
}

/** The passages, read once for all that is asked of them. */
interface Source {
  readonly sentences: readonly Sentence[];
  readonly stems: ReadonlySet<string>;
  /** All words in small letters, unstemmed: names are looked up here. */
  readonly words: ReadonlySet<string>;
  readonly numbers: readonly number[];
  readonly folded: readonly string[];
}

const NEGATION =
  /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|fail|failed|fails|refuse|refused|refuses|\p{L}+n't)$/u;
/** How many words that carry meaning a negation reaches. */
const REACH = 2;

/** The stems that a negation reaches, as far as the next mark of punctuation. */
function deniedIn(text: string): Set<string> {
  const denied = new Set<string>();
  for (const clause of text.split(/[,;:.!?()]\s|\bbut\b/)) {
    let reach = 0;
    for (const word of words(clause)) {
      if (NEGATION.test(word)) reach = REACH;
      else if (reach > 0 && contentWords(word).length > 0) {
        denied.add(stem(word));
        reach -= 1;
      }
    }
  }
  return denied;
}

function read(text: string): Sentence {
  const order = stems(text);
  return {
    text,
    order,
    stems: new Set(order),
    numbers: new Set(statedNumbers(text).map(({ value }) => value)),
    denied: deniedIn(text),
    negates: words(text).some(word => NEGATION.test(word)),
  };
}

function sourceOf(passages: readonly string[]): Source {
  const all = passages.flatMap(sentences).map(read);
  return {
    sentences: all,
    stems: new Set(all.flatMap(({ stems }) => [...stems])),
    words: new Set(passages.flatMap(words)),
    numbers: passages.flatMap(statedNumbers).map(({ value }) => value),
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

function partOf(tags: readonly string[], text: string, first: boolean): Term['part'] {
  if (/^\p{Lu}/u.test(text) && (!first || tags.includes('ProperNoun'))) return 'name';
  if (tags.includes('Verb')) return 'verb';
  if (tags.includes('Adjective')) return 'adjective';
  return tags.includes('Adverb') ? 'adverb' : 'noun';
}

interface Tagged {
  readonly terms: readonly { readonly text: string; readonly tags: readonly string[] }[];
}

function termsOf(claim: string): Term[] {
  const all = (nlp()(claim).json() as Tagged[]).flatMap(({ terms }) => terms);
  return all.flatMap(({ text, tags }, index) =>
    contentWords(text)
      .filter(word => !/^\p{N}/u.test(word))
      .map(word => ({ text: word, written: text, stem: stem(word), part: partOf(tags, text, index === 0) })),
  );
}

const HEDGES =
  /\b(?:about|around|roughly|nearly|almost|approximately|some|over|more than|less than|under|at least|up to|close to)\s+\S{0,3}$/i;
const ROUNDING = 0.05;

function numberObjection(claim: string, { numbers }: Source): string | null {
  for (const { text, value, start } of statedNumbers(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const hedged = HEDGES.test(claim.slice(0, start));
    const given = numbers.some(
      other => other === value || (hedged && Math.abs(other - value) <= ROUNDING * value),
    );
    if (!given) return filled(reasons.number, { number: text });
  }
  return null;
}

/** Names of one place: the country's and its people's, and after the stroke its capital's, which stands for it too. */
const PLACES = [
  'uk u.k united kingdom britain british / london',
  'us u.s usa u.s.a united states american americans america / washington',
  'eu e.u european europe / brussels',
  'france french / paris',
  'germany german germans / berlin',
  'spain spanish / madrid',
  'italy italian italians / rome',
  'netherlands dutch / amsterdam',
  'switzerland swiss / bern',
  'greece greek greeks / athens',
  'china chinese / beijing',
  'japan japanese / tokyo',
  'russia russian russians / moscow kremlin',
  'ukraine ukrainian ukrainians / kyiv kiev',
].map(place => {
  const [country = [], capital = []] = place.split(' / ').map(names => names.split(' '));
  return { country, capital };
});

/** `Russia` and `Russian`, `Italy` and `Italians`; a capital is borne out by a capital alone. */
function sameName(claimed: string, given: string): boolean {
  const isSamePlace = PLACES.some(
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

function nameObjection(terms: readonly Term[], source: Source): string | null {
  for (const { text, written, part, stem: root } of terms) {
    if (part !== 'name' || source.stems.has(root) || source.words.has(text)) continue;
    if ([...source.words].some(word => sameName(text, word))) continue;
    return filled(reasons.name, { name: written });
  }
  return null;
}

/** A sentence that holds a smaller share of the claim's words than this may be about something else. */
const CLOSE = 0.3;

/** The sentences that say most of what the claim says, the best first. */
function nearest(terms: readonly Term[], source: Source): Sentence[] {
  const wanted = new Set(terms.map(term => term.stem));
  const scored = source.sentences.map(sentence => ({
    sentence,
    score: [...wanted].filter(word => sentence.stems.has(word)).length,
  }));
  return scored
    .filter(({ score }) => score >= Math.max(1, wanted.size * CLOSE))
    .sort((a, b) => b.score - a.score || a.sentence.stems.size - b.sentence.stems.size)
    .slice(0, 3)
    .map(({ sentence }) => sentence);
}

/** The first close sentence that speaks of the direction at all decides which it is. */
function directionObjection(
  terms: readonly Term[],
  source: Source,
  best: readonly Sentence[],
): string | null {
  for (const { text, stem: root, part } of terms) {
    // `uninstall` is not the opposite of `installed` as `unlikely` is of `likely`
    if (source.stems.has(root) || (part === 'verb' && !hasOpposite(root))) continue;
    for (const sentence of best) {
      if ([...sentence.stems].some(other => areAlike(root, other))) break;
      const other = [...sentence.stems].find(each => areOpposite(root, each));
      if (other !== undefined)
        return filled(reasons.other, { other: asWritten(other, sentence), word: text });
    }
  }
  return null;
}

/** Whether a sentence says a word before any negation in it. */
function affirms({ text, stems }: Sentence, root: string): boolean {
  if (!stems.has(root)) return false;
  for (const word of words(text)) {
    if (NEGATION.test(word)) return false;
    if (stem(word) === root) return true;
  }
  return false;
}

function negationObjection(
  claim: string,
  terms: readonly Term[],
  source: Source,
  best: readonly Sentence[],
): string | null {
  const [closest] = best;
  if (!closest) return null;
  if (words(claim).some(word => NEGATION.test(word))) {
    const denied = deniedIn(claim);
    const isDenied = source.sentences.some(sentence => [...denied].some(word => sentence.denied.has(word)));
    const isAffirmed =
      best.every(({ negates }) => !negates) || [...denied].some(word => affirms(closest, word));
    return denied.size > 0 && !isDenied && isAffirmed ? reasons.denies : null;
  }
  const untrue = terms.find(({ stem: root }) => closest.denied.has(root) && !affirms(closest, root));
  return untrue ? filled(reasons.denied, { word: untrue.text }) : null;
}

/** A claim of fewer known words than this is about something else. */
const KNOWN_SHARE = 0.4;

function insertionObjection(terms: readonly Term[], source: Source): string | null {
  const known = ({ stem: root }: Term) =>
    source.stems.has(root) || [...source.stems].some(other => areAlike(root, other));
  const inserted = terms.filter(term => !known(term));
  if (1 - inserted.length / terms.length >= KNOWN_SHARE) return null;
  return filled(reasons.unknown, { words: inserted.map(({ text }) => `"${text}"`).join(', ') });
}

/** The stems beside a word in a text, so many on either side. */
function beside(order: readonly string[], root: string, reach: number): string[] {
  return order.flatMap((word, at) =>
    word === root ? order.slice(Math.max(0, at - reach), at + reach + 1) : [],
  );
}

/**
 * What rises in the claim and falls in the text: a direction beside a thing, where the text has only the
 * opposite beside that thing.
 */
function localDirectionObjection(terms: readonly Term[], source: Source): string | null {
  const roots = terms.map(term => term.stem);
  for (const [index, { text, stem: direction, part }] of terms.entries()) {
    if (!hasOpposite(direction) || part === 'name') continue;
    const thing = [index + 1, index - 1]
      .map(at => terms[at])
      .find(near => near?.part === 'noun' && !hasOpposite(near.stem));
    if (!thing) continue;
    const near = source.sentences.flatMap(({ order }) => beside(order, thing.stem, DIRECTION_REACH));
    if (near.some(word => word === direction || areAlike(word, direction))) continue;
    const other = near.find(word => areOpposite(word, direction) && !roots.includes(word));
    if (other !== undefined) return filled(reasons.otherOfThing, { other, thing: thing.text, word: text });
  }
  return null;
}

const DIRECTION_REACH = 3;

/**
 * Who did it to whom: the claim's doer and sufferer stand the other way round in every sentence that names
 * both with that verb.
 */
function roleObjection(claim: string, terms: readonly Term[], source: Source): string | null {
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
      return filled(reasons.roles, { doer: doer.written, verb: verb.text, sufferer: sufferer.written });
  }
  return null;
}

/** Where an object ends that begins with a possessive or a name. */
const OBJECT_END =
  /[,;:.!?()“”"—]|\s(?:for|in|on|at|to|from|with|after|before|because|and|or|but|who|that|as|over|by|when|while)\s|$/u;
const OTHER_OBJECT = /^\s+(?:(?:his|her|their|its)\s\S|\p{Lu})/u;
const BE = /^(?:am|is|are|was|were|be|been|being|gets?|got)$/i;

/** What a sentence says right after a verb: up to the next mark, and what stands beside it between marks. */
function afterVerb({ text }: Sentence, verb: string): { rest: string; before: string } | null {
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
function explains(rest: string, whom: ReadonlySet<string>): boolean {
  const [, beside = '', next = ''] = /^[^,;:.!?()]*[,(]([^,;:.!?()]*)([,;:.!?()]|$)/u.exec(rest) ?? [];
  const named = stems(beside);
  return (
    named.some(word => whom.has(word)) &&
    (next !== ',' || !nlp()(beside).has('#Verb')) &&
    !nlp()(beside).has('#PastTense')
  );
}

/**
 * Whom a claim says that it was done to, and by whom: the names beside a verb, turned round where "by"
 * follows it.
 */
interface Deed {
  readonly verb: Term;
  readonly doers: readonly Term[];
  readonly sufferers: readonly Term[];
}

const endsInBe = (text: string) =>
  text
    .trim()
    .split(/\s+/)
    .slice(-2)
    .some(word => BE.test(word));

/** "was endorsed by". */
function isPassive(claim: string, verb: string): boolean {
  const at = claim.toLowerCase().indexOf(verb);
  return at >= 0 && endsInBe(claim.slice(0, at)) && /^\s+by\b/i.test(claim.slice(at + verb.length));
}

function deedsIn(claim: string, terms: readonly Term[]): Deed[] {
  const named = (term: Term | undefined) =>
    term?.part === 'name' || (term !== undefined && term === terms[0] && term.part === 'noun');
  const run = (side: readonly Term[]) =>
    side.slice(
      0,
      [...side, undefined].findIndex(term => !named(term)),
    );
  return terms.flatMap((verb, index) => {
    const before = run(terms.slice(0, index).toReversed()).toReversed();
    const after = run(terms.slice(index + 1));
    if (verb.part !== 'verb' || before.length === 0 || after.length === 0) return [];
    return isPassive(claim, verb.text)
      ? { verb, doers: after, sufferers: before }
      : { verb, doers: before, sufferers: after };
  });
}

/** Nouns for people that the tagger takes for things. */
const SOMEBODY =
  /\b(?:opponents?|rivals?|challengers?|competitors?|adversar(?:y|ies)|enem(?:y|ies)|successors?|predecessors?|neighbou?rs?)$/i;
/** "his opponent", but not "her courage", which may be praised in her stead. */
const isSomebody = (object: string) => SOMEBODY.test(object) || nlp()(object).terms().last().has('#Actor');

/**
 * The object that stands right after a verb in a sentence, if it is somebody else than these; undefined where
 * the verb has no such object.
 */
function otherObject(sentence: Sentence, { verb, sufferers }: Deed): string | undefined {
  const place = afterVerb(sentence, verb.stem);
  if (!place || !OTHER_OBJECT.test(place.rest) || endsInBe(place.before)) return undefined;
  const whom = new Set(sufferers.map(term => term.stem));
  const [clause = ''] = place.rest.split(/[,;:.!?()]/);
  if (stems(clause).some(word => whom.has(word)) || explains(place.rest, whom)) return undefined;
  const object = place.rest.slice(0, place.rest.slice(1).search(OBJECT_END) + 1).trim();
  return /^\p{Lu}/u.test(object) || isSomebody(object) ? object : undefined;
}

/**
 * To whom it was done: each sentence that names doer, verb and sufferer says right after the verb that it was
 * somebody else.
 */
function objectObjection(claim: string, terms: readonly Term[], { sentences }: Source): string | null {
  for (const deed of deedsIn(claim, terms)) {
    const { verb, doers, sufferers } = deed;
    const holds = (sentence: Sentence, some: readonly Term[]) =>
      some.some(term => sentence.stems.has(term.stem));
    const of = sentences.filter(sentence => sentence.stems.has(verb.stem) && holds(sentence, sufferers));
    const others = of.map(sentence => (holds(sentence, doers) ? otherObject(sentence, deed) : undefined));
    const [other] = others;
    if (other === undefined || others.includes(undefined)) continue;
    const whom = sufferers.map(({ written }) => written).join(' ');
    return filled(reasons.turned, { other: `${verb.text} ${other}`, word: `${verb.text} ${whom}` });
  }
  return null;
}

const REASON =
  /\b(?:because(?: of)?|due to|owing to|thanks to|caused by|as a result of|in order to|in protest (?:at|against|of))\s+([^,;.]+)/gi;

/** A reason of which the text knows no word. */
function reasonObjection(claim: string, source: Source): string | null {
  for (const [whole, reason = ''] of claim.matchAll(REASON)) {
    const roots = stems(reason);
    if (roots.length > 0 && roots.every(word => !source.stems.has(word)))
      return filled(reasons.reason, { words: whole.trim() });
  }
  return null;
}

/** So many words that carry meaning on either side of a word are its company. */
const COMPANY = 4;

/**
 * A number that stands in the text, but of something else: none of the words around it in the claim stands in
 * any sentence that gives the number.
 */
function bindingObjection(claim: string, source: Source): string | null {
  for (const { text, value, start } of statedNumbers(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const before = stemsAround(claim.slice(0, start)).slice(-COMPANY);
    const after = stemsAround(claim.slice(start + text.length)).slice(0, COMPANY);
    const company = [...before, ...after];
    const holding = source.sentences.filter(({ numbers }) => numbers.has(value));
    if (holding.length === 0 || company.length === 0) continue;
    const fits = holding.some(({ stems }) =>
      company.some(word => stems.has(word) || [...stems].some(other => areAlike(word, other))),
    );
    if (!fits) return filled(reasons.otherNumber, { number: text });
  }
  return null;
}

const stemsAround = (text: string) =>
  contentWords(text)
    .filter(word => !/^\p{N}/u.test(word))
    .map(stem);

/**
 * Another day, colour, crime or animal than the nearest sentence names: the claim's stands nowhere near, the
 * sentence's not in the claim.
 */
function kindObjection(terms: readonly Term[], best: readonly Sentence[]): string | null {
  const claimed = new Set(terms.map(term => term.stem));
  for (const { text, stem: root } of terms) {
    if (best.some(({ stems }) => stems.has(root))) continue;
    for (const sentence of best) {
      const other = [...sentence.stems].find(each => !claimed.has(each) && excludeEachOther(root, each));
      if (other !== undefined)
        return filled(reasons.other, { other: asWritten(other, sentence), word: text });
    }
  }
  return null;
}

function asWritten(root: string, { text }: Sentence): string {
  return words(text).find(word => stem(word) === root) ?? root;
}

const LETTER = /[\p{L}\p{N}]/u;

/**
 * Whether the claim stands in a passage as it is: whole words, without regard to capitals and the mark at its
 * end.
 */
function isVerbatim(claim: string, { folded }: Source): boolean {
  const wanted = withoutEnd(fold(claim).toLowerCase(), /[.!?…]/);
  if (!LETTER.test(wanted)) return false;
  return folded.some(passage => {
    const at = passage.indexOf(wanted);
    return at >= 0 && !LETTER.test(passage[at - 1] ?? '') && !LETTER.test(passage[at + wanted.length] ?? '');
  });
}

/** As `objection`, for one claim and several texts: the claim is read once. */
export function objectorTo(claim: string): (passages: readonly string[]) => string | null {
  const terms = termsOf(claim);
  return passages => {
    const source = sourceOf(passages);
    if (isVerbatim(claim, source)) return null;
    if (terms.length === 0) return reasons.nothing;
    const best = nearest(terms, source);
    return (
      numberObjection(claim, source) ??
      nameObjection(terms, source) ??
      directionObjection(terms, source, best) ??
      negationObjection(claim, terms, source, best) ??
      localDirectionObjection(terms, source) ??
      roleObjection(claim, terms, source) ??
      objectObjection(claim, terms, source) ??
      reasonObjection(claim, source) ??
      bindingObjection(claim, source) ??
      kindObjection(terms, best) ??
      insertionObjection(terms, source)
    );
  };
}

/**
 * Null when the passages bear the claim out, else one sentence that says why not. Plain rules over words,
 * after the edits of natural logic (MacCartney & Manning 2008, "Modeling semantic containment and exclusion
 * in natural language inference").
 */
export function objection(claim: string, passages: readonly string[]): string | null {
  return objectorTo(claim)(passages);
}

/**
 * The sentence that says most of what the claim says, verbatim, and which passage (from 0) it stands in; null
 * if none shares a word.
 */
export function nearestSentence(
  claim: string,
  passages: readonly string[],
): { text: string; passage: number } | null {
  const wanted = new Set(stems(claim));
  let best: { text: string; passage: number; score: number } | null = null;
  for (const [passage, text] of passages.entries()) {
    for (const sentence of sentences(text)) {
      const own = new Set(stems(sentence));
      const shared = [...wanted].filter(word => own.has(word)).length;
      const score = shared / Math.sqrt(own.size + 5);
      if (shared > 0 && score > (best?.score ?? 0)) best = { text: sentence, passage, score };
    }
  }
  return best && { text: best.text, passage: best.passage };
}
