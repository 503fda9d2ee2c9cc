import { getNameGender, isGivenName } from './lexicon.ts';
import type { Token } from './tokens.ts';

export type Gender = 'male' | 'female' | null;

/** Somebody named in the article. */
export interface Person {
  /** The fullest form of the name. */
  name: string;
  /** In the article's words, from where it is told first. */
  role: string | null;
  gender: Gender;
  times: number;
  /** Told of as only a person is: "Jun Ashdown, who is 11". */
  human: boolean;
  /** Quoted so far: what speaks in person is a person, whatever its name. */
  speaks: boolean;
}

const TITLES = new Set(
  `Mr Mrs Ms Miss Mx Dr Prof Professor Rev Reverend Father Hon Sen Senator Rep Representative Congressman Congresswoman Gov Governor Del Delegate Lt Gen General Col Colonel Maj Major Capt
  Captain Sgt Sergeant Adm Admiral Commander Officer Detective Sheriff Chief President Vice Prime Minister Chancellor King Queen Prince Princess Pope Bishop Archbishop
  Cardinal Rabbi Imam Mayor Judge Justice Attorney Secretary Speaker Leader Director Chairman Chairwoman Chair Chairperson Ambassador Sir Dame Lord Lady Councilman Councilwoman
  Councillor Commissioner Deputy Minority Majority Senate House State Republican Democrat Democratic Libertarian Former Ex Coach Principal Superintendent Sens Reps Govs Messrs First GOP
  Congress Assistant Undersecretary Inspector Constable Staff Press Campaign Spokesman Spokeswoman Executive Editor Reporter Host Anchor Actor Actress Singer Author`.split(
    /\s+/,
  ),
);
const MALE_TITLE =
  /^(?:Mr|Messrs|Sir|Lord|King|Prince|Congressman|Chairman|Councilman|Father|Actor|Pope|Spokesman)\.?$/;
const FEMALE_TITLE =
  /^(?:Mrs|Ms|Miss|Dame|Lady|Queen|Princess|Congresswoman|Chairwoman|Councilwoman|Actress|Spokeswoman)\.?$/;
const MALE_ROLE =
  /\b(?:spokesman|chairman|congressman|councilman|businessman|husband|father|son|brother|actor|king|prince|waiter|policeman)\b/i;
const FEMALE_ROLE =
  /\b(?:spokeswoman|chairwoman|congresswoman|councilwoman|businesswoman|wife|mother|daughter|sister|actress|queen|princess|first lady|policewoman)\b/i;
/** Capitalised words that are no part of a person's name. */
const NO_NAME = new Set(
  `The A An This That These Those It He She They We I You His Her Their Our My But And Or So Yet In On At For From By With As If When While After Before Since Because Although Though There
  Here What Who Why How Where However Meanwhile Now Then Today Also Not No Some Many Most More All Both Each Other Another To Under Even Still Only Just Until Once Last Next
  Later Earlier During According Despite Instead Of Asked Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
  October November December Yes Well Oh Its Your Nor Given Among Between Over Like Near About Against Without Within One Two Three Four Five Speaking Said Perhaps Maybe Indeed
  Democrats Republicans Americans Twitter Facebook`.split(/\s+/),
);
const ORGANISATION =
  /^(?:Times|Post|News|Journal|Press|Herald|Tribune|Party|University|College|School|Institute|Committee|Commission|Department|Agency|Bureau|Office|Court|Council|Association|Union|Company|Corp|Inc|Ltd|LLC|Group|Bank|Foundation|Center|Centre|Service|Street|Avenue|Road|County|City|Act|Bill|Amendment|War|Day|Night|Show|Network|Magazine|Radio|Television|TV|States|Nations|Kingdom|Hospital|Church|Airlines|Airport|Island|Islands|River|Lake|Mountain|Museum|Team|League|Club|Police|Force|Army|Navy|Guard|Board|Authority|Coalition|Fund|Project|Report|Review|Poll|Survey|Weekly|Daily|Beast|Convention|Conference|Congress|CNN|NBC|ABC|CBS|FBI|CIA|NPR|BBC|DNC|RNC|America|Ohio|Florida|Texas|California|Washington|York|Carolina|Virginia|Israel|Russia|China|Iran|Syria|Iraq|Mexico|Europe|Britain|Germany|France)$/;
