import { namesPeople } from '../../language/animacy.ts';
import { DATE_NAME } from '../../language/calendar.ts';
import { capitalize } from '../../language/capitals.ts';
import lexicon from '../../language/lexicons/references.json' with { type: 'json' };
import summary from '../../language/lexicons/summary.json' with { type: 'json' };
import { isTime } from '../../language/syntax/function-words.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { SPEAKING } from '../verification/propositions/verb-kinds.ts';
import { isVerbForm } from '../verification/propositions/word-classes.ts';
import { readWords, type SentenceWord } from '../verification/propositions/words.ts';

const PERSON_PRONOUN = oneOf(summary.persons.words.flatMap(word => [word, capitalize(word)]));

/** A sentence that begins with a pronoun instead of a name. */
const UNNAMED_SUBJECT = new RegExp(
  String.raw`^["“]?(?:${oneOf(summary.beforePronouns.words)},? )?(?:${PERSON_PRONOUN}|[Ii]ts?)\b`,
  'u',
);

/**
 * What stands before the subject and names nobody ("When asked about it, she …", "At its height it …"), or quoted
 * words.
 */
const LATE_SUBJECT = new RegExp(
  String.raw`^(?:\p{Lu}\p{Ll}{1,6} (?:its|his|her|their) [\p{Ll} ]{2,30},? (?:it|he|she|they)\b|According to [^,]{2,40},? (?:it|he|she|they)\b|${oneOf(summary.clauses.words)}\b[^,\p{Lu}]{0,60}(?:${DATE_NAME}[^,\p{Lu}]{0,20})?,?\s(?:he|she|they)\b|["“][^”"]{1,400}[”"]\s(?:(?:he|she|they)\b|\p{L}+ed (?:he|she|they)\b|(?:said|says|wrote) (?:he|she|they)\b))`,
  'u',
);

type Words = readonly SentenceWord[];

const MEANT_BEHIND = /^(?:that|whether|if|how|since|before|when)$/;

const EMPTY_VERB = new RegExp(String.raw`^${oneOf(summary.emptyIt.words)}\b`);

/** Whether "it" means nothing before it, but what follows: "It is clear that …", "It was Ann who …". */
const isEmptyIt = (words: Words, at: number) =>
  words[at]?.lower === 'it' &&
  EMPTY_VERB.test(`${words[at + 1]?.lower} ${words[at + 2]?.lower}`) &&
  words
    .slice(at + 2)
    .some(({ kind, lower }) => /^(?:to|relative|gerund)$/.test(kind) || MEANT_BEHIND.test(lower));

/** Whether a sentence leaves open who or what it is about, unless the previous sentence is shown too. */
export function isSubjectOpen(text: string): boolean {
  if (LATE_SUBJECT.test(text)) return true;
  const [opening] = UNNAMED_SUBJECT.exec(text) ?? [];
  if (!opening?.toLowerCase().endsWith('it')) return opening !== undefined;
  const words = readWords(text);
  return !isEmptyIt(
    words,
    words.findIndex(({ lower }) => lower === 'it'),
  );
}

const THINGS = new Set(lexicon.things.words);
const PEOPLE = new Set([...summary.persons.words, ...lexicon.reflexives.words]);

const isReferent = (word: SentenceWord | undefined) =>
  (word?.kind === 'noun' || word?.kind === 'name') && !isTime(word.text.replace(/s$/, ''));

/**
 * Whether the person or thing in an opening clause is named after its comma: "As it prepares for its jubilee,
 * Singapore …".
 */
function isNamedBehind(words: Words, at: number): boolean {
  const comma = words.findIndex(({ before }) => before.includes(','));
  if (comma <= at || isSourceTag(words.slice(comma))) return false;
  // "In June one of them, a captain, wrote": the words behind the comma only say which one
  if (comma === at + 1 && words[at - 1]?.lower === 'of') return false;
  return /^(?:noun|name|determiner|adjective)$/.test(words[comma]?.kind ?? '');
}

/** Whether words after a comma only say who says the rest: ", the court heard". */
const isSourceTag = (words: Words) => {
  const verb = words.findIndex(isVerbForm);
  if (verb < 1 || verb > 3) return false;
  const { root, lower } = elementAt(words, verb);
  return (SPEAKING.has(root) || lower === 'heard') && !isReferent(words[verb + 1]);
};

/**
 * Whether "they" can only be one person, who is the only one named before: "Trask replied that they had …".
 */
