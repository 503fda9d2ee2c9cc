import { isVerbForm } from '../verification/propositions/word-classes.ts';
import { readWords, type SentenceWord } from '../verification/propositions/words.ts';
import { splitJoined } from '../verification/shortening/joined-parts.ts';
import { isCondition } from '../verification/shortening/scope.ts';

/** Maximum characters of a statement that is split. */
const MAX_LENGTH = 500;
/** Maximum number of splits to try. */
const MAX_SPLITS = 6;

/**
 * The ways to split a statement into two that together say the same: "Lee sold the farm" and "Orr left" for
 * the two joined; "Lee sold the farm" and "Lee lives in Hull" for "Lee, who lives in Hull, sold the farm";
 * "Lee sold the farm" and "Lee is a vet" for "Lee, a vet, sold the farm".
 */
export function splitParts(text: string): [string, string][] {
  if (text.length > MAX_LENGTH) return [];
  const joined = splitJoined(text).map(({ first, second }): [string, string] => [first, second]);
  return [...joined, ...splitInsertions(text)].slice(0, MAX_SPLITS);
}

const BEFORE_COMMA = /^([^,;:“”"()]+), ([^,;:“”"()]+)(?:, (.+)|([.!]?))$/su;

/** Splits at what is inserted between commas after the subject: a relative clause or an apposition. */
function splitInsertions(text: string): [string, string][] {
  const match = BEFORE_COMMA.exec(text.trim());
  if (!match) return [];
  const [, before = '', inserted = '', rest] = match;
  const words = readWords(before);
  if (rest === undefined || !isSubject(words)) return [];
  const relative = /^(?:who|which) (.+)$/s.exec(inserted);
  const said = relative ? relative[1] : isDescription(inserted) ? `is ${inserted}` : undefined;
  const behind = readWords(`He ${rest}`)[1];
  if (said === undefined || !behind || !isVerbForm(behind)) return [];
  return [[`${before} ${rest}`, `${before} ${said}.`]];
}

const SUBJECT: ReadonlySet<string> = new Set(['determiner', 'adjective', 'noun', 'name', 'number']);

/** Whether words are one noun phrase that can be repeated as a subject. */
const isSubject = (words: readonly SentenceWord[]) =>
  words.length > 0 &&
  words.length <= 6 &&
  words.every(({ kind, isOwner }) => SUBJECT.has(kind) || isOwner) &&
  !/^(?:no|every|each|any|few|most|some|all)$/.test(words[0]?.lower ?? '') &&
  !words.some(({ lower }) => isCondition(lower));

/** Whether a phrase between commas describes the noun before it. */
function isDescription(phrase: string): boolean {
  const words = readWords(phrase);
  return /^(?:an?|the)$/.test(words[0]?.lower ?? '') && !words.some(isVerbForm);
}
