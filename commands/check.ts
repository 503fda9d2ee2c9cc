import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { checkRecipe } from '../src/answers/check/recipe.ts';
import { articleAsked, whichArticle } from '../src/discord/article.ts';
import type { Command } from '../src/discord/command.ts';
import { customId } from '../src/discord/custom-id.ts';
import { articleHereOption, privateOption, suggestArticles } from '../src/discord/options.ts';
import { asked } from '../src/discord/question.ts';
import { renderCheck } from '../src/discord/render/check.ts';
import { didItSayThat } from './message-menus.ts';

export default {
  data: {
    name: 'check',
    description: 'Does the article say this? A claim, checked against the text',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'claim',
        description: 'For example: The bridge was closed for two years.',
        required: true,
        max_length: 1000,
      },
      articleHereOption,
      privateOption,
    ],
  },
  isHarmless: true,
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    const claim = asked(interaction.options.getString('claim', true), 'claim');
    if (!article) return whichArticle({ to: customId('turn', didItSayThat.key), text: claim }, house);
    const answered = await house.answer(checkRecipe, article, { claim });
    return renderCheck(article, answered, { claim, settings: await house.settings.get(interaction.guildId) });
  },
  suggest: (interaction, house) => suggestArticles(interaction, house.library),
  menu: didItSayThat,
} satisfies Command;
