import { isGivenName } from './lexicon.ts';
import names from './lexicons/names.json' with { type: 'json' };
import roles from './lexicons/roles.json' with { type: 'json' };
import titles from './lexicons/titles.json' with { type: 'json' };
import { type Token, textAt } from './tokens.ts';
import { createWordTest } from './word-lists.ts';

const isListedTitle = createWordTest(titles.all.words);
/** Whether a lower-case word is a noun for an office, a trade or a rank: "mayor", "presenter". */
export const isOfficeNoun = createWordTest(roles.offices.words);
const isRelationNoun = createWordTest(roles.relations.words);
const isDemonym = createWordTest(names.demonyms.words);
const isNoName = createWordTest(names.notNames.words);
const isParticle = createWordTest(names.particles.words);
const isListedSuffix = createWordTest(names.suffixes.words);
const isOrganisationWord = createWordTest(names.organisations.words);

/** A word without its final full stop: "Mr" for "Mr." */
export function stripFullStop(word: string): string {
  return word.replace(/\.$/, '');
}

/** A word without its possessive ending: "Holt" for "Holt's", "miners" for "miners'". */
export function stripPossessive(word: string): string {
  return word.replace(/['’]s$|(?<=s)['’]$/, '');
}

/** Whether a word has a possessive ending. */
export function isPossessive(word: string): boolean {
  return /['’]s$|s['’]$/.test(word);
}

/** Whether a word is a title, or part of one, that precedes a name: "Mr.", "Mayor", "Prime". */
export function isTitle(word: string): boolean {
  return isListedTitle(stripFullStop(word));
}

const isSuffix = (word: string) => isListedSuffix(stripFullStop(word));

/**
 * Whether a word may be part of a name: it is capitalized, and not just for starting a sentence, possibly
 * after an attached article or preposition of another language ("al-Masri", "d'Estaing").
 */
export function isNameWord(word: string): boolean {
  if (
    !/^(?:(?:al|el|ad|an|ar|as|az|ash|d|l)[-'’])?\p{Lu}/u.test(word) ||
    /^[A-Z]-[A-Z]|-(?:based|born|led|style|backed|owned|era)$/.test(word)
  )
    return false;
  return !isNoName(stripPossessive(word));
}

/** Whether the words name an organisation, place or newspaper: by a typical one, or one in capitals. */
export function isOrganisation(words: readonly string[]): boolean {
  const [only = '', ...others] = words;
  return words.some(isOrganisationWord) || (others.length === 0 && /^[A-Z]{2,}$/.test(only));
}

/** The last word of a name that is not a suffix: "King" in "Martin Luther King Jr". */
export function surnameOf(words: readonly string[]): string {
  return words.findLast(word => !isSuffix(word)) ?? words.at(-1) ?? '';
}

/** A run of name words, as token indexes: its start, the name's start after titles, and the end. */
export interface NameRun {
  readonly from: number;
  readonly name: number;
  readonly to: number;
}

/** The index after the run of name words that begins at `from`. */
function findRunEnd(list: readonly Token[], from: number): number {
  let to = from + 1;
  while (
    list[to]?.kind === 'word' &&
    !isPossessive(textAt(list, to - 1)) &&
    (isNameWord(textAt(list, to)) || (isParticle(textAt(list, to)) && isNameWord(textAt(list, to + 1))))
  )
    to++;
  return textAt(list, to) === ',' && isSuffix(textAt(list, to + 1)) ? to + 2 : to;
}

/**
 * Whether there is a title at an index of a run of name words ending before `to`: a listed one, or an office,
 * a trade or a demonym before a name of two words ("Economist Maria Holt").
 */
function isTitleAt(list: readonly Token[], at: number, to: number): boolean {
  const word = textAt(list, at);
  if (isTitle(word)) return true;
  if (to - at <= 2) return false;
  if (isDemonym(word)) return isGivenName(textAt(list, at + 1));
  const noun = stripFullStop(word.toLowerCase());
  // "Mum-of-two", "Hubby-to-be"
  const [relation = ''] = noun.split(/-(?:of|to|in)-/);
  const isOffice =
    isOfficeNoun(noun) ||
    isRelationNoun(relation) ||
    (noun.includes('-') && isOfficeNoun(noun.slice(noun.lastIndexOf('-') + 1)));
  return isOffice && !isGivenName(word);
}

/**
 * The index at which the name itself begins in a run of name words: after the last title before a name. A
 * title at the end is a surname ("Julie Bishop"), and a run of only titles is itself a name.
 */
function findNameIn(list: readonly Token[], from: number, to: number): number {
  let name = to;
  while (name > from && isTitleAt(list, name - 1, to)) name--;
  if (name === from) return from;
  while (name > from && !isTitleAt(list, name - 1, to)) name--;
  return name;
}

/** The runs of name words in a sentence; possessives end a run. */
export function findNameRuns(list: readonly Token[]): NameRun[] {
  const found: NameRun[] = [];
  let from = 0;
  while (from < list.length) {
    if (!isNameWord(textAt(list, from))) {
      from++;
      continue;
    }
    const to = findRunEnd(list, from);
    found.push({ from, name: findNameIn(list, from, to), to });
    from = to;
  }
  return found;
}

/** The words of a run's name, without titles and possessive endings. */
export function nameWordsOf(list: readonly Token[], { name, to }: NameRun): string[] {
  return list
    .slice(name, to)
    .filter(({ kind }) => kind === 'word')
    .map(({ text }) => stripPossessive(text));
}
