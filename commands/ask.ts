import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Answered } from '../src/answer.ts';
import { articleAsked } from '../src/discord/article.ts';
import type { Command } from '../src/discord/command.ts';
import { articleHereOption, privateOption, suggestArticles } from '../src/discord/options.ts';
import { asked } from '../src/discord/question.ts';
import { renderQuestion } from '../src/discord/render/question.ts';
import { type QuestionAnswer, questionRecipe } from '../src/recipes/question.ts';

export default {
  data: {
    name: 'ask',
    description: 'Ask an article, or its readers, a question',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'question',
        description: 'For example: Who wrote the letter?',
        required: true,
        max_length: 1000,
      },
      articleHereOption,
      privateOption,
    ],
  },
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    const question = asked(interaction.options.getString('question', true));
    const settings = await house.settings.get(interaction.guildId);
    const render = (answered: Answered<QuestionAnswer>) => renderQuestion(article, answered, { question, settings });
    return render(await house.answer(questionRecipe, article, { question }, render));
  },
  suggest: (interaction, house) => suggestArticles(interaction, house.library),
} satisfies Command;
