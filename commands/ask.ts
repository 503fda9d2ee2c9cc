import { ApplicationCommandOptionType, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import type { Answered } from '../src/answer.ts';
import type { StoredArticle } from '../src/article/article.ts';
import { articleAsked, articleFor } from '../src/discord/article.ts';
import { customId } from '../src/discord/button.ts';
import type { Command, Form, Press } from '../src/discord/command.ts';
import { languageFor, languageIn, languageOption } from '../src/discord/language.ts';
import { articleHereOption, privateOption, suggestAnswerOptions } from '../src/discord/options.ts';
import { asked } from '../src/discord/question.ts';
import { renderQuestion } from '../src/discord/render/question.ts';
import { label } from '../src/discord/render/text.ts';
import type { House } from '../src/house.ts';
import type { Language } from '../src/recipes/languages.ts';
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
      languageOption,
      privateOption,
    ],
  },
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    const language = await languageFor(interaction, house);
    return answerTo(interaction.options.getString('question', true), article, { language }, interaction.guildId, house);
  },
  suggest: (interaction, house) => suggestAnswerOptions(interaction, house.library),
  form: async ([id], _interaction, house) => questionForm(await articleFor(id, house.library)),
  async press([id], interaction, house) {
    const language = await languageIn(undefined, interaction, house);
    return answerTo(questionIn(interaction), await articleFor(id, house.library), { language }, interaction.guildId, house);
  },
} satisfies Command;

async function answerTo(
  text: string,
  article: StoredArticle,
  { language }: { language: Language | null },
  serverId: string | null,
  house: House,
) {
  const question = asked(text);
  const settings = await house.settings.get(serverId);
  const render = (answered: Answered<QuestionAnswer>) => renderQuestion(article, answered, { question, settings });
  return render(await house.answer(questionRecipe, article, { question, language }, render));
}

function questionIn(interaction: Press): string {
  return interaction.isModalSubmit() ? interaction.fields.getTextInputValue('question') : '';
}

/** The question goes where the command's would. */
function questionForm({ id, headline }: StoredArticle): Form {
  return {
    custom_id: customId('post', 'ask', id),
    title: 'Ask the article or its readers',
    components: [
      {
        type: ComponentType.Label,
        label: 'Your question',
        description: label(`About “${label(headline, 80)}”`, 100),
        component: {
          type: ComponentType.TextInput,
          custom_id: 'question',
          style: TextInputStyle.Paragraph,
          placeholder: 'For example: Who wrote the letter? What do the readers say about the price?',
          max_length: 1000,
        },
      },
    ],
  };
}
