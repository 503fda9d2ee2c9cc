import { isPastTense } from '../../language/lexicon.ts';
import kinds from '../../language/lexicons/exclusive-kinds.json' with { type: 'json' };
import shortening from '../../language/lexicons/shortening.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { isUndoing } from '../../language/syntax/function-words.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import type { Clause, ReadSentence } from '../verification/propositions/clause.ts';
import { readSentence } from '../verification/propositions/clauses.ts';
import { hasBreak, isDate, type Phrase } from '../verification/propositions/phrases.ts';
import { HEDGING } from '../verification/propositions/verb-kinds.ts';
import { isVerbal } from '../verification/propositions/word-classes.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';
import { isFrame } from '../verification/shortening/scope.ts';
import { isHanging, isTagged, stepBack } from '../verification/told/clauses.ts';
import { isAlternative, markQuoted } from '../verification/told/pieces.ts';

/* Who does what to whom in one clause, in a form in which a claim can be compared with a sentence part by part. */

/** When a clause says that something is so: "is", "is leaving", "left", "has left", "had left", "will leave". */
export type Tense = 'present' | 'progressive' | 'past' | 'perfect' | 'pluperfect' | 'future';

/** A noun phrase with the words behind it that belong to it: "the mayor of Hull", "the barn at Lower Fold". */
export interface Thing {
  readonly words: readonly SentenceWord[];
  readonly behind: readonly SentenceWord[];
  /** Whom a pronoun, or a possessive at the beginning, refers to; null if there is none or it is not certain. */
  readonly meant: readonly string[] | null;
}

/** A phrase with its preposition. */
export interface Adjunct {
  readonly preposition: string;
  readonly thing: Thing;
  /** The index of the preposition. */
  readonly from: number;
  readonly to: number;
  /** Whether an infinitive or the like goes on with it: "for the bridge to be built". */
  readonly isOpen: boolean;
}

/** One clause of a sentence. */
export interface Frame {
  /** The main verb as written, and the stem of its infinitive. */
  readonly verb: string;
  readonly root: string;
  /** The small word behind it that may make another verb of it: "down" in "stepped down". */
  readonly particle: string;
  readonly tense: Tense;
  readonly modal: string;
  readonly isNegated: boolean;
  /** Whether it says that what it tells is no longer so. */
  readonly isOver?: boolean;
  readonly agents: readonly Thing[];
  readonly patients: readonly Thing[];
  /** Whether several subjects act together, rather than one being named twice. */
  readonly isJoint: boolean;
  readonly adjuncts: readonly Adjunct[];
  readonly predicate: readonly string[];
  /** The sentence that it was read from. */
  readonly text: string;
  /** The words of the subject, and those from the verb to the end of the clause with the index of the first. */
  readonly lead: readonly SentenceWord[];
  readonly words: readonly SentenceWord[];
  readonly from: number;
  /** The index behind the verb and its objects. */
  readonly end: number;
  /** The word there if it goes on with the verb, without which that says something else: "failed to win", "feared lost". */
  readonly next: string | null;
  /** What has the first of two objects: "the town" in "left the town a debt" and "the town was left a debt". */
  readonly recipient: Thing | null;
}

/** Says whom a pronoun or possessive of a sentence refers to; null if that is not certain. */
export type Resolve = (words: readonly SentenceWord[], at: number) => readonly string[] | null;

const isParticle = createWordTest([...shortening.particles.words, 'back', 'round']);

/** Whether a small word behind a verb is a preposition if a phrase follows: "died in 2011". */
const isOftenPreposition = (word: string) => /^(?:in|on|over)$/.test(word);
const MODAL = /^(?:may|might|could|would|should|can|cannot|ought|must)$/;

