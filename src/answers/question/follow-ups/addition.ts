import type { Article } from '../../../articles/article.ts';
import { capitalize } from '../../../language/capitals.ts';
import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { trimEnd } from '../../../language/trimming.ts';
import { createWordTest, oneOf } from '../../../language/word-lists.ts';
import {
  findNounPhrase,
  isPluralNoun,
  isPreposition,
  isTime,
  listNamed,
  listNounPhrases,
  type QuestionShape,
  type QuestionWord,
  readQuestion,
  readQuestionWords,
  textOf,
  toQuestion,
  type WordRange,
} from './question-shape.ts';
import { findPeopleIn, listReferents } from './referents.ts';
import type { Turn } from './turn.ts';

const READERS = new RegExp(`^${oneOf(lexicon.readers.words.en)}$`, 'i');

/** Prepositions of the same kind replace each other: "for", "against". */
const OPPOSED = Object.values(lexicon.opposedPrepositions.words).map(words =>
  createWordTest(words, { ignoreCase: true }),
);

const isFormerly = createWordTest(lexicon.formerly.words, { ignoreCase: true });
const isNowadays = createWordTest(lexicon.nowadays.words, { ignoreCase: true });

/** Whether a time needs no preposition: "last year". */
const isBareTime = (text: string) =>
  /^(?:last|this|next|yesterday|today|tomorrow|now|every|each|later|before)\b/i.test(text);

/** The last question with a range of its words replaced; the auxiliary agrees with a new subject. */
function replaceRange(
  { words, subject, auxiliary }: QuestionShape,
  { from, to }: WordRange,
  text: string,
): string {
  const isSubject = subject !== null && from <= subject.from && to >= subject.to;
  const added = readQuestionWords(text);
  const isSeveral = isSubject && added.some(isPluralNoun) && isPluralNoun(added.at(-1) as QuestionWord);
  const parts = words.map(
    ({ pre, text: word, post }, index) =>
      `${pre}${isSubject && index === auxiliary ? agree(word, isSeveral) : word}${post}`,
  );
  const behind = words[to - 1]?.post ?? '';
  return toQuestion(`${parts.slice(0, from).join('')}${text}${behind || ' '}${parts.slice(to).join('')}`);
}

const NUMBERS: readonly (readonly [one: string, several: string])[] = [
  ['is', 'are'],
  ['was', 'were'],
  ['does', 'do'],
  ['has', 'have'],
];

function agree(auxiliary: string, isSeveral: boolean): string {
  const lower = auxiliary.toLowerCase();
  const pair = NUMBERS.find(forms => forms.includes(lower));
  if (!pair) return auxiliary;
  return keepCapital(auxiliary, isSeveral ? pair[1] : pair[0]);
}

/** "And the readers?": asks what they say about the last question's subject. */
function askReaders(last: QuestionShape, turn: Turn, article: Article): string[] {
  const { words } = last;
  const about = words.findIndex(({ lower }) => /^(?:about|of|on)$/.test(lower));
  const phrase = about >= 0 ? findNounPhrase(words, about + 1) : null;
  const [referent] = listReferents(turn, article);
  const topic = phrase ? textOf(words.slice(phrase.from, phrase.to)) : referent?.text;
  return [topic ? `What do the readers say about ${topic}?` : 'What do the readers say?'];
}

/** The time in a question, with its preposition if the new time needs none or has its own. */
function findTime({ words, asking }: QuestionShape, withPreposition: boolean): WordRange | undefined {
  const phrase = listTimes(words, asking).at(-1);
  if (!phrase) return undefined;
  const hasPreposition = isPreposition(words[phrase.from - 1]?.text ?? '');
  return withPreposition && hasPreposition ? { from: phrase.from - 1, to: phrase.to } : phrase;
}

const listTimes = (words: readonly QuestionWord[], asking: number) =>
  listNounPhrases(words, asking).filter(({ from, to }) => isTime(words.slice(from, to)));

const appendTo = ({ words }: QuestionShape, text: string) => toQuestion(`${textOf(words)} ${text}`);

/** "How fast is it now?", "And before?": "How fast was it before?" */
function askOfOtherTime({ words, auxiliary }: QuestionShape, time: string): string | null {
  const isBefore = isFormerly(time);
  if (!isBefore && !isNowadays(time)) return null;
  const isOther = isBefore ? isNowadays : isFormerly;
  const parts = words.flatMap(({ pre, text, post }, index) =>
    isOther(text) ? [] : `${pre}${index === auxiliary ? putInTime(text, isBefore) : text}${post}`,
  );
  return toQuestion(trimEnd(parts.join(''), /[\s?.!,;:]/), time);
}

