import { shownHeadline } from '../../article/article.ts';
import type { Taken } from '../../web/intake.ts';
import type { Reply } from '../command.ts';
import { answerRows } from './buttons.ts';
import { counted, frame } from './frame.ts';
import { plainLine } from './text.ts';

const kinds: Record<Taken['outcome'], string> = {
  added: 'Added',
  unchanged: 'Here already',
  'new version': 'A new version',
  copy: 'A copy of what is here already',
};

/** What became of a page, with the buttons to its answers. */
export function renderTaken({ outcome, article, url }: Taken): Reply {
  const size = `${counted(article.paragraphs.length, 'paragraph')}, ${counted(article.comments.length, 'comment')}.`;
  return {
    embeds: [
      frame({
        article: { ...article, headline: shownHeadline(article) },
        answered: null,
        kind: kinds[outcome],
        body: [size, meanings[outcome]({ outcome, article, url })].join(' '),
        proof: [`kept for this server as ${article.id}`],
      }),
    ],
    components: answerRows(article, 'library', null),
  };
}

const meanings: Record<Taken['outcome'], (taken: Taken) => string> = {
  added: () => 'I look at the page again in an hour, four hours, a day and a week, for changes and new comments.',
  unchanged: () => 'The page holds the same text as when I looked last.',
  'new version': ({ article }) =>
    `It has changed since I looked last, so this is version ${article.version}. Threads on the earlier one stay with it.`,
  copy: ({ article, url }) =>
    `The text of ${plainLine(url, 300)} is the same, or nearly the same, as that of **${plainLine(shownHeadline(article), 200)}** (from ${plainLine(article.source, 300)}), so it is not stored a second time.`,
};