/** These stand before places and groups as well. */
const BY_THEMSELVES_NO_TITLE =
  /^(?:Former|Ex|State|House|Senate|Republican|Democratic|Democrat|Libertarian|Minority|Majority|First|GOP|Congress|Press|Campaign|Executive|Staff|Deputy|Assistant|Vice|General|Prime|Speaker|Attorney|Chief|Reporter|Host|Editor)$/;
const PARTICLE = /^(?:de|da|del|der|den|van|von|bin|ibn|al|el|la|le|di|du|dos|ter)$/;
const SUFFIX = /^(?:Jr|Sr|II|III|IV)\.?$/;

/** The word without `’s`. */
export function stripPossessive(word: string): string {
  return word.replace(/['’]s$|(?<=s)['’]$/, '');
}

export function isPossessive(word: string): boolean {
  return /['’]s$|s['’]$/.test(word);
}

export function isTitle(word: string): boolean {
  return TITLES.has(word.replace(/\.$/, ''));
}

/** Whether the token may be part of a name. */
export function isNameWord(word: string): boolean {
  return /^\p{Lu}/u.test(word) && !NO_NAME.has(stripPossessive(word)) && !/^[A-Z]-[A-Z]/.test(word);
}

/**
 * A run of name words: where it begins, where the name itself begins after titles, where it ends; indexes
 * into the tokens.
 */
export interface NameRun {
  readonly from: number;
  readonly name: number;
  readonly to: number;
}

/** The runs of name words in a sentence, broken at possessives. */
export function findNameRuns(list: readonly Token[]): NameRun[] {
  const found: NameRun[] = [];
  let from = 0;
  while (from < list.length) {
    if (!isNameWord(list[from]!.text)) {
      from++;
      continue;
    }
    let to = from + 1;
    const isAdjacent = (index: number) =>
      list[index]?.kind === 'word' && !isPossessive(list[index - 1]!.text);
    while (
      isAdjacent(to) &&
      (isNameWord(list[to]!.text) || (PARTICLE.test(list[to]!.text) && isNameWord(list[to + 1]?.text ?? '')))
    )
      to++;
    if (list[to]?.text === ',' && SUFFIX.test(list[to + 1]?.text ?? '')) to += 2;
    let name = to;
    while (name > from && !isTitle(list[name - 1]!.text)) name--;
    found.push({ from, name: name === to ? from : name, to });
    from = to;
  }
  return found;
}

/** The words of a run's name. */
export function nameWordsOf(list: readonly Token[], { name, to }: NameRun): string[] {
  return list
    .slice(name, to)
    .filter(({ kind }) => kind === 'word')
    .map(({ text }) => stripPossessive(text));
}

function surnameOf(words: readonly string[]): string {
  return words.findLast(word => !SUFFIX.test(word)) ?? words.at(-1)!;
}

export function isOrganisation(words: readonly string[]): boolean {
  return words.some(word => ORGANISATION.test(word)) || (words.length === 1 && /^[A-Z]{2,}$/.test(words[0]!));
}

function inferGender(titles: readonly string[], words: readonly string[]): Gender {
  if (titles.some(title => MALE_TITLE.test(title))) return 'male';
  if (titles.some(title => FEMALE_TITLE.test(title))) return 'female';
  return words.length > 1 ? getNameGender(words[0]!) : null;
}

function genderOfRole(role: string): Gender {
  if (MALE_ROLE.test(role)) return 'male';
  return FEMALE_ROLE.test(role) ? 'female' : null;
}

/** The people of an article, found by any form of their name. */
export interface PeopleIndex {
  /**
   * The person a run of words names, or undefined; a single word must be a surname or given name that stands
   * in full elsewhere.
   */
  find(words: readonly string[], titles?: readonly string[]): Person | undefined;
  /** Everybody with this surname. */
  findNamesakes(surname: string): readonly Person[];
  /** Those whose role holds this word in small letters. */
  findByRole(word: string): readonly Person[];
}

