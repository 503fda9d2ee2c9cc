import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { stem } from '../../../language/stems.ts';
import { createMemo } from '../../../memo.ts';
import { hasBreak, type Phrase, readPhrases, withBelongings } from './phrases.ts';
import { isPastOnly, NEGATIVE_PRONOUN, readWords, type SentenceWord } from './words.ts';

/**
 * How a clause is said: as a fact; as something that may or should be; as something that somebody wants; as a condition, or
 * as what holds on one.
 */
export type Mood = 'fact' | 'possible' | 'wanted' | 'condition' | 'conditional';

/** A phrase behind a preposition. */
export interface Complement {
  readonly preposition: string;
  readonly phrase: Phrase;
}

/** Who does what to whom: one verb of a sentence with what belongs to it. */
export interface Clause {
  /** Its place among the words of the sentence. */
  readonly from: number;
  readonly to: number;
  /** The stem of the verb's infinitive, and the verb as it is written. */
  readonly verb: string;
  readonly written: string;
  /** Who does it and to whom, with the passive turned round; several where they are coordinated. Empty where unknown. */
  readonly agents: readonly Phrase[];
  readonly patients: readonly Phrase[];
  /** The grammatical subject, whichever of both it is. */
  readonly subjects: readonly Phrase[];
  readonly complements: readonly Complement[];
  /** The stems of the adjectives that it gives its subject or object: "reckless" in "is reckless", "called it reckless". */
  readonly predicate: readonly string[];
  readonly isNegated: boolean;
  /** Whether it only describes somebody or something: "devices that have official apps". */
  readonly isRelative: boolean;
  /** The word that makes it depend on another clause ("after", "because"), or null. */
  readonly subordinator: string | null;
  /** Whether it stands for itself: no infinitive, no participle that depends on another verb. */
  readonly isFinite: boolean;
  readonly mood: Mood;
  /** Who says or holds it, where that is told: `isClaim` where it need not be so. */
  readonly source: { readonly phrase: Phrase | null; readonly isClaim: boolean } | null;
}

/** A sentence with its clauses. */
export interface ReadSentence {
  readonly text: string;
  readonly words: readonly SentenceWord[];
  readonly phrases: readonly Phrase[];
  readonly clauses: readonly Clause[];
}

const rootsOf = (words: readonly string[]) => new Set(words.map(stem));
const WANTING = rootsOf(lexicon.wanting.words);
const UNLIKELY = rootsOf(lexicon.unlikely.words);
const CLAIMING = rootsOf(lexicon.claiming.words);
const TELLING = rootsOf(lexicon.telling.words);
const RUMOURS = new Set(lexicon.rumours.words);
const HEDGING = new Set(lexicon.hedging.words);
const CONDITIONS = new Set(lexicon.conditions.words);
const SUBORDINATORS = new Set(lexicon.subordinators.words);
const IMPLICATIVE = rootsOf(['fail', 'refuse', 'decline', 'stop', 'avoid', 'prevent', 'miss', 'forget']);
/** "Would" is "will" in reported speech. */
const MODALS = new Set(lexicon.modals.words.filter(word => word !== 'would'));

interface VerbGroup {
  readonly from: number;
  readonly to: number;
  readonly main: SentenceWord;
  readonly hasAuxiliary: boolean;
  readonly isInfinitive: boolean;
  readonly isGerund: boolean;
  readonly isPassive: boolean;
  readonly isNegated: boolean;
  readonly isPossible: boolean;
}

const OPENS_GROUP = new Set(['modal', 'auxiliary', 'be', 'verb', 'participle', 'gerund']);
const HELPS = new Set(['modal', 'auxiliary', 'be', 'negation', 'adverb']);
const FINITE = new Set(['verb', 'participle', 'be', 'auxiliary', 'modal']);
const LEXICAL = new Set(['verb', 'participle', 'gerund']);

