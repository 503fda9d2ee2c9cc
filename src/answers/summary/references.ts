import lexicon from '../../language/lexicons/references.json' with { type: 'json' };
import { isReadingEnglish } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { isFiniteForm, isVerbForm } from '../verification/propositions/word-classes.ts';
import { readWords, type SentenceWord } from '../verification/propositions/words.ts';
import { withoutQuotations } from './news-value.ts';
import { hasOpenPronoun } from './open-pronouns.ts';
import { announces, isFragment } from './substance.ts';

type Words = readonly SentenceWord[];

const POINTING = new Set(lexicon.pointing.words);
const ELLIPTIC = new Set(lexicon.elliptic.words);
const RELATIONAL = new Set(lexicon.relational.words);
const PERIODS = new Set(lexicon.periods.words);
const COUNTS = new Set(lexicon.counts.words);
const SAYING = new Set(lexicon.unfinished.words);
const NUMERALS = new Set(lexicon.numerals.words);
const LIKENING = new Set(lexicon.likening.words);
const FIRST_PERSON = new Set(lexicon.firstPerson.words);

const ATTRIBUTES = new Set<SentenceWord['kind']>(['noun', 'number', 'adjective', 'participle']);

/**
 * Whether a sentence refers to something counted or named before: "those three defeats", "all five", "the
 * latter".
 */
const pointsBack = (words: Words) =>
  words.some(({ lower, kind }, at) => {
    const next = words[at + 1];
    if (ELLIPTIC.has(lower)) return !/^(?:noun|name|number|determiner|adjective)$/.test(next?.kind ?? '');
    if (!POINTING.has(lower) || !next) return false;
    // "On these the surveyors found …"
    if (kind === 'pronoun' && at === 1 && words[0]?.kind === 'preposition' && next.kind === 'determiner')
      return true;
    const isSame = lower === 'same' && words[at - 1]?.lower === 'the';
    if (!(isSame || at === 0 || /^(?:determiner|pronoun)$/.test(kind)) || !ATTRIBUTES.has(next.kind))
      return false;
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
  const comma = words.findIndex(({ before }, at) => at > 0 && before.includes(','));
  const subject = words.slice(0, comma > 0 ? Math.min(comma, verb) : verb);
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
      !/^(?:at|until|by|past)$/.test(words[at - 1]?.lower ?? '') &&
      !/^(?:noun|name|adjective|number|participle|gerund|adverb)$/.test(next?.kind ?? '') &&
      !/^(?:of|out|to|or|and)$/.test(next?.lower ?? '') &&
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
    const isLate = lower === 'that' && words[at - 1]?.kind === 'preposition';
    if (lower !== 'this' && !isLate) return at === 0 && isVerbForm(next);
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

/**
 * Whether a comparison leaves its standard to the text before it: "the sum is simpler", "The news was worse
 * for the honeybee".
 */
const comparesUnnamed = (words: Words) =>
  !words.some(({ lower }) => lower === 'than') &&
  words.some(({ lower, kind }, at) => {
    const next = words[at + 1];
    return (
      (lower === 'worse' || (kind === 'adjective' && /^\p{L}{3,}er$/u.test(lower))) &&
      (words[at - 1]?.kind === 'be' || (!next && words[at - 1]?.kind === 'verb')) &&
      (!next || (next.kind === 'preposition' && next.before.trim() === ''))
    );
  });

/**
 * Whether a likeness leaves open to what: "do something similar", "were a different side after the break", "thought of
 * nothing else".
 */
const likensUnnamed = (words: Words) =>
  words.some(({ lower, kind }, at) => {
    const previous = words[at - 1]?.lower ?? '';
    const isOther =
      (lower === 'different' && /^an?$/.test(previous)) ||
      (lower === 'else' && /^(?:some|no|any|every)thing$/.test(previous));
    return (
      (isOther || (LIKENING.has(lower) && kind === 'adjective')) &&
      !words.slice(at + 1).some(({ lower: next }) => /^(?:to|from|than|as)$/.test(next))
    );
  });

/** Whether a sentence names nothing and nobody: "Anyone could come, and nobody paid." */
const namesNothing = (words: Words) => !words.some(({ kind }) => /^(?:noun|name|number|gerund)$/.test(kind));

/** Whether somebody speaks of themselves, without the words that say who it is. */
const isFirstPerson = (words: Words) => words.some(({ lower }) => FIRST_PERSON.has(lower));

/** Whether a time is counted from one in the text before: "There were 31 then", "ever since", "a week later". */
const countsFromBefore = (words: Words) =>
  words.some(({ lower }, at) => {
    const previous = words[at - 1]?.lower ?? '';
    const isCounted =
      (lower === 'then' && previous !== 'and') ||
      (lower === 'later' && PERIODS.has(previous)) ||
      (lower === 'since' && previous === 'ever');
    return isCounted && !words.slice(0, at).some(isTimeGiven);
  });

const isTimeGiven = ({ lower, kind }: SentenceWord) =>
  /^(?:when|if|once)$|^\d{4}$/.test(lower) || kind === 'name';

const rules = [
  ...[countsUnnamed, pointsBack, lacksNoun, isUnfinished],
  ...[isShortAnswer, pointsAlone, standsForNoun, comparesUnnamed, countsFromBefore],
  ...[likensUnnamed, namesNothing, isFragment, announces],
];

/** A short quotation that answers the text before it: “We thought sixty would come,” said Ines Calloway. */
const SHORT_QUOTATION = /^[“"][^”"]{1,50}[”"]/u;

/** What a sentence that surely leans on others weighs; a pronoun may have its noun behind it. */
export const SURELY = 1.4;

/**
 * How much a sentence is only meaningful together with those before it: 0 if it stands alone, else 1 or 2.
 * Uses English grammar; 0 for texts in other languages.
 */
export function measureLeaning(text: string): number {
  if (!isReadingEnglish()) return 0;
  if (SHORT_QUOTATION.test(text) || LINKING.test(text)) return SURELY;
  const words = readWords(text);
  if (rules.some(isSo => isSo(words)) || isFirstPerson(readWords(withoutQuotations(text)))) return SURELY;
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
