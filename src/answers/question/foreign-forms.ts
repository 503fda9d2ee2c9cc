import { foreignLanguages } from '../../language/languages.ts';
import lexicon from '../../language/lexicons/foreign-answer-types.json' with { type: 'json' };
import speech from '../../language/lexicons/foreign-speech.json' with { type: 'json' };
import { listDateWords } from '../../language/multilingual/dates.ts';
import { getReadingLanguage } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { findForeignNames } from '../quotes/foreign/known-people.ts';
import type { AnswerSpan, AnswerType } from './answer-kinds.ts';

/** What questions in a language other than English ask for, and the forms of answers in its sentences. */
interface ForeignForms {
  readonly asked: readonly (readonly [AnswerType, RegExp])[];
  readonly held: Partial<Record<AnswerType, readonly (readonly [pattern: RegExp, fit: number])[]>>;
}

type FormLanguage = keyof typeof lexicon.asked.words;

const START = String.raw`(?<![\p{L}\p{N}])`;
/** The end of a word; an apostrophe ends an elided one. */
const END = String.raw`(?:(?![\p{L}\p{N}])|(?<=['’]))`;
/** 1.850; 186 000; 3,5; 12–15. Bounded in length, and never starting within another number. */
const FIGURE = String.raw`(?<![\p{N}.,])\p{N}{1,9}(?:[.,\u00a0\u202f ]\p{N}{3}(?!\p{N})){0,4}(?:[.,]\p{N}{1,4}(?!\p{N}))?(?:[–-]\p{N}{1,6})?`;

function createForms(code: FormLanguage): ForeignForms {
  const wordsOf = (list: { words: Record<FormLanguage, readonly string[]> }) => oneOf(list.words[code]);
  const number = `(?:${FIGURE}|${START}${wordsOf(lexicon.numbers)}${END})(?:\\s${wordsOf(lexicon.scales)}${END})?`;
  const spans = (source: string, fit = 1) => [new RegExp(source, 'giu'), fit] as const;
  const unit = `${number}[\\s-]?${wordsOf(lexicon.units)}${END}`;
  const money = `${number}[\\s-]?(?:€|${wordsOf(lexicon.money)}${END})|[€$£]\\s?${FIGURE}`;
  const name = String.raw`\p{Lu}[\p{L}\p{M}'’-]{1,40}`;
  return {
    asked: Object.entries(lexicon.asked.words[code]).map(([type, words]) => [
      type as AnswerType,
      new RegExp(`${START}${oneOf(words)}${END}`, 'iu'),
    ]),
    held: {
      measure: [spans(unit)],
      amount: [spans(money, 2), spans(unit, 0.5)],
      number: [spans(number)],
      time: [
        ...createTimes(code),
        `${START}${wordsOf(lexicon.every)}\\s(?:${number}\\s)?${wordsOf(lexicon.periods)}${END}`,
      ].map(source => spans(source, 1)),
      reason: [spans(`${START}${wordsOf(lexicon.reasons)}${END}[^;:.!?”"]{3,200}`)],
      place: [
        [new RegExp(`(?<=${START}${wordsOf(lexicon.places)}\\s)${name}(?:[\\s-]${name}){0,2}`, 'gu'), 1],
      ],
    },
  };
}

/** Patterns for dates, days, years, times of day and centuries as the language writes them, longest first. */
function createTimes(code: FormLanguage): string[] {
  const { months, weekdays } = listDateWords(foreignLanguages[code]);
  const [month, weekday] = [oneOf(months), oneOf(weekdays)];
  const year = String.raw`(?:1\d{3}|20\d{2})`;
  const joined = String.raw`(?:\s(?:de|del|di))?\s`;
  const day = String.raw`\d{1,2}(?:\.|er|º|°)?`;
  const clock = String.raw`\d{1,2}[.:]\d{2}(?:\sUhr)?|\d{1,2}\sUhr|\d{1,2}\s?h(?:\s?\d{2})?`;
  const century = String.raw`\d{1,2}\.\sJahrhunderts?|[XVI]{1,5}e\ssiècle|siglo\s[XVI]{1,5}|[XVI]{1,5}\ssecolo`;
  return [
    `${START}(?:${weekday},?\\s)?(?:(?:le|el|il|den|dem)\\s)?${day}${joined}${month}${END}(?:${joined}${year}${END})?`,
    `${START}\\d{1,2}[./]\\d{1,2}[./](?:\\d{4}|\\d{2})${END}`,
    `${START}${month}${joined}${year}${END}`,
    `${START}${weekday}${END}`,
    `${START}(?:${clock})${END}`,
    `${START}(?:${century})${END}`,
    `(?<![\\p{N}.,])${year}(?![\\p{N}.,]?\\p{N})`,
    `${START}${oneOf(lexicon.moments.words[code])}${END}`,
  ];
}

