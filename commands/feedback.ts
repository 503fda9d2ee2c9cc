import { InteractionContextType } from 'discord-api-types/v10';
import { citedPassagesOf } from '../src/answers/verification/citations.ts';
import { isEditor, visitorOf } from '../src/discord/access.ts';
import { type AnswerReference, answerButtons, answerNameOf } from '../src/discord/answer-reference.ts';
import type { Command } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import { suggestNext } from '../src/discord/conversation.ts';
import { createCustomId } from '../src/discord/custom-id.ts';
import { type CustomIdInteraction, defineButton } from '../src/discord/define-button.ts';
import { loadPage } from '../src/discord/paging.ts';
import { mayPostFor } from '../src/discord/permissions.ts';
import { renderAnswer } from '../src/discord/render/answer.ts';
import { listShownComments, renderCommentList } from '../src/discord/render/comment.ts';
import {
  createWrongModal,
  REASON_FIELD,
  renderThanks,
  renderWrongVotes,
  type ShownAnswer,
  VOTES_PER_PAGE,
  wrongVotesButton,
} from '../src/discord/render/feedback.ts';
import { renderSources } from '../src/discord/render/sources.ts';
import {
  answerFromEarlierVersion,
  type RepeatedAnswer,
  repeatAnswer,
} from '../src/discord/repeated-answer.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { defineMessage } from '../src/i18n/define-message.ts';
import { t } from '../src/i18n/translate.ts';
import { formatTimestamp } from '../src/scheduling/clock.ts';
import type { Vote } from '../src/storage/stores/feedback.ts';

export default {
  data: {
    name: 'feedback',
    description: 'Answers that members marked as wrong, with the evidence and the check',
    contexts: [InteractionContextType.Guild],
  },
  isEphemeral: true,
  audience: 'editors',
  run: (interaction, context) => listWrongAnswers(0, interaction.guildId, context),
  buttons: [
    defineButton({
      ...wrongVotesButton,
      press: ({ page }, interaction, context) => listWrongAnswers(page, interaction.guildId, context),
    }),
    // the buttons below answers are for everyone who may ask
    defineButton({
      ...answerButtons.sources,
      audience: 'readers',
      press: ({ page = 0, ...reference }, interaction, context) =>
        replyWithSources(reference, page, interaction, context),
    }),
    defineButton({
      ...answerButtons.comments,
      audience: 'readers',
      press: ({ page = 0, ...reference }, _interaction, context) =>
        replyWithComments(reference, page, context),
    }),
    defineButton({
      ...answerButtons.useful,
      audience: 'readers',
      press: (reference, interaction, context) =>
        recordVote(reference, { verdict: 'useful', reason: null }, interaction, context),
    }),
    defineButton({
      ...answerButtons.wrong,
      audience: 'readers',
      fields: [REASON_FIELD],
      form: async reference => createWrongModal(reference),
      press: (reference, interaction, context) =>
        recordVote(
          reference,
          { verdict: 'wrong', reason: readVoteReason(interaction) },
          interaction,
          context,
        ),
    }),
    defineButton({
      ...answerButtons.answers,
      audience: 'readers',
      press: (reference, interaction, context) =>
        recordVote(reference, { verdict: 'answers', reason: null }, interaction, context),
    }),
    defineButton({
      ...answerButtons.earlier,
      audience: 'readers',
      press: async (reference, interaction, context) =>
        renderRepeated(reference, await answerFromEarlierVersion(reference, context), interaction, context),
    }),
    defineButton({ ...answerButtons.regenerate, audience: 'readers', press: regenerate }),
  ],
} satisfies Command;

async function replyWithSources(
  reference: AnswerReference,
  page: number,
  interaction: CustomIdInteraction,
  context: Context,
) {
  const { article, recipe, answered } = await repeatAnswer(reference, context);
  const settings = context.rules;
  const isForEditor = isEditor(visitorOf(interaction), settings);
  const votes = isForEditor
    ? await context.feedback.countVotes(answerNameOf(reference), interaction.guildId)
    : null;
  const passages = citedPassagesOf(recipe, answered.content, article);
  return renderSources({ article, recipe, answered, passages }, { reference, page, settings, votes });
}

