import type { Article } from '../../../articles/article.ts';
import { truncateAtWord } from '../../../language/folding.ts';
import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { createWordTest, oneOf } from '../../../language/word-lists.ts';
import {
  isAuxiliary,
  isClosed,
  isPreposition,
  listNounPhrases,
  type QuestionShape,
  type QuestionWord,
  readQuestion,
  textOf,
} from './question-shape.ts';
import {
  agrees,
  findPeopleIn,
  listPeopleAround,
  listReferents,
  type Referent,
  toThing,
} from './referents.ts';
import type { Turn } from './turn.ts';

type PronounKind = keyof typeof lexicon.pronouns.words;

const KINDS = Object.entries(lexicon.pronouns.words).map(
  ([kind, words]) => [kind as PronounKind, createWordTest(words)] as const,
);
const isOwnerPronoun = createWordTest(lexicon.ownerPronouns.words);

/** A pronoun of a question that refers to something outside it. */
interface Pointer {
  readonly at: number;
  readonly kind: PronounKind;
  readonly isOwner: boolean;
}

/** Number of turns back to which "he" and "she" may refer; other pronouns refer to the last turn only. */
const PERSON_REACH = 3;

/** Maximum number of completions of one question that are tried. */
const MAX_COMPLETIONS = 4;

const EMPTY_IT = new RegExp(String.raw`\b${oneOf(lexicon.emptyIt.words)}\b`, 'i');

const kindOf = (lower: string) => KINDS.find(([, isSuch]) => isSuch(lower))?.[0];

/** Whether "that" stands alone for something said, rather than opening a clause or a phrase. */
function isDemonstrative(words: readonly QuestionWord[], at: number): boolean {
  const [before, next] = [words[at - 1], words[at + 1]];
  if (isClosed(words[at]) || next === undefined) return true;
  if (before?.tags.has('Noun') && !before.tags.has('Pronoun')) return false;
  return (
    isAuxiliary(next.text) || isPreposition(next.text) || next.tags.has('Verb') || next.tags.has('Adverb')
  );
}

const isOfNoun = (word: QuestionWord | undefined) =>
  word !== undefined &&
  ['Noun', 'Adjective', 'Value', 'Gerund'].some(tag => word.tags.has(tag)) &&
  !isAuxiliary(word.text);

function readPointer(words: readonly QuestionWord[], at: number): Pointer | undefined {
  const word = words[at];
  const kind = word && kindOf(word.lower);
  if (!word || !kind) return undefined;
  const next = isClosed(word) ? undefined : words[at + 1];
  if (kind === 'passage' && !isDemonstrative(words, at)) return undefined;
  if (/^(?:these|those)$/.test(word.lower) && isOfNoun(next)) return undefined;
  const isOwner = isOwnerPronoun(word.lower) || (word.lower === 'her' && isOfNoun(next));
  return { at, kind, isOwner };
}

/** Whether a pronoun's antecedent precedes it in the same question: "What did Holt say about her plans?" */
function isMeantInside(shape: QuestionShape, { at, kind, isOwner }: Pointer, article: Article): boolean {
  if (kind === 'passage') return false;
  const { words, asking } = shape;
  const next = words[at + 1];
  const isOfOtherClause = next !== undefined && (isAuxiliary(next.text) || next.tags.has('Verb'));
  if (!isOwner && !isOfOtherClause) return false;
  // in "Did he …" nothing precedes the pronoun
  const before = words.slice(asking, at);
  const named = [
    ...findPeopleIn(textOf(before), article),
    ...listNounPhrases(before, 0).flatMap(range => toThing(before, range, article) ?? []),
  ];
  return named.some(referent => agrees(kind, referent));
}

/** The pronouns of a question that refer to something outside it. */
export function findPointers(shape: QuestionShape, article: Article): Pointer[] {
  const { words } = shape;
  const isEmpty = EMPTY_IT.test(textOf(words));
  return words.flatMap((_, at) => {
    const pointer = readPointer(words, at);
    if (!pointer || (isEmpty && /^(?:thing|passage)$/.test(pointer.kind))) return [];
    return isMeantInside(shape, pointer, article) ? [] : [pointer];
  });
}

const passageOf = (turn: Turn): string[] =>
  turn.statements.slice(0, 1).map(({ text }) => `“${shorten(text)}”`);

/** The beginning of a passage, cut at the end of a word. */
function shorten(text: string): string {
  return truncateAtWord(text.replaceAll(/[“”"]/g, ''), 100);
}

/** What a pronoun may refer to, likeliest first. */
function findMeant({ kind }: Pointer, turns: readonly Turn[], article: Article): string[] {
  const [last] = turns;
  if (!last) return [];
  const isPerson = kind === 'male' || kind === 'female';
  const reached = turns.slice(0, isPerson ? PERSON_REACH : 1);
  const all = reached.flatMap(turn => listReferents(turn, article));
  const textsOf = (referents: readonly Referent[]) => [...new Set(referents.map(({ text }) => text))];
  if (kind === 'passage') {
    const spans = last.statements.flatMap(({ answer }) => answer ?? []);
    return [...textsOf(all.filter(each => agrees('thing', each))), ...spans.slice(0, 1), ...passageOf(last)];
  }
  const fitting = textsOf(all.filter(each => agrees(kind, each)));
  if (fitting.length > 0 || !isPerson) return fitting;
  const aroundWithin = (reach: number) =>
    textsOf(listPeopleAround(last, article, reach).filter(each => agrees(kind, each)));
  const around = [0, 1].map(aroundWithin).find(people => people.length > 0) ?? [];
  return around.length === 1 ? around : [];
}

/** "Holt’s", "the readers’". */
function toOwner(text: string): string {
  return /s$/.test(text) && /^(?:the|these|those) /.test(text) ? `${text}’` : `${text}’s`;
}

function replaceWord(words: readonly QuestionWord[], { at, isOwner }: Pointer, meant: string): string {
  return words
    .map(
      ({ pre, text, post }, index) => pre + (index === at ? (isOwner ? toOwner(meant) : meant) : text) + post,
    )
    .join('');
}

/**
 * Replaces the pronouns of a question with what was mentioned before, likeliest completion first. Empty if it
 * has no such pronoun, null if the first one has no known referent. `turns`: most recent first.
 */
export function completePronouns(
  question: string,
  turns: readonly Turn[],
  article: Article,
): string[] | null {
  const shape = readQuestion(question);
  const [pointer] = findPointers(shape, article);
  if (!pointer) return [];
  // "he" and "she" mean the person mentioned last, whatever the article says about others
  const isPerson = pointer.kind === 'male' || pointer.kind === 'female';
  const meant = findMeant(pointer, turns, article).slice(0, isPerson ? 1 : MAX_COMPLETIONS);
  if (meant.length === 0) return null;
  // once replaced, it may be the antecedent of the next: "his" in "When did Holt sell his boat?"
  return meant.flatMap((text, index) => {
    const completed = replaceWord(shape.words, pointer, text);
    const rest = completed.length < question.length + 400 ? completeRest(completed, turns, article) : null;
    return index === 0 || rest !== null ? [rest ?? completed] : [];
  });
}

/** Replaces the remaining pronouns, each with its likeliest referent. */
function completeRest(question: string, turns: readonly Turn[], article: Article): string {
  let completed = question;
  for (let round = 0; round < 3; round++) {
    const shape = readQuestion(completed);
    const [pointer] = findPointers(shape, article);
    const [meant] = pointer ? findMeant(pointer, turns, article) : [];
    if (!pointer || meant === undefined) return completed;
    completed = replaceWord(shape.words, pointer, meant);
  }
  return completed;
}
