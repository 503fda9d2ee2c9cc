import type { Article } from '../../../articles/article.ts';
import { capitalize, uncapitalize } from '../../../language/capitals.ts';
import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { type Gender, isSurelyPerson, type Person } from '../../../language/people.ts';
import { findNameRuns, isOrganisation, nameWordsOf } from '../../../language/person-names.ts';
import { findQuotations } from '../../../language/quotations.ts';
import { tokenize } from '../../../language/tokens.ts';
import { createWordTest } from '../../../language/word-lists.ts';
import { memoizePerObject } from '../../../memo.ts';
import { resolvePronoun } from '../../quotes/coreference.ts';
import { type ArticleLayout, createLayout } from '../../quotes/layout.ts';
import {
  isPluralNoun,
  isTime,
  listNamed,
  listNounPhrases,
  type QuestionShape,
  type QuestionWord,
  readQuestion,
  readQuestionWords,
  textOf,
  type WordRange,
} from './question-shape.ts';
import type { ShownStatement, Turn } from './turn.ts';

/** A person or thing that was mentioned, in the words that stand for it in a question. */
export interface Referent {
  readonly text: string;
  readonly kind: 'person' | 'thing';
  readonly gender: Gender;
  readonly isPlural: boolean;
  /** Whether it is one body of several people, which "they" may refer to as well. */
  readonly isGroup: boolean;
}

/** "Every other argument", "no councillor": these speak of nothing in particular that "it" could stand for. */
const isQuantifier = createWordTest(lexicon.quantifiers.words);

const isGroupNoun = createWordTest(lexicon.groups.words, { ignoreCase: true });

/** Maximum number of an article's pronouns examined to learn the gender of its people. */
const MAX_PRONOUNS = 400;

/** The sentences of an article's text with the people named in them, read once per article. */
export const getLayout: (article: Article) => ArticleLayout = memoizePerObject(({ paragraphs }: Article) =>
  createLayout(paragraphs, findQuotations(paragraphs)),
);

/** The person whom a pronoun means; undefined if it is nobody with a name. */
function resolvePerson(...asked: Parameters<typeof resolvePronoun>): Person | undefined {
  const meant = resolvePronoun(...asked);
  return meant && 'person' in meant ? meant.person : undefined;
}

/** An article's people, with the gender that its pronouns imply if names and titles do not. */
interface People {
  readonly layout: ArticleLayout;
  readonly genderOf: (person: Person) => Gender;
}

const getPeople: (article: Article) => People = memoizePerObject((article: Article): People => {
  const layout = getLayout(article);
  const votes = new Map<Person, number>();
  let looked = 0;
  for (const [index, { tokens }] of layout.hosts.entries())
    for (const [at, { text }] of tokens.entries()) {
      const pronoun = text.toLowerCase();
      if (!/^(?:he|she)$/.test(pronoun) || ++looked > MAX_PRONOUNS) continue;
      const person = resolvePerson(layout, index, at, pronoun);
      if (person) votes.set(person, (votes.get(person) ?? 0) + (pronoun === 'he' ? 1 : -1));
    }
  const told = (person: Person): Gender => {
    const vote = votes.get(person) ?? 0;
    return vote === 0 ? null : vote > 0 ? 'male' : 'female';
  };
  return { layout, genderOf: person => person.gender ?? told(person) };
});

const toPerson = ({ genderOf }: People, person: Person): Referent => ({
  text: person.name,
  kind: 'person',
  gender: genderOf(person),
  isPlural: false,
  isGroup: false,
});

const CAPITAL = /^\p{Lu}/u;

