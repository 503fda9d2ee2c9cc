import { uncapitalize } from '../../../language/capitals.ts';
import { readSentence } from '../propositions/clauses.ts';
import { hasBreak } from '../propositions/phrases.ts';
import type { SentenceWord } from '../propositions/words.ts';
import { turnDative, turnPassive } from './turns.ts';

const CONTRACTED = /['’](?:s|re|ve|ll|d|m)$|n['’]t$/i;

/** Whether a word is in the one before it as well: the tagger reads "didn't" as "didn't" and "not". */
const isRepeated = (word: SentenceWord, previous: SentenceWord | undefined) =>
  previous !== undefined &&
  !previous.isOwner &&
  CONTRACTED.test(previous.text) &&
  !hasBreak(word) &&
  /^(?:negation|be|auxiliary|modal)$/.test(word.kind);

/** Words as a sentence. */
export function writeWords(words: readonly SentenceWord[]): string {
  const written = words.map((word, at) => {
    if (isRepeated(word, words[at - 1])) return '';
    const { before, isOwner } = word;
    const text =
      at > 0 && /^(?:determiner|possessive)$/.test(word.kind) ? word.text.toLowerCase() : word.text;
    const owned = isOwner && !/['’]/.test(text) ? `${text}’s` : text;
    return at === 0 ? owned : `${before === '' ? ' ' : before}${owned}`;
  });
  return `${written.join('').trim()}.`;
}

/** "The mayor of Ham is Tom Orr": who the one thing of its kind is. */
const IDENTITY =
  /^(?<thing>The [^,;:!?“”"()—–]{2,80}) (?<verb>is|was) (?<name>\p{Lu}[\p{L}.’'-]{0,30}(?: \p{Lu}[\p{L}.’'-]{0,30}){0,3}?)\.?$/u;

function turnIdentity(text: string): string[] {
  const { thing, verb, name } = IDENTITY.exec(text)?.groups ?? {};
  return thing && verb && name ? [`${name} ${verb} ${uncapitalize(thing)}.`] : [];
}

/**
 * The other ways to say a sentence with one verb: in the active, with "to" for a dative, with the name first for "The
 * mayor is Tom Orr"; none if it has none.
 */
export function turnRound(text: string): string[] {
  const active = turnPassive(readSentence(text));
  const turned = active ? writeWords(active) : text;
  const dative = turnDative(readSentence(turned));
  return [...(active ? [turned] : []), ...(dative ? [writeWords(dative)] : []), ...turnIdentity(text)];
}