/** Lists the comments that the answer shows or cites, in that order. */
async function replyWithComments(reference: AnswerReference, page: number, context: Context) {
  const { article, recipe, answered } = await repeatAnswer(reference, context);
  const numbers = listShownComments(recipe.citations(answered.content));
  const settings = context.rules;
  return renderCommentList(article, numbers, {
    page,
    settings,
    to: to => createCustomId('turn', answerButtons.comments, { ...reference, page: to }),
  });
}

/** Regenerates an answer, privately, and replaces the old one if the pressed message refers to it. */
async function regenerate(
  reference: AnswerReference,
  interaction: CustomIdInteraction,
  context: Context,
): Promise<Reply> {
  if (!isEditor(visitorOf(interaction), context.rules))
    throw new UserError(
      'Only editors can regenerate an answer. If it is wrong, press “Wrong” and they will see it.',
    );
  const made = await repeatAnswer(reference, context, { isFresh: true });
  const reply = await renderRepeated(reference, made, interaction, context);
  const { messageId, channelId } = interaction.message?.reference ?? {};
  return {
    ...reply,
    content: t(made.answered.engine === 'extractive' ? REGENERATED_BUILT_IN : REGENERATED),
    ...(messageId !== undefined &&
      channelId === interaction.channelId && { replacement: { messageId, reply } }),
  };
}

/** Renders an answer as when it was asked for, with the next questions below it. */
async function renderRepeated(
  { kind }: AnswerReference,
  repeated: RepeatedAnswer,
  interaction: CustomIdInteraction,
  context: Context,
): Promise<Reply> {
  const { article, options, answered } = repeated;
  const suggestions = kind === 'question' ? await suggestNext(article, options.question, answered) : [];
  const [settings, mayPost] = [context.rules, mayPostFor(interaction)];
  return renderAnswer(kind, { ...repeated, settings, suggestions, mayPost });
}

const REGENERATED = defineMessage('Regenerated. From now on everyone who asks gets this answer.');
const REGENERATED_BUILT_IN = defineMessage(
  'Regenerated. The built-in engine gives the same answer until the article or the engine changes.',
);

async function recordVote(
  reference: AnswerReference,
  { verdict, reason }: Pick<Vote, 'verdict' | 'reason'>,
  { user, guildId }: CustomIdInteraction,
  context: Context,
) {
  const shown = shownAnswerOf(reference, await repeatAnswer(reference, context));
  await context.feedback.vote({
    answer: answerNameOf(reference),
    articleId: reference.articleId,
    serverId: guildId,
    memberId: user.id,
    verdict,
    reason,
    shown: verdict === 'useful' ? null : JSON.stringify(shown),
    at: formatTimestamp(context.clock),
  });
  return renderThanks(verdict, { isServer: guildId !== null });
}

function shownAnswerOf(
  { kind }: AnswerReference,
  { article, recipe, options, answered }: RepeatedAnswer,
): ShownAnswer {
  return {
    kind,
    engine: answered.engine,
    headline: article.headline,
    asked: recipe.asks === undefined ? null : options[recipe.asks],
    statements: recipe.citations(answered.content).map(({ text, paragraphs, comments, level }) => ({
      text,
      paragraphs: [...paragraphs],
      comments: [...comments],
      ...(level && { level }),
    })),
  };
}

function readVoteReason(interaction: CustomIdInteraction): string | null {
  const typed = interaction.isModalSubmit() ? interaction.fields.getTextInputValue('reason').trim() : '';
  return typed === '' ? null : typed;
}

async function listWrongAnswers(page: number, serverId: string | null, context: Context) {
  if (serverId === null) throw new UserError('Votes belong to a server. Please use this command in one.');
  const { items: votes, more } = await loadPage(page, VOTES_PER_PAGE, range =>
    context.feedback.listWrong(serverId, range),
  );
  return renderWrongVotes({ votes, page, more, settings: context.rules });
}