export interface PersonMention {
  readonly words: readonly string[];
  readonly titles: readonly string[];
  readonly role: string | null;
  readonly human: boolean;
}

function isPersonName({ words, titles }: PersonMention): boolean {
  if (isOrganisation(words) || (words.length > 1 && words.every(word => word === word.toUpperCase())))
    return false;
  if (words.length > 1)
    return words.length <= 5 && (isGivenName(words[0]!) || titles.length > 0 || words.length <= 3);
  return titles.some(title => !BY_THEMSELVES_NO_TITLE.test(title));
}

/**
 * Whether the name is hardly that of a company or from a heading: there is a known given name, a title, a
 * role or an age.
 */
export function isSurelyPerson({ name, gender, role, human }: Person): boolean {
  return human || gender !== null || role !== null || isGivenName(name.split(' ')[0]!);
}

function scoreCertainty({ name, gender }: Person): number {
  return gender !== null || isGivenName(name.split(' ')[0]!) ? 1 : 0;
}

/**
 * Gathers who is named: full names first, then surnames with a title. `list` is every run of name words in
 * the order of the text.
 */
export function indexPeople(list: readonly PersonMention[]): PeopleIndex {
  const byName = new Map<string, Person>();
  const byWord = new Map<string, Person[]>();
  const addMention = (named: PersonMention): void => {
    const name = named.words.join(' ');
    const known = byName.get(name);
    const gender = inferGender(named.titles, named.words) ?? genderOfRole(named.role ?? '');
    if (known) {
      known.times++;
      known.role ??= named.role;
      known.gender ??= gender;
      known.human ||= named.human;
      return;
    }
    const person: Person = { name, role: named.role, gender, times: 1, human: named.human, speaks: false };
    byName.set(name, person);
    for (const word of new Set([surnameOf(named.words), named.words[0]!]))
      byWord.set(word, [...(byWord.get(word) ?? []).slice(0, 20), person]);
  };
  const find = (words: readonly string[], titles: readonly string[] = []): Person | undefined => {
    const exact = byName.get(words.join(' '));
    if (words.length > 1) return exact ?? findCompatible(words);
    const wanted = inferGender(titles, words);
    const fits = (byWord.get(words[0]!) ?? []).filter(
      ({ gender }) => !wanted || !gender || gender === wanted,
    );
    const bySurname = fits.filter(({ name }) => surnameOf(name.split(' ')) === words[0]);
    const byGivenName = isGivenName(words[0]!) ? fits : [];
    const candidates = bySurname.length > 0 ? bySurname : byGivenName;
    return candidates.toSorted((a, b) => scoreCertainty(b) - scoreCertainty(a) || b.times - a.times)[0];
  };
  const findCompatible = (words: readonly string[]): Person | undefined =>
    (byWord.get(surnameOf(words)) ?? []).find(({ name }) => {
      const parts = name.split(' ');
      return (
        parts.length > 1 &&
        surnameOf(parts) === surnameOf(words) &&
        (parts[0]!.startsWith(words[0]!) || words[0]!.startsWith(parts[0]!))
      );
    });
  const people = list.filter(isPersonName);
  for (const named of people) if (named.words.length > 1) addMention(named);
  for (const named of list) {
    if (named.words.length > 1) continue;
    const known = find(named.words, named.titles);
    if (!known && named.titles.length > 0 && isPersonName(named)) addMention(named);
    if (!known) continue;
    known.gender ??= inferGender(named.titles, named.words);
    known.role ??= named.role;
  }
  const byRole = new Map<string, Person[]>();
  for (const person of byName.values()) {
    // "who owns the place" makes nobody "the place".
    if (/^whos?e? /.test(person.role ?? '')) continue;
    for (const word of new Set(person.role?.toLowerCase().match(/[\p{L}'’-]+/gu)))
      byRole.set(word, [...(byRole.get(word) ?? []).slice(0, 2), person]);
  }
  const findNamesakes = (surname: string) =>
    (byWord.get(surname) ?? []).filter(({ name }) => surnameOf(name.split(' ')) === surname);
  return { find, findNamesakes, findByRole: word => byRole.get(word) ?? [] };
}