const TENSES: readonly (readonly [present: string, past: string])[] = [
  ['is', 'was'],
  ['are', 'were'],
  ['does', 'did'],
  ['do', 'did'],
  ['has', 'had'],
  ['have', 'had'],
  ['can', 'could'],
];

function putInTime(auxiliary: string, isBefore: boolean): string {
  const lower = auxiliary.toLowerCase();
  const pair = TENSES.find(forms => forms[isBefore ? 0 : 1] === lower);
  return pair ? keepCapital(auxiliary, pair[isBefore ? 1 : 0]) : auxiliary;
}

const keepCapital = (word: string, form: string) => (word === word.toLowerCase() ? form : capitalize(form));

function addTime(last: QuestionShape, added: readonly QuestionWord[]): string[] {
  const text = textOf(added);
  const bringsPreposition = isPreposition(added[0]?.text ?? '');
  const range = findTime(last, bringsPreposition || isBareTime(text));
  if (range) return [replaceRange(last, range, text)];
  const other = askOfOtherTime(last, text);
  if (other !== null) return [other];
  const needsPreposition = !bringsPreposition && !isBareTime(text);
  return [appendTo(last, needsPreposition ? `in ${text}` : text)];
}

/** "And against it?", "And about the lamps?" */
function addPrepositionalPhrase(last: QuestionShape, added: readonly QuestionWord[]): string[] {
  const [preposition] = added;
  const { words, asking } = last;
  const isOpposed = (word: string) =>
    OPPOSED.some(isOfKind => isOfKind(word) && isOfKind(preposition?.text ?? ''));
  const places = words.flatMap(({ text, lower }, at) =>
    at >= asking && isPreposition(text) ? [{ at, lower }] : [],
  );
  const place =
    places.findLast(({ lower }) => lower === preposition?.lower) ??
    places.findLast(({ lower }) => isOpposed(lower));
  if (!place) return [appendTo(last, textOf(added))];
  const phrase = findNounPhrase(words, place.at + 1);
  return [replaceRange(last, { from: place.at, to: phrase?.to ?? place.at + 1 }, textOf(added))];
}

/** Lists the phrases of a question that a new person or thing can replace, likeliest first. */
function listPlaces(last: QuestionShape, added: readonly QuestionWord[], article: Article): WordRange[] {
  const { words, asking } = last;
  const isPersonIn = ({ from, to }: WordRange) =>
    findPeopleIn(textOf(words.slice(from, to)), article).length > 0;
  const isPerson = findPeopleIn(textOf(added), article).length > 0;
  const hasDeterminer = added[0]?.tags.has('Determiner') ?? false;
  const asked: WordRange[] =
    asking > 2 && !hasDeterminer && !isPerson && isPluralNoun(added.at(-1) as QuestionWord)
      ? [{ from: 2, to: asking }]
      : [];
  const phrases = listNamed(last).filter(
    ({ from, to }) => !isTime(words.slice(from, to)) && words[from]?.lower !== 'there',
  );
  const fitting = phrases.filter(phrase => isPersonIn(phrase) === isPerson);
  // a person most likely replaces a person, and a thing a thing
  return [...asked, ...fitting, ...phrases.filter(phrase => !fitting.includes(phrase))];
}

/** Maximum number of phrases of the last question that are tried. */
const MAX_PLACES = 4;

/**
 * Completes "and the readers?" or "what about 2015?" by asking the last question about it, likeliest form
 * first. Empty if it fits nowhere.
 */
export function completeAddition(text: string, turn: Turn, article: Article): string[] {
  const added = readQuestionWords(trimEnd(text, /[\s?.!,;:]/));
  if (added.length === 0) return [];
  const last = readQuestion(turn.question);
  if (READERS.test(textOf(added))) return askReaders(last, turn, article);
  if (isTime(added)) return addTime(last, added);
  if (isPreposition(added[0]?.text ?? '')) return addPrepositionalPhrase(last, added);
  const [person] = findPeopleIn(textOf(added), article);
  const isName = person && added.length <= 3 && !/['’]/.test(textOf(added));
  const name = isName ? person.text : textOf(added);
  const places = listPlaces(last, added, article).slice(0, MAX_PLACES);
  return [...new Set(places.map(place => replaceRange(last, place, name)))];
}
