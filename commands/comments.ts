import type { Answered } from '../src/answer.ts';
import type { StoredArticle } from '../src/article/article.ts';
import { articleAsked, articleFor } from '../src/discord/article.ts';
import type { Command } from '../src/discord/command.ts';
import { articleHereOption, privateOption, suggestArticles } from '../src/discord/options.ts';
import { renderComments } from '../src/discord/render/comments.ts';
import type { House } from '../src/house.ts';
import { type CommentsAnswer, commentsRecipe } from '../src/recipes/comments.ts';

export default {
  data: {
    name: 'comments',
    description: 'What the readers say: viewpoints, counted, and who contradicts whom',
    options: [articleHereOption, privateOption],
  },
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    return commentsOn(article, 0, interaction.guildId, house);
  },
  suggest: (interaction, house) => suggestArticles(interaction, house.library),
  async press([id, page], interaction, house) {
    return commentsOn(await articleFor(id, house.library), Number(page) || 0, interaction.guildId, house);
  },
} satisfies Command;

async function commentsOn(article: StoredArticle, page: number, serverId: string | null, house: House) {
  const settings = await house.settings.get(serverId);
  const render = (answered: Answered<CommentsAnswer>) => renderComments(article, answered, { page, settings });
  return render(await house.answer(commentsRecipe, article, {}, render));
}
