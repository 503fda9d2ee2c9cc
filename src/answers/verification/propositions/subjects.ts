import { stem } from '../../../language/stems.ts';
import type { Clause } from './clause.ts';
import { hasBreak, type Phrase, withBelongings } from './phrases.ts';
import { isPastOnly } from './tagging.ts';
import type { VerbGroup } from './verb-groups.ts';
import { SUBORDINATORS, TELLING, WANTING } from './verb-kinds.ts';
import { isLexicalVerb, isVerbForm } from './word-classes.ts';
import type { SentenceWord } from './words.ts';

export type Draft = { -readonly [Key in keyof Clause]: Clause[Key] } & { group: VerbGroup };

/** What the rules read a sentence with: its words, and its phrases by first and end index. */
export interface Reading {
  readonly words: readonly SentenceWord[];
  readonly phrases: readonly Phrase[];
  readonly endingAt: ReadonlyMap<number, Phrase>;
  readonly startingAt: ReadonlyMap<number, Phrase>;
}

/** A phrase with the phrases before it that it is coordinated with. */
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

/** Whether a phrase is the object of a verb or follows a preposition. */
const isInside = ({ from }: Phrase, { words }: Reading) =>
  !hasBreak(words[from]) &&
  (isLexicalVerb(words[from - 1]) || ['preposition', 'be', 'to'].includes(words[from - 1]?.kind ?? ''));

/** The phrase that a participle describes, by its index: "a man" in "a man charged with murder". */
function findReduced(at: number, { words, endingAt }: Reading): Phrase | undefined {
  const isParticiple = words[at]?.kind === 'participle' || words[at]?.kind === 'gerund';
  return isParticiple && !hasBreak(words[at]) ? endingAt.get(at) : undefined;
}

/**
 * Moves from the second item of a coordination in an "of" phrase to the first, if no verb precedes it: from
 * "five men" to "seven women" in "the jury of seven women and five men".
 */
function leaveCoordination(phrase: Phrase, { words, endingAt }: Reading): Phrase {
  if (words[phrase.from - 1]?.lower !== 'and') return phrase;
  const before = endingAt.get(phrase.from - 1);
  const isOwned = before !== undefined && words[before.from - 1]?.lower === 'of';
  return isOwned && !words.slice(0, before.from).some(isVerbForm) ? before : phrase;
}

/** Climbs from a complement to its head: from "the van" to "the driver" in "the driver of the van". */
function climbToHead(phrase: Phrase, reading: Reading): Phrase | undefined {
  const { words, endingAt } = reading;
  let head = leaveCoordination(phrase, reading);
  for (
    let steps = 0;
    steps < 4 && ['preposition', 'to'].includes(words[head.from - 1]?.kind ?? '');
    steps++
  ) {
    // "after the newspaper published": not a preposition but the beginning of a clause
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

/** Maximum words of an insertion in commas between a subject and its verb. */
const MAX_INSERTED = 25;

/** Skips an age: from "81" to "Gregor Maund" in "Gregor Maund, 81, who". */
function passOverAge(phrase: Phrase, { words, endingAt }: Reading): Phrase {
  const isAge = phrase.words.length === 1 && phrase.head.kind === 'number' && hasBreak(words[phrase.from]);
  return (isAge ? endingAt.get(phrase.from) : undefined) ?? phrase;
}

/** The subject before an index, skipping an insertion in commas. */
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
  // "Jack Lane, 18, from Grays, was": skip what is between commas, but not another clause
  let found: Phrase[] = [];
  for (let open = at - 1; open > 0 && at - open < MAX_INSERTED; open--) {
    if (!hasBreak(words[open])) continue;
    const phrase = endingAt.get(open);
    const head = phrase && climbToHead(passOverAge(phrase, reading), reading);
    if (head && (found.length === 0 || !isInside(head, reading)))
      found = [...withCoordinated(head, reading), ...findNameInserted(open, at, reading)];
    if (/[;:“”"]/.test(words[open]?.before ?? '')) break;
    if (words[open]?.kind === 'relative' || (phrase && words.slice(0, phrase.from).some(isLexicalVerb)))
      break;
  }
  return found;
}

/** The name that is a whole insertion in commas: "Paul Dacre" in "The engineer, Paul Dacre, was fined". */
function findNameInserted(open: number, close: number, { startingAt }: Reading): Phrase[] {
  const phrase = startingAt.get(open);
  return phrase?.isName && phrase.to === close ? [phrase] : [];
}

export const isReducedPassive = (
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
  // "money raised in March": the thing raised is the object of a verb or follows a preposition
  return (
    before !== undefined &&
    !hasBreak(words[group.from]) &&
    !hasBreak(words[phrase?.from ?? 0]) &&
    (isLexicalVerb(before) || before.kind === 'preposition') &&
    (isLast || ['preposition', 'to'].includes(words[group.to]?.kind ?? ''))
  );
};

/** The clause that a verb behind "and" goes on with: not an infinitive, if it has a form of its own. */
function findJoined({ main }: VerbGroup, drafts: readonly Draft[]): Draft | undefined {
  if (main.kind === 'gerund' || stem(main.lower) === main.root) return drafts.at(-1);
  return drafts.findLast(({ group }) => !group.isInfinitive) ?? drafts.at(-1);
}

export function findSubject(group: VerbGroup, drafts: readonly Draft[], reading: Reading): readonly Phrase[] {
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
      isLexicalVerb(previous))
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
    return findJoined(group, drafts)?.subjects ?? [];
  const found = findSubjectBefore(group.from, reading);
  if (found.length > 0) return found;
  return hasBreak(first) ? (parent?.subjects ?? []) : [];
}
