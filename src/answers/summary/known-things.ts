import lexicon from '../../language/lexicons/references.json' with { type: 'json' };
import { isReadingEnglish, stem } from '../../language/stems.ts';
import { isTime } from '../../language/syntax/function-words.ts';
import { oneOf } from '../../language/word-lists.ts';
import { readWords, type SentenceWord } from '../verification/propositions/words.ts';

type Words = readonly SentenceWord[];

const INTRODUCED = new Set(lexicon.introduced.words);
const IDENTIFYING = new Set(lexicon.identifying.words);

/** The words of a definite noun phrase after its article, from `at` on: adjectives and nouns. */
function readPhrase(words: Words, at: number): Words {
  const end = words.findIndex(
    ({ kind, before }, i) =>
      i >= at &&
      (!/^(?:adjective|noun|name|number|participle)$/.test(kind) || (i > at && before.trim() !== '')),
  );
  const owner = words.findIndex(({ isOwner }, i) => i >= at && isOwner);
  const last = end < 0 ? words.length : end;
  const phrase = words.slice(at, owner < 0 ? last : Math.min(last, owner + 1));
  return phrase.slice(0, phrase.findLastIndex(({ kind }) => kind === 'noun' || kind === 'name') + 1);
}

/** Whether what follows a noun says which one is meant: "the roof of the gym", "the cook, Marek Wolny". */
function isTold(next: SentenceWord | undefined): boolean {
  return (
    next !== undefined &&
    (/^(?:preposition|relative|name|to)$/.test(next.kind) || /^(?:who|whose|that)$/.test(next.lower))
  );
}

/** The plain definite nouns of a sentence, which only a reader who has met them before can place. */
function findDefinites(words: Words): SentenceWord[] {
  return words.flatMap(({ lower }, at) => {
    if (lower !== 'the') return [];
    const phrase = readPhrase(words, at + 1);
    const noun = phrase.at(-1);
    if (noun?.kind !== 'noun' || phrase.length > 2 || isTime(noun.text)) return [];
    const [first] = phrase;
    const isIdentified =
      phrase.length > 1 &&
      (first?.kind === 'name' ||
        first?.kind === 'noun' ||
        IDENTIFYING.has(first?.lower ?? '') ||
        /est$/.test(first?.lower ?? ''));
    if (isIdentified || (!noun.isOwner && isTold(words[at + 1 + phrase.length]))) return [];
    return words.slice(0, at).some(word => word.stem === noun.stem) ? [] : [noun];
  });
}

/**
 * The stem of the plain definite noun that is a sentence's subject ("The bridge would cost …"), which a reader
 * who has read nothing yet cannot place; undefined if there is none.
 */
export function findDefiniteSubject(text: string): string | undefined {
  if (!isReadingEnglish() || !text.startsWith('The ')) return undefined;
  const words = readWords(text);
  const [noun] = findDefinites(words);
  return noun !== undefined && words.indexOf(noun) <= 2 ? noun.stem : undefined;
}

/** A word within a noun phrase, before its noun. */
const INNER = String.raw`(?!(?:the|of|at|in|on|for|to|and|or|by|with|from|that|is|was|were|has|had)\s)[\p{L}’'-]{1,20}\s`;

/** What stands before a noun that is mentioned for the first time: "a swarm", "some 40 tests". */
const FIRST_MENTION = String.raw`(?<![\p{L}\p{N}])(?:${oneOf(lexicon.indefinite.words)}|\p{N}+)\s(?:${INNER}){0,3}?`;

/** Whether earlier sentences introduce a noun as something new to the reader. */
function isIntroduced({ lower }: SentenceWord, before: string): boolean {
  const singular = lower.replace(/s$/, '');
  // most are not, and making the expression takes long
  if (!before.toLowerCase().includes(singular)) return false;
  return new RegExp(`${FIRST_MENTION}${RegExp.escape(singular)}s?(?![\\p{L}])`, 'iu').test(before);
}

/**
 * The stems of nouns that a sentence takes for known ("the ban"), because the text before it introduced them
 * or because such nouns have to be introduced ("the spokesman"). Empty for texts in other languages.
 */
export function findTakenForKnown(text: string, before: readonly string[]): string[] {
  if (!isReadingEnglish()) return [];
  const definites = findDefinites(readWords(text));
  if (definites.length === 0) return [];
  const earlier = before.join(' ');
  return definites.flatMap(noun =>
    INTRODUCED.has(noun.lower) || isIntroduced(noun, earlier) ? [stem(noun.lower)] : [],
  );
}
