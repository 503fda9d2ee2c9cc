import { namesPeople } from '../../language/animacy.ts';
import { DATE_NAME } from '../../language/calendar.ts';
import lexicon from '../../language/lexicons/references.json' with { type: 'json' };
import summary from '../../language/lexicons/summary.json' with { type: 'json' };
import { isReadingEnglish } from '../../language/stems.ts';
import { isTime } from '../../language/syntax/function-words.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { SPEAKING } from '../verification/propositions/verb-kinds.ts';
import { isAuxiliary, isFiniteForm, isVerbForm } from '../verification/propositions/word-classes.ts';
import { readWords, type SentenceWord } from '../verification/propositions/words.ts';
import { announces, isFragment } from './substance.ts';

const PERSON_PRONOUN = oneOf(
  summary.persons.words.flatMap(word => [word, `${word.charAt(0).toUpperCase()}${word.slice(1)}`]),
);

/** A sentence that begins with a pronoun instead of a name; "it is said that …" refers to nothing. */
const UNNAMED_SUBJECT = new RegExp(
  String.raw`^["“]?(?:${oneOf(summary.beforePronouns.words)},? )?(?:${PERSON_PRONOUN}|[Ii]ts|It (?!${oneOf(summary.emptyIt.words)}\b))(?:\b|\s)`,
  'u',
);

/**
 * A clause before the subject that names nobody ("When asked about it, she …"), or quoted words before it.
 */
const LATE_SUBJECT = new RegExp(
  String.raw`^(?:${oneOf(summary.clauses.words)}\b[^,\p{Lu}]{0,60}(?:${DATE_NAME}[^,\p{Lu}]{0,20})?,?\s(?:he|she|they)\b|["“][^”"]{1,400}[”"]\s(?:(?:he|she|they)\b|\p{L}+ed (?:he|she|they)\b|(?:said|says|wrote) (?:he|she|they)\b))`,
  'u',
);

/** Whether a sentence leaves open who or what it is about, unless the previous sentence is shown too. */
export const isSubjectOpen = (text: string): boolean => UNNAMED_SUBJECT.test(text) || LATE_SUBJECT.test(text);

type Words = readonly SentenceWord[];

const THINGS = new Set(lexicon.things.words);
const PEOPLE = new Set([...summary.persons.words, ...lexicon.reflexives.words]);
const POINTING = new Set(lexicon.pointing.words);
const ELLIPTIC = new Set(lexicon.elliptic.words);
const RELATIONAL = new Set(lexicon.relational.words);
const PERIODS = new Set(lexicon.periods.words);
const COUNTS = new Set(lexicon.counts.words);
const SAYING = new Set(lexicon.unfinished.words);
const NUMERALS = new Set(lexicon.numerals.words);

const isReferent = (word: SentenceWord | undefined) =>
  (word?.kind === 'noun' || word?.kind === 'name') && !isTime(word.text);

/**
 * Whether the person or thing in an opening clause is named after its comma: "As it prepares for its jubilee,
 * Singapore …".
 */
