import type { Article } from '../../articles/article.ts';
import { truncateAtWord } from '../../language/folding.ts';
import lexicon from '../../language/lexicons/follow-ups.json' with { type: 'json' };
import questions from '../../language/lexicons/questions.json' with { type: 'json' };
import { splitSentences } from '../../language/sentences.ts';
import { extractContentWords, isReadingEnglish, stem, stemText } from '../../language/stems.ts';
import { trimEnd } from '../../language/trimming.ts';
import { createWordTest, oneOf, type Words } from '../../language/word-lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { extractAnswer } from './extract.ts';
import { completeAddition } from './follow-ups/addition.ts';
import { completeEllipsis, completePredicate, isElliptic } from './follow-ups/ellipsis.ts';
import { removeShown } from './follow-ups/exclusion.ts';
import { completeInOtherLanguage, removeOpening } from './follow-ups/other-languages.ts';
import { completePronouns, findPointers } from './follow-ups/pronouns.ts';
import {
  MAX_READ,
  type QuestionShape,
  readQuestion,
  textOf,
  toQuestion,
} from './follow-ups/question-shape.ts';
import { describeTopic, listReferents } from './follow-ups/referents.ts';
import { listShown, type Turn } from './follow-ups/turn.ts';
import { isForeignQuestion } from './question-words.ts';
import { isReset } from './reset.ts';
import { findAskedFact, isOverviewQuestion, writeOut } from './route.ts';

export type { Turn };

/** A question of a conversation, completed so that it can be answered by itself. */
export interface CompletedQuestion {
  readonly question: string;
  /** Passages that were shown already and are not wanted again ("what else?"). */
  readonly exclude: readonly string[];
  /** Whether it depends on what was said before, even if what that is remains unknown. */
  readonly isFollowUp: boolean;
}

/** Ways to complete a question, likeliest first. */
interface Completions {
  readonly questions: readonly string[];
  readonly exclude: readonly string[];
}

/** A question with more content words says itself what it is about, whether or not the article covers it. */
const MAX_BARE_WORDS = 1;

/** Maximum length of a completed question in characters: it is shown small, and a member can ask anew. */
const MAX_COMPLETED = 400;

/** Maximum number of completions tried against the article. */
const MAX_TRIED = 4;

const wholly = (words: Words) => new RegExp(`^${oneOf(words)}$`, 'iu');
const atHead = (words: Words) => new RegExp(String.raw`^${oneOf(words)}(?![\p{L}\p{N}'’])[\s,.!:;–-]*`, 'iu');

const OPENING = atHead(lexicon.openings.words.en);
const ADDING = atHead(lexicon.adding.words.en);
const CLOSING = new RegExp(String.raw`[\s,]${oneOf(lexicon.closings.words)}$`, 'iu');
/** Number of characters at the end of a message in which a closing word is looked for. */
const MAX_CLOSING = 20;
/** Characters that may follow the last word of a message. */
const END = /[\s?.!…,;:]/;
const REASON = wholly(lexicon.reasons.words);
const MORE = wholly(lexicon.more.words.en);
const ELSE = new RegExp(String.raw`\b${oneOf(lexicon.else.words)}\b`, 'iu');
const READERS = new RegExp(String.raw`\b${oneOf(questions.readers.words)}\b`, 'i');
const isOfOpinion = createWordTest([...lexicon.opinion.words, ...questions.ofReaders.words], {
  ignoreCase: true,
});
const SPEAKER = wholly(lexicon.speakerOf.words);
const DOUBT = wholly(lexicon.doubt.words);
const BEFORE_THAT = /^before (?:that|this|then)$/i;
/** Whether a question asks for all that somebody says or thinks, and so stands alone: "What do they think?" */
const asksWhatAllThink = (core: string) =>
  readQuestion(core).form === 'inverted' && !/\b(?:about|of|on)$/i.test(core);

/** "When was that?", "And where is this?" */
const OF_THAT = new RegExp(
  String.raw`^(${oneOf(lexicon.questionWords.words.en)}(?: \p{L}+)?) (?:is|was|are|were) (?:that|this)$`,
  'iu',
);

/**
 * Whether a question is about the whole article: its gist, whatever "it" means there, or a fact about it that
 * is not asked of something mentioned before ("How long is it?").
 */
function asksForAll(text: string, article: Article): boolean {
  const { core } = readFollowUp(text);
  if (isOverviewQuestion(core)) return true;
  return findAskedFact(core) !== undefined && findPointers(readQuestion(core), article).length === 0;
}

