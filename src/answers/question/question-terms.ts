import { synonymStemsOf } from '../../language/antonyms.ts';
import numbers from '../../language/lexicons/english-numbers.json' with { type: 'json' };
import paraphrases from '../../language/lexicons/paraphrases.json' with { type: 'json' };
import lexicon from '../../language/lexicons/propositions.json' with { type: 'json' };
import questions from '../../language/lexicons/questions.json' with { type: 'json' };
import { relatedStemsOf } from '../../language/related-words.ts';
import { extractContentWords, isReadingEnglish, splitWords, stem } from '../../language/stems.ts';
import { plainSynonymStemsOf } from '../../language/synonyms.ts';
import { createLazy } from '../../lazy.ts';

const infinitives = new Map(
  [lexicon.participles.words, lexicon.pasts.words].flatMap(words =>
    Object.entries<readonly string[]>(words).flatMap(([infinitive, forms]) =>
      forms.map(form => [form, infinitive] as const),
    ),
  ),
);

const digits = new Map(numbers.units.words.map((word, value) => [word, `${value}`] as const));

/** The stem under which a word is found: of "rose" that of "rise", of "three" that of "3". */
export function termStemOf(word: string): string {
  return isReadingEnglish() ? (digits.get(word) ?? stem(infinitives.get(word) ?? word)) : stem(word);
}

/** The stems of a text under which a question's words are found, in order. */
export const termStemsOf = (text: string): string[] => extractContentWords(text).map(termStemOf);

/** A word of a question that says what it is about. */
export interface QuestionTerm {
  readonly word: string;
  readonly stem: string;
  readonly weight: number;
  readonly kind: 'name' | 'number' | 'verb' | 'other';
  /** The stems that a text may have for it, each with its strength: 1 for its own. */
  readonly alternatives: ReadonlyMap<string, number>;
}

/** Strength of what stands in one family of the lexicons with a word. */
const SYNONYM_STRENGTH = 0.8;

/** Strength of what says that somebody opposes or supports something. */
const STANCE_STRENGTH = 0.9;

/** Strength of what a report may say where a member asks in an everyday word. */
const PARAPHRASE_STRENGTH = 0.7;

const readPhrases = (phrases: Readonly<Record<string, readonly string[]>>) =>
  new Map(
    Object.entries(phrases).map(([word, others]) => [
      termStemOf(word),
      others.map(other => splitWords(other).map(termStemOf).join(' ')),
    ]),
  );

const stances = readPhrases(questions.stances.words);
const paraphrasesOf = readPhrases(paraphrases.words);

/** What may stand in a text for a word of a question, each with its strength: 1 for the word itself. */
export function alternativesOf(word: string): ReadonlyMap<string, number> {
  const own = termStemOf(word);
  if (!isReadingEnglish() || !/^[a-z]/.test(word)) return new Map([[own, 1]]);
  const found = new Map(relatedStemsOf(infinitives.get(word) ?? word));
  for (const other of [...synonymStemsOf(own), ...plainSynonymStemsOf(own)])
    found.set(other, Math.max(found.get(other) ?? 0, SYNONYM_STRENGTH));
  for (const other of stances.get(own) ?? [])
    found.set(other, Math.max(found.get(other) ?? 0, STANCE_STRENGTH));
  for (const other of paraphrasesOf.get(own) ?? [])
    found.set(other, Math.max(found.get(other) ?? 0, PARAPHRASE_STRENGTH));
  return found.set(own, 1);
}

/** A text as a question's words are looked up in it. */
export interface TermReading {
  readonly stems: readonly string[];
  readonly known: ReadonlySet<string>;
  readonly families: ReadonlySet<string>;
  /** All its stems with spaces around them, for phrases. */
  readonly line: () => string;
}

/** Words of one family begin alike ("invade", "invasion"): stems alone miss too many. */
const FAMILY_PREFIX = 5;
const familyOf = (stem: string) => stem.slice(0, FAMILY_PREFIX);

/** Reads a text once for all words that are looked up in it. */
export function readText(text: string): TermReading {
  const stems = termStemsOf(text);
  return {
    stems,
    known: new Set(stems),
    families: new Set(stems.map(familyOf)),
    // phrases are looked up in few sentences
    line: createLazy(() => ` ${splitWords(text).map(termStemOf).join(' ')} `),
  };
}

const FAMILY_STRENGTH = 0.9;

/** How well a text says a word of a question: 1 with the word itself, 0 not at all. */
export function scoreTerm({ stem: own, alternatives, kind }: QuestionTerm, reading: TermReading): number {
  if (reading.known.has(own)) return 1;
  if (own.length >= FAMILY_PREFIX && reading.families.has(familyOf(own))) return FAMILY_STRENGTH;
  if (kind === 'number') return 0;
  let best = 0;
  for (const [other, strength] of alternatives)
    if (strength > best && isThere(other, reading)) best = strength;
  return best;
}

/** "against" is an empty word, which only the whole line has. */
const isThere = (other: string, { known, line }: TermReading) =>
  other.includes(' ') || other === 'against' ? line().includes(` ${other} `) : known.has(other);
