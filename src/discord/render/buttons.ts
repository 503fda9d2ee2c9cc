import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIComponentInMessageActionRow,
} from 'discord-api-types/v10';
import type { AnyRecipe } from '../../answers/recipe.ts';
import { recipes } from '../../answers/recipes.ts';
import type { Article } from '../../articles/article.ts';
import { t } from '../../i18n/translate.ts';
import { type AnswerReference, answerButtons } from '../answer-reference.ts';
import { answerButtonOf, askButton, discussButton, suggestionButton } from '../button-ids.ts';
import { createButton, createCustomId, createRow } from '../custom-id.ts';
import { marksButton } from './marks.ts';
import { toLabel } from './text.ts';

/** The kinds of answers that take no more than an article: each can be pressed for, wherever the article is shown. */
const ofArticle = Object.values<AnyRecipe>(recipes).filter(({ asks }) => asks === undefined);

/** What Discord takes. */
const MAX_IN_ROW = 5;

type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/**
 * The rows below each answer: the article's other answers and a thread about it, then what belongs to this
 * answer. `except` is the kind that is shown, or the command; without a subject (nothing was answered) there is nothing to
 * vote on. `extra`: what leads from this answer to its readers, as far as the first row has room.
 */
export function createAnswerRows(
  article: Pick<Article, 'id'>,
  except: string,
  reference: AnswerReference | null,
  extra: readonly APIButtonComponentWithCustomId[] = [],
): ActionRow[] {
  const others = ofArticle
    .filter(({ kind }) => kind !== except)
    .map(({ kind, name }) =>
      createButton(t(name), createCustomId('open', answerButtonOf(kind), { article: article.id })),
    );
  const discuss =
    except === 'discuss'
      ? []
      : [createButton(t('Open thread'), createCustomId('post', discussButton, { article: article.id }))];
  return [
    createRow(...[...others, ...discuss, ...extra].slice(0, MAX_IN_ROW)),
    createRow(
      createButton(t('Ask'), createCustomId('form', askButton, { article: article.id })),
      ...(reference ? createFeedbackButtons(reference) : []),
    ),
  ];
}

/**
 * The row below an answer in an article's thread, where the article's other answers are not repeated below
 * each.
 */
export function createVoteRow(
  reference: AnswerReference,
  extra: readonly APIButtonComponentWithCustomId[] = [],
): ActionRow {
  return createRow(...[...createFeedbackButtons(reference), ...extra].slice(0, MAX_IN_ROW));
}

/** The button to the comments that an answer rests on, each with its place in the discussion. */
export function createCommentsButton(reference: AnswerReference): APIButtonComponentWithCustomId {
  return createButton(
    t('Open a comment'),
    createCustomId('open', answerButtons.comments, { ...reference, page: 0 }),
  );
}

/**
 * Questions that can be asked next, each a button that says it; no row where there are none. `mode`: where the answer
 * goes, `post` in a thread, whose conversation it belongs to.
 */
export function createSuggestionRows(
  article: Pick<Article, 'id'>,
  suggestions: readonly string[],
  mode: 'open' | 'post',
): ActionRow[] {
  if (suggestions.length === 0) return [];
  const buttons = suggestions.map((question, at) =>
    createButton(
      toLabel(question, 80),
      createCustomId(mode, suggestionButton, { article: article.id, at: `${at}` }),
    ),
  );
  return [createRow(...buttons)];
}

/** Where the answer comes from, what its marks mean, and what the reader thinks of it. */
function createFeedbackButtons(reference: AnswerReference): APIButtonComponentWithCustomId[] {
  return [
    createButton(t('Sources'), createCustomId('open', answerButtons.sources, { ...reference, page: 0 })),
    createButton(t('¶ ≈ explained'), createCustomId('open', marksButton)),
    createButton(t('Useful'), createCustomId('open', answerButtons.useful, reference)),
    createButton(t('Wrong'), createCustomId('form', answerButtons.wrong, reference)),
  ];
}