function tenseOf(group: readonly SentenceWord[]): Tense {
  const lower = group.map(word => word.lower);
  const [first = ''] = lower;
  const last = lower.at(-1) ?? '';
  if (lower.some(word => /^(?:will|'ll|shall)$/.test(word))) return 'future';
  if (group.length > 1 && /^(?:has|have|'ve)$/.test(first)) return 'perfect';
  if (group.length > 1 && first === 'had') return 'pluperfect';
  if (group.length > 1 && /^(?:is|are|am)$/.test(first) && last.endsWith('ing')) return 'progressive';
  if (group.length > 1 && /^(?:is|are|am|do|does)$/.test(first)) return 'present';
  const isPast = /^(?:was|were|did|had)$/.test(first) || isPastTense(last) || group[0]?.kind === 'participle';
  return isPast ? 'past' : 'present';
}

/** The end of an object with the "of" phrases that belong to it. */
function findObjectEnd({ to }: Phrase, { words, phrases }: ReadSentence): number {
  const isOf = words[to]?.lower === 'of' && !hasBreak(words[to]);
  const complement = isOf && phrases.find(({ from }) => from === to + 1);
  return complement ? findObjectEnd(complement, { words, phrases } as ReadSentence) : to;
}

/** The end of a subject with what belongs to it, up to its verb or the next mark. */
function findSubjectEnd({ to }: Phrase, { words, clauses }: ReadSentence): number {
  const isPart = (at: number) =>
    !hasBreak(words[at]) &&
    !/^(?:adverb|negation|relative|conjunction)$/.test(words[at]?.kind ?? '') &&
    !clauses.some(clause => clause.isFinite && clause.from === at);
  let end = to;
  while (end < words.length && isPart(end)) end++;
  return end;
}

/** The end of a clause: the next mark, "and" or verb behind it. */
function findClauseEnd({ to }: Clause, { words }: ReadSentence): number {
  let end = to;
  while (
    end < words.length &&
    !hasBreak(words[end]) &&
    !isVerbal(words[end]) &&
    words[end]?.kind !== 'relative'
  )
    end++;
  return end;
}

/** Whether a clause tells what is so: its own verb is finite, or a participle goes on with what the subject did. */
function isTelling(clause: Clause, { words, clauses }: ReadSentence): boolean {
  if (clause.source !== null || !/^(?:fact|possible)$/.test(clause.mood)) return false;
  if (clause.subordinator === 'that') return false;
  if (clause.isFinite) return true;
  const parent = clauses[clauses.indexOf(clause) - 1];
  const isUndone =
    clause.isNegated && words[clause.from]?.kind === 'to' && words[clause.from]?.before.trim() === '';
  if (isUndone)
    return (
      parent?.isFinite === true &&
      !parent.isNegated &&
      parent.mood === 'fact' &&
      isUndoing(parent.written.split(' ').at(-1) ?? '')
    );
  const isParallel = words[clause.from]?.kind === 'gerund' && hasBreak(words[clause.from]);
  return (
    isParallel &&
    parent?.isFinite === true &&
    parent.mood === 'fact' &&
    !parent.isNegated &&
    !parent.isRelative &&
    clause.subjects[0] !== undefined &&
    clause.subjects[0] === parent.subjects[0] &&
    !/^(?:being|having)/.test(clause.written)
  );
}

/** Whether an infinitive or a gerund follows at an index without a mark: "to win", "singing", "from closing". */
const goesOn = (at: number, words: readonly SentenceWord[]) =>
  !hasBreak(words[at]) &&
  (words[at]?.kind === 'gerund' ||
    (words[at]?.kind === 'to' && isVerbal(words[at + 1])) ||
    (words[at]?.lower === 'from' && words[at + 1]?.kind === 'gerund'));

/** Whether what follows at an index says what becomes of the subject of the verb right before: "shut" in "stays shut". */
const completes = (at: number, words: readonly SentenceWord[]) =>
  !hasBreak(words[at]) && /^(?:participle|adjective)$/.test(words[at]?.kind ?? '');

/** Whether a phrase is a time, a place or a result and no object: "last year", "there", "beat Vale 4-3". */
const isMeasure = ({ head, words }: Phrase) =>
  head.lower === 'there' ||
  words.some(isDate) ||
  SPANS.has(head.stem) ||
  words.every(({ kind }) => kind === 'number');

const SPANS = new Set([...kinds.words.spansOfTime, 'morning', 'evening', 'night', 'time'].map(stem));

/** The phrase that has the first of two objects, or the subject of a passive verb that has an object all the same. */
function findRecipient({ agents, patients, to, subjects }: Clause): Phrase | null {
  const objects = [...patients, ...agents]
    .filter(phrase => phrase.from >= to && !subjects.includes(phrase) && !isMeasure(phrase))
    .toSorted((a, b) => a.from - b.from);
  const [first, second] = objects;
  if (first?.from !== to) return null;
  const subject = patients.find(phrase => subjects.includes(phrase));
  if (subject) return subject;
  return second && second.from === first.to && !hasBreak(second.words[0]) ? first : null;
}

/** The small word behind a verb that makes another verb of it, or none: "down" in "stepped down", "short" in "fell short of". */
function particleOf({ to, complements }: Clause, words: readonly SentenceWord[]): string {
  const behind = words[to];
  if (!behind || hasBreak(behind)) return '';
  const isBound = behind.kind === 'preposition' && words[to + 1]?.kind === 'preposition';
  const isAlone = !complements.some(({ phrase }) => phrase.from === to + 1);
  const isPart = isBound || (isParticle(behind.lower) && (isAlone || !isOftenPreposition(behind.lower)));
  return isPart ? behind.lower : '';
}

/** The word with which a verb goes on behind its objects, or null. */
function nextOf({ verb, to }: Clause, end: number, words: readonly SentenceWord[]): string | null {
  const isOpen = goesOn(end, words) || (!/^(?:be|becom)$/.test(verb) && end === to && completes(end, words));
  return isOpen ? elementAt(words, end).lower : null;
}

function readFrame(clause: Clause, read: ReadSentence, resolve: Resolve): Frame {
  const { words, clauses } = read;
  const thingOf = (phrase: Phrase): Thing => {
    const isSubject = clause.subjects.includes(phrase);
    const to = isSubject ? findSubjectEnd(phrase, read) : findObjectEnd(phrase, read);
    return {
      words: phrase.words,
      behind: words.slice(phrase.to, to).filter(({ kind }) => kind !== 'determiner'),
      meant: resolve(words, phrase.from),
    };
  };
  const objects = [...clause.patients, ...clause.agents].filter(({ from }) => from >= clause.to);
  const last = objects.toSorted((a, b) => b.from - a.from)[0];
  const [one, other] = clause.subjects.toSorted((a, b) => a.from - b.from);
  const joint = one && other ? words.slice(one.to, other.from) : [];
  const group = words.slice(clause.from, clause.to);
  const behindBy = clause.agents.filter(({ from }) => from >= clause.to);
  const end = last ? findObjectEnd(last, read) : clause.to;
  const parent = clauses[clauses.indexOf(clause) - 1];
  const isBare = !clause.isFinite && parent;
  const from = stepBack(words, clause.from);
  const recipient = findRecipient(clause);
  return {
    verb: group.findLast(isVerbal)?.lower ?? '',
    root: clause.verb,
    particle: particleOf(clause, words),
    tense: tenseOf(isBare ? words.slice(parent.from, parent.to) : group),
    modal: group.find(({ lower }) => MODAL.test(lower))?.lower ?? '',
    isNegated: clause.isNegated,
    // "built by the river by Reed": either may be the place
    agents: (behindBy.length > 1 ? [] : clause.agents).map(thingOf),
    patients: clause.patients.map(thingOf),
    isJoint: joint.some(({ kind }) => kind === 'conjunction'),
    adjuncts: clause.complements
      .filter(({ phrase }) => phrase.from < clause.from || phrase.from > end)
      .map(({ preposition, phrase }) => ({
        preposition,
        thing: thingOf(phrase),
        from: phrase.from - 1,
        to: findObjectEnd(phrase, read),
        isOpen: goesOn(findObjectEnd(phrase, read), words),
      })),
    predicate: clause.predicate,
    text: read.text,
    lead: [...clause.agents, ...clause.patients]
      .filter(each => clause.subjects.includes(each))
      .flatMap(each => words.slice(each.from, findSubjectEnd(each, read))),
    words: words.slice(from, findClauseEnd(clause, read)),
    from,
    end,
    next: nextOf(clause, end, words),
    recipient: recipient && thingOf(recipient),
  };
}

/** Whether what opens a sentence before its subject says no more than when or where. */
function isPlainOpening(clause: Clause, { words }: ReadSentence): boolean {
  const opening = words.slice(0, Math.min(clause.from, ...clause.subjects.map(({ from }) => from)));
  const [first] = opening;
  return (
    first === undefined ||
    (!opening.some(isFrame) &&
      (/^(?:conjunction|adverb)$/.test(first.kind) ||
        /^(?:in|on|at|after|before|during|since|when|while|by|under|near|from)$/.test(first.lower)))
  );
}

/** Whether the subject of a clause is all that it is said of: "the boats", but not in "two of the boats". */
const isWholeSubject = ({ subjects }: Clause, words: readonly SentenceWord[]) =>
  !subjects.some(({ from }) => words[from - 1]?.lower === 'of' && !hasBreak(words[from]));

const isReserved = (word: SentenceWord) =>
  HEDGING.has(word.lower) || isAlternative(word) || word.lower === 'according';

/** What a sentence tells, clause by clause; nothing if it asks, is somebody's word, or hangs on a condition. */
export function readFrames(text: string, resolve: Resolve): Frame[] {
  const read = readSentence(text);
  const { words, clauses } = read;
  if (isHanging(words) || /\?["”’)]?\s*$/.test(text) || words.some(isReserved) || isTagged(words)) return [];
  const quoted = markQuoted(words);
  const isOwn = (clause: Clause) =>
    !quoted[clause.from] &&
    !clause.isRelative &&
    isWholeSubject(clause, words) &&
    (clause !== clauses[0] || isPlainOpening(clause, read));
  return clauses
    .filter(clause => isOwn(clause) && isTelling(clause, read))
    .map(clause => readFrame(clause, read, resolve));
}
