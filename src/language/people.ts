import { getNameGender, isAdjective, isFiniteVerb, isGivenName } from './lexicon.ts';
import roles from './lexicons/roles.json' with { type: 'json' };
import titles from './lexicons/titles.json' with { type: 'json' };
import { isOrganisation, stripFullStop, surnameOf } from './person-names.ts';
import { nounFilesOf } from './thesaurus.ts';
import { createWordTest, oneOf, type WordList } from './word-lists.ts';

/** The gender stated in the text or suggested by a given name, or null. */
export type Gender = 'male' | 'female' | null;

/** A person named in an article, with the facts collected about them so far. */
export interface Person {
  /** The fullest form of the name. */
  name: string;
  /** In the article's words, from the first mention of it. */
  role: string | null;
  gender: Gender;
  /** How often the full name occurs in the article. */
  times: number;
  /** Whether they are a person: by what is only said of people, or by surname after the full name. */
  human: boolean;
  /** Whether they have been quoted so far: anything that speaks in person is a person, whatever its name. */
  speaks: boolean;
}

const isMaleTitle = createWordTest(titles.male.words);
const isFemaleTitle = createWordTest(titles.female.words);
const isTitleOfGroups = createWordTest(titles.alsoOfGroups.words);
const isTitleOfPeople = (title: string) => !isTitleOfGroups(title);

