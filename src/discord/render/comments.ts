import { commentsRecipe } from '../../answers/comments/recipe.ts';
import type { CommentsAnswer } from '../../answers/comments/schema.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { answerReferenceOf } from '../answer-reference.ts';
import { commentsButton } from '../button-ids.ts';
import { createCustomId } from '../custom-id.ts';
import type { ChartImage, Reply } from '../types.ts';
import { createAnswerRows } from './buttons.ts';
import { renderChart } from './chart.ts';
import { type AnswerBlock, createPageButtons, formatCount, paginate, renderFrame } from './frame.ts';
import { escapeLine, formatCommentNumber, mask, md } from './text.ts';
import { translateLabel } from './translated-labels.ts';
import { formatTranslationProof } from './translation.ts';
import { formatLeftOutLine } from './verification-line.ts';
import { isInModelsWords, renderGists, renderSides, renderViewpoint } from './viewpoints.ts';

const MAX_PASSAGE = 500;
const MAX_CONTRADICTIONS = 15;

/** How many, which viewpoints with one passage each, and who contradicts whom. */
export function renderComments(
  article: Article,
  answered: Answered<CommentsAnswer>,
  { page: requestedPage, settings }: { page: number; settings: DisplaySettings },
): Reply {
  const { content } = answered;
  const formatPassage = (text: string) => escapeLine(mask(text, settings), MAX_PASSAGE);
  const blocks = [
    formatCounts(article, content),
    ...renderSides(content, formatPassage),
    ...renderGists(content, formatPassage),
    ...listViewpoints(content).map(viewpoint => renderViewpoint(viewpoint, answered, formatPassage)),
    // who disagrees with whom stands in the gists already
    ...(content.gists.length > 0 ? [] : renderContradictions(content, formatPassage)),
  ];
  const { body, at, of } = paginate(blocks, requestedPage);
  const verification =
    content.coverage.of === 0
      ? []
      : [
          formatCoverage(content),
          content.gists.length > 0
            ? t('each in its own words, shortened where … stands')
            : t('every passage word for word'),
          ...(content.viewpoints.some(viewpoint => isInModelsWords(viewpoint, answered))
            ? [t('titles marked ≈ in the model’s words')]
            : []),
          ...formatLeftOutLine(commentsRecipe, answered, settings),
          ...formatTranslationProof(answered, [
            ...content.gists,
            ...content.viewpoints.flatMap(({ passage }) => passage ?? []),
          ]),
        ];
  const picture = at === 0 ? createCommentsChart(answered, settings) : null;
  return {
    embeds: [renderFrame({ article, answered, kind: t('What the readers say'), body, verification })],
    ...(picture && { image: picture }),
    components: [
      ...createPageButtons({ at, of }, to =>
        createCustomId('turn', commentsButton, {
          article: article.id,
          page: to,
          language: answered.language,
        }),
      ),
      ...createAnswerRows(article, 'comments', answerReferenceOf('comments', article, answered)),
    ],
  };
}

/** Below the gists of a short discussion only what several say is told again. */
const listViewpoints = ({ gists, viewpoints }: CommentsAnswer) =>
  gists.length === 0 ? viewpoints : viewpoints.filter(({ comments }) => comments.length > 1);

function formatCoverage({ gists, coverage: { used, of } }: CommentsAnswer): Markdown {
  return gists.length > 0
    ? t('{{used}} of {{count}} comments one by one', { used, count: of })
    : t('{{used}} of {{count}} comments in a viewpoint', { used, count: of });
}

/** `**12 comments** in 4 threads with 8 replies on 3 levels. Comments are closed.` */
function formatCounts(
  article: Pick<Article, 'commentsClosed'>,
  { counts }: Pick<CommentsAnswer, 'counts'>,
): Markdown {
  const { comments, replies, threads, levels } = counts;
  const numbers = {
    comments: formatCount(comments, 'comment'),
    threads: formatCount(threads, 'thread'),
    replies: formatCount(replies, 'reply'),
    levels: formatCount(levels, 'level'),
  };
  const text =
    comments === 0
      ? t('This article has no comments.')
      : replies === 0
        ? t('**{{comments}}** in {{threads}}, {{levels}} deep.', numbers)
        : t('**{{comments}}** in {{threads}}, {{replies}}, {{levels}} deep.', numbers);
  return article.commentsClosed ? md`${text} ${t('Comments are closed.')}` : text;
}

/** The viewpoints as bars, first comments and replies apart; null where there is nothing to compare. */
function createCommentsChart(
  answered: Answered<CommentsAnswer>,
  settings: DisplaySettings,
): ChartImage | null {
  const { viewpoints, counts } = answered.content;
  if (viewpoints.length < 2) return null;
  const bars = viewpoints.map(viewpoint => {
    const { label, labelTranslation, comments } = viewpoint;
    const title = mask(labelTranslation ?? translateLabel(label), settings);
    return {
      label: isInModelsWords(viewpoint, answered) ? `${title} ≈` : title,
      comments: comments.length,
      replies: comments.filter(isReply).length,
    };
  });
  const title = t('What {{count}} comments say', { count: counts.comments });
  return renderChart({ title, bars }, 'viewpoints.png');
}

const isReply = (number: string) => number.includes('.');

function renderContradictions(
  { contradictions }: CommentsAnswer,
  passage: (text: string) => Markdown,
): AnswerBlock[] {
  if (contradictions.length === 0) return [];
  const lines = contradictions.slice(0, MAX_CONTRADICTIONS).map(({ reply, to, text, translation }) => {
    const line = t('**{{reply}}** disagrees with **{{to}}**: “{{text}}”', {
      reply: formatCommentNumber(reply),
      to: formatCommentNumber(to),
      text: passage(text),
    });
    return translation
      ? t('{{line}} (translation by the model: {{translation}})', { line, translation: passage(translation) })
      : line;
  });
  const rest = contradictions.length - lines.length;
  const more = rest > 0 ? [t('and {{replies}}', { replies: formatCount(rest, 'more reply') })] : [];
  const [first = md``, ...others] = [...lines, ...more];
  // The heading and the first line are one block, so that no page ends in a bare heading.
  return [md`**${t('Who disagrees with whom')}**\n${first}`, ...others.map(close => ({ close }))];
}
