import { t } from '../../i18n/translate.ts';
import { NO_VALUES } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { joinText } from './text.ts';

/** Explains the marks of statements. */
export const marksButton = { key: 'help/marks', values: NO_VALUES };

/** Explains ¶ and ≈, and the words of the line below an answer. */
export function renderMarks(): Reply {
  const lines = [
    t('`¶3` The paragraph of the article behind a statement. **Sources** shows it whole.'),
    t('**word for word**: whole sentences, as they stand in the article.'),
    t(
      '**shortened**: one sentence of the article with words left out. Words such as “almost”, “not” or “if”, and who said it, stay. **Sources** shows the whole sentence.',
    ),
    t(
      '`≈ ¶3` **in the model’s words**: the model put it this way. I found nothing wrong with it, but I can’t prove it: compare it with the words behind it under **Sources**.',
    ),
    t(
      '**left out**: I don’t show what I can see to be wrong, for example a number that the article doesn’t have.',
    ),
    t('Editors can have everything marked ≈ left out: `/settings`, **Only what is proven**.'),
  ];
  return {
    cards: [
      {
        title: t('What the marks mean'),
        description: joinText(lines, '\n\n'),
        footer: t('Word for word and shortened are proven by fixed rules, without a model.'),
      },
    ],
  };
}
