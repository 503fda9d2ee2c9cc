import type { CommentsAnswer } from '../../answers/comments/schema.ts';
import type { DisputedSentence } from '../../answers/disputes/dispute.ts';
import type { Article } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import { formatCount } from './frame.ts';
import { countReaders } from './readers.ts';
import { joinText, md } from './text.ts';

/** Such as `**12 comments** by 9 readers: 3 viewpoints; 4 contradict somebody; 2 dispute the article.` */
export function formatCounts(
  article: Article,
  content: CommentsAnswer,
  disputed: readonly DisputedSentence[],
): Markdown {
  const { counts } = content;
  const closed = article.commentsClosed ? t('Comments are closed.') : null;
  if (counts.comments === 0) return joinText([t('This article has no comments.'), closed], ' ');
  const known = joinText(
    [
      ...formatPositionCounts(content),
      content.contradictions.length > 0 &&
        t('{{count}} contradict somebody', { count: content.contradictions.length }),
      ...formatDisputeCount(disputed),
    ],
    '; ',
  );
  const who = formatWho(article, counts.comments);
  return joinText(
    [known === '' ? who : t('{{who}}: {{known}}.', { who, known }), closed && md`-# ${closed}`],
    '\n',
  );
}

/** The number of comments and, if every comment has an author, of readers. */
function formatWho(article: Article, count: number): Markdown {
  const comments = md`**${formatCount(count, 'comment')}**`;
  const readers = countReaders(
    article,
    article.comments.map(({ number }) => number),
  );
  return readers === null || count === 1
    ? comments
    : md`${comments} ${t('by {{count}} reader', { count: readers })}`;
}

function formatPositionCounts({ sides, viewpoints }: CommentsAnswer): Markdown[] {
  const [one, other, ...more] = sides;
  if (one && other && more.length === 0) {
    const [first, second] = [one.comments.length, other.comments.length];
    const known = `${one.relation} ${other.relation}`;
    if (known === 'for against') return [t('{{one}} for, {{other}} against', { one: first, other: second })];
    if (known === 'against for') return [t('{{one}} for, {{other}} against', { one: second, other: first })];
    return [t('{{one}} on one side, {{other}} on the other', { one: first, other: second })];
  }
  return viewpoints.length < 2 ? [] : [formatCount(viewpoints.length, 'viewpoint')];
}

function formatDisputeCount(disputed: readonly DisputedSentence[]): Markdown[] {
  const count = new Set(disputed.flatMap(({ disputes }) => disputes.map(({ comment }) => comment))).size;
  return count === 0 ? [] : [t('{{count}} dispute the article', { count })];
}