function isNamedBehind(words: Words, at: number): boolean {
  const comma = words.findIndex(({ before }) => before.includes(','));
  if (comma <= at || isSourceTag(words.slice(comma))) return false;
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
  const isObject = /^(?:it|him|them)$/.test(lower) && !isVerbForm(words[at + 1]);
  const verb = before.findIndex(isVerbForm);
  const isOneClause = !before.some(
    ({ kind, before: mark }) => /^(?:relative|conjunction|to|gerund)$/.test(kind) || /[,;:—–]/.test(mark),
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

/** Whether a sentence has "it", "them" or "his" without anything that it could refer to. */
function hasOpenPronoun(words: Words): boolean {
  // "It was Ann Lee who saw it": the first one refers to nothing
  const start = words[0]?.lower === 'it' && isAuxiliary(words[1]) ? 1 : 0;
  const first = words.findIndex(({ lower }, at) => at >= start && (THINGS.has(lower) || PEOPLE.has(lower)));
  if (first < 0) return false;
  const { lower, kind } = elementAt(words, first);
  const before = words.slice(0, first);
  if (isOpening(words) && isNamedBehind(words, first)) return false;
  // "In its final year the night train …"
  const isOwner = first === 1 && kind === 'possessive' && words[0]?.kind === 'preposition';
  if (isOwner && !words.slice(2).some(word => word.kind === 'pronoun' && PEOPLE.has(word.lower)))
    return false;
  if (cannotMeanSubject(words, first)) return true;
  if (!THINGS.has(lower))
    return (
      lacksSeveral(lower, before) ||
      isOnePerson(lower, before) ||
      !before.some((word, at) => canMean(lower, word, before[at - 1]))
    );
  // "it is said", "made it": "it" refers to nothing
  const isLast = !words[first + 1] && words[first - 1]?.kind !== 'preposition';
  const isEmpty = lower === 'it' && (isLast || isAuxiliary(words[first + 1]));
  return first > 0 && !isEmpty && !before.some((_, at) => canBeIt(words, at, first));
}

/** Whether "it" at an index can mean the noun at another: a singular one, and not "the part of it". */
const canBeIt = (words: Words, at: number, pronoun: number) => {
  const { kind, text, lower } = elementAt(words, at);
  const isPart = at === pronoun - 2 && words[at + 1]?.lower === 'of';
  return kind === 'noun' && !isTime(text) && !/[^sui]s$/.test(lower) && !isPart;
};

const ATTRIBUTES = new Set<SentenceWord['kind']>(['noun', 'number', 'adjective', 'participle']);

/**
 * Whether a sentence refers to something counted or named before: "those three defeats", "all five", "the
 * latter".
 */
const pointsBack = (words: Words) =>
  words.some(({ lower, kind }, at) => {
    const next = words[at + 1];
    if (ELLIPTIC.has(lower)) return !/^(?:noun|name|determiner|adjective)$/.test(next?.kind ?? '');
    if (!POINTING.has(lower) || !next) return false;
    // "On these the surveyors found …"
    if (kind === 'pronoun' && at === 1 && words[0]?.kind === 'preposition' && next.kind === 'determiner')
      return true;
    const isSame = lower === 'same' && words[at - 1]?.lower === 'the';
    if (!(isSame || /^(?:determiner|pronoun)$/.test(kind)) || !ATTRIBUTES.has(next.kind)) return false;
    const noun = words.slice(at + 1, at + 4).find(({ kind }) => kind === 'noun');
    return (
      noun !== undefined &&
      !PERIODS.has(noun.lower) &&
      !/^(?:who|that|which|of|in|with|as)$/.test(words[words.indexOf(noun) + 1]?.lower ?? '')
    );
  });

/**
 * Whether the subject lacks a noun ("The most common was £45") or what its noun relates to ("The difference
 * was small").
 */
function lacksNoun(words: Words): boolean {
  const verb = words.findIndex(isFiniteForm);
  if (verb < 1) return false;
  const subject = words.slice(0, verb);
  if (subject.length === 3 && subject[0]?.lower === 'the' && /^(?:most|least)$/.test(subject[1]?.lower ?? ''))
    return true;
  if (
    !subject.some(({ kind }) => kind === 'noun' || kind === 'name' || kind === 'pronoun' || kind === 'gerund')
  )
    return /^(?:determiner|number|adjective|possessive)$/.test(subject[0]?.kind ?? '');
  const head = subject.findIndex(({ lower }) => RELATIONAL.has(lower));
  return head >= 0 && head <= 3 && !/^(?:of|between|in|to|for|that)$/.test(words[head + 1]?.lower ?? '');
}

/** Whether a sentence leaves out what is said or done: "nobody could say", "he did so". */
const isUnfinished = (words: Words) => {
  const last = words.at(-1);
  return last !== undefined && (SAYING.has(last.lower) || /^(?:auxiliary|modal)$/.test(last.kind));
};

/** Whether a number counts something named before: "had two until 1936", "all five". */
const countsUnnamed = (words: Words) =>
  words.some(({ lower }, at) => {
    const next = words[at + 1];
    return (
      COUNTS.has(lower) &&
      words[at - 1]?.lower !== 'at' &&
      !/^(?:noun|name|adjective|number|participle|adverb)$/.test(next?.kind ?? '') &&
      !/^(?:of|to|or|and)$/.test(next?.lower ?? '') &&
      !/^[-–]/.test(next?.before.trim() ?? '')
    );
  });

/** Whether a sentence answers something asked before it: "There is not, she said", "It has, however, …". */
function isShortAnswer(words: Words): boolean {
  const comma = words.findIndex(({ before }) => before.includes(','));
  const [last, previous] = [words[comma - 1], words[comma - 2]];
  const verb = last?.kind === 'negation' ? previous : last;
  return (
    comma > 0 &&
    comma <= 4 &&
    /^(?:be|auxiliary|modal)$|^ha(?:s|ve|d)$|^do(?:es)?$|^did$/.test(
      verb?.kind === 'verb' ? verb.lower : (verb?.kind ?? ''),
    )
  );
}

/**
 * Whether "this" stands alone for something told before: "settled on this on Tuesday", "These are the last".
 * "Those who stayed" are told behind it.
 */
const pointsAlone = (words: Words) =>
  words.some(({ lower, kind }, at) => {
    const next = words[at + 1];
    const isPronoun = /^(?:pronoun|determiner|relative)$/.test(kind);
    if (!isPronoun || !/^(?:this|these|those|that)$/.test(lower)) return false;
    if (lower !== 'this') return at === 0 && isVerbForm(next);
    return (
      !next ||
      isFiniteForm(next) ||
      /^(?:preposition|conjunction|negation|to)$/.test(next.kind) ||
      /[,;:.]/.test(next.before)
    );
  });

const LINKING = new RegExp(String.raw`(?:, |^)${oneOf(lexicon.linking.words)}\b(?! of\b| to\b)`, 'iu');

/** Whether a numeral stands for a noun that came before: "borrow one for a week". */
const standsForNoun = (words: Words) =>
  words.some(
    ({ lower }, at) =>
      NUMERALS.has(lower) &&
      words[at - 1]?.kind === 'verb' &&
      !/^(?:noun|name|adjective|number|participle|adverb)$/.test(words[at + 1]?.kind ?? '') &&
      !/^(?:of|another|to|or|and)$/.test(words[at + 1]?.lower ?? ''),
  );

/** Whether a comparison leaves its standard to the text before it: "the sum is simpler". */
const comparesUnnamed = (words: Words) =>
  /^\p{L}{3,}er$/u.test(words.at(-1)?.lower ?? '') &&
  words.at(-1)?.kind === 'adjective' &&
  /^(?:be|verb)$/.test(words.at(-2)?.kind ?? '') &&
  !words.some(({ lower }) => lower === 'than');

/** Whether "then" refers to a time given in the text before: "There were 31 then", "Then a man returned". */
const tellsThen = (words: Words) =>
  words.some(
    ({ lower }, at) =>
      lower === 'then' &&
      words[at - 1]?.lower !== 'and' &&
      !words
        .slice(0, at)
        .some(({ lower, kind }) => /^(?:when|if|once)$|^\d{4}$/.test(lower) || kind === 'name'),
  );

/**
 * Whether "it" at the beginning is what came before ("It's every guest's nightmare", "It is described as …");
 * not where what it means follows: "It is clear that …", "It was Ann who …".
 */
function opensWithIt(words: Words): boolean {
  const [it, verb] = words;
  return (
    (it?.lower === 'it' || /^it['’]s$/.test(it?.lower ?? '')) &&
    isAuxiliary(verb) &&
    !words.slice(2).some(({ kind, lower }) => /^(?:to|relative|gerund)$/.test(kind) || IT_MEANS.test(lower))
  );
}

const IT_MEANS = /^(?:that|whether|if|how|since|before|when)$/;

const rules = [
  ...[countsUnnamed, pointsBack, lacksNoun, isUnfinished],
  ...[isShortAnswer, pointsAlone, standsForNoun, comparesUnnamed, tellsThen, opensWithIt],
  ...[isFragment, announces],
];

/** A short quotation that answers the text before it: “We thought sixty would come,” said Ines Calloway. */
const SHORT_QUOTATION = /^[“"][^”"]{1,50}[”"]/u;

/** What a sentence that surely leans on others weighs; a pronoun may have its noun behind it. */
const SURELY = 1.4;

/**
 * How much a sentence is only meaningful together with those before it: 0 if it stands alone, else 1 or 2.
 * Uses English grammar; 0 for texts in other languages.
 */
export function measureLeaning(text: string): number {
  if (!isReadingEnglish()) return 0;
  if (SHORT_QUOTATION.test(text) || LINKING.test(text)) return SURELY;
  const words = readWords(text);
  if (rules.some(isSo => isSo(words))) return SURELY;
  return hasOpenPronoun(words) ? 1 : 0;
}

/** Whether the subject of a sentence was named in the previous one: "The survey counted 43 species." */
export function repeatsSubject(text: string, before: string): boolean {
  if (!isReadingEnglish()) return false;
  const [article, ...rest] = readWords(text);
  if (article?.lower !== 'the') return false;
  const verb = rest.findIndex(isVerbForm);
  const head = rest[verb - 1];
  return (
    verb > 0 && verb <= 2 && head?.kind === 'noun' && readWords(before).some(({ stem }) => stem === head.stem)
  );
}

const FULL_NAME = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}'’-]* (\p{Lu}[\p{L}'’-]{2,40})/gu;

/**
 * Surnames that sentences give with a first name, mapped to the index of the first to do so; without those in
 * the headline.
 */
export function findFullNames(
  sentences: readonly { readonly text: string; readonly index: number }[],
  headline: string,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { text, index } of sentences)
    for (const [, surname = ''] of text.matchAll(FULL_NAME))
      if (!found.has(surname) && !headline.includes(surname)) found.set(surname, index);
  return found;
}

const SHORT_NAME = /^(?:\p{L}+ ){0,3}?(?<!\p{Lu}[\p{L}'’-]* )(\p{Lu}[\p{L}'’-]{2,40})(?! \p{Lu})/u;

/** What may come before the first name of a sentence without being a first name itself. */
const OPENING = new RegExp(
  `^(?:According to|To|Of|${oneOf([...summary.clauses.words, ...summary.beforePronouns.words])}) `,
  'u',
);

/**
 * The surname with which a sentence opens if an earlier one gave the first name ("Maund puts the cost at …");
 * undefined if there is none.
 */
export function findShortName(
  text: string,
  fullNames: ReadonlyMap<string, number>,
  index: number,
): string | undefined {
  const surname = SHORT_NAME.exec(text.replace(OPENING, ''))?.[1]?.replace(/['’]s$/u, '');
  return surname !== undefined && (fullNames.get(surname) ?? index) < index ? surname : undefined;
}
