import type { Message } from 'discord.js';
import { questionRecipe } from '../answers/question/recipe.ts';
import type { QuestionAnswer } from '../answers/question/schema.ts';
import type { Answered } from '../answers/service.ts';
import type { Entry } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { type Markdown, t } from '../i18n/translate.ts';
import type { ArticleThread } from '../storage/stores/threads.ts';
import type { Context } from './context.ts';
import { getServerLanguage } from './language-option.ts';
import { parseQuestion } from './question-text.ts';
import { addButtons, createSwitchButton } from './render/discussion.ts';
import { renderThreadAnswer } from './render/question.ts';
import type { Reply } from './types.ts';

/** A question in a thread, with the earlier ones that it may refer to. */
interface ThreadQuestion {
  readonly text: string;
  readonly earlierQuestions: string[];
}

/** Answers a question in a thread from the article that the thread is pinned to, and puts it on record. */
export async function answerInThread(
  thread: ArticleThread,
  { text, earlierQuestions }: ThreadQuestion,
  message: Message,
  context: Context,
): Promise<Reply> {
  const question = parseQuestion(text);
  const article = await context.library.get(thread.articleId);
  if (!article)
    throw new UserError(
      'The article this was opened for is no longer in the library. `/articles` lists what I have.',
    );
  await context.threads.addQuestion({
    threadId: thread.threadId,
    messageId: message.id,
    memberId: message.author.id,
    question,
    askedAt: message.createdAt.toISOString(),
  });
  const newest = await context.library.getLatest(article.id);
  const newer = newest && newest.id !== article.id ? newest : null;
  const notice = newer && formatVersionNotice(article, newer);
  const settings = await context.settings.get(message.guildId);
  const render = (answered: Answered<QuestionAnswer>) =>
    addButtons(
      renderThreadAnswer(article, answered, { question, context: earlierQuestions, settings, notice }),
      newer ? [createSwitchButton(newer)] : [],
    );
  const language = await getServerLanguage(message.guild, context);
  return render(
    await context.answer(questionRecipe, article, { question, context: earlierQuestions, language }, render),
  );
}

function formatVersionNotice({ version }: Pick<Entry, 'version'>, newer: Pick<Entry, 'version'>): Markdown {
  return t('This is about version {{version}}; the library has version {{newest}}.', {
    version,
    newest: newer.version,
  });
}
