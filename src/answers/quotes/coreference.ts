import roles from '../../language/lexicons/roles.json' with { type: 'json' };
import { type Gender, genderOfRole, isSurelyPerson, type Person } from '../../language/people.ts';
import type { NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { isWord, lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { weigh } from '../question/weights.ts';
import { beginningOf } from './context-window.ts';
import {
  type Entity,
  type EntityMention,
  entityOfPerson,
  entityOfSpeaker,
  openerOf,
  readSentence,
} from './entities.ts';
import type { ArticleLayout } from './layout.ts';
import type { Factor } from './mentions.ts';

/** Number of sentences, including its own, that are searched for a pronoun's antecedent. */
const REACH = 14;

/** Maximum number of pronouns of a sentence that are resolved for those behind them. */
const MAX_PRONOUNS = 4;

/** What each sentence further away leaves of a mention's salience (Lappin & Leass 1994). */
const DECAY = 0.5;

/** Stands in for a pronoun where a description of unknown gender means a person named before. */
const ANYBODY = 'one';

const GENDER_OF_PRONOUNS: Readonly<Record<string, Gender>> = {
  he: 'male',
  his: 'male',
  she: 'female',
  her: 'female',
};

/** Somebody whom a pronoun can mean, with the signs for and against it. */
export interface Candidate {
  readonly entity: Entity;
  readonly signs: ReadonlyMap<string, number>;
  readonly score: number;
}

/** Whether a pronoun in lower case ("he", "her") may stand for a person. */
export function isCompatible(person: Person, pronoun: string): boolean {
  if (!person.speaks && !isSurelyPerson(person)) return false;
  return isOfGender(person.gender, pronoun);
}

const isOfGender = (gender: Gender, pronoun: string) =>
  pronoun === ANYBODY ||
  (pronoun in GENDER_OF_PRONOUNS && (gender === null || gender === GENDER_OF_PRONOUNS[pronoun]));

const genderOf = ({ person, noun }: Entity): Gender => (person ? person.gender : genderOfRole(noun));

const agrees = (entity: Entity, pronoun: string) =>
  entity.person ? isCompatible(entity.person, pronoun) : isOfGender(genderOf(entity), pronoun);

/**
 * Whether a person is introduced by a relation to the pronoun's referent ("his colleague, Peter Lang,"), and
 * so is not the referent, unless the sentence is about the colleague.
 */
function isRelativeOf(
  pronoun: string,
  list: readonly Token[],
  { nounPhrase, factors }: EntityMention,
): boolean {
  const at = nounPhrase.from;
  if (textAt(list, at - 1) !== ',' || factors.has('subject')) return false;
  const owner = list.slice(0, at).findLastIndex(({ text }) => /^(?:his|her|their)$/i.test(text));
  if (owner < 0 || at - owner > 5) return false;
  const isSame = GENDER_OF_PRONOUNS[lowerTextAt(list, owner)] === GENDER_OF_PRONOUNS[pronoun];
  return isSame && list.slice(owner, at - 1).every(isWord);
}

/**
 * Whom a mention means if the pronoun can mean them too: of the bearers of a name the likeliest, or the only
 * other one that the pronoun fits.
 */
function findMeant(
  layout: ArticleLayout,
  index: number,
  { entity, people }: EntityMention,
  pronoun: string,
): Entity | undefined {
  if (agrees(entity, pronoun)) return entity;
  const [other, ...others] = people.slice(1).filter(person => isCompatible(person, pronoun));
  return other && others.length === 0 ? entityOfPerson(layout.discourse, other, index) : undefined;
}

/** Who is mentioned in the host at `index` before the token `limit` and may be meant, with what shows it. */
function findMeantIn(
  layout: ArticleLayout,
  index: number,
  limit: number,
  pronoun: string,
): ReadonlyMap<Entity, ReadonlySet<Factor>> {
  const host = elementAt(layout.hosts, index);
  const { mentions, pronouns, subject } = readSentence(layout, index);
  const found = new Map<Entity, Set<Factor>>();
  const add = (entity: Entity | undefined, factors: Iterable<Factor>) => {
    if (entity) found.set(entity, new Set([...(found.get(entity) ?? []), ...factors]));
  };
  const named = mentions
    .filter(mention => !isRelativeOf(pronoun, host.tokens, mention))
    .map(mention => ({
      at: mention.nounPhrase.from,
      meant: findMeant(layout, index, mention, pronoun),
      factors: mention.factors,
    }));
  const continued = pronouns.map(({ at, ranking }) => {
    const meant = ranking[0]?.entity;
    const factors: Factor[] = ['pronoun', at === subject?.from ? 'subject' : 'agent'];
    return { at, meant: meant && agrees(meant, pronoun) ? meant : undefined, factors };
  });
  for (const { at, meant, factors } of [...named, ...continued].toSorted((a, b) => a.at - b.at))
    if (at < limit) add(meant, factors);
  const speaker = limit === Infinity ? entityOfSpeaker(layout.discourse, host, index) : undefined;
  if (speaker && agrees(speaker, pronoun)) add(speaker, ['speaker']);
  return found;
}

/** The last subject of a clause: "Holt said no, but her daughter did." */
const findLatest = (found: ReadonlyMap<Entity, ReadonlySet<Factor>>): Entity | undefined =>
  [...found].findLast(([, factors]) => factors.has('subject') || factors.has('agent'))?.[0];

/** The people named behind a pronoun in its clause, who are others: "he was asked by Huw". */
function findNamedBehind({ hosts }: ArticleLayout, index: number, at: number): ReadonlySet<Person> {
  const { tokens, named } = elementAt(hosts, index);
  const end = tokens.findIndex(({ text }, offset) => offset > at && /^(?:[,;:]|and|but)$/.test(text));
  const behind = named.filter(mention => mention.at > at && (end < 0 || mention.at < end));
  return new Set(behind.map(({ person }) => person));
}

type Signs = Map<string, number>;

/** The signs of the nearest mention of an entity, `back` sentences before the pronoun, with `rivals` nearer. */
function signsOfNearest(factors: ReadonlySet<Factor>, back: number, rivals: number, isNew: boolean): Signs {
  const signs: Signs = new Map([
    [`distance:${Math.min(back, 3)}`, 1],
    ['rivals', Math.min(rivals, 3)],
  ]);
  for (const factor of factors) signs.set(`last:${factor}`, 1);
  // somebody introduced right before is whom the text goes on about
  const isProminent = factors.has('subject') || factors.has('agent') || factors.has('speaker');
  if (isNew && back <= 1 && !factors.has('pronoun')) signs.set(isProminent ? 'new:prominent' : 'new', 1);
  return signs;
}

/** The candidates in the sentences before a pronoun, nearest first, with the signs of their mentions. */
function collectCandidates(
  layout: ArticleLayout,
  index: number,
  at: number,
  pronoun: string,
): ReadonlyMap<Entity, Signs> {
  const others = findNamedBehind(layout, index, at);
  const all = new Map<Entity, Signs>();
  let [isSpoken, isContinued] = [false, false];
  for (let back = 0; back < REACH && back <= index; back++) {
    const host = elementAt(layout.hosts, index - back);
    const found = findMeantIn(layout, index - back, back === 0 ? at : Infinity, pronoun);
    const latest = all.size === 0 ? findLatest(found) : undefined;
    const rivals = all.size;
    for (const [entity, factors] of found) {
      if (entity.person && others.has(entity.person)) continue;
      const signs =
        all.get(entity) ?? signsOfNearest(factors, back, rivals, entity.firstHost === index - back);
      all.set(entity, signs);
      if (entity === latest) signs.set('latest', 1);
      if (factors.has('speaker') && !isSpoken) signs.set('lastSpeaker', 1);
      if (factors.has('pronoun') && !isContinued) signs.set('lastPronoun', 1);
      for (const factor of ['any', ...factors])
        signs.set(`sum:${factor}`, (signs.get(`sum:${factor}`) ?? 0) + DECAY ** back);
    }
    isSpoken ||= back > 0 && host.speaker !== undefined;
    isContinued ||= found.values().some(factors => factors.has('pronoun'));
  }
  return all;
}

/** Adds the signs of an entity as a whole to those of its mentions. */
function addSigns(
  layout: ArticleLayout,
  index: number,
  at: number,
  pronoun: string,
  entity: Entity,
  signs: Signs,
): void {
  const { tokens, paragraph } = elementAt(layout.hosts, index);
  const first = elementAt(layout.firstOf, paragraph);
  const isTag = tokens.slice(0, at).some(({ kind }) => kind === 'quotation');
  const isProtagonist = entity.person !== undefined && entity.person === layout.protagonist;
  const isLastSpeaker = signs.has('lastSpeaker');
  const owner = GENDER_OF_PRONOUNS[openerOf(entity)];
  signs.set('mentions', Math.log(1 + entity.mentions));
  const either: Readonly<Record<string, boolean>> = {
    named: entity.person !== undefined,
    gender: genderOf(entity) !== null,
    // after "her publisher", "she" is rather the owner
    owned: owner !== undefined && owner === GENDER_OF_PRONOUNS[pronoun] && genderOf(entity) === null,
    protagonist: isProtagonist,
    // a paragraph that begins with a tale, and not with a quotation, turns back to whom the article is about
    'protagonist:tale': isProtagonist && paragraph > 0 && isWord(elementAt(layout.hosts, first).tokens[0]),
    'protagonist:opening': isProtagonist && index === first && !isTag,
    'lastSpeaker:tag': isLastSpeaker && isTag,
    'lastSpeaker:opening': isLastSpeaker && index === first,
  };
  for (const [name, isSo] of Object.entries(either)) if (isSo) signs.set(name, 1);
}

/** Ranks whom a pronoun can mean; the ranking of "he" and "she" is kept for the pronouns behind it. */
function rank(layout: ArticleLayout, index: number, at: number, pronoun: string): readonly Candidate[] {
  const { pronouns } = readSentence(layout, index);
  const known = pronouns.find(each => each.at === at);
  if (known) return known.ranking;
  const ranking = [...collectCandidates(layout, index, at, pronoun)]
    .map(([entity, signs]): Candidate => {
      addSigns(layout, index, at, pronoun, entity, signs);
      return { entity, signs, score: weigh(signs, layout.weights) };
    })
    .toSorted((a, b) => b.score - a.score);
  if (pronoun !== ANYBODY) pronouns.push({ at, ranking });
  return ranking;
}

const HE_OR_SHE = /^(he|she)(?:['’](?:s|d|ll))?$/i;

/** Resolves the pronouns before a token from left to right, so that they count as mentions. */
function resolveBefore(layout: ArticleLayout, index: number, at: number): void {
  const { discourse, hosts } = layout;
  for (let host = Math.min(discourse.resolved, index); host <= index; host++) {
    const pronouns = beginningOf(elementAt(hosts, host).tokens).flatMap(({ text }, offset) => {
      const [, pronoun] = HE_OR_SHE.exec(text) ?? [];
      return pronoun && (host < index || offset < at) ? [{ pronoun: pronoun.toLowerCase(), offset }] : [];
    });
    for (const { pronoun, offset } of pronouns.slice(0, MAX_PRONOUNS)) rank(layout, host, offset, pronoun);
  }
  discourse.resolved = Math.max(discourse.resolved, index);
}

/**
 * Ranks whom "he", "she", "his" or "her" at a token of the host at `index` can mean, the likeliest first:
 * everybody mentioned in the sentences before who agrees in gender is a candidate, scored by a weighted sum of
 * signs (mention ranking as in Denis & Baldridge 2008, "Specialized Models and Ranking for Coreference
 * Resolution"; the signs are those of Lappin & Leass 1994, "An Algorithm for Pronominal Anaphora Resolution",
 * and Soon et al. 2001). Earlier pronouns are resolved first and count as mentions. bench/fit-speakers.ts fits
 * the weights.
 */
export function rankAntecedents(
  layout: ArticleLayout,
  index: number,
  at: number,
  pronoun: string,
): readonly Candidate[] {
  if (!layout.hosts[index]) return [];
  resolveBefore(layout, index, at);
  return rank(layout, index, at, pronoun);
}

/** The person with a name whom a pronoun most likely means; see `rankAntecedents`. */
export const resolvePerson = (...asked: Parameters<typeof rankAntecedents>): Person | undefined =>
  rankAntecedents(...asked)[0]?.entity.person;

const isEpithet = createWordTest(roles.epithets.words);

/** Whether an article has introduced somebody by a noun shortly before: "a striker". */
const isIntroduced = ({ hosts }: ArticleLayout, index: number, noun: string) =>
  hosts
    .slice(Math.max(0, index - REACH), index + 1)
    .some(({ tokens }) =>
      beginningOf(tokens).some(
        ({ text }, at) => text === noun && isIntroducing(textAt(tokens, at - 1), textAt(tokens, at - 2)),
      ),
    );

const isIntroducing = (before: string, first: string) =>
  [before, first].some(word => /^(?:an?|one|another)$/i.test(word));

/**
 * The person whom "the 31-year-old", alone or with a noun, or "the midfielder" means at a token of the host at
 * `index`; or undefined. An age is news about somebody named before, and so is an epithet that nobody was
 * introduced by.
 */
export function resolveAged(
  layout: ArticleLayout,
  index: number,
  { from }: NounPhrase,
  words: string,
): Person | undefined {
  const noun = /^the (?:.* )?(\S+)$/i.exec(words)?.[1] ?? '';
  const isMeant = isEpithet(noun) && !isIntroduced(layout, index, noun);
  if (!isMeant && !/^the \d{1,3}-year-old\b/i.test(words)) return undefined;
  const gender = genderOfRole(words);
  const pronoun = Object.keys(GENDER_OF_PRONOUNS).find(key => GENDER_OF_PRONOUNS[key] === gender) ?? ANYBODY;
  return resolvePerson(layout, index, from, pronoun);
}