const createRolePattern = (list: WordList) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])${oneOf(list.words)}(?![\p{L}\p{N}])`, 'iu');
const MALE_ROLE = createRolePattern(roles.male);
const FEMALE_ROLE = createRolePattern(roles.female);

function inferGender(titlesBefore: readonly string[], words: readonly string[]): Gender {
  if (titlesBefore.some(title => isMaleTitle(stripFullStop(title)))) return 'male';
  if (titlesBefore.some(title => isFemaleTitle(stripFullStop(title)))) return 'female';
  // "Recorder Paul Tennant": an office may precede the given name
  return (
    words
      .slice(0, -1)
      .map(getNameGender)
      .find(gender => gender !== null) ?? null
  );
}

/** The gender implied by a role or relation, or null: "spokesman", "her mother". */
export function genderOfRole(role: string): Gender {
  if (MALE_ROLE.test(role)) return 'male';
  return FEMALE_ROLE.test(role) ? 'female' : null;
}

/** A run of name words in an article: its words, the titles before them and their bearer's role. */
export interface PersonMention {
  readonly words: readonly string[];
  readonly titles: readonly string[];
  readonly role: string | null;
  /** Whether something is said here that is only said about people. */
  readonly human: boolean;
  /** The gender expressed by a description beside the name ("her brother Tom"), or null. */
  readonly gender: Gender;
  /** The gender expressed by a relation, which tells more than a given name: "his wife Hayden Holt". */
  readonly kin?: Gender;
}

function isPersonName({ words, titles: before, human }: PersonMention): boolean {
  const [first = '', ...others] = words;
  if (isOrganisation(words)) return false;
  if (others.length === 0) return human || before.some(isTitleOfPeople);
  if (words.every(word => word === word.toUpperCase())) return false;
  return words.length <= 5 && (isGivenName(first) || before.length > 0 || words.length <= 3);
}

const hasGivenName = (name: string) => isGivenName(name.split(' ', 1).join());

/** Whether a name is hardly a company's or heading's: a given name, a title, a role or an age. */
export function isSurelyPerson({ name, gender, role, human }: Person): boolean {
  return human || gender !== null || role !== null || hasGivenName(name);
}

/** The people in an article, found by any form of their names. */
export interface PeopleIndex {
  /** The person of these words; one word alone must be in a full name of the article. Else undefined. */
  find(words: readonly string[], titles?: readonly string[]): Person | undefined;
  /** Everybody with this surname. */
  findNamesakes(surname: string): readonly Person[];
  /** At most three people whose role has this noun, in lower case. */
  findByRole(word: string): readonly Person[];
}

/** Maximum people kept per word of a name, and per word of a role. */
const MAX_BEARERS = { name: 21, role: 3 };

function addBearer(index: Map<string, Person[]>, word: string, person: Person, limit: number): void {
  index.set(word, [...(index.get(word) ?? []).slice(0, limit - 1), person]);
}

/** People by full name, and by surname and given name. */
interface NameIndex {
  readonly byName: Map<string, Person>;
  readonly byWord: Map<string, Person[]>;
}

function addMention(
  { byName, byWord }: NameIndex,
  { words, titles: before, role, human: isHuman, gender: described, kin = null }: PersonMention,
): void {
  const human = isHuman || before.some(isTitleOfPeople);
  const name = words.join(' ');
  const known = byName.get(name);
  const gender =
    kin ??
    inferGender(before, words) ??
    described ??
    genderOfRole(role ?? '') ??
    (words.length === 1 ? getNameGender(name) : null);
  if (known) {
    known.times++;
    known.role ??= role;
    known.gender = kin ?? known.gender ?? gender;
    known.human ||= human;
    return;
  }
  const person: Person = { name, role, gender, times: 1, human, speaks: false };
  byName.set(name, person);
  const [first = ''] = words;
  for (const word of new Set([surnameOf(words), first])) addBearer(byWord, word, person, MAX_BEARERS.name);
}

const bearersOf = ({ byWord }: NameIndex, word: string): readonly Person[] => byWord.get(word) ?? [];

/** A person with the same surname and a given name that begins the other: "Mike", "M." */
function findCompatible(index: NameIndex, words: readonly string[]): Person | undefined {
  const [first = ''] = words;
  const surname = surnameOf(words);
  return bearersOf(index, surname).find(({ name }) => {
    const [given = '', ...others] = name.split(' ');
    const isOfTheName = others.length > 0 && surnameOf([given, ...others]) === surname;
    return isOfTheName && (given.startsWith(first) || first.startsWith(given));
  });
}

function findNamesakes(index: NameIndex, surname: string): readonly Person[] {
  return bearersOf(index, surname).filter(({ name }) => surnameOf(name.split(' ')) === surname);
}

/** Whether a lower-case word is not an English word: "zayn", as opposed to "buying" or "south". */
const isNoWord = (word: string) =>
  nounFilesOf(word, 1).length === 0 && !isAdjective(word) && !isFiniteVerb(word);

/** The likeliest bearer of a shared name: most often named in full (within one), else named first. */
function findLikeliest(people: readonly Person[]): Person | undefined {
  const most = Math.max(...people.map(({ times }) => times));
  return people.find(({ times }) => times >= most - 1);
}

/** Whether it is surely a person with no word for a surname: "Dot Hargreaves", not "Obama Speech". */
const hasOwnSurname = (person: Person) =>
  isSurelyPerson(person) && isNoWord(surnameOf(person.name.split(' ')).toLowerCase());

function findPerson(
  index: NameIndex,
  words: readonly string[],
  before: readonly string[] = [],
): Person | undefined {
  const [first = '', ...others] = words;
  if (others.length > 0) return index.byName.get(words.join(' ')) ?? findCompatible(index, words);
  const wanted = inferGender(before, words);
  const fitting = bearersOf(index, first).filter(({ gender }) => !wanted || !gender || gender === wanted);
  const bySurname = fitting.filter(({ name }) => surnameOf(name.split(' ')) === first);
  const byGivenName = fitting.filter(person => isGivenName(first) || hasOwnSurname(person));
  const candidates = bySurname.length > 0 ? bySurname : byGivenName;
  const certain = candidates.filter(isSurelyPerson);
  return findLikeliest(certain.length > 0 ? certain : candidates);
}

/** Whether a name is the plural of a noun, as teams have it: "Rovers". */
const isPluralNoun = (name: string) => /[^s]s$/.test(name) && nounFilesOf(name.toLowerCase(), 1).length > 0;

/** Whether a mention is the surname of a person whose given name is unknown. */
function isSurnameOf({ words }: PersonMention, person: Person): boolean {
  const [given = '', ...others] = person.name.split(' ');
  return (
    !isSurelyPerson(person) &&
    others.length > 0 &&
    surnameOf(others) === words[0] &&
    !isPluralNoun(surnameOf(others)) &&
    isNoWord(given.toLowerCase())
  );
}

/** Adds a mention by one word to the person it names; with a title or age it may introduce one. */
function addSingleWord(index: NameIndex, mention: PersonMention): void {
  const known = findPerson(index, mention.words, mention.titles);
  if (known) {
    known.gender ??= inferGender(mention.titles, mention.words) ?? mention.gender;
    known.role ??= mention.role;
    known.human ||= mention.human || isSurnameOf(mention, known);
  } else if (isPersonName(mention)) addMention(index, mention);
}

/** The head noun of a role in lower case: "spokesman" in "ministry spokesman for trade". */
function headOfRole(role: string): string | undefined {
  const [phrase = ''] = role.toLowerCase().split(/ (?:of|for|at|in|from|to|with|on|and) /, 1);
  return phrase.match(/[\p{L}'’-]+/gu)?.at(-1);
}

function indexRoles(people: Iterable<Person>): Map<string, Person[]> {
  const byRole = new Map<string, Person[]>();
  for (const person of people) {
    // "who owns the place" does not make anybody "the place", nor "of the Harbour Council" "the council"
    if (/^(?:whos?e?|of|at) /.test(person.role ?? '')) continue;
    const head = headOfRole(person.role ?? '');
    if (head !== undefined) addBearer(byRole, head, person, MAX_BEARERS.role);
  }
  return byRole;
}

/** Indexes an article's people, full names first; `mentions`: all runs of name words, in order. */
export function indexPeople(mentions: readonly PersonMention[]): PeopleIndex {
  const index: NameIndex = { byName: new Map(), byWord: new Map() };
  for (const mention of mentions)
    if (mention.words.length > 1 && isPersonName(mention)) addMention(index, mention);
  for (const mention of mentions) if (mention.words.length <= 1) addSingleWord(index, mention);
  const byRole = indexRoles(index.byName.values());
  return {
    find: (words, before) => findPerson(index, words, before),
    findNamesakes: surname => findNamesakes(index, surname),
    findByRole: word => byRole.get(word) ?? [],
  };
}
