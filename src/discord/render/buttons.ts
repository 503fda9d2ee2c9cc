import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIComponentInMessageActionRow,
} from 'discord-api-types/v10';
import type { Article } from '../../articles/article.ts';
import { t } from '../../i18n/translate.ts';
import { type Subject, subjectValues } from '../answer-reference.ts';
import { button, customId, row } from '../custom-id.ts';

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/**
 * The rows below each answer: the article's other answers and a thread about it, then what belongs to this
 * answer. `except` is the command that is shown; without a subject (nothing was answered) there is nothing to
 * vote on.
 */
export function answerRows(article: Pick<Article, 'id'>, except: string, subject: Subject | null): Row[] {
  const others = [
    { command: 'summary', button: button(t('Summary'), customId('open', 'summary', article.id, 'standard')) },
    { command: 'quotes', button: button(t('Quotes'), customId('open', 'quotes', article.id, 0)) },
    { command: 'comments', button: button(t('Comments'), customId('open', 'comments', article.id, 0)) },
    { command: 'discuss', button: button(t('Open thread'), customId('post', 'discuss', article.id)) },
  ];
  return [
    row(...others.filter(other => other.command !== except).map(other => other.button)),
    row(button(t('Ask'), customId('form', 'ask', article.id)), ...(subject ? aboutAnswer(subject) : [])),
  ];
}

/**
 * The row below an answer in an article's thread, where the article's other answers are not repeated below
 * each.
 */
export function voteRow(subject: Subject): Row {
  return row(...aboutAnswer(subject));
}

/** Where the answer comes from, and what the reader thinks of it. */
function aboutAnswer(subject: Subject): APIButtonComponentWithCustomId[] {
  const values = subjectValues(subject);
  return [
    button(t('Sources'), customId('open', 'answer', 'sources', ...values, 0)),
    button(t('Useful'), customId('open', 'answer', 'useful', ...values)),
    button(t('Wrong'), customId('form', 'answer', 'wrong', ...values)),
  ];
}
