import { readTurn } from '../answers/question/follow-ups/turn.ts';
import type { Language } from '../language/languages.ts';
import type { ArticleThread } from '../storage/stores/threads.ts';
import { createRows } from './components.ts';
import type { Context } from './context.ts';
import { answerQuestion, readConversation } from './conversation.ts';
import { findOtherArticle } from './other-article.ts';
import { parseQuestion } from './question-text.ts';
import { createOtherArticleButton } from './render/buttons.ts';
import { renderThreadAnswer } from './render/question.ts';
import { getArticleOf } from './requested-article.ts';
import type { Reply } from './types.ts';

/** How many earlier questions of a thread a follow-up may refer to, and how many are not suggested again. */
const MAX_EARLIER = { followed: 5, asked: 50 } as const;

/** A question in a thread, asked by a message or by a button. */
interface QuestionInThread {
  /** The id of the message or of the button press. */
  readonly id: string;
  readonly text: string;
  readonly memberId: string;
  readonly askedAt: Date;
  /** The id of the message or press whose answer this one replies to; null if it replies to none. */
  readonly repliedTo: string | null;
  readonly language: Language | null;
  /** Whether a button asked it: no message of the member stands above, so the answer shows the question. */
  readonly isPressed: boolean;
}

/** Answers a question in a thread from the article that the thread is pinned to, and records it. */
export async function answerInThread(
  thread: ArticleThread,
  asked: QuestionInThread,
  context: Context,
): Promise<Reply> {
  const question = parseQuestion(asked.text);
  const article = await getArticleOf(thread, context.library);
  const earlier = await context.threads.listQuestionsBefore(thread.threadId, asked.id, MAX_EARLIER.asked);
  const conversation = readConversation(earlier.slice(-MAX_EARLIER.followed), asked);
  const askedBefore = earlier.flatMap(each => [each.question, readTurn(each).question]);
  await context.threads.addQuestion({
    threadId: thread.threadId,
    messageId: asked.id,
    memberId: asked.memberId,
    question,
    askedAt: asked.askedAt.toISOString(),
  });
  const newest = await context.library.getLatest(article.id);
  const newer = newest && newest.id !== article.id ? newest : null;
  const { language, isPressed } = asked;
  const { reply, turn } = await answerQuestion(
    { article, question, conversation, askedBefore, language },
    (answered, view) =>
      renderThreadAnswer(article, answered, { ...view, question, isPressed, settings: context.rules, newer }),
    context,
  );
  await context.threads.saveTurn(asked.id, JSON.stringify(turn));
  const isDirect = thread.serverId === null;
  const other =
    isDirect && !turn.found ? await findOtherArticle(turn.question, article, context.library) : undefined;
  return other
    ? {
        ...reply,
        components: [...createRows([createOtherArticleButton(other)]), ...(reply.components ?? [])],
      }
    : reply;
}