/** The people of an article whom a text names, in order; members may write names in lower case. */
export function findNamedPeople(text: string, article: Article): Person[] {
  const { find } = getPeople(article).layout.people;
  const named = text.replaceAll(/(?<![\p{L}\p{M}\p{N}'’-])\p{Ll}[\p{L}\p{M}-]{2,}/gu, word => {
    const capital = capitalize(word);
    return find([capital]) ? capital : word;
  });
  const list = tokenize(named, 0, named.length);
  const found = findNameRuns(list).flatMap(run => {
    const words = nameWordsOf(list, run).filter(word => CAPITAL.test(word));
    const person = find(words) ?? find(words.slice(1)) ?? find(words.slice(-1));
    return person && isSurelyPerson(person) ? [person] : [];
  });
  return [...new Set(found)];
}

/** The same people, as they may be mentioned in a question. */
export const findPeopleIn = (text: string, article: Article): Referent[] =>
  findNamedPeople(text, article).map(person => toPerson(getPeople(article), person));

/** The people whom "he" and "she" mean in a statement of an article's text. */
function findMeantPeople({ text, paragraphs }: ShownStatement, article: Article): Referent[] {
  const people = getPeople(article);
  const { hosts } = people.layout;
  const found = hosts.flatMap((host, index) => {
    if (host.paragraph + 1 !== paragraphs[0]) return [];
    const [from, to] = [host.start, host.start + host.narration.length];
    const at = host.text.indexOf(text.slice(0, 40));
    if (at < 0 || at >= to || at + text.length <= from) return [];
    const meant = host.tokens.findIndex(token => /^(?:he|she)$/i.test(token.text));
    const person =
      meant < 0
        ? undefined
        : resolvePerson(people.layout, index, meant, host.tokens[meant]?.text.toLowerCase() ?? '');
    return person ? [toPerson(people, person)] : [];
  });
  return found.slice(0, 2);
}

/** The thing that a phrase names; undefined for a time, a pronoun or a person of the article. */
export function toThing(
  words: readonly QuestionWord[],
  { from, to }: WordRange,
  article: Article,
): Referent | undefined {
  const phrase = words.slice(from, to);
  const belonging = phrase.findIndex(({ lower }) => lower === 'of');
  const head = phrase[(belonging > 0 ? belonging : phrase.length) - 1];
  const text = textOf(phrase);
  if (
    !head ||
    phrase.some(({ tags }) => tags.has('Pronoun')) ||
    /^(?:there|here)$/.test(text) ||
    isQuantifier(phrase[0]?.lower ?? '') ||
    isTime(phrase)
  )
    return undefined;
  if (findPeopleIn(text, article).length > 0 && belonging < 0) return undefined;
  const isSeveral =
    /^(?:two|three|four|five|six|seven|eight|nine|ten|\d[\d,.]*|both|several|many|some)$/.test(
      phrase[0]?.lower ?? '',
    );
  return {
    text: (phrase[0]?.tags.has('Determiner') ? uncapitalize(text) : text).replace(/^an? /, 'the '),
    kind: 'thing',
    gender: null,
    isPlural: isPluralNoun(head) || (isSeveral && phrase.length > 1),
    isGroup: isGroupNoun(head.lower),
  };
}

const FULL_NAME = /^\p{Lu}[\p{L}\p{M}'’.-]*(?: \p{Lu}[\p{L}\p{M}'’-]*){1,3}$/u;

/** The person that answers a "who" question, even if named too rarely to be recognised as a person. */
const toNamed = (span: string): Referent[] =>
  FULL_NAME.test(span) && !isOrganisation(span.split(' '))
    ? [{ text: span, kind: 'person', gender: null, isPlural: false, isGroup: false }]
    : [];

const thingsIn = (words: readonly QuestionWord[], from: number, article: Article): Referent[] =>
  listNounPhrases(words, from).flatMap(range => toThing(words, range, article) ?? []);

/** The first things that a statement names with a determiner, a number or a proper noun. */
function findNamedThings(text: string, article: Article): Referent[] {
  const words = readQuestionWords(text);
  const isNamed = ({ from, to }: WordRange) =>
    ['Determiner', 'Value'].some(tag => words[from]?.tags.has(tag)) ||
    words.slice(from, to).some(({ tags }) => tags.has('ProperNoun'));
  return listNounPhrases(words, 0)
    .filter(isNamed)
    .flatMap(range => toThing(words, range, article) ?? [])
    .slice(0, 2);
}

/** The noun that a question asks for: "the people" in "How many people came?" */
function findAskedThing({ words, asking }: QuestionShape): Referent[] {
  const phrase = words
    .slice(0, asking)
    .filter(({ lower }, at) => at > 0 && !/^(?:many|much|which|what)$/.test(lower));
  const head = phrase.at(-1);
  if (!head?.tags.has('Noun')) return [];
  return [
    {
      text: `the ${textOf(phrase)}`,
      kind: 'thing',
      gender: null,
      isPlural: isPluralNoun(head),
      isGroup: false,
    },
  ];
}

const uniqueByText = (all: readonly Referent[]): Referent[] => [
  ...new Map(all.map(referent => [referent.text.toLowerCase(), referent])).values(),
];

