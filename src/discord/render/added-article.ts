import { shownHeadline } from '../../articles/article.ts';
import { phrase } from '../../i18n/define-message.ts';
import { plainly, say } from '../../i18n/template-values.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Taken } from '../../web/intake.ts';
import type { Reply } from '../types.ts';
import { answerRows } from './buttons.ts';
import { counted, frame } from './frame.ts';
import { joinText, md, plainLine, shownSource } from './text.ts';

const kinds: Record<Taken['outcome'], string> = {
  added: phrase('Added'),
  unchanged: phrase('Here already'),
  'new version': phrase('A new version'),
  copy: phrase('A copy of what is here already'),
};

/** What became of a page, with the buttons to its answers. */
export function renderTaken({ outcome, article, url }: Taken): Reply {
  const size = md`${counted(article.paragraphs.length, 'paragraph')}, ${counted(article.comments.length, 'comment')}.`;
  return {
    embeds: [
      frame({
        article: { ...article, headline: shownHeadline(article) },
        answered: null,
        kind: t(kinds[outcome]),
        body: joinText([size, meanings[outcome]({ outcome, article, url })], ' '),
        proof: [plainly(say('kept for this server as {{id}}', { id: article.id }))],
      }),
    ],
    components: answerRows(article, 'library', null),
  };
}

const meanings: Record<Taken['outcome'], (taken: Taken) => Markdown> = {
  added: () =>
    t('I look at the page again in an hour, four hours, a day and a week, for changes and new comments.'),
  unchanged: () => t('The page holds the same text as when I looked last.'),
  'new version': ({ article }) =>
    t(
      'It has changed since I looked last, so this is version {{version}}. Threads on the earlier one stay with it.',
      {
        version: article.version,
      },
    ),
  copy: ({ article, url }) =>
    t(
      'The text of {{url}} is the same, or nearly the same, as that of **{{article}}** (from {{source}}), so it is not stored a second time.',
      {
        url: plainLine(url, 300),
        article: plainLine(shownHeadline(article), 200),
        source: plainLine(shownSource(article.source), 300),
      },
    ),
};
