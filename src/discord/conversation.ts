import type { Turn } from '../answers/question/follow-ups/turn.ts';
import { readTurn, turnOf } from '../answers/question/follow-ups/turn.ts';
import { questionRecipe } from '../answers/question/recipe.ts';
import type { QuestionAnswer, QuestionOptions } from '../answers/question/schema.ts';
import { pickSuggestions } from '../answers/question/suggestions/suggestion.ts';
import type { Answered } from '../answers/service.ts';
import type { StoredArticle } from '../articles/article.ts';
import { completeInWorker, suggestInWorker } from '../engines/in-worker.ts';
import type { Language } from '../language/languages.ts';
import type { ThreadQuestion } from '../storage/stores/threads.ts';
import type { Context } from './context.ts';
import type { Reply } from './types.ts';

/** What a question may follow on: turns of its conversation, the oldest first, and who asked them. */
export interface Conversation {
  readonly turns: readonly Turn[];
  readonly memberIds: readonly string[];
}

export const NO_CONVERSATION: Conversation = { turns: [], memberIds: [] };

/** Turns of the conversation that a model is shown beside a follow-up. */
const MAX_CONTEXT_TURNS = 2;

/** Characters of each answer that it is shown of them. */
const MAX_CONTEXT_ANSWER = 600;

/** What is shown with an answer beside it. */
export interface AnswerView {
  /** What the question was completed to; null where it was answered as it stands. */
  readonly askedAs: string | null;
  /** What can be asked next. */
  readonly suggestions: readonly string[];
}

interface AskedInConversation {
  readonly article: StoredArticle;
  readonly question: string;
  readonly conversation: Conversation;
  /** What was asked in the same place before, by anybody: it is not suggested again. */
  readonly askedBefore: readonly string[];
  readonly language: Language | null;
  /** Whose words are looked through where the question does not say so; absent for the article's. */
  readonly of?: QuestionOptions['of'];
}

/**
 * Answers a question in its conversation: completed first where it leans on what was said before. What was completed is
 * what is answered, checked and stored; a question that stands alone has the same answer everywhere.
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
      : await completeInWorker(article, question, turns, { signal: context.signal });
  const options = {
    question: completed.question,
    context: completed.isFollowUp ? turns.slice(-MAX_CONTEXT_TURNS).map(toContext) : [],
    language,
    ...(of && { of }),
    ...(completed.exclude.length > 0 && { exclude: [...completed.exclude] }),
  };
  const askedAs = completed.question === question ? null : completed.question;
  // an answer is whole without suggestions, which must not fail it
  const suggested = suggestInWorker(article).catch(() => []);
  const answered = await context.answer(
    questionRecipe,
    article,
    options,
    sofar => render(sofar, { askedAs, suggestions: [] }),
    completed.isFollowUp ? { contextMemberIds: memberIds } : {},
  );
  const turn = turnOf(completed.question, answered.content);
  const suggestions = pickSuggestions([...(answered.content.suggestions ?? []), ...(await suggested)], {
    asked: [...askedBefore, question, completed.question],
    shown: [...turns, turn].flatMap(({ statements }) => statements.map(({ text }) => text)),
  });
  return { reply: render(answered, { askedAs, suggestions }), turn };
}

function toContext({ question, statements }: Turn): Exclude<QuestionOptions['context'][number], string> {
  const answer = statements.map(({ text }) => text).join(' ');
  return { question, answer: answer.slice(0, MAX_CONTEXT_ANSWER) };
}

/**
 * What a member's question in a thread may follow on: the question whose answer they reply to, with what its asker asked
 * before; else their own questions among the last ones; where there is none, the last one that was answered for anybody.
 * What others ask between a member's questions is none of their conversation.
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