const isOnePerson = (pronoun: string, before: Words) =>
  isPlural(pronoun) &&
  before.some(({ kind }) => kind === 'name') &&
  before.some(({ root }) => SPEAKING.has(root)) &&
  before.every(({ kind }, at) => /^(?:name|verb|participle|relative|auxiliary)$/.test(kind) || at === 0);

/**
 * Whether an object pronoun could only mean the subject of its own clause, which it cannot: "A fence has gone
 * up round it".
 */
function cannotMeanSubject(words: Words, at: number): boolean {
  const { lower } = elementAt(words, at);
  const before = words.slice(0, at);
  const next = words[at + 1];
  // "inviting her to the studio", but not "her house"
  const isHer = lower === 'her' && (!next || /^(?:to|preposition|conjunction)$/.test(next.kind));
  const isObject = (isHer || /^(?:it|him|them)$/.test(lower)) && !isVerbForm(next);
  const verb = before.findIndex(isVerbForm);
  const isOneClause = !before.some(
    ({ kind, before: mark }) => /^(?:relative|conjunction|to)$/.test(kind) || /[,;:—–]/.test(mark),
  );
  return isObject && verb > 0 && isOneClause && !before.slice(verb).some(isReferent);
}

const isOpening = (words: Words) =>
  /^(?:preposition|conjunction|gerund|adverb|other)$/.test(words[0]?.kind ?? '');

const isPlural = (pronoun: string) => pronoun.startsWith('the');

/** Whether "them" has nothing plural before it to refer to: "Gregor Maund cycled there to count them". */
const lacksSeveral = (pronoun: string, before: Words) =>
  /^them(?:selves)?$/.test(pronoun) &&
  !before.some(
    ({ kind, lower }) => (kind === 'noun' && /(?:s|men|people|children)$/.test(lower)) || lower === 'and',
  );

/** Whether "he" or "they" can refer to a word: in "In Wexcombe, he said" it cannot be the place. */
function canMean(pronoun: string, word: SentenceWord, previous: SentenceWord | undefined): boolean {
  if (!isReferent(word)) return false;
  if (isPlural(pronoun)) return true;
  return word.kind === 'name' ? previous?.kind !== 'preposition' : namesPeople(word.lower);
}

/** Whether the owner in "In their place" is not named behind it either: "In their place it will put sand". */
const isUnnamedBehind = (words: Words) =>
  words
    .slice(2)
    .some(
      (word, at, rest) =>
        word.kind === 'pronoun' &&
        (PEOPLE.has(word.lower) || (THINGS.has(word.lower) && !rest.slice(0, at).some(isVerbForm))),
    );

/** Whether a sentence has "it", "them" or "his" without anything that it could refer to. */
export function hasOpenPronoun(words: Words): boolean {
  // "It was Ann Lee who saw it": the first one refers to nothing
  const start = isEmptyIt(words, 0) ? 1 : 0;
  const first = words.findIndex(({ lower }, at) => at >= start && (THINGS.has(lower) || PEOPLE.has(lower)));
  if (first < 0) return false;
  const { lower, kind } = elementAt(words, first);
  const before = words.slice(0, first);
  if (isOpening(words) && isNamedBehind(words, first)) return false;
  // "In its final year the night train …"
  const isOwner = first === 1 && kind === 'possessive' && words[0]?.kind === 'preposition';
  if (isOwner && !isUnnamedBehind(words)) return false;
  if (cannotMeanSubject(words, first)) return true;
  if (!THINGS.has(lower))
    return (
      lacksSeveral(lower, before) ||
      isOnePerson(lower, before) ||
      !before.some((word, at) => canMean(lower, word, before[at - 1]))
    );
  if (isEmptyIt(words, first)) return false;
  if (first === 0) return lower === 'it';
  // "made it": "it" refers to nothing
  const isLast = lower === 'it' && !words[first + 1] && words[first - 1]?.kind !== 'preposition';
  return !isLast && !before.some((_, at) => canBeIt(words, at, first));
}

/** Whether "it" at an index can mean the noun at another: a singular one, and not "the part of it". */
const canBeIt = (words: Words, at: number, pronoun: number) => {
  const { kind, text, lower } = elementAt(words, at);
  const isPart = at === pronoun - 2 && words[at + 1]?.lower === 'of';
  return kind === 'noun' && !isTime(text) && !/[^sui]s$/.test(lower) && !isPart;
};
