import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import type { CommentsAnswer } from '../src/answers/comments/schema.ts';
import type { Answered } from '../src/answers/service.ts';
import { getCommentsByNumber, type StoredArticle } from '../src/articles/article.ts';
import { commentButton, commentsButton, disputesButton } from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import {
  autocompleteAnswerOptions,
  ephemeralOption,
  optionalArticleOption,
} from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { CHOICE_PLACEHOLDER, createCustomId } from '../src/discord/custom-id.ts';
import { defineButton } from '../src/discord/define-button.ts';
import { getButtonLanguage, getLanguageOption, languageOption } from '../src/discord/language-option.ts';
import { renderComment } from '../src/discord/render/comment.ts';
import { renderComments } from '../src/discord/render/comments.ts';
import { renderDisputes } from '../src/discord/render/disputes.ts';
import { askForArticle, getArticle, resolveArticle } from '../src/discord/requested-article.ts';
import { UserError } from '../src/errors.ts';
import type { Language } from '../src/language/languages.ts';

export default {
  data: {
    name: 'comments',
    description: 'What the readers say: viewpoints with counts, and who disagrees with whom',
    options: [optionalArticleOption, languageOption, ephemeralOption],
  },
  isReadOnly: true,
  async run(interaction, context) {
    const article = await resolveArticle(interaction, context);
    const language = getLanguageOption(interaction, context);
    if (!article)
      return askForArticle(
        interaction,
        { to: createCustomId('turn', commentsButton, { article: CHOICE_PLACEHOLDER, page: 0, language }) },
        context,
      );
    return replyWithComments(article, { page: 0, language }, context);
  },
  suggest: (interaction, context) => autocompleteAnswerOptions(interaction, context.library),
  buttons: [
    defineButton({
      ...commentsButton,
      async press({ article, page = 0, language }, interaction, context) {
        const wanted = { page, language: getButtonLanguage(language, interaction, context) };
        return replyWithComments(await getArticle(article, context.library), wanted, context);
      },
    }),
    defineButton({
      ...disputesButton,
      async press({ article: id, page = 0, paragraphs = [] }, interaction, context) {
        const article = await getArticle(id, context.library);
        const language = await getButtonLanguage(null, interaction, context);
        const disputes = await context.findDisputes(article, language);
        return renderDisputes(article, disputes, { paragraphs, page, settings: context.rules });
      },
    }),
    defineButton({
      ...commentButton,
      async press({ article: id, comment: number, page = 0 }, _, context) {
        const article = await getArticle(id, context.library);
        const comment = getCommentsByNumber(article).get(number);
        if (!comment)
          throw new UserError('This article has no such comment. `/comments` shows those it has.');
        return renderComment(article, comment, {
          page,
          settings: context.rules,
        });
      },
    }),
  ],
} satisfies Command;

async function replyWithComments(
  article: StoredArticle,
  { page, language }: { page: number; language: Language | null },
  context: Context,
) {
  const render = (answered: Answered<CommentsAnswer>) =>
    renderComments(article, answered, { page, settings: context.rules });
  return render(await context.answer(commentsRecipe, article, { language }, render));
}
