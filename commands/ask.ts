import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import type { QuestionAnswer } from '../src/answers/question/schema.ts';
import type { Answered } from '../src/answers/service.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import { articleAsked, articleFor, whichArticle } from '../src/discord/article.ts';
import type { Command, Press } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { CHOSEN, customId } from '../src/discord/custom-id.ts';
import { languageFor, languageIn, languageMark, languageOption } from '../src/discord/language.ts';
import { articleHereOption, privateOption, suggestAnswerOptions } from '../src/discord/options.ts';
import { asked } from '../src/discord/question.ts';
import { textBeside } from '../src/discord/render/article-choice.ts';
import { renderField } from '../src/discord/render/form.ts';
import { renderQuestion } from '../src/discord/render/question.ts';
import { label } from '../src/discord/render/text.ts';
import type { Field, Form } from '../src/discord/types.ts';
import { phrase } from '../src/i18n/define-message.ts';
import { plainly, say } from '../src/i18n/template-values.ts';
import { t } from '../src/i18n/translate.ts';
import type { Language } from '../src/language/languages.ts';

const questionField: Field = {
  custom_id: 'question',
  label: phrase('Your question'),
  required: true,
  max_length: 1000,
};

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
  isHarmless: true,
  async run(interaction, house) {
    const article = await articleAsked(interaction, house);
    const language = await languageFor(interaction, house);
    const question = interaction.options.getString('question', true);
    if (!article)
      return whichArticle(
        { to: customId('turn', 'ask', CHOSEN, languageMark(language)), text: asked(question) },
        house,
      );
    return answerTo(question, article, { language }, interaction.guildId, house);
  },
  suggest: (interaction, house) => suggestAnswerOptions(interaction, house.library),
  fields: [questionField],
  form: async ([id], _interaction, house) => questionForm(await articleFor(id, house.library)),
  async press([id, tongue], interaction, house) {
    const language = await languageIn(tongue, interaction, house);
    return answerTo(
      questionIn(interaction),
      await articleFor(id, house.library),
      { language },
      interaction.guildId,
      house,
    );
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
  const render = (answered: Answered<QuestionAnswer>) =>
    renderQuestion(article, answered, { question, settings });
  return render(await house.answer(questionRecipe, article, { question, language }, render));
}

/** The question that was filled in, or that stands beside the menu of articles. */
function questionIn(interaction: Press): string {
  if (interaction.isModalSubmit()) return interaction.fields.getTextInputValue('question');
  return interaction.message ? textBeside(interaction.message) : '';
}

/** The question goes where the command's would. */
function questionForm({ id, headline }: StoredArticle): Form {
  return {
    custom_id: customId('post', 'ask', id),
    title: t('Ask the article or its readers'),
    components: [
      renderField(questionField, {
        description: label(plainly(say('About “{{headline}}”', { headline: label(headline, 80) })), 100),
        placeholder: t('For example: Who wrote the letter? What do the readers say about the price?'),
      }),
    ],
  };
}
