import { ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { Level } from '../../answers/levels.ts';
import { AnswerKind, recipes } from '../../answers/recipes.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Vote } from '../../storage/stores/feedback.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { type AnswerReference, answerButtons } from '../answer-reference.ts';
import { createRows } from '../components.ts';
import { createCustomId, PageNumber } from '../custom-id.ts';
import type { Card, ModalData, Reply, TextField } from '../types.ts';
import {
  createPageButtons,
  formatCommentMarks,
  formatEngineName,
  formatParagraphMarks,
  joinCitation,
  markLevel,
} from './frame.ts';
import { renderModalField } from './modal-field.ts';
import { escapeLine, formatTimestampMention, joinText, mask, md, quoteText } from './text.ts';

/** A page of the answers that members marked as wrong. */
export const wrongVotesButton = { key: 'feedback/list', values: z.object({ page: PageNumber }) };

/** Two votes of the greatest length stay below the 4,000 characters of a message. */
export const VOTES_PER_PAGE = 2;
const MAX_STATEMENTS = 4;
const MAX_STATEMENT_LENGTH = 240;
const MAX_REASON_LENGTH = 240;

/** The part of an answer stored with a vote, to be examined after the answer is regenerated. */
export const ShownAnswer = z.object({
  kind: AnswerKind,
  engine: z.string(),
  headline: z.string(),
  /** The question or claim, or null. */
  asked: z.string().nullable(),
  statements: z.array(
    z.object({
      text: z.string(),
      paragraphs: z.array(z.number()),
      comments: z.array(z.string()),
      /** Absent for passages, and for votes from before levels were stored. */
      level: Level.optional(),
    }),
  ),
});

export type ShownAnswer = z.infer<typeof ShownAnswer>;

/** Thanks a member for a vote. */
export function renderThanks(verdict: Vote['verdict'], { isServer }: { isServer: boolean }): Reply {
  if (verdict === 'useful')
    return { content: t('Thanks! Noted as **useful**. To change your vote, choose “Wrong” in **More…**.') };
  if (verdict === 'answers') return { content: t('Thanks! Noted: the **answer is here**.') };
  return {
    content: isServer
      ? t(
          'Thanks! Noted as **wrong**. This server’s editors can see the answer and the passages behind it. To change your vote, choose “Useful” in **More…**.',
        )
      : t('Thanks! Noted as **wrong**. To change your vote, choose “Useful” in **More…**.'),
  };
}

/** The field for what is wrong with an answer. */
export const REASON_FIELD: TextField = {
  type: ComponentType.TextInput,
  custom_id: 'reason',
  label: defineMessage('What is wrong (optional)'),
  required: false,
  max_length: 500,
};

/** Asks what is wrong with an answer; the reason is optional. */
export function createWrongModal(reference: AnswerReference): ModalData {
  return {
    custom_id: createCustomId('open', answerButtons.wrong, reference),
    title: t('What is wrong with this answer?'),
    components: [
      renderModalField(REASON_FIELD, {
        placeholder: t('For example: the mayor said this, not the minister'),
      }),
    ],
  };
}

interface VoteListing {
  readonly votes: readonly Vote[];
  readonly page: number;
  readonly more: boolean;
  readonly settings: DisplaySettings;
}

/** The answers that members marked as wrong, newest first, with evidence, engine and result of the check. */
export function renderWrongVotes({ votes, page, more, settings }: VoteListing): Reply {
  const nothing =
    page > 0 ? t('There’s nothing more.') : t('Nobody in this server has marked an answer as wrong.');
  return {
    ...(votes.length === 0 && { content: nothing }),
    cards: votes.map(vote => renderVote(vote, settings)),
    components: createRows(
      createPageButtons({ at: page, more }, to => createCustomId('turn', wrongVotesButton, { page: to })),
    ),
  };
}

function renderVote({ shown, reason, at }: Vote, settings: DisplaySettings): Card {
  const when = formatTimestampMention(Date.parse(at), 'R');
  const sentence =
    reason === null
      ? t('A member marked this as wrong.')
      : t('A member: “{{reason}}”', { reason: escapeLine(mask(reason, settings), MAX_REASON_LENGTH) });
  const read = ShownAnswer.safeParse(shown === null ? null : JSON.parse(shown));
  if (!read.success) return { description: md`${sentence} · ${when}` };
  const { kind, engine, headline, asked, statements } = read.data;
  const rest = statements.length - MAX_STATEMENTS;
  const lines = [
    md`-# ${t(recipes[kind].name)}${asked === null ? '' : md` ${quoteText(escapeLine(mask(asked, settings), 120))}`} · ${formatEngineName(engine)} · ${when}`,
    sentence,
    ...statements.slice(0, MAX_STATEMENTS).map(statement => md`> ${formatStatement(statement, settings)}`),
    ...(rest > 0 ? [t('> and {{rest}} more', { rest })] : []),
  ];
  return {
    title: escapeLine(headline, 120),
    description: joinText(lines, '\n'),
    footer: t('Checked: {{what}}', { what: t(recipes[kind].checked) }),
  };
}

function formatStatement(
  { text, paragraphs, comments, level }: ShownAnswer['statements'][number],
  settings: DisplaySettings,
): Markdown {
  const marks = joinText(
    [
      ...(paragraphs.length > 0 ? [formatParagraphMarks(paragraphs)] : []),
      ...(comments.length > 0 ? [formatCommentMarks(comments, 4)] : []),
    ],
    ', ',
  );
  return joinCitation(escapeLine(mask(text, settings), MAX_STATEMENT_LENGTH), markLevel(marks, { level }));
}
