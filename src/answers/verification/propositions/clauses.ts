import { createMemo } from '../../../memo.ts';
import type { Complement, ReadSentence } from './clause.ts';
import { markConditions, markConfirmed, markSources, moodOf } from './moods.ts';
import { hasBreak, type Phrase, readPhrases } from './phrases.ts';
import { type Draft, findSubject, isReducedPassive, type Reading } from './subjects.ts';
import { NEGATIVE_PRONOUN } from './tagging.ts';
import { readGroups, type VerbGroup } from './verb-groups.ts';
import { SUBORDINATORS, UNLIKELY, WANTING } from './verb-kinds.ts';
import { readWords, type SentenceWord } from './words.ts';

/** Whether a phrase negates its clause: "no boat", "none of the boats". */
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

/** Reads a phrase with a preposition before the subject: "In Athens" in "In Athens the paint lowered it". */
function readOpening([subject]: readonly Phrase[], { words, endingAt }: Reading): Complement[] {
  const phrase = subject && endingAt.get(subject.from);
  const at = phrase ? phrase.from - 1 : -1;
  const preposition = words[at];
  const isOpening = preposition?.kind === 'preposition' && (at === 0 || hasBreak(preposition));
  return phrase && isOpening && !SUBORDINATORS.has(preposition.lower)
    ? [{ preposition: preposition.lower, phrase }]
    : [];
}

/** The objects, complements and predicate adjectives after a verb, up to the next verb. */
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

/** The subordinator right before the subject: "after" in "after the newspaper published". */
function findSubordinator(subject: number, { words }: Reading): string | null {
  const before = words[subject - 1]?.lower ?? '';
  return SUBORDINATORS.has(before) ? before : null;
}

/** Whether a verb depends on the one before it: "wants to close", "oppose closing". */
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
  markConfirmed(drafts, reading);
  return drafts;
}

const sentences = createMemo<ReadSentence>({ entries: 3_000 });

/**
 * The clauses of an English sentence: for each verb the agent, the patient, the complements and the mood. A
 * shallow parse by word order (after Abney 1991, "Parsing by chunks"): what cannot be determined is left
 * empty, never guessed.
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
