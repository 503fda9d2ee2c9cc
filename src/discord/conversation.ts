import type { Turn } from '../answers/question/follow-ups/turn.ts';
import { readTurn, turnOf } from '../answers/question/follow-ups/turn.ts';
import { questionRecipe } from '../answers/question/recipe.ts';
import type { QuestionAnswer, QuestionOptions } from '../answers/question/schema.ts';
import { pickSuggestions } from '../answers/question/suggestions/suggestion.ts';
import type { Answered } from '../answers/service.ts';
import type { StoredArticle } from '../articles/article.ts';
import { runOnArticle, suggestInWorker } from '../engines/in-worker.ts';
import type { Language } from '../language/languages.ts';
import type { ThreadQuestion } from '../storage/stores/threads.ts';
import type { Context } from './context.ts';
import type { Reply } from './types.ts';

/** The conversation that a question may follow up on: its turns, oldest first, and who asked them. */
export interface Conversation {
  readonly turns: readonly Turn[];
  readonly memberIds: readonly string[];
}

export const NO_CONVERSATION: Conversation = { turns: [], memberIds: [] };

/** How many turns of the conversation a model is shown with a follow-up question. */
const MAX_CONTEXT_TURNS = 2;

/** How many characters of each answer in those turns the model is shown. */
const MAX_CONTEXT_ANSWER = 600;

/** What is shown beside an answer. */
export interface AnswerView {
  /** The question as completed; null if it was answered as asked. */
  readonly askedAs: string | null;
  /** Questions that can be asked next. */
  readonly suggestions: readonly string[];
}

interface AskedInConversation {
  readonly article: StoredArticle;
  readonly question: string;
  readonly conversation: Conversation;
  /** Questions asked earlier in the same place, by anybody; they are not suggested again. */
  readonly askedBefore: readonly string[];
  readonly language: Language | null;
  /** Whose words are searched if the question does not say; the article's if absent. */
  readonly of?: QuestionOptions['of'];
}

/**
 * Answers a question in its conversation. A question that depends on what was said before is completed first,
 * and the completed question is what is answered, checked and stored. A question that stands alone has the
 * same answer everywhere.
 */
export async function answerQuestion(
  { article, question, conversation, askedBefore, language, of }: AskedInConversation,
  render: (answered: Answered<QuestionAnswer>, view: AnswerView) => Reply,
  context: Context,
): Promise<{ readonly reply: Reply; readonly turn: Turn }> {
  const { turns, memberIds } = conversation;
  const completed =
    turns.length === 0
      ? { question, exclude: [], isFollowUp: false }
      : await runOnArticle('complete', article, { question, turns }, { signal: context.signal });
  const options = {
    question: completed.question,
    context: completed.isFollowUp ? turns.slice(-MAX_CONTEXT_TURNS).map(toContext) : [],
    language,
    ...(of && { of }),
    ...(completed.exclude.length > 0 && { exclude: [...completed.exclude] }),
  };
  const askedAs = completed.question === question ? null : completed.question;
  const answering = context.answer(
    questionRecipe,
    article,
    options,
    sofar => render(sofar, { askedAs, suggestions: [] }),
    completed.isFollowUp ? { contextMemberIds: memberIds } : {},
  );
  // a model takes longer than the suggestions; the built-in engine's answer comes first, after which they take
  // half as long, since the worker has read the article
  const before = context.translates ? Promise.resolve() : answering;
  // an answer is complete without suggestions, so their failure must not fail it
  const suggested = before.then(() => suggestInWorker(article)).catch(() => []);
  const answered = await answering;
  const turn = turnOf(completed.question, answered.content);
  const suggestions = pickSuggestions([...(answered.content.suggestions ?? []), ...(await suggested)], {
    asked: [...askedBefore, question, completed.question],
    shown: [...turns, turn].flatMap(({ statements }) => statements.map(({ text }) => text)),
  });
  return { reply: render(answered, { askedAs, suggestions }), turn };
}

/** The questions that can be asked next below an answer that is shown outside its conversation. */
export async function suggestNext(
  article: StoredArticle,
  question: string,
  { content }: Answered<QuestionAnswer>,
): Promise<string[]> {
  const suggested = await suggestInWorker(article).catch(() => []);
  return pickSuggestions([...(content.suggestions ?? []), ...suggested], {
    asked: [question],
    shown: content.statements.map(({ text }) => text),
  });
}

/**
 * Has a worker read an article that will be asked about: the first question then takes a tenth of the time. If
 * there is a model, that answers instead.
 */
export function prepareQuestions(article: StoredArticle, { translates }: Context): void {
  // a failure recurs, and is handled, when the suggestions are needed
  if (!translates) suggestInWorker(article).catch(() => undefined);
}

function toContext({ question, statements }: Turn): Exclude<QuestionOptions['context'][number], string> {
  const answer = statements.map(({ text }) => text).join(' ');
  return { question, answer: answer.slice(0, MAX_CONTEXT_ANSWER) };
}

/**
 * The conversation that a member's question in a thread may follow up on. If they reply to an answer: its
 * question and what its asker asked before. Otherwise their own questions among the recent ones, or, if there
 * are none, the last question answered for anybody. Questions that others ask in between are not part of a
 * member's conversation.
 */
export function readConversation(
  questions: readonly ThreadQuestion[],
  { memberId, repliedTo }: { readonly memberId: string; readonly repliedTo: string | null },
): Conversation {
  const at = questions.findIndex(({ messageId }) => messageId === repliedTo);
  const replied = questions[at];
  const own = questions.filter(question => question.memberId === memberId);
  const last = questions.slice(-1);
  const followed = replied
    ? questions.slice(0, at + 1).filter(question => question.memberId === replied.memberId)
    : own.length > 0
      ? own
      : last;
  return {
    turns: followed.map(readTurn),
    memberIds: [...new Set(followed.map(question => question.memberId))],
  };
}
