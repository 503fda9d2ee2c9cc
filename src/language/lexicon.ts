import { createLazy } from '../lazy.ts';
import { getNlp } from './nlp.ts';

type Lexicon = Readonly<Record<string, string | string[]>>;

/**
 * compromise's word list: lower-case words with one or several parts of speech or kinds of names
 * (`PastTense`, `MaleName`, ...). Not copied, because a copy takes 10 MB. compromise types its model only as
 * an object; the word list is documented as "lexicon".
 */
const loadLexicon = createLazy(() => (getNlp().model() as { one: { lexicon: Lexicon } }).one.lexicon);

function hasTag(word: string, tags: ReadonlySet<string>): boolean {
  const [folded, lexicon] = [word.toLowerCase(), loadLexicon()];
  const found = Object.hasOwn(lexicon, folded) ? lexicon[folded] : undefined;
  return (
    found !== undefined && (typeof found === 'string' ? tags.has(found) : found.some(tag => tags.has(tag)))
  );
}

const VERB = new Set([
  'PastTense',
  'PresentTense',
  'Copula',
  'Modal',
  'Auxiliary',
  'PhrasalVerb',
  'Infinitive',
]);
const PAST = new Set(['PastTense']);
const ADJECTIVE = new Set(['Adjective', 'Comparative', 'Superlative']);
const GIVEN_NAME = new Set(['MaleName', 'FemaleName', 'FirstName', 'Person']);

/** Whether a word is most often a finite verb. */
export function isFiniteVerb(word: string): boolean {
  return (
    hasTag(word, VERB) ||
    /n['’]t$/.test(word) ||
    (/^\p{Ll}{3,}ed$/u.test(word) && !hasTag(word, new Set(['Adjective', 'Singular', 'Plural'])))
  );
}

/** Whether a word is the past form of a verb, regular or not. */
export function isPastTense(word: string): boolean {
  return /^\p{Ll}{2,}ed$/u.test(word) || hasTag(word, PAST);
}

/** Whether a word is most often an adjective. */
export function isAdjective(word: string): boolean {
  return hasTag(word, ADJECTIVE);
}

/** Whether a word is a given name. */
export function isGivenName(word: string): boolean {
  return hasTag(word, GIVEN_NAME);
}

/** The gender that a given name suggests, or null. */
export function getNameGender(word: string): 'male' | 'female' | null {
  if (hasTag(word, new Set(['MaleName']))) return 'male';
  return hasTag(word, new Set(['FemaleName'])) ? 'female' : null;
}