const forAll = <Made>(create: (code: FormLanguage) => Made): ReadonlyMap<string, Made> =>
  new Map(Object.keys(foreignLanguages).map(code => [code, create(code as FormLanguage)]));

const forms = forAll(createForms);

/** The forms of the language being read; undefined if they are not known. */
const getForms = (): ForeignForms | undefined => forms.get(getReadingLanguage());

/**
 * The kind of thing a question asks for in the language being read; undefined if the language's question
 * words are not known or the question has none.
 */
export function classifyForeignQuestion(question: string): AnswerType | undefined {
  let first: { readonly type: AnswerType; readonly at: number } | undefined;
  for (const [type, pattern] of getForms()?.asked ?? []) {
    const at = pattern.exec(question)?.index;
    if (at !== undefined && (!first || at < first.at)) first = { type, at };
  }
  return first?.type;
}

/** Finds the parts of a sentence that may answer; undefined if their form is not known. */
export function findForeignSpans(sentence: string, type: AnswerType): AnswerSpan[] | undefined {
  if (type === 'person') return getForms() && findForeignNames(sentence).map(span => ({ ...span, fit: 1 }));
  return getForms()?.held[type]?.flatMap(([pattern, fit]) =>
    [...sentence.matchAll(pattern)].map(({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
      // of overlapping spans the longest says most
      fit: fit + Math.min(1, found.length / 100),
    })),
  );
}

/** Parses a question about who said what in the language being read; undefined if it asks something else. */
export function parseForeignSpeechQuestion(
  question: string,
): { readonly speaker: string | null; readonly about: string } | undefined {
  const patterns = speechPatterns.get(getReadingLanguage());
  if (!patterns) return undefined;
  const { said, who } = patterns;
  const asked = who.exec(question)?.groups;
  if (asked) return { speaker: null, about: asked.about ?? '' };
  const named = said.exec(question)?.groups;
  return named?.speaker ? { speaker: named.speaker, about: named.about ?? '' } : undefined;
}

function createSpeechPatterns(code: FormLanguage): { said: RegExp; who: RegExp } {
  const { what, who, about, titles } = lexicon.speech.words[code];
  const auxiliary = oneOf(speech.auxiliaries.words[code]);
  const participle = oneOf(speech.participles.words[code]);
  const verb = oneOf(speech.verbs.words[code]);
  const title = `(?:${oneOf(titles)}\\.?\\s)?`;
  const said = `(?:${verb}|${auxiliary}\\s${participle})`;
  const subject = `${title}(?<speaker>[^?.!,]{2,60}?)`;
  const matter = `(?:\\s${oneOf(about)}\\s(?<about>[^?]{1,200}?))?`;
  const end = code === 'deu' ? `(?:\\s${participle})?[\\s?]{0,3}$` : '[\\s?]{0,3}$';
  const cue = code === 'deu' ? `(?:${verb}|${auxiliary})` : said;
  return {
    said: new RegExp(`^[¿\\s]{0,2}${oneOf(what)}\\s?${cue}\\s${subject}${matter}${end}`, 'iu'),
    who: new RegExp(`^[¿\\s]{0,2}${oneOf(who)}\\s${said}${END}(?<about>[^?]{0,200})`, 'iu'),
  };
}

const speechPatterns = forAll(createSpeechPatterns);
