import type { CommentPassage, CommentsAnswer, CommentsSide, Gist } from '../answers/comments/schema.ts';
import type { Answered } from '../answers/service.ts';
import type { Article } from '../articles/article.ts';
import { type DisplayOptions, formatTranslation, joinLines, showWords } from './show.ts';

/** An answer about comments as lines for the terminal. */
export function formatComments(
  article: Article,
  { content, engine }: Pick<Answered<CommentsAnswer>, 'content' | 'engine'>,
  shown: DisplayOptions,
): string {
  const { counts, sides, gists, coverage } = content;
  if (counts.comments === 0) return joinLines(article.headline, '', 'This article has no comments.');
  return joinLines(
    article.headline,
    '',
    `comments ${counts.comments} · threads ${counts.threads} · replies ${counts.replies} · levels ${counts.levels}`,
    ...(sides.length > 0 ? ['', ...sides.flatMap(side => formatSide(side, shown))] : []),
    ...(gists.length > 0 ? ['', ...gists.flatMap(gist => formatGist(gist, shown))] : []),
    ...formatViewpoints(content, engine, shown),
    ...(gists.length > 0 ? [] : formatContradictions(content, shown)),
    '',
    `${coverage.used} of ${coverage.of} comments ${gists.length > 0 ? 'one by one' : 'in a viewpoint'}`,
  );
}

const quote = (text: string, shown: DisplayOptions) => `“${showWords(text, shown)}”`;

function formatPassage(passage: CommentPassage, shown: DisplayOptions): string[] {
  return [`  ${passage.comment}: ${quote(passage.text, shown)}`, ...formatTranslation(passage, shown)];
}

function formatSide({ comments, relation, passage }: CommentsSide, shown: DisplayOptions): string[] {
  const name = relation === null ? 'One side' : relation === 'for' ? 'For it' : 'Against it';
  return [`${name} (${comments.length})`, ...formatPassage(passage, shown)];
}

function formatGist({ comment, to, act, text, translation }: Gist, shown: DisplayOptions): string[] {
  const does = to === null ? comment : `${comment} ${act} ${to}`;
  return [`${does}: ${quote(text, shown)}`, ...formatTranslation({ text, translation }, shown)];
}

function formatViewpoints(
  { viewpoints, gists }: CommentsAnswer,
  engine: string,
  shown: DisplayOptions,
): string[] {
  return viewpoints
    .filter(({ comments }) => gists.length === 0 || comments.length > 1)
    .flatMap(({ label, labelTranslation, comments, passage, level }) => {
      const mark = level === 'worded' && engine !== 'extractive' ? '≈ ' : '';
      const title = showWords(labelTranslation ?? label, shown);
      return [
        '',
        `${mark}${title} (${comments.join(', ')})`,
        ...(passage ? formatPassage(passage, shown) : []),
      ];
    });
}

function formatContradictions({ contradictions }: CommentsAnswer, shown: DisplayOptions): string[] {
  if (contradictions.length === 0) return [];
  return [
    '',
    'Who disagrees with whom',
    ...contradictions.flatMap(({ reply, to, text, translation }) => [
      `  ${reply} contradicts ${to}: ${quote(text, shown)}`,
      ...formatTranslation({ text, translation }, shown),
    ]),
  ];
}
