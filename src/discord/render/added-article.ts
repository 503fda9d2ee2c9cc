import { displayHeadlineOf } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { createMessage, formatPlain, type MessageDescriptor } from '../../i18n/template-values.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { IntakeResult } from '../../web/page-library.ts';
import type { Reply } from '../types.ts';
import { createAnswerRows } from './buttons.ts';
import { formatSize, renderFrame } from './frame.ts';
import { escapeLine, formatSource, joinText, md, truncateToMessage } from './text.ts';

const outcomeNames: Record<IntakeResult['outcome'], string> = {
  added: defineMessage('Added'),
  unchanged: defineMessage('Already here'),
  'new version': defineMessage('A new version'),
  copy: defineMessage('A copy of an article I already have'),
};

/** The outcome of adding one page, with buttons for its answers. */
export function renderAddedArticle({ outcome, article, url }: IntakeResult): Reply {
  const size = md`${joinText(formatSize(article), ', ')}.`;
  return {
    cards: [
      renderFrame({
        article: { ...article, headline: displayHeadlineOf(article) },
        answered: null,
        kind: t(outcomeNames[outcome]),
        body: joinText([size, outcomeNotes[outcome]({ outcome, article, url })], ' '),
        verification: [formatPlain(createMessage('stored for this server as {{id}}', { id: article.id }))],
      }),
    ],
    components: createAnswerRows({ article, shown: 'library', reference: null }),
  };
}

/** One page of a batch to add: its outcome, or the reason it was refused. */
export interface TakenPage {
  readonly url: string;
  readonly taken?: IntakeResult;
  readonly refusal?: MessageDescriptor;
}

/** The outcomes of adding several pages, one line each. */
export function renderTakenPages(pages: readonly TakenPage[]): Reply {
  const lines = pages.map(({ url, taken, refusal }) => {
    if (taken)
      return md`${t(outcomeNames[taken.outcome])}: **${escapeLine(displayHeadlineOf(taken.article), 120)}**`;
    return joinText([md`${escapeLine(url, 80)}:`, refusal && escapeLine(formatPlain(refusal), 200)], ' ');
  });
  return { content: truncateToMessage(joinText(lines, '\n')) };
}

const outcomeNotes: Record<IntakeResult['outcome'], (taken: IntakeResult) => Markdown> = {
  added: () =>
    t('I’ll check the page again in an hour, four hours, a day and a week for changes and new comments.'),
  unchanged: () => t('The page has the same text as when I last checked.'),
  'new version': ({ article }) =>
    t(
      'It has changed since I last checked, so this is version {{version}}. Threads about the earlier one stay with it.',
      { version: article.version },
    ),
  copy: ({ article, url }) =>
    t(
      '{{url}} has the same text as **{{article}}** (from {{source}}), or nearly, so I didn’t store it again.',
      {
        url: escapeLine(url, 300),
        article: escapeLine(displayHeadlineOf(article), 200),
        source: escapeLine(formatSource(article.source), 300),
      },
    ),
};
