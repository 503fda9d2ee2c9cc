import { fillTemplate } from '../../../i18n/templates.ts';
import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { extractEnglishNumbers, isOrdinal, type StatedNumber } from '../../../language/numbers.ts';
import { oneOf } from '../../../language/word-lists.ts';
import { reasons } from '../reasons.ts';
import type { Clause, ReadSentence } from './clause.ts';
import { compareAny, shares, textOf } from './likeness.ts';
import { hasBreak, isDate, type Phrase } from './phrases.ts';
import { readWords } from './words.ts';

/** A number in a sentence with what it belongs to. */
interface Binding {
  readonly value: number;
  readonly clause: Clause;
  /** What else goes with it: "the library" with 9,000 in "5,000 to the museum and 9,000 to the library". */
  readonly company: readonly Phrase[];
}

const readCardinals = (text: string): StatedNumber[] =>
  extractEnglishNumbers(text).filter(number => !isOrdinal(number.text));

const valuesOf = (phrase: Phrase): number[] =>
  readCardinals(textOf([phrase]))
    .filter(({ text, value }) => /\p{N}/u.test(text) || value >= 2)
    .map(({ value }) => value);

/** The numbers in a sentence's clauses, each with what follows it up to the next number. */
function readBindings({ clauses }: ReadSentence): Binding[] {
  return clauses.flatMap(clause => {
    const told = [...clause.patients, ...clause.complements.map(({ phrase }) => phrase)].sort(
      (a, b) => a.from - b.from,
    );
    const numbered = told.filter(phrase => valuesOf(phrase).length > 0);
    return numbered.flatMap((phrase, index) => {
      const next = numbered[index + 1];
      const company = told.filter(
        other =>
          !numbered.includes(other) &&
          !isDate(other.head) &&
          (numbered.length === 1 || (other.from > phrase.from && (!next || other.from < next.from))),
      );
      return valuesOf(phrase).map(value => ({ value, clause, company }));
    });
  });
}

/** Splits a sentence that lists things of one kind into its items. */
const SEGMENT_END = /[,;:]\s|\s(?:and|with|but|while|whereas)\s/;

/** An item of such a list with its numbers and names. */
interface Segment {
  readonly values: readonly number[];
  readonly names: ReadonlySet<string>;
}

const readSegments = ({ text }: ReadSentence): Segment[] =>
  text.split(SEGMENT_END).map(piece => ({
    values: readCardinals(piece)
      .filter(({ value }) => value >= 2)
      .map(({ value }) => value),
    names: new Set(
      readWords(piece)
        .filter(word => word.kind === 'name' && !isDate(word))
        .map(({ stem }) => stem),
    ),
  }));

/**
 * Finds a number that the text gives for another name, in a sentence with a number for each: "Eastgate are
 * second on 44" for "Rovers are third on 41, with Millbrook second on 44 and Eastgate ninth on 29".
 */
export function findOtherName(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const read = sentences.map(readSegments);
  for (const claimed of readSegments(statement)) {
    if (claimed.names.size === 0) continue;
    for (const value of claimed.values) {
      const containing = read.filter(segments => segments.some(({ values }) => values.includes(value)));
      const isElsewhere = containing.map(segments => {
        const own = segments.filter(({ values }) => values.includes(value));
        const rival = segments.find(
          segment =>
            !own.includes(segment) && segment.values.length > 0 && shares(segment.names, claimed.names),
        );
        const others = own.flatMap(({ names }) => [...names]);
        return rival !== undefined && others.length > 0 && !others.some(name => claimed.names.has(name));
      });
      if (isElsewhere.length > 0 && isElsewhere.every(Boolean))
        return fillTemplate(reasons.otherNumber, { number: `${value}` });
    }
  }
  return null;
}

/** Ages with the people they belong to: "Harker, 24,". */
function readAges({ words, phrases }: ReadSentence): { readonly value: number; readonly who: Phrase }[] {
  return phrases.flatMap((phrase, index) => {
    const who = phrases[index - 1];
    const isAge =
      phrase.words.length === 1 &&
      phrase.head.kind === 'number' &&
      who?.to === phrase.from &&
      who.isName &&
      hasBreak(words[phrase.from]) &&
      (phrase.to >= words.length || hasBreak(words[phrase.to]));
    return isAge && who ? [{ value: Number(phrase.head.lower), who }] : [];
  });
}

/** Finds an age other than the one in the text: "Harker is 31" for "Harker, 24, ... Vale, 31". */
export function findOtherAge(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const given = sentences.flatMap(readAges);
  const claimed = [
    ...readAges(statement),
    ...statement.clauses.flatMap(({ verb, agents: [who], patients: [age], isNegated }) =>
      verb === 'be' &&
      who?.isName &&
      age?.words[0]?.kind === 'number' &&
      !isNegated &&
      /^\d{1,3}$/.test(age.words[0].lower) &&
      (age.words.length === 1 || age.words.some(({ lower }) => lower === 'years'))
        ? [{ value: Number(age.words[0].lower), who }]
        : [],
    ),
  ];
  for (const { value, who } of claimed) {
    const own = given.find(each => compareAny([each.who], [who]) === 'same');
    if (own && own.value !== value)
      return fillTemplate(reasons.otherValue, { claimed: `${value}`, given: `${own.value}` });
  }
  return null;
}

