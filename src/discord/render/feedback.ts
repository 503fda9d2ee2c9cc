import { z } from 'zod';
import type { Kind } from '../../answers/recipe.ts';
import { phrase } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Settings, Vote } from '../../storage/storage.ts';
import { type Subject, subjectValues } from '../answer-reference.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Embed, Field, Form, Reply } from '../types.ts';
import { renderField } from './form.ts';
import { cited, commentMarks, engineName, paragraphMarks } from './frame.ts';
import { joinText, mask, md, plainLine } from './text.ts';

/** Three votes of the longest kind stay below the 6,000 characters of a message's embeds. */
export const VOTES_PER_PAGE = 3;
const STATEMENTS = 4;
const STATEMENT = 240;
const REASON = 240;
const COLOUR = 0xb3392f;

/** What of an answer is kept with a vote, so that it can be looked into after it was made anew. */
export const ShownAnswer = z.object({
  kind: z.enum(['summary', 'quotes', 'comments', 'question', 'check']),
  engine: z.string(),
  headline: z.string(),
  /** The question or claim, or null. */
  asked: z.string().nullable(),
  statements: z.array(
    z.object({ text: z.string(), paragraphs: z.array(z.number()), comments: z.array(z.string()) }),
  ),
});
export type ShownAnswer = z.infer<typeof ShownAnswer>;

const names: Record<Kind, string> = {
  summary: phrase('Summary'),
  quotes: phrase('Quotes'),
  comments: phrase('Comments'),
  question: phrase('Question'),
  check: phrase('Check'),
};

/** What each kind of answer is checked for, so that an editor knows where to look. */
const checks: Record<Kind, string> = {
  summary: phrase(
    'each point stands word for word in its paragraphs, or they bear it out by the rules of /check',
  ),
  quotes: phrase(
    'the words stand between quotation marks, and the name of the speaker stands in the article',
  ),
  comments: phrase(
    'each passage stands in its comment and each contradiction is a reply; how comments are grouped is not checked',
  ),
  question: phrase(
    'each sentence stands word for word where it says, or the passage bears it out by the rules of /check',
  ),
  check: phrase('numbers, names, denials, directions and known words, by plain rules'),
};

/** What somebody who voted is told. */
export function renderThanks(verdict: Vote['verdict'], { isServer }: { isServer: boolean }): Reply {
  if (verdict === 'useful')
    return { content: t('Thank you: noted as **useful**. “Wrong” changes your vote.') };
  return {
    content: isServer
      ? t(
          'Thank you: noted as **wrong**. The editors of this server see the answer with what it rests on. “Useful” changes your vote.',
        )
      : t('Thank you: noted as **wrong**. “Useful” changes your vote.'),
  };
}

export const reasonField: Field = {
  custom_id: 'reason',
  label: phrase('What is wrong (may be left empty)'),
  required: false,
  max_length: 500,
};

/** Asks what is wrong; nothing need be said. */
export function wrongForm(subject: Subject): Form {
  return {
    custom_id: customId('open', 'answer', 'wrong', ...subjectValues(subject)),
    title: t('What is wrong with this answer?'),
    components: [
      renderField(reasonField, { placeholder: t('For example: the mayor said this, not the minister') }),
    ],
  };
}

interface Listing {
  readonly votes: readonly Vote[];
  readonly page: number;
  readonly more: boolean;
  readonly settings: Settings;
}

/**
 * What members found wrong, the newest first: the answer with its evidence, its engine and what was checked.
 */
export function renderWrong({ votes, page, more, settings }: Listing): Reply {
  const nothing =
    page > 0 ? t('There is nothing more.') : t('Nobody has found an answer of mine wrong in this server.');
  return {
    ...(votes.length === 0 && { content: nothing }),
    embeds: votes.map(vote => entry(vote, settings)),
    components:
      page > 0 || more
        ? [
            row(
              button(t('Back'), customId('turn', 'feedback', 'list', page - 1), { disabled: page === 0 }),
              button(t('Next'), customId('turn', 'feedback', 'list', page + 1), { disabled: !more }),
            ),
          ]
        : [],
  };
}

function entry({ shown, reason, at }: Vote, settings: Settings): Embed {
  const when = md`<t:${Math.floor(Date.parse(at) / 1000)}:R>`;
  const said =
    reason === null
      ? t('A member found this wrong.')
      : t('A member: “{{reason}}”', { reason: plainLine(mask(reason, settings), REASON) });
  const read = ShownAnswer.safeParse(shown === null ? null : JSON.parse(shown));
  if (!read.success) return { color: COLOUR, description: md`${said} · ${when}` };
  const { kind, engine, headline, asked, statements } = read.data;
  const rest = statements.length - STATEMENTS;
  const lines = [
    md`-# ${t(names[kind])}${asked === null ? '' : md` “${plainLine(mask(asked, settings), 120)}”`} · ${engineName(engine)} · ${when}`,
    said,
    ...statements.slice(0, STATEMENTS).map(statement => md`> ${line(statement, settings)}`),
    ...(rest > 0 ? [t('> and {{rest}} more', { rest })] : []),
  ];
  return {
    title: plainLine(headline, 120),
    color: COLOUR,
    description: joinText(lines, '\n'),
    footer: { text: t('Checked: {{what}}', { what: t(checks[kind]) }) },
  };
}

function line(
  { text, paragraphs, comments }: ShownAnswer['statements'][number],
  settings: Settings,
): Markdown {
  const marks = joinText(
    [
      ...(paragraphs.length > 0 ? [paragraphMarks(paragraphs)] : []),
      ...(comments.length > 0 ? [commentMarks(comments, 4)] : []),
    ],
    ', ',
  );
  return cited(plainLine(mask(text, settings), STATEMENT), marks);
}
