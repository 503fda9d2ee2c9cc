import type { BaseInteraction } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import type { QuestionAnswer, QuestionOptions } from '../src/answers/question/schema.ts';
import type { Answered } from '../src/answers/service.ts';
import type { StoredArticle } from '../src/articles/article.ts';
import type { AnswerReference } from '../src/discord/answer-reference.ts';
import { askButton, askChannelButton, askReadersButton } from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import {
  autocompleteAnswerOptions,
  ephemeralOption,
  optionalArticleOption,
} from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { CHOICE_PLACEHOLDER, createCustomId } from '../src/discord/custom-id.ts';
import { type CustomIdInteraction, defineButton } from '../src/discord/define-button.ts';
import { getButtonLanguage, getLanguageOption, languageOption } from '../src/discord/language-option.ts';
import { describeMissing, listMissing } from '../src/discord/permissions.ts';
import { parseQuestion } from '../src/discord/question-text.ts';
import { readChoiceText } from '../src/discord/render/article-choice.ts';
import { renderModalField } from '../src/discord/render/modal-field.ts';
import { renderOpenQuestion, renderQuestion } from '../src/discord/render/question.ts';
import { toLabel } from '../src/discord/render/text.ts';
import { loadRequest } from '../src/discord/repeated-answer.ts';
import { askForArticle, getArticle, resolveArticle } from '../src/discord/requested-article.ts';
import type { ModalData, ModalField } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { defineMessage } from '../src/i18n/define-message.ts';
import { createMessage, formatPlain } from '../src/i18n/template-values.ts';
import { t } from '../src/i18n/translate.ts';

const QUESTION_FIELD: ModalField = {
  custom_id: 'question',
  label: defineMessage('Your question'),
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
      optionalArticleOption,
      languageOption,
      ephemeralOption,
    ],
  },
  isReadOnly: true,
  async run(interaction, context) {
    const article = await resolveArticle(interaction, context);
    const language = await getLanguageOption(interaction, context);
    const question = interaction.options.getString('question', true);
    if (!article)
      return askForArticle(
        interaction,
        {
          to: createCustomId('turn', askButton, { article: CHOICE_PLACEHOLDER, language }),
          text: parseQuestion(question),
        },
        context,
      );
    return replyWithAnswer(question, article, { language }, interaction, context);
  },
  suggest: (interaction, context) => autocompleteAnswerOptions(interaction, context.library),
  buttons: [
    defineButton({
      ...askButton,
      fields: [QUESTION_FIELD],
      form: async ({ article }, _interaction, context) =>
        createQuestionModal(await getArticle(article, context.library)),
      press: async ({ article, language }, interaction, context) =>
        replyWithAnswer(
          readQuestion(interaction),
          await getArticle(article, context.library),
          { language: await getButtonLanguage(language, interaction, context) },
          interaction,
          context,
        ),
    }),
    defineButton({ ...askReadersButton, press: askReaders }),
    defineButton({ ...askChannelButton, press: askChannel }),
  ],
} satisfies Command;

async function replyWithAnswer(
  text: string,
  article: StoredArticle,
  {
    language,
    ...asked
  }: Pick<QuestionOptions, 'language'> & Partial<Pick<QuestionOptions, 'context' | 'of'>>,
  interaction: BaseInteraction,
  context: Context,
) {
  const question = parseQuestion(text);
  const settings = await context.settings.get(interaction.guildId);
  const mayPost = listMissingToPost(interaction).length === 0 && interaction.guildId !== null;
  const render = (answered: Answered<QuestionAnswer>) =>
    renderQuestion(article, answered, { question, settings, mayPost, ...asked });
  return render(await context.answer(questionRecipe, article, { question, language, ...asked }, render));
}

/** What the bot lacks to say something openly where it is asked. */
const listMissingToPost = ({ appPermissions, channel }: BaseInteraction) =>
  listMissing(appPermissions, [
    'View Channel',
    channel?.isThread() ? 'Send Messages in Threads' : 'Send Messages',
  ]);

/** The same question, asked of the comments. */
async function askReaders(reference: AnswerReference, interaction: CustomIdInteraction, context: Context) {
  const { article, options } = await loadRequest(reference, context);
  const { question, context: earlier, language } = questionRecipe.options.parse(options);
  return replyWithAnswer(
    question,
    article,
    { language, context: earlier, of: 'readers' },
    interaction,
    context,
  );
}

/** The question in the open, where members can answer it. Throws a UserError where the bot may not post. */
async function askChannel(reference: AnswerReference, interaction: CustomIdInteraction, context: Context) {
  if (interaction.guildId === null) throw new UserError('There’s nobody else here to ask.');
  const missing = listMissingToPost(interaction);
  if (missing.length > 0) throw new UserError(describeMissing(missing, interaction.channelId));
  const { article, options } = await loadRequest(reference, context);
  const { question } = questionRecipe.options.parse(options);
  const settings = await context.settings.get(interaction.guildId);
  return renderOpenQuestion(article, { question, memberId: interaction.user.id, settings });
}

/** The question that was filled in, or that stands beside the menu of articles. */
function readQuestion(interaction: CustomIdInteraction): string {
  if (interaction.isModalSubmit()) return interaction.fields.getTextInputValue('question');
  return interaction.message ? readChoiceText(interaction.message) : '';
}

/** The question goes where the command's would. */
function createQuestionModal({ id, headline }: StoredArticle): ModalData {
  return {
    custom_id: createCustomId('post', askButton, { article: id }),
    title: t('Ask the article or its readers'),
    components: [
      renderModalField(QUESTION_FIELD, {
        description: toLabel(
          formatPlain(createMessage('About “{{headline}}”', { headline: toLabel(headline, 80) })),
          100,
        ),
        placeholder: t('For example: Who wrote the letter? What do the readers say about the price?'),
      }),
    ],
  };
}
