import { type Article, getCommentsByNumber } from '../../articles/article.ts';
import { t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { commentButton } from '../button-ids.ts';
import { createMenuRows } from '../components.ts';
import { CHOICE_PLACEHOLDER, createCustomId } from '../custom-id.ts';
import { authorOf, showOwnWords } from './readers.ts';
import { toLabel } from './text.ts';

/** The most characters that Discord allows in the value of a menu option. */
const MAX_VALUE = 100;

/** A menu of comments, labelled with author and first words. Empty if there are no comments. */
export function createCommentMenu(article: Article, numbers: readonly string[], settings: DisplaySettings) {
  const comments = getCommentsByNumber(article);
  const options = numbers.flatMap(number => {
    const comment = comments.get(number);
    if (!comment || number.length > MAX_VALUE) return [];
    const label = toLabel(authorOf(article, number, settings) ?? t('A reader'), 100);
    const description = toLabel(showOwnWords(comment, settings), 100);
    return [{ label, value: number, ...(description !== '' && { description }) }];
  });
  const id = createCustomId('turn', commentButton, { article: article.id, comment: CHOICE_PLACEHOLDER });
  return createMenuRows(id, t('Open a comment in its place…'), options);
}
