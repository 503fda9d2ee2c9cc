import type { BaseInteraction } from 'discord.js';
import { ApplicationCommandOptionType, ApplicationCommandType, ComponentType } from 'discord-api-types/v10';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import type { QuestionOptions } from '../src/answers/question/schema.ts';
import { displayHeadlineOf, type StoredArticle } from '../src/articles/article.ts';
import type { AnswerReference } from '../src/discord/answer-reference.ts';
import { findStored } from '../src/discord/article-menu.ts';
import { readConversationOf, readPressedLabel } from '../src/discord/asked-button.ts';
import {
  askButton,
  askChannelButton,
  askReadersButton,
  suggestionButton,
} from '../src/discord/button-ids.ts';
import type { Command } from '../src/discord/command.ts';
import {
  autocompleteAnswerOptions,
  ephemeralOption,
  optionalArticleOption,
} from '../src/discord/command-options.ts';
import { MAX_MENU_OPTIONS } from '../src/discord/components.ts';
import type { Context } from '../src/discord/context.ts';
import { answerQuestion, type Conversation, NO_CONVERSATION } from '../src/discord/conversation.ts';
import {
  CHOICE_PLACEHOLDER,
  createCustomId,
  createMenuId,
  NO_VALUES,
  OUTDATED,
  parseCustomId,
  pressedIdOf,
} from '../src/discord/custom-id.ts';
import { type CustomIdInteraction, defineButton } from '../src/discord/define-button.ts';
import { getButtonLanguage, getLanguageOption, languageOption } from '../src/discord/language-option.ts';
import { findArticles } from '../src/discord/message-content.ts';
import { describeMissing, listMissingToPost, mayPostFor } from '../src/discord/permissions.ts';
import { parseQuestion } from '../src/discord/question-text.ts';
import {
  createArticleOption,
  readChoiceText,
  renderArticleChoice,
} from '../src/discord/render/article-choice.ts';
import { renderMenuField, renderModalField } from '../src/discord/render/modal-field.ts';
import { renderOpenQuestion, renderQuestion } from '../src/discord/render/question.ts';
import { toLabel } from '../src/discord/render/text.ts';
import { loadRequest } from '../src/discord/repeated-answer.ts';
import { askForArticle, getArticle, resolveArticle } from '../src/discord/requested-article.ts';
import { answerInThread } from '../src/discord/thread-answer.ts';
import type { MenuField, ModalData, TextField } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { defineMessage } from '../src/i18n/define-message.ts';
import { createMessage, formatPlain } from '../src/i18n/template-values.ts';
import { t } from '../src/i18n/translate.ts';
import type { Language } from '../src/language/languages.ts';
import type { ArticleThread } from '../src/storage/stores/threads.ts';

const QUESTION_FIELD: TextField = {
  type: ComponentType.TextInput,
  custom_id: 'question',
  label: defineMessage('Your question'),
  required: true,
  max_length: 1000,
};

const ARTICLE_FIELD: MenuField = {
  type: ComponentType.StringSelect,
  custom_id: 'article',
  label: defineMessage('Article'),
  required: true,
};

/** The button for the form that asks about one of the articles in a message. */
const askAboutButton = { key: 'ask/about', values: NO_VALUES };

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
    const language = getLanguageOption(interaction, context);
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
    return replyWithAnswer(
      { question, article, language, conversation: NO_CONVERSATION },
      interaction,
      context,
    );
  },
  suggest: (interaction, context) => autocompleteAnswerOptions(interaction, context.library),
  contextMenu: {
    data: { type: ApplicationCommandType.Message, name: 'Ask about this' },
    description: 'asks the article that the message links to, attaches or names, just for you',
    async form({ targetMessage }, context) {
      const [only, ...others] = await findArticles(targetMessage, context.library, { readsFiles: false });
      if (!only) return null;
      return others.length === 0 ? createQuestionModal(only, 'open') : createChoiceModal([only, ...others]);
    },
    // for articles that take too long to find before a form must be shown
    run: async (interaction, context) =>
      renderArticleChoice(await findStored(interaction, context), {
        about: t('Which article is this about?'),
        to: createMenuId('form', askButton),
      }),
  },
  buttons: [
    defineButton({
      ...askAboutButton,
      fields: [ARTICLE_FIELD, QUESTION_FIELD],
      async press(_values, interaction, context) {
        if (!interaction.isModalSubmit()) throw new UserError(OUTDATED);
        const [id = ''] = interaction.fields.getStringSelectValues('article');
        const asked = {
          question: readQuestion(interaction),
          article: await getArticle(id, context.library),
          language: getButtonLanguage(undefined, interaction, context),
        };
        return replyWithAnswer({ ...asked, conversation: NO_CONVERSATION }, interaction, context);
      },
    }),
    defineButton({
      ...askButton,
      fields: [QUESTION_FIELD],
      form: async ({ article }, _interaction, context) =>
        createQuestionModal(await getArticle(article, context.library), 'post'),
      press: async ({ article: id, language }, interaction, context) => {
        const article = await getArticle(id, context.library);
        const asked = {
          question: readQuestion(interaction),
          article,
          language: getButtonLanguage(language, interaction, context),
        };
        const thread = await getThreadOf(interaction, article, context);
        if (thread) return askInThread(thread, asked, interaction, context);
        const conversation = await readConversationOf(interaction.message, article, context);
        return replyWithAnswer({ ...asked, conversation }, interaction, context);
      },
    }),
    defineButton({
      ...suggestionButton,
      press: async ({ article: id }, interaction, context) => {
        const article = await getArticle(id, context.library);
        const language = getButtonLanguage(undefined, interaction, context);
        const asked = { question: readPressedLabel(interaction), article, language };
        const thread = await getThreadOf(interaction, article, context);
        if (thread) return askInThread(thread, asked, interaction, context);
        return replyWithAnswer({ ...asked, conversation: NO_CONVERSATION }, interaction, context);
      },
    }),
    defineButton({ ...askReadersButton, press: askReaders }),
    defineButton({ ...askChannelButton, press: askChannel }),
  ],
} satisfies Command;

