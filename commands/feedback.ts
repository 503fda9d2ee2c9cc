import { InteractionContextType } from 'discord-api-types/v10';
import { passagesOf } from '../src/answers/verification/evidence.ts';
import { isEditor, visitorOf } from '../src/discord/access.ts';
import { type Again, answerAgain, answerAnew, readSubject } from '../src/discord/answer-again.ts';
import { type Subject, subjectValues } from '../src/discord/answer-reference.ts';
import type { Command, Press } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { pageIn } from '../src/discord/custom-id.ts';
import { renderAnswer } from '../src/discord/render/answer.ts';
import {
  reasonField,
  renderThanks,
  renderWrong,
  type ShownAnswer,
  VOTES_PER_PAGE,
  wrongForm,
} from '../src/discord/render/feedback.ts';
import { renderSources } from '../src/discord/render/sources.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { phrase } from '../src/i18n/define-message.ts';
import { t } from '../src/i18n/translate.ts';
import { timestamp } from '../src/scheduling/clock.ts';
import type { Vote } from '../src/storage/storage.ts';

export default {
  data: {
    name: 'feedback',
    description: 'What members found wrong in my answers, with the evidence and the check',
    contexts: [InteractionContextType.Guild],
  },
  private: true,
  audience: 'editors',
  run: (interaction, house) => listed(0, interaction.guildId, house),
  press: ([_what, page], interaction, house) => listed(pageIn(page), interaction.guildId, house),
  /** The buttons below answers: for all who may ask. */
  buttons: {
    key: 'answer',
    fields: [reasonField],
    form: async ([_what, ...values]) => wrongForm(readSubject(values)),
    async press([what, ...values], interaction, house) {
      const subject = readSubject(values);
      if (what === 'again') return anew(subject, interaction, house);
      if (what === 'useful') return vote(subject, { verdict: 'useful', reason: null }, interaction, house);
      if (what === 'wrong')
        return vote(subject, { verdict: 'wrong', reason: reasonIn(interaction) }, interaction, house);
      return sources(subject, pageIn(values[4]), interaction, house);
    },
  },
} satisfies Command;

async function sources(subject: Subject, page: number, interaction: Press, house: House) {
  const { article, recipe, answered } = await answerAgain(subject, house);
  const settings = await house.settings.get(interaction.guildId);
  const isForEditor = isEditor(visitorOf(interaction), settings);
  const votes = isForEditor ? await house.feedback.tally(answerName(subject), interaction.guildId) : null;
  return renderSources(article, answered, passagesOf(recipe, answered.content, article), {
    subject,
    page,
    settings,
    votes,
  });
}

/** The private message shows the new answer, and it takes the place of the old one where that was pressed. */
async function anew(subject: Subject, interaction: Press, house: House): Promise<Reply> {
  const settings = await house.settings.get(interaction.guildId);
  if (!isEditor(visitorOf(interaction), settings))
    throw new UserError(
      'Only editors can have an answer made anew. If it is wrong, press “Wrong”: they will see it.',
    );
  const made = await answerAnew(subject, house);
  const reply = renderAnswer(subject.kind, { ...made, settings });
  const { messageId, channelId } = interaction.message?.reference ?? {};
  return {
    ...reply,
    content: t(made.answered.engine === 'extractive' ? ANEW_BUILT_IN : ANEW),
    ...(messageId !== undefined && channelId === interaction.channelId && { instead: { messageId, reply } }),
  };
}

const ANEW = phrase('Made anew: whoever asks gets this answer from now on.');
const ANEW_BUILT_IN = phrase(
  'Made anew. The built-in engine gives the same answer as long as neither article nor engine changes.',
);

async function vote(
  subject: Subject,
  { verdict, reason }: Pick<Vote, 'verdict' | 'reason'>,
  { user, guildId }: Press,
  house: House,
) {
  const shown = shownAnswer(await answerAgain(subject, house));
  await house.feedback.vote({
    answer: answerName(subject),
    articleId: subject.articleId,
    serverId: guildId,
    memberId: user.id,
    verdict,
    reason,
    shown: verdict === 'wrong' ? JSON.stringify(shown) : null,
    at: timestamp(house.clock),
  });
  return renderThanks(verdict, { isServer: guildId !== null });
}

function answerName(subject: Subject): string {
  return subjectValues(subject).join('/');
}

function shownAnswer({ article, recipe, options, answered }: Again): ShownAnswer {
  return {
    kind: recipe.kind,
    engine: answered.engine,
    headline: article.headline,
    asked: options.question ?? options.claim ?? null,
    statements: recipe.grounds(answered.content).map(ground => ({
      text: ground.text,
      paragraphs: [...ground.paragraphs],
      comments: [...ground.comments],
    })),
  };
}

function reasonIn(interaction: Press): string | null {
  const said = interaction.isModalSubmit() ? interaction.fields.getTextInputValue('reason').trim() : '';
  return said === '' ? null : said;
}

async function listed(page: number, serverId: string | null, house: House) {
  if (serverId === null) throw new UserError('Votes belong to a server. Please use this command there.');
  const votes = await house.feedback.wrong(serverId, {
    offset: page * VOTES_PER_PAGE,
    limit: VOTES_PER_PAGE + 1,
  });
  const settings = await house.settings.get(serverId);
  return renderWrong({
    votes: votes.slice(0, VOTES_PER_PAGE),
    page,
    more: votes.length > VOTES_PER_PAGE,
    settings,
  });
}