/** Whether a question asks for a person, not who a named person is ("Who is Derek Fallowfield?"). */
const asksWho = ({ words, asking, form, verb }: QuestionShape, asked: readonly Referent[]) =>
  !(form === 'inverted' && verb < 0 && asked.length > 0) &&
  words.slice(0, asking).some(({ lower }) => /^(?:who|whom|whose)$/.test(lower));

/**
 * The people and things mentioned in a turn of a conversation, likeliest to be mentioned again first: the
 * person asked for, then those that the question names, subject before objects, then those that the answer
 * names.
 */
export function listReferents(turn: Turn, article: Article): Referent[] {
  const shape = readQuestion(turn.question);
  const asked = findPeopleIn(turn.question, article);
  const isAsked = ({ text }: Referent) => asked.some(other => other.text === text);
  const spans = turn.statements
    .flatMap(({ answer, speaker }) => [answer ?? '', speaker ?? ''])
    .filter(Boolean);
  const inSpans = spans.flatMap(span => findPeopleIn(span, article));
  const inStatements = turn.statements.flatMap(statement => [
    ...findMeantPeople(statement, article),
    ...findPeopleIn(statement.text, article),
  ]);
  const named = asksWho(shape, asked) && inSpans.length === 0 ? spans.flatMap(toNamed) : [];
  const told = [...named, ...inSpans, ...inStatements];
  const people = asksWho(shape, asked)
    ? [...told.filter(each => !isAsked(each)), ...asked]
    : [...asked, ...told];
  return uniqueByText([...people, ...listThings(turn, shape, article)]);
}

function listThings({ statements }: Turn, shape: QuestionShape, article: Article): Referent[] {
  const { words, asking } = shape;
  const asksForThing = words.slice(0, asking).some(({ lower }) => /^(?:what|which)$/.test(lower));
  const inSpan = statements
    .flatMap(({ answer }) => answer ?? [])
    .slice(0, 1)
    .flatMap(answer => thingsIn(readQuestionWords(answer), 0, article).slice(0, 1));
  const inQuestion = listNamed(shape).flatMap(range => toThing(words, range, article) ?? []);
  // several readers speak of several things, none of which is what the talk is about
  const isOfReaders = statements.length > 1 && statements.every(({ comments }) => comments.length > 0);
  const inStatements = isOfReaders
    ? []
    : statements.slice(0, 2).flatMap(({ text }) => findNamedThings(text, article));
  const focus = asksForThing ? inSpan : [];
  const asked = [...focus, ...inQuestion, ...findAskedThing(shape)];
  // what only the answer mentions is meant if the question names nothing of the same number
  const isOfKind = ({ isPlural }: Referent) => asked.some(other => other.isPlural === isPlural);
  const mentioned = [...inSpan, ...inStatements].filter(referent => !isOfKind(referent));
  // a place is less likely to be mentioned again than the things there
  const isBareName = ({ text }: Referent) => CAPITAL.test(text);
  return [...asked, ...mentioned.filter(each => !isBareName(each)), ...mentioned.filter(isBareName)];
}

/** The topic of a question in a few of its own words: the people and things it names, at most two. */
export function describeTopic(turn: Turn, article: Article): string | null {
  const shape = readQuestion(turn.question);
  const named = uniqueByText([
    ...findPeopleIn(turn.question, article),
    ...listThings({ ...turn, statements: [] }, shape, article),
  ]);
  const all = named.length > 0 ? named : listReferents(turn, article);
  return all.length === 0
    ? null
    : all
        .slice(0, 2)
        .map(({ text }) => text)
        .join(' and ');
}

/** Whether a pronoun of one of these kinds may stand for a referent. */
export function agrees(
  kind: 'male' | 'female' | 'thing' | 'several',
  { kind: of, gender, isPlural, isGroup }: Referent,
): boolean {
  if (kind === 'thing') return of === 'thing' && !isPlural;
  if (kind === 'several') return isPlural || isGroup || (of === 'person' && gender === null);
  return of === 'person' && gender !== (kind === 'male' ? 'female' : 'male');
}

/** The people named in the paragraphs that an answer showed, or in those up to `reach` paragraphs away. */
export function listPeopleAround({ statements }: Turn, article: Article, reach: number): Referent[] {
  const numbers = statements.flatMap(({ paragraphs }) => paragraphs);
  const text = article.paragraphs.filter((_, index) =>
    numbers.some(number => Math.abs(number - index - 1) <= reach),
  );
  return findPeopleIn(text.join('\n'), article);
}