/** Finds a number that is somebody else's in the text, where the subject has another number. */
export function findOtherBinding(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const given = sentences.flatMap(readBindings);
  for (const claimed of readBindings(statement)) {
    const same = given.filter(({ value }) => value === claimed.value);
    const rivals = given.filter(
      ({ value, clause }) => value !== claimed.value && clause.verb === claimed.clause.verb,
    );
    if (same.length === 0 || rivals.length === 0) continue;
    const agents = (binding: Binding) => compareAny(claimed.clause.agents, binding.clause.agents);
    const company = (binding: Binding) => compareAny(claimed.company, binding.company);
    const isOther =
      same.every(binding => agents(binding) === 'other') &&
      rivals.some(binding => agents(binding) === 'same');
    const isMixed =
      same.every(binding => agents(binding) !== 'other' && company(binding) === 'other') &&
      rivals.some(binding => binding.clause === same[0]?.clause && company(binding) === 'same');
    if (!isOther && !isMixed) continue;
    const [there] = same;
    const [word, other] = isOther
      ? [claimed.clause.agents, there?.clause.agents]
      : [claimed.company, there?.company];
    return fillTemplate(reasons.otherBinding, {
      number: `${claimed.value}`,
      other: textOf(other ?? []),
      word: textOf(word),
    });
  }
  return null;
}

/** Finds a number other than the text's for the same unit, verb and agent: "600 hours" for "9 hours". */
export function findOtherValue(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const given = sentences.flatMap(sentence => readCounts(sentence));
  for (const claimed of readCounts(statement)) {
    const same = given.filter(
      each =>
        each.unit === claimed.unit &&
        each.clause.verb === claimed.clause.verb &&
        !each.clause.isNegated &&
        !claimed.clause.isNegated &&
        compareAny(claimed.clause.agents, each.clause.agents) === 'same',
    );
    const [first] = same;
    if (first && same.every(({ value }) => value !== claimed.value))
      return fillTemplate(reasons.otherValue, {
        claimed: textOf([claimed.phrase]),
        given: textOf([first.phrase]),
      });
  }
  return null;
}

interface Count {
  readonly value: number;
  readonly unit: string;
  readonly phrase: Phrase;
  readonly clause: Clause;
}

/** Counted things in a sentence: "14,200 signatures". */
function readCounts({ clauses }: ReadSentence): Count[] {
  return clauses.flatMap(clause => {
    const told = [...clause.patients, ...clause.complements.map(({ phrase }) => phrase)];
    const years = clause.complements.flatMap(({ preposition, phrase }) =>
      preposition === 'since' && phrase.words.length === 1 && /^\d{4}$/.test(phrase.head.lower)
        ? [{ value: Number(phrase.head.lower), unit: `${preposition} a year`, phrase, clause }]
        : [],
    );
    const counts = told.flatMap(phrase => {
      const numbers = readCardinals(textOf([phrase]));
      const [number] = numbers;
      return number && numbers.length === 1 && phrase.head.kind === 'noun'
        ? [{ value: number.value, unit: phrase.head.stem, phrase, clause }]
        : [];
    });
    return [...years, ...counts];
  });
}

const OPPOSITES = new Map([
  ['up', 'down'],
  ['down', 'up'],
  ['in', 'out'],
  ['out', 'in'],
]);

/** Each "up from 91,000" in a sentence: the direction, and the number it goes from or to. */
function readDirections({ words }: ReadSentence): { way: string; number: string }[] {
  return words.flatMap(({ lower }, at) => {
    const number = words[at + 2];
    const isFrom = /^(?:from|to)$/.test(words[at + 1]?.lower ?? '');
    return OPPOSITES.has(lower) && isFrom && number?.kind === 'number'
      ? [{ way: lower, number: number.lower }]
      : [];
  });
}

/** Finds a reversed direction: "up from 91,000" for "down from 91,000". */
export function findTurnedDirection(
  statement: ReadSentence,
  sentences: readonly ReadSentence[],
): string | null {
  const given = sentences.flatMap(readDirections);
  for (const { way, number } of readDirections(statement)) {
    const same = given.filter(each => each.number === number);
    const other = OPPOSITES.get(way);
    if (other && same.some(each => each.way === other) && same.every(each => each.way !== way))
      return fillTemplate(reasons.turned, { other, word: way });
  }
  return null;
}

const OVER = new RegExp(String.raw`\b${oneOf(lexicon.over.words)}\s+(?:an?\s+)?[£$€]?$`, 'i');
const UNDER = new RegExp(String.raw`\b${oneOf(lexicon.under.words)}\s+(?:an?\s+)?[£$€]?$`, 'i');

type Bound = 'over' | 'under' | 'plain';

/** Each number in a text with its bound: "over 400", "almost 400", "400". */
function readBounds(text: string): { value: number; text: string; bound: Bound; before: string }[] {
  return extractEnglishNumbers(text).map(({ value, text: written, start }) => {
    const before = text.slice(Math.max(0, start - 30), start);
    const bound = OVER.test(before) ? 'over' : UNDER.test(before) ? 'under' : 'plain';
    return { value, text: written, bound, before };
  });
}

/** Finds a reversed bound: "over 400" for "almost 400", or the other way round. */
export function findTurnedBound(statement: string, sentences: readonly string[]): string | null {
  const given = sentences.flatMap(readBounds);
  for (const claimed of readBounds(statement)) {
    if (claimed.bound === 'plain') continue;
    const same = given.filter(({ value }) => value === claimed.value);
    const turned = same.find(({ bound }) => bound !== 'plain' && bound !== claimed.bound);
    if (turned && same.every(({ bound }) => bound !== claimed.bound && bound !== 'plain'))
      return fillTemplate(reasons.turned, {
        other: `${turned.before.trim().split(/\s/).at(-1) ?? ''} ${turned.text}`,
        word: claimed.text,
      });
  }
  return null;
}