/** A message without its opening and closing words; whether it adds to the previous question ("and …"). */
function readFollowUp(text: string): { readonly core: string; readonly isAdding: boolean } {
  let core = trimEnd(writeOut(text), END);
  let isAdding = false;
  for (let round = 0; round < 4; round++) {
    const before = core;
    if (ADDING.test(core)) {
      isAdding = true;
      core = core.replace(ADDING, '');
    } else core = core.replace(OPENING, '');
    if (core === before) break;
  }
  const closed = CLOSING.exec(core.slice(-MAX_CLOSING));
  return { core: closed ? trimEnd(core.slice(0, -closed[0].length), END) : core, isAdding };
}

/** The sentence that was shown last, in quotation marks; only its own quotation if it has one. */
function quoteLast({ statements }: Turn): string | null {
  const [first] = statements;
  if (!first) return null;
  const { answer, text } = first;
  const sentence = (answer && splitSentences(text).find(each => each.includes(answer))) || text;
  const quoted = /[“"]([^“”"]{8,200})[”"]/.exec(sentence)?.[1] ?? truncateAtWord(sentence, 200);
  return `“${trimEnd(quoted, /[,.]/)}”`;
}

/** "What else?": repeats the last question for what was not shown yet. */
function askForMore(last: Turn, turns: readonly Turn[], article: Article): Completions {
  const { words, asking, form } = readQuestion(last.question);
  const exclude = listShown(turns);
  const [first] = words;
  if (first && asking === 1 && /^(?:who|what|where)$/.test(first.lower) && form !== 'elliptic')
    return { questions: [toQuestion(first.lower, 'else', textOf(words.slice(1)))], exclude };
  const [topic] = listReferents(last, article);
  return { questions: topic ? [`What else is said about ${topic.text}?`] : [last.question], exclude };
}

/** Completes an elliptic question, with what follows its question word: "how many in 2015". */
function completeAsking(shape: QuestionShape, last: Turn, article: Article): string[] {
  const completed = completeEllipsis(shape, last, article);
  if (completed === null) return [];
  const rest = textOf(shape.words.slice(shape.asking));
  if (!rest || /^not$/i.test(rest)) return [completed];
  const added = completeAddition(rest, { ...last, question: completed }, article);
  return added.length > 0 ? added : [completed];
}

/** Completes "And how many got through?" after "How many eels were tagged?": how many eels. */
function completeCount(core: string, last: Turn, article: Article): string[] | undefined {
  const { words, asking, form } = readQuestion(core);
  if (!/^how many$/i.test(textOf(words.slice(0, asking))) || form === 'elliptic' || form === 'other')
    return undefined;
  if (form === 'inverted' && findPointers(readQuestion(core), article).length > 0) return undefined;
  const counted = listReferents(last, article).find(({ isPlural, text }) => isPlural && !/\d/.test(text));
  return counted && [toQuestion('how many', counted.text.replace(/^the /, ''), textOf(words.slice(asking)))];
}

/** A message with the conversation that it may follow on from. */
interface Reading {
  readonly core: string;
  readonly isAdding: boolean;
  readonly turns: readonly Turn[];
  readonly last: Turn;
  readonly article: Article;
}

/** Completes one kind of follow-up; returns undefined for messages of another kind. */
interface FollowUpRule {
  readonly name: string;
  apply(reading: Reading): readonly string[] | undefined;
}

/** In order of precedence; the first that applies decides. */
const RULES: readonly FollowUpRule[] = [
  {
    name: 'reason',
    apply: ({ core, last, article }) =>
      REASON.test(core) ? completeAsking(readQuestion('why'), last, article) : undefined,
  },
  {
    name: 'speaker',
    apply: ({ core, last }) => {
      if (!SPEAKER.test(core)) return undefined;
      const quoted = quoteLast(last);
      return quoted === null ? [] : [`Who said ${quoted}?`];
    },
  },
  { name: 'doubt', apply: ({ core, last }) => (DOUBT.test(core) ? [last.question] : undefined) },
  {
    name: 'ellipsis',
    apply: ({ core, last, article }) => {
      const shape = readQuestion(OF_THAT.exec(core)?.[1] ?? core);
      return isElliptic(shape) ? completeAsking(shape, last, article) : completePredicate(shape, last);
    },
  },
  { name: 'count', apply: ({ core, last, article }) => completeCount(core, last, article) },
  {
    name: 'addition',
    apply: ({ core, isAdding, turns, last, article }) => {
      const [told = core] = BEFORE_THAT.test(core)
        ? ['before']
        : (completePronouns(core, turns, article) ?? []);
      return isAdding && isBare(readQuestion(told)) ? completeAddition(told, last, article) : undefined;
    },
  },
  {
    name: 'pronoun',
    apply: ({ core, turns, article }) => {
      const completed = completePronouns(core, turns, article);
      return completed?.length === 0 ? undefined : (completed ?? []);
    },
  },
  {
    name: 'readers',
    apply: ({ core, isAdding, last, article }) => {
      if (!READERS.test(core) || extractContentWords(core).some(word => !isOfOpinion(word))) return undefined;
      if (!isAdding && asksWhatAllThink(core)) return undefined;
      const topic = describeTopic(last, article);
      const about = /\b(?:about|of|on)$/i.test(core) ? '' : 'about';
      return topic === null ? [] : [toQuestion(core, about, topic)];
    },
  },
];

