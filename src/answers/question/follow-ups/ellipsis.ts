import type { Article } from '../../../articles/article.ts';
import { uncapitalize } from '../../../language/capitals.ts';
import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { createWordTest } from '../../../language/word-lists.ts';
import { elementAt } from '../../../lists.ts';
import {
  findNounPhrase,
  isAuxiliary,
  isMeasure,
  isPluralNoun,
  isPreposition,
  listNamed,
  type QuestionShape,
  type QuestionWord,
  readQuestion,
  textOf,
  toQuestion,
  type WordRange,
} from './question-shape.ts';
import { findPeopleIn, listReferents } from './referents.ts';
import type { Turn } from './turn.ts';

/** The last question, and its answer in a few words. */
interface Last {
  readonly shape: QuestionShape;
  readonly turn: Turn;
  readonly focus: string | null;
  /** The subject of the last question. */
  readonly topic: { readonly text: string; readonly isPlural: boolean } | null;
}

/** What an elliptic question asks for: a circumstance (why, since when), measure, count, noun or somebody. */
type AskingKind = 'circumstance' | 'measure' | 'count' | 'noun' | 'one';

interface Asking {
  readonly text: string;
  readonly kind: AskingKind;
  readonly isNegative: boolean;
  /** The noun that it asks for: "party" in "which party". */
  readonly noun: string | null;
}

/** Maximum length of an answer, in characters, that is used inside a question. */
const MAX_FOCUS = 60;

const isNobodyInParticular = createWordTest(lexicon.indefinite.words, { ignoreCase: true });

function findFocus(turn: Turn, shape: QuestionShape, article: Article): string | null {
  const [first] = turn.statements;
  if (!first || !turn.found) return null;
  const short = first.answer && first.answer.length <= MAX_FOCUS ? first.answer.replace(/[.,;:]$/, '') : null;
  if (!/^(?:who|whom)$/.test(shape.words[0]?.lower ?? '')) return short;
  const asked = new Set(findPeopleIn(turn.question, article).map(({ text }) => text));
  return (
    listReferents(turn, article).find(({ kind, text }) => kind === 'person' && !asked.has(text))?.text ??
    short
  );
}

function readLast(turn: Turn, article: Article): Last {
  const shape = readQuestion(turn.question);
  const [topic = null] = listReferents(turn, article);
  return { shape, turn, focus: findFocus(turn, shape, article), topic };
}

function readAsking({ words, asking }: QuestionShape): Asking {
  const own = words.slice(0, asking);
  const isNegative = words[asking]?.lower === 'not';
  const text = textOf(own);
  const at = own.findIndex(({ lower }) => /^(?:how|which|what|whose|who|whom|when|where|why)$/.test(lower));
  const word = own[at]?.lower ?? '';
  const next = own[at + 1];
  const last = own.length > at + 1 ? own.at(-1) : undefined;
  const noun = last && !isMeasure(last.text) && (word !== 'how' || last.tags.has('Noun')) ? last.lower : null;
  const kindOf = (): AskingKind => {
    if (at > 0 || /^(?:why|when|where)$/.test(word)) return 'circumstance';
    if (word === 'how') {
      if (next && /^(?:many|much)$/.test(next.lower)) return 'count';
      return next && isMeasure(next.text) && !/^(?:often|soon)$/.test(next.lower)
        ? 'measure'
        : 'circumstance';
    }
    return noun ? 'noun' : 'one';
  };
  return { text, kind: kindOf(), isNegative, noun };
}

/** The words as they stand inside a question, without a capital that only marks the start of a sentence. */
function innerTextOf(words: readonly QuestionWord[], isAtHead = false): string {
  const text = textOf(words);
  const [first] = words;
  const isName = first === undefined || first.tags.has('ProperNoun') || first.text === 'I';
  return isAtHead && !isName ? uncapitalize(text) : text;
}

const without = (words: readonly QuestionWord[], { from, to }: WordRange) => [
  ...words.slice(0, from),
  ...words.slice(to),
];

/** The phrase of the last question that an elliptic one is about: "fish" in "Are there fish?", "How many?" */
function findAskedPhrase({ shape }: Last, { kind, noun, text }: Asking): WordRange | null {
  const { words } = shape;
  const phrases = listNamed(shape);
  const headOf = ({ to }: WordRange) => words[to - 1];
  if (noun !== null) return phrases.find(phrase => headOf(phrase)?.lower === noun) ?? null;
  if (kind === 'count')
    return phrases.find(phrase => isPluralNoun(words[phrase.to - 1] as QuestionWord)) ?? null;
  const isOf = /^who/i.test(text) ? /body$|one$/ : /thing$/;
  return (
    phrases.find(
      phrase => isNobodyInParticular(headOf(phrase)?.text ?? '') && isOf.test(headOf(phrase)?.lower ?? ''),
    ) ?? null
  );
}

