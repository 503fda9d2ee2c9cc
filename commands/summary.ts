import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Answered } from '../src/answer.ts';
import type { StoredArticle } from '../src/article/article.ts';
import { articleAsked, articleFor } from '../src/discord/article.ts';
import type { Command } from '../src/discord/command.ts';
import { articleHereOption, privateOption, suggestArticles } from '../src/discord/options.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import type { House } from '../src/house.ts';
import { type Length, type SummaryAnswer, SummaryOptions, summaryRecipe } from '../src/recipes/summary.ts';

export default {
  data: {
    name: 'summary',
    description: 'Sum up an article, every point with its paragraphs',
    options: [
      articleHereOption,
      {
        type: ApplicationCommandOptionType.String,
        name: 'length',
        description: 'How long (standard if you do not say)',
        choices: [
          { name: 'Brief: one sentence', value: 'brief' },
          { name: 'Standard: 3 to 5 points', value: 'standard' },
          { name: 'Full: 7 to 10 points', value: 'full' },
        ],
      },
      privateOption,
    ],
  },
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    return summarise(article, lengthOf(interaction.options.getString('length')), house);
  },
  suggest: (interaction, house) => suggestArticles(interaction, house.library),
  async press([id, length], _interaction, house) {
    return summarise(await articleFor(id, house.library), lengthOf(length), house);
  },
} satisfies Command;

async function summarise(article: StoredArticle, length: Length, house: House) {
  const render = (answered: Answered<SummaryAnswer>) => renderSummary(article, answered, length);
  return render(await house.answer(summaryRecipe, article, { length }, render));
}

function lengthOf(value: string | null | undefined): Length {
  return SummaryOptions.shape.length.catch('standard').parse(value ?? undefined);
}