interface AskedQuestion {
  readonly question: string;
  readonly article: StoredArticle;
  readonly language: Language | null;
  /** Whose words are searched if the question does not say so. */
  readonly of?: QuestionOptions['of'];
}

async function replyWithAnswer(
  { question: text, article, language, conversation, of }: AskedQuestion & { conversation: Conversation },
  interaction: BaseInteraction,
  context: Context,
) {
  const question = parseQuestion(text);
  const settings = context.rules;
  const mayPost = mayPostFor(interaction);
  const { reply } = await answerQuestion(
    {
      article,
      question,
      conversation,
      askedBefore: conversation.turns.map(turn => turn.question),
      language,
      of,
    },
    (answered, view) => renderQuestion(article, answered, { ...view, question, settings, mayPost, of }),
    context,
  );
  return reply;
}

/** The thread in which the answer to a button press is posted, if the thread is about the article. */
async function getThreadOf(
  interaction: CustomIdInteraction,
  article: StoredArticle,
  { threads }: Context,
): Promise<ArticleThread | undefined> {
  const { channelId } = interaction;
  if (channelId === null || parseCustomId(pressedIdOf(interaction))?.mode !== 'post') return undefined;
  const thread = await threads.get(channelId);
  return thread?.articleId === article.id ? thread : undefined;
}

/** Asks as a message in the thread would, so that later questions can refer to it. */
async function askInThread(
  thread: ArticleThread,
  { question, language }: AskedQuestion,
  { id, user, createdAt, message }: CustomIdInteraction,
  context: Context,
) {
  const repliedTo = message?.reference?.messageId ?? message?.interactionMetadata?.id ?? null;
  const asked = { id, text: question, memberId: user.id, askedAt: createdAt };
  return answerInThread(thread, { ...asked, repliedTo, language, isPressed: true }, context);
}

/** Asks the same question of the comments. */
async function askReaders(reference: AnswerReference, interaction: CustomIdInteraction, context: Context) {
  const { article, options } = await loadRequest(reference, context);
  const { question, language } = questionRecipe.options.parse(options);
  const asked = { question, article, language, of: 'readers' as const };
  return replyWithAnswer({ ...asked, conversation: NO_CONVERSATION }, interaction, context);
}

/** Posts the question publicly, where members can answer it. Throws a UserError if the bot may not post. */
async function askChannel(reference: AnswerReference, interaction: CustomIdInteraction, context: Context) {
  if (interaction.guildId === null)
    throw new UserError('There’s nobody else here to ask. In a server’s channel, this asks its members.');
  const missing = listMissingToPost(interaction);
  if (missing.length > 0) throw new UserError(describeMissing(missing, interaction.channelId));
  const { article, options } = await loadRequest(reference, context);
  const { question } = questionRecipe.options.parse(options);
  return renderOpenQuestion(article, { question, memberId: interaction.user.id, settings: context.rules });
}

/** The question from the submitted form, or from the message with the article menu. */
function readQuestion(interaction: CustomIdInteraction): string {
  if (interaction.isModalSubmit()) return interaction.fields.getTextInputValue('question');
  return interaction.message ? readChoiceText(interaction.message) : '';
}

/** The form for a question about an article; by `mode`, the answer is public or the member's alone. */
function createQuestionModal({ id, headline }: StoredArticle, mode: 'open' | 'post'): ModalData {
  return {
    custom_id: createCustomId(mode, askButton, { article: id }),
    title: t('Ask the article or its readers'),
    components: [
      renderQuestionField(
        toLabel(formatPlain(createMessage('About “{{headline}}”', { headline: toLabel(headline, 80) })), 100),
      ),
    ],
  };
}

/** The form for a question about one of several articles. */
function createChoiceModal(articles: readonly StoredArticle[]): ModalData {
  const options = articles
    .slice(0, MAX_MENU_OPTIONS)
    .map(article => createArticleOption({ id: article.id, headline: displayHeadlineOf(article) }));
  return {
    custom_id: createCustomId('open', askAboutButton),
    title: t('Ask the article or its readers'),
    components: [renderMenuField(ARTICLE_FIELD, options), renderQuestionField()],
  };
}

function renderQuestionField(description?: string) {
  return renderModalField(QUESTION_FIELD, {
    ...(description !== undefined && { description }),
    placeholder: t('For example: Who wrote the letter? What do the readers say about the price?'),
  });
}
