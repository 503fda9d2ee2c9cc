import { synonymStemsOf } from '../../language/antonyms.ts';
import numbers from '../../language/lexicons/english-numbers.json' with { type: 'json' };
import paraphrases from '../../language/lexicons/paraphrases.json' with { type: 'json' };
import lexicon from '../../language/lexicons/propositions.json' with { type: 'json' };
import questions from '../../language/lexicons/questions.json' with { type: 'json' };
import { relatedStemsOf } from '../../language/related-words.ts';
import {
  extractContentWords,
  isReadingEnglish,
  selectContentWords,
  splitWords,
  stem,
} from '../../language/stems.ts';
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

/** The stem under which a word is looked up: "rose" under that of "rise", "three" under that of "3". */
export function termStemOf(word: string): string {
  return isReadingEnglish() ? (digits.get(word) ?? stem(infinitives.get(word) ?? word)) : stem(word);
}

/** The stems of a text as looked up for a question's words, in order. */
export const termStemsOf = (text: string): string[] => extractContentWords(text).map(termStemOf);

/** A content word of a question. */
export interface QuestionTerm {
  readonly word: string;
  readonly stem: string;
  readonly weight: number;
  readonly kind: 'name' | 'number' | 'verb' | 'other';
  /** Stems that may stand for it in a text, each with its strength: 1 for its own. */
  readonly alternatives: ReadonlyMap<string, number>;
}

/** Strength of a word of the same family in the lexicons. */
const SYNONYM_STRENGTH = 0.8;

/** Strength of a word that says somebody opposes or supports something. */
const STANCE_STRENGTH = 0.9;

/** Strength of a phrase that a report may use where a member asks in an everyday word. */
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

/** The stems and phrases that may stand for a word of a question, each with its strength: 1 for its own. */
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

/** A text prepared for looking up a question's words. */
export interface TermReading {
  /** Its content words, and their stems. */
  readonly words: readonly string[];
  readonly stems: readonly string[];
  readonly known: ReadonlySet<string>;
  readonly families: ReadonlySet<string>;
  /** All its stems with spaces around them, for phrases. */
  readonly line: () => string;
}

/** Length of the prefix that words of one family share ("invade", "invasion"): stems alone miss too many. */
const FAMILY_PREFIX = 5;
const familyOf = (stem: string) => stem.slice(0, FAMILY_PREFIX);

/** Prepares a text once for all words looked up in it. */
export function readText(text: string): TermReading {
  const all = splitWords(text);
  const words = selectContentWords(all);
  const stems = words.map(termStemOf);
  return {
    words,
    stems,
    known: new Set(stems),
    families: new Set(stems.map(familyOf)),
    // lazy, because phrases are looked up in few sentences
    line: createLazy(() => ` ${all.map(termStemOf).join(' ')} `),
  };
}

const FAMILY_STRENGTH = 0.9;
/** Scores from here on mean the word itself, another form of it or a close synonym. */
export const STRONG = 0.8;

/** Scores how well a text matches a word of a question: 1 for the word itself, 0 for no match. */
export function scoreTerm({ stem: own, alternatives, kind }: QuestionTerm, reading: TermReading): number {
  if (reading.known.has(own)) return 1;
  if (own.length >= FAMILY_PREFIX && reading.families.has(familyOf(own))) return FAMILY_STRENGTH;
  if (kind === 'number') return 0;
  let best = 0;
  for (const [other, strength] of alternatives)
    if (strength > best && isThere(other, reading)) best = strength;
  return best;
}

/** Whether a question asks with this word who opposes or supports something. */
export const isOfStance = ({ stem: own }: QuestionTerm): boolean => stances.has(own);

/** A word that says that somebody opposes something, unless it is denied: "She is not against it." */
export const AGAINST = /(?<!\bnot )\bagainst\b/i;

/** Whether a text has a stem or phrase. "against" is a stop word, so only the full line has it. */
function isThere(other: string, { known, line }: TermReading): boolean {
  if (other === 'against') return AGAINST.test(line());
  return other.includes(' ') ? line().includes(` ${other} `) : known.has(other);
}
