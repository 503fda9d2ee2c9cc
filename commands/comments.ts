import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import type { CommentsAnswer } from '../src/answers/comments/schema.ts';
import type { Answered } from '../src/answers/service.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { articleAsked, articleFor, whichArticle } from '../src/discord/article.ts';
import type { Command } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { CHOSEN, customId, pageIn } from '../src/discord/custom-id.ts';
import { languageFor, languageIn, languageMark, languageOption } from '../src/discord/language.ts';
import { articleHereOption, privateOption, suggestAnswerOptions } from '../src/discord/options.ts';
import { renderComments } from '../src/discord/render/comments.ts';
import type { Language } from '../src/language/languages.ts';

export default {
  data: {
    name: 'comments',
    description: 'What the readers say: viewpoints, counted, and who contradicts whom',
    options: [articleHereOption, languageOption, privateOption],
  },
  isHarmless: true,
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    const language = await languageFor(interaction, house);
    if (!article)
      return whichArticle({ to: customId('turn', 'comments', CHOSEN, 0, languageMark(language)) }, house);
    return commentsOn(article, { page: 0, language }, interaction.guildId, house);
  },
  suggest: (interaction, house) => suggestAnswerOptions(interaction, house.library),
  async press([id, page, language], interaction, house) {
    const wanted = { page: pageIn(page), language: await languageIn(language, interaction, house) };
    return commentsOn(await articleFor(id, house.library), wanted, interaction.guildId, house);
  },
} satisfies Command;

async function commentsOn(
  article: StoredArticle,
  { page, language }: { page: number; language: Language | null },
  serverId: string | null,
  house: House,
) {
  const settings = await house.settings.get(serverId);
  const render = (answered: Answered<CommentsAnswer>) =>
    renderComments(article, answered, { page, settings });
  return render(await house.answer(commentsRecipe, article, { language }, render));
}
