import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIComponentInMessageActionRow,
} from 'discord-api-types/v10';
import type { Article } from '../../articles/article.ts';
import { t } from '../../i18n/translate.ts';
import { type AnswerReference, customIdValuesOf } from '../answer-reference.ts';
import { createButton, createCustomId, createRow } from '../custom-id.ts';

type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/**
 * The rows below each answer: the article's other answers and a thread about it, then what belongs to this
 * answer. `except` is the command that is shown; without a subject (nothing was answered) there is nothing to
 * vote on.
 */
export function createAnswerRows(
  article: Pick<Article, 'id'>,
  except: string,
  reference: AnswerReference | null,
): ActionRow[] {
  const others = [
    {
      command: 'summary',
      button: createButton(t('Summary'), createCustomId('open', 'summary', article.id, 'standard')),
    },
    { command: 'quotes', button: createButton(t('Quotes'), createCustomId('open', 'quotes', article.id, 0)) },
    {
      command: 'comments',
      button: createButton(t('Comments'), createCustomId('open', 'comments', article.id, 0)),
    },
    {
      command: 'discuss',
      button: createButton(t('Open thread'), createCustomId('post', 'discuss', article.id)),
    },
  ];
  return [
    createRow(...others.filter(other => other.command !== except).map(other => other.button)),
    createRow(
      createButton(t('Ask'), createCustomId('form', 'ask', article.id)),
      ...(reference ? createFeedbackButtons(reference) : []),
    ),
  ];
}

/**
 * The row below an answer in an article's thread, where the article's other answers are not repeated below
 * each.
 */
export function createVoteRow(reference: AnswerReference): ActionRow {
  return createRow(...createFeedbackButtons(reference));
}

/** Where the answer comes from, and what the reader thinks of it. */
function createFeedbackButtons(reference: AnswerReference): APIButtonComponentWithCustomId[] {
  const values = customIdValuesOf(reference);
  return [
    createButton(t('Sources'), createCustomId('open', 'answer', 'sources', ...values, 0)),
    createButton(t('Useful'), createCustomId('open', 'answer', 'useful', ...values)),
    createButton(t('Wrong'), createCustomId('form', 'answer', 'wrong', ...values)),
  ];
}