/** The completions of a question whose wording shows that it does not stand alone; null if it does. */
function completeMarked(text: string, turns: readonly Turn[], article: Article): Completions | null {
  const [last] = turns;
  if (!last) return null;
  const { core, isAdding } = readFollowUp(text);
  if (core === '' || MORE.test(core)) return askForMore(last, turns, article);
  const exclude = ELSE.test(core) ? listShown(turns) : [];
  for (const { apply } of RULES) {
    const questions = apply({ core, isAdding, turns, last, article });
    if (questions) return { questions, exclude };
  }
  if (exclude.length > 0 && isAdding) return { questions: [core], exclude };
  // "and who pays?" may well refer to what was mentioned before
  const answered = isAdding ? completeUnmarked(core, last, article).filter(isAnswered(article)) : [];
  return answered.length > 0 ? { questions: answered, exclude } : null;
}

/** Whether a text is a name or a phrase rather than a question. */
const isBare = ({ form, asking, words }: QuestionShape) =>
  form === 'other' && asking === 0 && words.length <= 10;

const getStems: (article: Article) => ReadonlySet<string> = memoizePerObject(
  ({ headline, paragraphs }) => new Set([headline, ...paragraphs].flatMap(stemText)),
);

/** The completions of a question that seems to stand alone but found no answer. */
function completeUnmarked(text: string, last: Turn, article: Article): string[] {
  const { core } = readFollowUp(text);
  const shape = readQuestion(core);
  if (isBare(shape)) return /\?\s*$/.test(text) ? completeAddition(core, last, article) : [];
  const own = extractContentWords(core);
  // if the article never mentions a word, no completion will answer it
  if (own.length > MAX_BARE_WORDS || own.some(word => !getStems(article).has(stem(word)))) return [];
  const topics = listReferents(last, article).slice(0, 2);
  return topics.map(({ text: topic }) => toQuestion(core, 'for', topic));
}

const isAnswered = (article: Article) => (question: string) => tryQuestion(question, [], article) === 2;

/** How well the built-in engine answers: 2 for outright, 1 for probably, 0 for not at all. */
function tryQuestion(question: string, exclude: readonly string[], article: Article): number {
  const { found, outcome } = extractAnswer(removeShown(article, exclude), { question });
  return found ? 2 : outcome === 'probable' ? 1 : 0;
}

/** The first completion that the article answers, else the likeliest one. */
function pickCompletion({ questions, exclude }: Completions, article: Article): string | undefined {
  const tried = questions.filter(({ length }) => length <= MAX_COMPLETED).slice(0, MAX_TRIED);
  if (tried.length <= 1) return tried[0];
  return tried.find(question => tryQuestion(question, exclude, article) === 2) ?? tried[0];
}

/**
 * Completes a question from its conversation, so that it can be answered by itself. It is tried as it is
 * first, and completed from the last turns only if nothing is found, or if it holds a pronoun or is elliptic.
 * `turns` is what was asked and shown before, oldest first. English is read by its grammar, other languages
 * by their words.
 */
export function completeQuestion(given: string, turns: readonly Turn[], article: Article): CompletedQuestion {
  const text = given.replaceAll(/\s+/g, ' ').trim();
  const alone = { question: given, exclude: [], isFollowUp: false };
  const recent = turns.toReversed();
  const [last] = recent;
  if (!last || text.length > MAX_READ || isReset(text) || asksForAll(text, article)) return alone;
  if (!isReadingEnglish() || isForeignQuestion(removeOpening(text), article)) {
    const completed = completeInOtherLanguage(text, recent, article);
    return completed ? { ...completed, isFollowUp: true } : alone;
  }
  const marked = completeMarked(text, recent, article);
  if (marked) {
    const question = pickCompletion(marked, article);
    return question === undefined
      ? { ...alone, isFollowUp: true }
      : { question: toQuestion(question), exclude: marked.exclude, isFollowUp: true };
  }
  if (tryQuestion(text, [], article) > 0) return alone;
  const question = completeUnmarked(text, last, article).find(
    each => each.length <= MAX_COMPLETED && tryQuestion(each, [], article) === 2,
  );
  return question === undefined ? alone : { question: toQuestion(question), exclude: [], isFollowUp: true };
}