function readGroupAt(
  words: readonly SentenceWord[],
  from: number,
  covered: readonly boolean[],
): VerbGroup | undefined {
  const isInfinitive = words[from]?.kind === 'to';
  let at = isInfinitive ? from + 1 : from;
  while (isInfinitive && words[at]?.kind === 'adverb') at++;
  if (!OPENS_GROUP.has(words[at]?.kind ?? '') || covered[at]) return undefined;
  const helpers: SentenceWord[] = [];
  while (
    at < words.length &&
    HELPS.has(words[at]?.kind ?? '') &&
    (helpers.length === 0 || !hasBreak(words[at]))
  ) {
    helpers.push(words[at] as SentenceWord);
    at++;
  }
  const next = words[at];
  // "has learning difficulties" is no form of "learn"
  const isForm = next?.kind !== 'gerund' || helpers.length === 0 || helpers.some(({ kind }) => kind === 'be');
  const isState =
    next?.kind === 'adjective' && /ed$/.test(next.lower) && helpers.some(({ kind }) => kind === 'be');
  const hasLexical =
    next !== undefined &&
    isForm &&
    (LEXICAL.has(next.kind) || isState) &&
    !covered[at] &&
    (helpers.length === 0 || !hasBreak(next));
  if (!hasLexical) while (helpers.length > 1 && helpers.at(-1)?.kind === 'adverb') helpers.pop();
  const main = hasLexical ? next : helpers.findLast(({ kind }) => kind === 'be' || kind === 'auxiliary');
  if (!main) return undefined;
  const to = hasLexical ? at + 1 : from + helpers.length + (isInfinitive ? 1 : 0);
  const hasBe = hasLexical && helpers.some(({ kind, root }) => kind === 'be' || root === 'get');
  return {
    from,
    to: Math.max(to, from + 1),
    main,
    hasAuxiliary: helpers.some(({ kind }) => kind !== 'adverb' && kind !== 'negation'),
    isInfinitive,
    isGerund: main.kind === 'gerund' && !hasBe,
    isPassive: hasBe && (main.kind === 'participle' || isState),
    isNegated: helpers.some(({ kind }) => kind === 'negation') || words[from - 1]?.kind === 'negation',
    isPossible:
      helpers.some(({ kind, lower }) => (kind === 'modal' && MODALS.has(lower)) || HEDGING.has(lower)) ||
      HEDGING.has(words[from - 1]?.lower ?? '') ||
      HEDGING.has(words[Math.max(to, from + 1)]?.lower ?? ''),
  };
}

function readGroups(words: readonly SentenceWord[], phrases: readonly Phrase[]): VerbGroup[] {
  const covered = words.map(() => false);
  for (const { from, to } of phrases) covered.fill(true, from, to);
  const groups: VerbGroup[] = [];
  for (let at = 0; at < words.length; ) {
    const group = readGroupAt(words, at, covered);
    if (group) groups.push(group);
    at = group ? group.to : at + 1;
  }
  return groups;
}

/** Whether a phrase denies the clause that it stands in: "no boat", "none of the boats". */
function hasNegation({ words: own, from }: Phrase, { words }: Reading): boolean {
  const isNegative = (word: SentenceWord | undefined) =>
    word !== undefined && (/^(?:no|neither)$/.test(word.lower) || NEGATIVE_PRONOUN.has(word.lower));
  // "not all schools"
  if (words[from - 1]?.lower === 'not') return true;
  return (
    own.some((word, at) => isNegative(word) && own[at + 1]?.kind !== 'number') ||
    (words[from - 1]?.lower === 'of' && isNegative(words[from - 2]))
  );
}

type Draft = { -readonly [Key in keyof Clause]: Clause[Key] } & { group: VerbGroup };

/** What a sentence is read with. */
interface Reading {
  readonly words: readonly SentenceWord[];
  readonly phrases: readonly Phrase[];
  readonly endingAt: ReadonlyMap<number, Phrase>;
  readonly startingAt: ReadonlyMap<number, Phrase>;
}

/** The phrase with those that it is coordinated with before it. */
function withCoordinated(phrase: Phrase, reading: Reading): Phrase[] {
  const { words, endingAt } = reading;
  const found = [phrase];
  for (let first = phrase; found.length < 8; ) {
    const isAnd = /^(?:and|or)$/.test(words[first.from - 1]?.lower ?? '');
    const isListed = !isAnd && /^,\s*$/.test(words[first.from]?.before ?? '') && found.length > 1;
    const before = isAnd ? endingAt.get(first.from - 1) : isListed ? endingAt.get(first.from) : undefined;
    if (!before || isInside(before, reading)) break;
    found.push(before);
    first = before;
  }
  return found;
}

