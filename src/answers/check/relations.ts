import { areAntonyms, areOppositeDerivations, areSynonyms } from '../../language/antonyms.ts';
import { areMutuallyExclusive } from '../../language/exclusive-kinds.ts';
import countries from '../../language/lexicons/countries.json' with { type: 'json' };
import kinds from '../../language/lexicons/exclusive-kinds.json' with { type: 'json' };
import weighty from '../../language/lexicons/weighty-words.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { arePlainSynonyms } from '../../language/synonyms.ts';
import {
  areOpposites,
  arePhrasalSynonyms,
  areSisters,
  areSynonymous,
  implies,
  isBroader,
  shareBaseForm,
} from '../../language/thesaurus.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { WANTING } from '../verification/propositions/verb-kinds.ts';
import { type Figure, isContent, type ReadWord } from './reading.ts';

/**
 * How a word of a claim relates to a word of the text: the same; a word that says the same or less (alike);
 * or one that cannot be true of the same thing (other).
 */
export type Relation = 'same' | 'alike' | 'other';

const isTelling = createWordTest(weighty.telling.words);

const PLACES = Object.values(countries.words);
/** The countries whose names contain a word: "united" is in two. */
const countriesOf = (word: string) => PLACES.filter(({ country }) => country.includes(word));

/** Whether two words name the same country or its people, or different ones; null if one names none. */
function areSameCountry(claimed: ReadWord, given: ReadWord): boolean | null {
  const [here, there] = [countriesOf(claimed.lower), countriesOf(given.lower)];
  return here.length > 0 && there.length > 0 ? here.some(each => there.includes(each)) : null;
}

function relateNames(claimed: ReadWord, given: ReadWord): Relation | null {
  if (claimed.lower === given.lower || claimed.stem === given.stem) return 'same';
  const isSameCountry = areSameCountry(claimed, given);
  if (isSameCountry !== null) return isSameCountry ? 'alike' : 'other';
  if (isShortForm(claimed.lower, given.lower) || isShortForm(given.lower, claimed.lower)) return null;
  return given.part === 'name' && claimed.part === 'name' ? 'other' : null;
}

/** Whether one name is short for another: "Dems" for "Democrats", "Gov" for "Governor". */
export const isShortForm = (short: string, long: string) =>
  short.length >= 3 && short.length < long.length && long.startsWith(short.replace(/s$/, ''));

/** Whether two names are of different countries or their peoples. */
export const areDifferentCountries = (claimed: ReadWord, given: ReadWord): boolean =>
  areSameCountry(claimed, given) === false;

const UNITS = new Set(
  [...kinds.words.spansOfTime, ...kinds.words.lengthsAndAreas, ...kinds.words.weightsAndMeasures].map(stem),
);

/** Whether a stem is a unit; two units exclude each other only with the same number. */
export const isUnit = (root: string): boolean => UNITS.has(root);

function relateFigures(claimed: Figure, given: Figure): Relation | null {
  const isSameKind =
    claimed.kind === given.kind ||
    (claimed.kind === 'count' && given.kind !== 'ordinal' && given.kind !== 'clock');
  if (claimed.value === given.value) return isSameKind ? 'same' : null;
  const isSameThing = claimed.unit === null || given.unit === null || claimed.unit === given.unit;
  return claimed.kind === given.kind && isSameThing ? 'other' : null;
}

/** Inflectional endings. */
const ENDINGS = new Set(['', 's', 'es', 'ed', 'd', 'ing', 'ied', 'ies', 'y', 'e', 'n', 'en']);

/**
 * Whether two words with the same stem are forms of one word: "ends" and "ended", but not "police" and
 * "policy".
 */
function areForms(a: string, b: string): boolean {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  const endings = [a.slice(shared), b.slice(shared)];
  return endings.every(ending => ENDINGS.has(ending)) && !(endings.includes('e') && endings.includes('y'));
}

const isSuperlative = (word: string) => /[a-z]{2}est$/.test(word);
/** Whether two words begin alike, as the degrees of an adjective do. */
const areNear = (one: string, other: string) => one.slice(0, 3) === other.slice(0, 3);

function relateForms(claimed: string, given: string): Relation | null {
  if (areForms(claimed, given)) return 'same';
  return implies(claimed, given) || implies(given, claimed) ? 'alike' : null;
}

type Word = Pick<ReadWord, 'lower' | 'stem'>;

/** Whether two words name different things of one kind; "kilo" and "kilogram" name the same. */
export const areExclusive = (one: Word, other: Word): boolean =>
  areMutuallyExclusive(one.stem, other.stem) && !areSynonymous(one.lower, other.lower);

/** Whether a text only has somebody want or offer what a claim has them do: "offered" for "paid". */
export const isOnlyWanted = (claimed: Word, given: Word): boolean =>
  WANTING.has(given.stem) && !WANTING.has(claimed.stem);

/** How two words that are neither names nor numbers relate. */
export function relateContent(claimed: Word, given: Word): Relation | null {
  if (claimed.lower === given.lower) return 'same';
  // "younger", "youngest"
  if (isSuperlative(claimed.lower) !== isSuperlative(given.lower) && areNear(claimed.lower, given.lower))
    return null;
  if (claimed.stem === given.stem) return relateForms(claimed.lower, given.lower);
  if (claimed.stem.startsWith('month:') && given.stem.startsWith('month:')) return 'other';
  if (shareBaseForm(claimed.lower, given.lower)) return 'same';
  if (isTelling(claimed.lower) && isTelling(given.lower)) return 'alike';
  if (arePlainSynonyms(claimed.stem, given.stem)) return 'alike';
  if (
    areAntonyms(claimed.stem, given.stem) ||
    areExclusive(claimed, given) ||
    areOppositeDerivations(claimed.lower, given.lower) ||
    (!isTelling(claimed.lower) && !isTelling(given.lower) && areOpposites(claimed.lower, given.lower))
  )
    return 'other';
  if (isOnlyWanted(claimed, given)) return null;
  if (
    areSynonyms(claimed.stem, given.stem) ||
    areSynonymous(claimed.lower, given.lower) ||
    isBroader(claimed.lower, given.lower)
  )
    return 'alike';
  return areSisters(claimed.lower, given.lower) ? 'other' : null;
}

/** How a word of a claim relates to a word of the text, or null if that cannot be determined. */
export function relateWords(claimed: ReadWord, given: ReadWord): Relation | null {
  if (!isContent(claimed) || !isContent(given)) return claimed.lower === given.lower ? 'same' : null;
  if (claimed.figure || given.figure)
    return claimed.figure && given.figure ? relateFigures(claimed.figure, given.figure) : null;
  if (claimed.part === 'name' || given.part === 'name') return relateNames(claimed, given);
  return isSameWithParticle(claimed, given) || isSameWithParticle(given, claimed)
    ? 'alike'
    : relateContent(claimed, given);
}

const isSameWithParticle = ({ lower, particle }: ReadWord, other: ReadWord) =>
  particle !== null && other.part === 'verb' && arePhrasalSynonyms(lower, particle, other.lower);