/** "Are there fish in the river?", "How many?": "How many fish are there in the river?" */
function moveAskedPhrase(last: Last, asking: Asking): string | null {
  const { words, asking: from } = last.shape;
  const phrase = findAskedPhrase(last, asking);
  if (!phrase) return null;
  const noun =
    asking.kind === 'count' && asking.noun === null ? textOf(words.slice(phrase.from, phrase.to)) : '';
  const bare = noun.replace(/^(?:any|some|the|many|more) /i, '');
  return toQuestion(asking.text, bare, innerTextOf(without(words, phrase).slice(from), from === 0));
}

/** Inserts the answer as the object that a question asked for: after the verb, or a final preposition. */
function insertObject({ words, asking, verb }: QuestionShape, object: string): string {
  const behind = words.slice(asking);
  const at = isPreposition(words.at(-1)?.text ?? '') ? behind.length : verb - asking + 1;
  return [textOf(behind.slice(0, at)), object, textOf(behind.slice(at))].join(' ');
}

/** "How many?" after "Which birds …?" asks how many birds. */
function askFor({ text, kind, noun }: Asking, { words, asking }: QuestionShape): string {
  const asked = words.slice(0, asking).filter(({ lower }, at) => at > 0 && !/^(?:many|much)$/.test(lower));
  return kind === 'count' && noun === null ? `${text} ${textOf(asked)}` : text;
}

const isCircumstance = (word: QuestionWord | undefined) => /^(?:why|when|where|how)$/.test(word?.lower ?? '');

/** What was counted, with its number if known: "20 hives", "so many hives"; null if nothing was. */
function countedIn({ words, asking }: QuestionShape, focus: string | null): string | null {
  if (!/^how (?:many|much)\b/i.test(textOf(words.slice(0, asking)))) return null;
  const noun = textOf(words.slice(2, asking));
  if (focus === null) return `so ${textOf(words.slice(1, asking))}`;
  return /^[\d.,]+$/.test(focus) ? `${focus} ${noun}` : focus;
}

function completeInverted(asking: Asking, last: Last): string | null {
  const { shape, focus } = last;
  const { words, asking: from, subject, verb } = shape;
  const rest = textOf(words.slice(from));
  if (asking.kind === 'noun' || asking.kind === 'count' || asking.kind === 'one') {
    const moved = moveAskedPhrase(last, asking);
    if (moved || verb < 0 || asking.kind === 'one') return moved;
    // "How many times?" can be asked about any action, "which party?" only in place of another object
    const isReplaceable = asking.kind === 'count' || !isCircumstance(words[0]);
    return isReplaceable ? toQuestion(askFor(asking, shape), rest) : null;
  }
  if ((isCircumstance(words[0]) && from === 1) || isPreposition(words[0]?.text ?? ''))
    return toQuestion(asking.text, rest);
  if (!subject) return null;
  const counted = countedIn(shape, focus);
  if (verb >= 0) return toQuestion(asking.text, insertObject(shape, counted ?? focus ?? 'that'));
  const behind = textOf(words.slice(subject.to));
  const upTo = textOf(words.slice(from, subject.to));
  if (words[0]?.lower === 'how' && from === 2)
    return toQuestion(asking.text, upTo, `so ${words[1]?.lower}`, behind);
  return focus === null ? null : toQuestion(asking.text, upTo, focus, behind);
}

/** "does", "did" or "do", to match the tense and number of the verb in a question about its subject. */
const auxiliaryFor = (verb: QuestionWord, isPlural: boolean) =>
  verb.tags.has('PastTense') || verb.tags.has('Participle') ? 'did' : isPlural ? 'do' : 'does';

/** "Who resigned?", "Why?": "Why did Peter Lindqvist resign?" */
function completeSubject(asking: Asking, { shape, focus }: Last): string | null {
  const { words, asking: from, auxiliary } = shape;
  const verb = words[auxiliary];
  if (!verb) return null;
  if (asking.kind !== 'circumstance' && asking.kind !== 'measure')
    return toQuestion(askFor(asking, shape), textOf(words.slice(from)));
  const asked = textOf(words.slice(1, from));
  const subject = countedIn(shape, focus) ?? focus ?? (asked ? `the ${asked}` : null);
  const rest = textOf(words.slice(auxiliary + 1));
  if (subject === null)
    return completePassive(asking, { words, object: findNounPhrase(words, auxiliary + 1), verb });
  if (isAuxiliary(verb.text)) return toQuestion(asking.text, verb.lower, subject, rest);
  return toQuestion(
    asking.text,
    auxiliaryFor(verb, / and |^so many|^\d/.test(subject)),
    subject,
    verb.base,
    rest,
  );
}