/** Whether a phrase is the object of a verb or stands behind a preposition. */
const isInside = ({ from }: Phrase, { words }: Reading) =>
  !hasBreak(words[from]) &&
  (LEXICAL.has(words[from - 1]?.kind ?? '') ||
    ['preposition', 'be', 'to'].includes(words[from - 1]?.kind ?? ''));

/** Who was charged in "a man charged with murder", by the index of the participle. */
function findReduced(at: number, { words, endingAt }: Reading): Phrase | undefined {
  const isParticiple = words[at]?.kind === 'participle' || words[at]?.kind === 'gerund';
  return isParticiple && !hasBreak(words[at]) ? endingAt.get(at) : undefined;
}

/** From "five men" on to "seven women" in "the jury of seven women and five men", where no verb is between. */
function leaveCoordination(phrase: Phrase, { words, endingAt }: Reading): Phrase {
  if (words[phrase.from - 1]?.lower !== 'and') return phrase;
  const before = endingAt.get(phrase.from - 1);
  const isOwned = before !== undefined && words[before.from - 1]?.lower === 'of';
  return isOwned && !words.slice(0, before.from).some(({ kind }) => FINITE.has(kind)) ? before : phrase;
}

/** From "the van" on to "the driver" in "the driver of the van". */
function climbToHead(phrase: Phrase, reading: Reading): Phrase | undefined {
  const { words, endingAt } = reading;
  let head = leaveCoordination(phrase, reading);
  for (
    let steps = 0;
    steps < 4 && ['preposition', 'to'].includes(words[head.from - 1]?.kind ?? '');
    steps++
  ) {
    // "after the newspaper published": no preposition, but the beginning of a clause
    if (SUBORDINATORS.has(words[head.from - 1]?.lower ?? '')) return head;
    const owner = endingAt.get(head.from - 1) ?? findReduced(head.from - 2, reading);
    if (!owner) return undefined;
    // "three of the boats" are boats
    const isQuantity = owner.head.kind === 'number' || owner.head.kind === 'pronoun';
    if (isQuantity && words[head.from - 1]?.lower === 'of') return head;
    head = withBelongings(owner, head);
  }
  return head;
}

/** Words between commas, at most, that stand between a subject and its verb. */
const MAX_INSERTED = 25;

/** From "81" on to "Gregor Maund" in "Gregor Maund, 81, who". */
function passOverAge(phrase: Phrase, { words, endingAt }: Reading): Phrase {
  const isAge = phrase.words.length === 1 && phrase.head.kind === 'number' && hasBreak(words[phrase.from]);
  return (isAge ? endingAt.get(phrase.from) : undefined) ?? phrase;
}

