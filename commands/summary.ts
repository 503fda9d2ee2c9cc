import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Answered } from '../src/answers/service.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { type Length, type SummaryAnswer, SummaryOptions } from '../src/answers/summary/schema.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { articleAsked, articleFor, whichArticle } from '../src/discord/article.ts';
import type { Command } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { CHOSEN, customId } from '../src/discord/custom-id.ts';
import { languageFor, languageIn, languageMark, languageOption } from '../src/discord/language.ts';
import { articleHereOption, privateOption, suggestAnswerOptions } from '../src/discord/options.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import type { Language } from '../src/language/languages.ts';
import { summariseThis } from './message-menus.ts';

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
      languageOption,
      privateOption,
    ],
  },
  isHarmless: true,
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    const length = lengthOf(interaction.options.getString('length'));
    const language = await languageFor(interaction, house);
    if (!article)
      return whichArticle({ to: customId('turn', 'summary', CHOSEN, length, languageMark(language)) }, house);
    return summarise(article, { length, language }, house);
  },
  suggest: (interaction, house) => suggestAnswerOptions(interaction, house.library),
  async press([id, length, language], interaction, house) {
    const wanted = { length: lengthOf(length), language: await languageIn(language, interaction, house) };
    return summarise(await articleFor(id, house.library), wanted, house);
  },
  menu: summariseThis,
} satisfies Command;

async function summarise(
  article: StoredArticle,
  wanted: { length: Length; language: Language | null },
  house: House,
) {
  const render = (answered: Answered<SummaryAnswer>) => renderSummary(article, answered, wanted.length);
  return render(await house.answer(summaryRecipe, article, wanted, render));
}

function lengthOf(value: string | null | undefined): Length {
  return SummaryOptions.shape.length.catch('standard').parse(value ?? undefined);
}
