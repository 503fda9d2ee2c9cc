import { hasBreak } from '../propositions/phrases.ts';
import { readGroups } from '../propositions/verb-groups.ts';
import { isVerbForm } from '../propositions/word-classes.ts';
import { readWords, type SentenceWord } from '../propositions/words.ts';
import { isGoverning } from './kept-words.ts';
import { isCondition, isTurning } from './scope.ts';

/** A statement split into the two that it joins. */
export interface JoinedParts {
  readonly first: string;
  readonly second: string;
  /** Whether the second names its subject, so that it is clear wherever it comes from. */
  readonly isNamed: boolean;
  /** Whether the second refers back to what precedes it: "the man". */
  readonly pointsBack: boolean;
}

/** What joins two statements: "; ", ". ", ", and", "and", ", but", "but", ", while". */
const JOINT = /(?:;|[.!?]['’”"]?|,?\s(?:and|but)(?=\s)|,\swhile(?=\s))\s+/gu;

/** Maximum number of joints to try. */
const MAX_JOINTS = 6;

/** Splits a statement at each joint between two parts that can be told separately. */
export function splitJoined(text: string): JoinedParts[] {
  return [...text.matchAll(JOINT)].slice(0, MAX_JOINTS).flatMap(joint => {
    const [first, second] = [text.slice(0, joint.index), text.slice(joint.index + joint[0].length)];
    const found = separate(first, second, joint[0].trim());
    return found ? [found] : [];
  });
}

function separate(first: string, second: string, joint: string): JoinedParts | null {
  const [left, right] = [readWords(first), readSecond(second)];
  const verb = right.findIndex(isVerbForm);
  if (verb < 0 || !left.some(isVerbForm) || hasLooseReference(right)) return null;
  const isApart = /^[;.!?]/.test(joint);
  if (!isApart && reachesOver(left)) return null;
  const subject = findOwnSubject(right, verb);
  if (subject === null) return null;
  if (subject.length === 0) return isApart ? null : shareSubject(left, second);
  // "Lee left and Orr resigned on Monday": the time may apply to both
  if (!isApart && !/^,|but/.test(joint)) return null;
  const isNamed = subject.some(({ kind }) => kind === 'name');
  const pointsBack = !isNamed && /^(?:the|that|those|these|this)$/.test(subject[0]?.lower ?? '');
  return { first: `${first}.`, second, isNamed, pointsBack };
}

/** Reads what follows a joint. With a subject put before it, a verb at its start is recognized as one. */
function readSecond(second: string): readonly SentenceWord[] {
  const withSubject = readWords(`He ${second}`).slice(1);
  return withSubject[0] && isVerbForm(withSubject[0]) ? withSubject : readWords(second);
}

/** Whether the first part may govern the second: who says it, on what condition, when. */
const reachesOver = (left: readonly SentenceWord[]) =>
  !/^(?:name|noun|determiner|possessive|pronoun|number|adjective)$/.test(left[0]?.kind ?? '') ||
  left.some(
    word =>
      isGoverning(word) || isCondition(word.lower) || /^(?:both|each|either|respectively)$/.test(word.lower),
  );

/** Whether a pronoun precedes any name that it could refer to. */
function hasLooseReference(words: readonly SentenceWord[]): boolean {
  const name = words.findIndex(({ kind }) => kind === 'name');
  return words.some(
    ({ kind }, at) => (kind === 'pronoun' || kind === 'possessive') && (name < 0 || at < name),
  );
}

/** The words before the verb that form its subject; empty if the verb comes first; null if unsure. */
function findOwnSubject(words: readonly SentenceWord[], verb: number): readonly SentenceWord[] | null {
  const before = words.slice(0, verb);
  const mark = before.findLastIndex(hasBreak);
  // "in 2012, 8 percent": the subject follows the opening phrase
  const opensWithPhrase = before[0]?.kind === 'preposition';
  if (opensWithPhrase && mark < 0) return null;
  const subject = opensWithPhrase ? before.slice(mark) : before;
  const content = subject.filter(({ kind }) => kind !== 'adverb');
  if (content.length === 0) return [];
  return /^(?:name|noun|determiner|number|adjective)$/.test(content[0]?.kind ?? '') ? content : null;
}

/** A shared subject repeated: "Lee sold the farm", "Lee left Hull" for "Lee sold the farm and left Hull". */
function shareSubject(left: readonly SentenceWord[], second: string): JoinedParts | null {
  const groups = readGroups(left, []);
  const [group] = groups;
  const isPlain =
    groups.length === 1 &&
    group !== undefined &&
    group.from > 0 &&
    group.to < left.length &&
    !left.some(
      word => isTurning(word) || word.kind === 'modal' || word.kind === 'relative' || hasBreak(word),
    );
  if (!isPlain) return null;
  const subject = left.slice(0, group.from).map(writtenOf).join(' ');
  return {
    first: `${left.map(writtenOf).join(' ')}.`,
    second: `${subject} ${second}`,
    isNamed: true,
    pointsBack: false,
  };
}

const writtenOf = ({ text, isOwner }: SentenceWord) => (isOwner && !/['’]/.test(text) ? `${text}’s` : text);