/** "Who examined the starter?", "When?", if it is not known who: "When was the starter examined?" */
function completePassive(
  asking: Asking,
  { words, object, verb }: { words: readonly QuestionWord[]; object: WordRange | null; verb: QuestionWord },
): string | null {
  // an irregular past tense may differ from the participle
  if (!object || !verb.tags.has('PastTense') || !verb.lower.endsWith('ed')) return null;
  const isSeveral = isPluralNoun(elementAt(words, object.to - 1));
  const what = textOf(words.slice(object.from, object.to));
  return toQuestion(
    asking.text,
    isSeveral ? 'were' : 'was',
    what,
    verb.lower,
    textOf(words.slice(object.to)),
  );
}

function completePolar(asking: Asking, last: Last): string | null {
  const { words } = last.shape;
  const whole = innerTextOf(words, true);
  if (asking.kind === 'circumstance') {
    const isDenied = asking.isNegative || last.turn.verdict === 'no';
    return toQuestion(asking.text, isDenied ? negate(last.shape) : whole);
  }
  return moveAskedPhrase(last, asking);
}

/** "Can the ferry carry a wheelchair?": "can the ferry not carry a wheelchair" */
function negate({ words, subject }: QuestionShape): string {
  const whole = innerTextOf(words, true);
  if (!subject || /\bnot\b|n['’]t\b/i.test(whole)) return whole;
  return [innerTextOf(words.slice(0, subject.to), true), 'not', textOf(words.slice(subject.to))].join(' ');
}

/** "How old?" about the last subject: "How old is the bridge?" */
function completeMeasure(asking: Asking, { topic }: Last): string | null {
  if (asking.kind !== 'measure' || topic === null) return null;
  return toQuestion(asking.text, topic.isPlural ? 'are' : 'is', topic.text);
}

/** "How high is the bridge?", "How high would it be?" */
const isCopular = ({ form, verb, words }: QuestionShape) =>
  form === 'inverted' && (verb < 0 || words[verb]?.lower === 'be');

/**
 * Completes a question that only says what it asks for ("Why?", "Which party?") from the last question and
 * its answer; null if there is nothing it could be about.
 */
export function completeEllipsis(given: QuestionShape, turn: Turn, article: Article): string | null {
  const asking = readAsking(given);
  const last = readLast(turn, article);
  const { form } = last.shape;
  // about a thing "how long" asks for its length, about an action for its duration
  const isOfThing =
    isCopular(last.shape) || !/^(?:how long|how far|how late|how early|how fast)$/i.test(asking.text);
  const measured = asking.kind === 'measure' && isOfThing ? completeMeasure(asking, last) : null;
  if (measured) return measured;
  const circumstance = asking.kind === 'measure' ? { ...asking, kind: 'circumstance' as const } : asking;
  const completed =
    form === 'polar'
      ? completePolar(circumstance, last)
      : form === 'inverted'
        ? completeInverted(circumstance, last)
        : form === 'subject'
          ? completeSubject(circumstance, last)
          : null;
  return completed ?? completeByTopic(asking, last);
}

function completeByTopic({ text, kind }: Asking, { topic, turn, shape }: Last): string | null {
  const [shown] = turn.statements;
  if (/^why$/i.test(text) && shown && turn.found && shape.form === 'other' && shown.text.length <= 160)
    return toQuestion('why is it that', toInner(shown.text));
  if (kind === 'circumstance' || topic === null) return toQuestion(`${textOf(shape.words)}, and`, text);
  return kind === 'measure' ? null : toQuestion(text, 'is it with', topic.text);
}

const toInner = (text: string) =>
  /^(?:The|A|An|It|He|She|They|In|On|At|There|This|That|But|And|His|Her|Their|Its)\b/.test(text)
    ? uncapitalize(text)
    : text;

/** Whether a question has a question word but no clause of its own. */
export const isElliptic = ({ form, asking, verb, auxiliary }: QuestionShape): boolean =>
  asking > 0 && (form === 'elliptic' || (form === 'other' && verb < 0 && auxiliary < 0));

/** Completes "Who does?" after "Does Holt want to sell?": "Who does want to sell?" */
export function completePredicate(
  { form, words, verb, auxiliary }: QuestionShape,
  { question }: Turn,
): string[] | undefined {
  const last = readQuestion(question);
  const isBare = form === 'subject' && verb < 0 && auxiliary === words.length - 1;
  if (!isBare || !isAuxiliary(textOf(words.slice(auxiliary))) || last.form !== 'polar' || !last.subject)
    return undefined;
  return [toQuestion(textOf(words), textOf(last.words.slice(last.subject.to)))];
}