/** The subject before the word at an index: with the words between commas that stand in between passed over. */
function findSubjectBefore(end: number, reading: Reading): Phrase[] {
  const { words, endingAt } = reading;
  let at = end;
  while (at > 0 && ['adverb', 'negation'].includes(words[at - 1]?.kind ?? '') && !hasBreak(words[at])) at--;
  if (words[at - 1]?.kind === 'relative') {
    const antecedent = endingAt.get(at - 1);
    return antecedent ? [passOverAge(antecedent, reading)] : [];
  }
  if (!hasBreak(words[at])) {
    const phrase = endingAt.get(at);
    const head = phrase && climbToHead(phrase, reading);
    return head ? withCoordinated(head, reading) : [];
  }
  if (!/^\s*[,)—–]/.test(words[at]?.before ?? '')) return [];
  // "Jack Lane, 18, from Grays, was": what stands between commas is passed over, as far as no other clause
  let found: Phrase[] = [];
  for (let open = at - 1; open > 0 && at - open < MAX_INSERTED; open--) {
    if (!hasBreak(words[open])) continue;
    const phrase = endingAt.get(open);
    const head = phrase && climbToHead(passOverAge(phrase, reading), reading);
    if (head && (found.length === 0 || !isInside(head, reading)))
      found = [...withCoordinated(head, reading), ...findNameInserted(open, at, reading)];
    if (/[;:“”"]/.test(words[open]?.before ?? '')) break;
    if (
      words[open]?.kind === 'relative' ||
      (phrase && words.slice(0, phrase.from).some(({ kind }) => kind !== 'noun' && LEXICAL.has(kind)))
    )
      break;
  }
  return found;
}

/** The name that fills what stands between two commas: "Paul Dacre" in "The engineer, Paul Dacre, was fined". */
function findNameInserted(open: number, close: number, { startingAt }: Reading): Phrase[] {
  const phrase = startingAt.get(open);
  return phrase?.isName && phrase.to === close ? [phrase] : [];
}

/** "In Athens" in "In Athens the paint lowered it": what stands before the subject at the head of its clause. */
function readOpening([subject]: readonly Phrase[], { words, endingAt }: Reading): Complement[] {
  const phrase = subject && endingAt.get(subject.from);
  const at = phrase ? phrase.from - 1 : -1;
  const preposition = words[at];
  const isOpening = preposition?.kind === 'preposition' && (at === 0 || hasBreak(preposition));
  return phrase && isOpening && !SUBORDINATORS.has(preposition.lower)
    ? [{ preposition: preposition.lower, phrase }]
    : [];
}

const isReducedPassive = (
  group: VerbGroup,
  next: VerbGroup | undefined,
  { words, endingAt, startingAt }: Reading,
) => {
  if (
    group.hasAuxiliary ||
    group.main.kind !== 'participle' ||
    group.isInfinitive ||
    isPastOnly(group.main.lower)
  )
    return false;
  if (words[group.to]?.lower === 'by') return true;
  if (/^(?:compared|based|followed|including)$/.test(group.main.lower)) return true;
  const phrase = endingAt.get(group.from);
  const isFollowed =
    next !== undefined && !hasBreak(next.main) && startingAt.get(group.to + 1)?.to === next.from;
  if (
    isFollowed &&
    phrase &&
    !next.isInfinitive &&
    !next.isGerund &&
    !hasBreak(words[group.from]) &&
    words[group.to]?.kind === 'preposition' &&
    words[phrase.from - 1]?.kind !== 'relative'
  )
    return true;
  const before = phrase && words[phrase.from - 1];
  if (before && SUBORDINATORS.has(before.lower)) return false;
  const isLast = group.to >= words.length || hasBreak(words[group.to]);
  // "money raised in March": what was raised is the object of a verb or stands behind a preposition
  return (
    before !== undefined &&
    !hasBreak(words[group.from]) &&
    !hasBreak(words[phrase?.from ?? 0]) &&
    (LEXICAL.has(before.kind) || before.kind === 'preposition') &&
    (isLast || ['preposition', 'to'].includes(words[group.to]?.kind ?? ''))
  );
};

function findSubject(group: VerbGroup, drafts: readonly Draft[], reading: Reading): readonly Phrase[] {
  const { words, startingAt, endingAt } = reading;
  const parent = drafts.at(-1);
  const first = words[group.from];
  const previous = words[group.from - 1];
  // "The study, led by Carvalho," and "a study led by Carvalho"
  const isBare = group.main.kind === 'participle' && !group.hasAuxiliary && !group.isInfinitive;
  const described = isBare && words[group.to]?.lower === 'by' ? endingAt.get(group.from) : undefined;
  if (described) return [described];
  if (group.isInfinitive && parent)
    return parent.patients.length > 0 && WANTING.has(parent.verb) && !parent.group.isPassive
      ? parent.patients
      : parent.subjects;
  if (
    group.isGerund &&
    parent &&
    (hasBreak(first) ||
      previous?.kind === 'preposition' ||
      previous?.kind === 'relative' ||
      LEXICAL.has(previous?.kind ?? ''))
  )
    return parent.subjects;
  const isBehindQuotation = /[“”"]/.test(first?.before ?? '') || /,/.test(first?.before ?? '');
  const behind = startingAt.get(group.to);
  if (TELLING.has(group.main.root) && behind && isBehindQuotation && !endingAt.has(group.from))
    return [behind];
  if (
    previous?.kind === 'conjunction' ||
    (previous?.kind === 'adverb' && words[group.from - 2]?.kind === 'conjunction')
  )
    return parent?.subjects ?? [];
  const found = findSubjectBefore(group.from, reading);
  if (found.length > 0) return found;
  return hasBreak(first) ? (parent?.subjects ?? []) : [];
}

/** Objects and complements behind a verb, up to the next one. */
function readArguments(
  group: VerbGroup,
  [next, afterNext]: readonly (VerbGroup | undefined)[],
  reading: Reading,
) {
  const { words, startingAt } = reading;
  const objects: Phrase[] = [];
  const complements: Complement[] = [];
  const limit = next?.from ?? words.length;
  const nextSubject =
    next &&
    !hasBreak(words[next.from]) &&
    !next.isInfinitive &&
    !next.isGerund &&
    !isReducedPassive(next, afterNext, reading)
      ? next.from
      : -1;
  let isOpen = true;
  const predicate: string[] = [];
  for (let at = group.to; at < limit; ) {
    const word = words[at] as SentenceWord;
    if (/[;:]/.test(word.before)) break;
    if (word.kind === 'relative') break;
    if (hasBreak(word)) isOpen = false;
    if (word.kind === 'preposition' || word.kind === 'to') {
      const phrase = startingAt.get(at + 1);
      if (phrase && phrase.to <= limit && phrase.to !== nextSubject)
        complements.push({ preposition: word.lower, phrase });
      at = phrase ? phrase.to : at + 1;
      continue;
    }
    const phrase = startingAt.get(at);
    if (phrase) {
      if (phrase.to === nextSubject) break;
      if (isOpen) objects.push(phrase);
      at = phrase.to;
      continue;
    }
    if (isOpen && word.kind === 'adjective') predicate.push(word.stem);
    at++;
  }
  return { objects, complements, predicate };
}

/** "after" in "after the newspaper published": right before the subject. */
function findSubordinator(subject: number, { words }: Reading): string | null {
  const before = words[subject - 1]?.lower ?? '';
  return SUBORDINATORS.has(before) ? before : null;
}

function moodOf(group: VerbGroup, parent: Draft | undefined, isControlled: boolean): Mood {
  if (group.isPossible) return 'possible';
  // "is said to be worth"
  const isHearsay = parent?.group.isPassive && (TELLING.has(parent.verb) || CLAIMING.has(parent.verb));
  if (isControlled && isHearsay) return 'possible';
  if (isControlled && parent && !IMPLICATIVE.has(parent.verb))
    return WANTING.has(parent.verb) || CLAIMING.has(parent.verb) ? 'wanted' : parent.mood;
  return isControlled && parent ? parent.mood : 'fact';
}

/** Whether a verb hangs on the one before it: "wants to close", "oppose closing". */
function isControlledBy(group: VerbGroup, parent: Draft | undefined, { words }: Reading): boolean {
  if (!parent || words.slice(parent.group.to, group.from + 1).some(word => /[,;:]/.test(word.before)))
    return false;
  return group.isInfinitive || (group.isGerund && group.from - parent.group.to <= 1);
}

function readClauses(reading: Reading): Draft[] {
  const groups = readGroups(reading.words, reading.phrases);
  const drafts: Draft[] = [];
  for (const [index, group] of groups.entries()) {
    const parent = drafts.at(-1);
    const isControlled = isControlledBy(group, parent, reading);
    const subjects = findSubject(group, drafts, reading);
    const { objects, complements, predicate } = readArguments(
      group,
      groups.slice(index + 1, index + 3),
      reading,
    );
    const isPassive = group.isPassive || isReducedPassive(group, groups[index + 1], reading);
    const by = complements.filter(({ preposition }) => preposition === 'by').map(({ phrase }) => phrase);
    const isInverted = subjects.length === 1 && objects[0] === subjects[0];
    drafts.push({
      from: group.from,
      to: group.to,
      verb: group.main.root,
      written: reading.words
        .slice(group.from, group.to)
        .map(({ text }) => text)
        .filter(Boolean)
        .join(' '),
      agents: isPassive ? by : subjects,
      patients: isPassive ? [...subjects, ...objects] : isInverted ? objects.slice(1) : objects,
      complements: [
        ...readOpening(subjects, reading),
        ...(isPassive ? complements.filter(({ preposition }) => preposition !== 'by') : complements),
      ],
      predicate,
      isNegated:
        [...subjects, ...objects].some(phrase => hasNegation(phrase, reading)) ||
        group.isNegated ||
        (isControlled &&
          parent !== undefined &&
          (UNLIKELY.has(parent.verb) || (parent.isNegated && WANTING.has(parent.verb)))),
      isRelative: reading.words[group.from - 1]?.kind === 'relative',
      subordinator: findSubordinator(subjects[0]?.from ?? group.from, reading),
      isFinite:
        !group.isInfinitive &&
        !group.isGerund &&
        (group.hasAuxiliary ||
          group.main.kind === 'verb' ||
          group.main.kind === 'be' ||
          !isPassive ||
          by.length > 0),
      mood: moodOf(group, parent, isControlled),
      source: isControlled ? (parent?.source ?? null) : null,
      group,
      subjects,
    });
  }
  markConditions(drafts, reading);
  markSources(drafts, reading);
  return drafts;
}

/** What stands in an if-clause is a condition, what stands beside it holds on one. */
function markConditions(drafts: readonly Draft[], { words }: Reading): void {
  const opening = words.findIndex(({ lower }) => CONDITIONS.has(lower));
  if (opening < 0) return;
  const close =
    opening === 0 || hasBreak(words[opening])
      ? words.findIndex((word, at) => at > opening && /,/.test(word.before))
      : words.length;
  const end = close < 0 ? words.length : close;
  const isIf = words[opening]?.lower !== 'whether';
  for (const draft of drafts) {
    if (draft.from > opening && draft.from < end) draft.mood = 'condition';
  }
  if (!isIf) return;
  const main =
    close < 0 || end === words.length
      ? drafts.findLast(({ from }) => from < opening)
      : drafts.find(({ from }) => from >= end);
  if (main?.mood === 'fact') main.mood = 'conditional';
}

/** Who says what: a verb of saying or believing governs what follows it, or, at the end, what stands before it. */
function markSources(drafts: readonly Draft[], { words }: Reading): void {
  const isAccording = words.some(({ lower }, at) => lower === 'according' && words[at + 1]?.kind === 'to');
  for (const [index, draft] of drafts.entries()) {
    const isClaim = CLAIMING.has(draft.verb);
    if (!isClaim && !TELLING.has(draft.verb)) continue;
    // who "was told" does not say it
    const source = {
      phrase: draft.group.isPassive
        ? null
        : (draft.subjects.find(({ isName }) => isName) ?? draft.subjects[0] ?? null),
      isClaim: isClaim || draft.mood !== 'fact',
    };
    const isTrailing =
      index > 0 &&
      index === drafts.length - 1 &&
      draft.patients.length === 0 &&
      (hasBreak(words[draft.subjects[0]?.from ?? draft.from]) || hasBreak(words[draft.from]));
    const governed = isTrailing ? drafts.slice(0, index) : drafts.slice(index + 1);
    for (const other of governed) {
      // what stands outside the quotation marks is not said within them
      const between = isTrailing ? [] : words.slice(draft.to, other.from + 1);
      if (between.some(hasQuotation) && !hasQuotation(words[draft.to])) break;
      if (!other.source) other.source = source;
    }
  }
  markRumours(drafts, words);
  if (isAccording) for (const draft of drafts) draft.source ??= { phrase: null, isClaim: false };
}

const hasQuotation = (word: SentenceWord | undefined) => word !== undefined && /[“”"]/.test(word.before);

/** "Concern that it would close" is no closing. */
function markRumours(drafts: readonly Draft[], words: readonly SentenceWord[]): void {
  const at = words.findIndex(
    ({ lower, kind }, index) => kind === 'noun' && RUMOURS.has(lower) && words[index + 1]?.lower === 'that',
  );
  if (at < 0) return;
  for (const draft of drafts) if (draft.from > at) draft.source ??= { phrase: null, isClaim: true };
}

const sentences = createMemo<ReadSentence>({ entries: 3_000 });

/**
 * The clauses of an English sentence: for each verb who does it, to whom, with what, and how it is said. A shallow reading
 * by the order of words (after Abney 1991, "Parsing by chunks"): what cannot be told is left empty, never guessed.
 */
export function readSentence(text: string): ReadSentence {
  return sentences.getOrCreate(text, () => {
    const words = readWords(text);
    const phrases = readPhrases(words);
    const reading: Reading = {
      words,
      phrases,
      endingAt: new Map(phrases.map(phrase => [phrase.to, phrase])),
      startingAt: new Map(phrases.map(phrase => [phrase.from, phrase])),
    };
    const clauses = readClauses(reading).map(({ group: _, ...clause }) => clause);
    return { text, words, phrases, clauses };
  });
}
