import type { CommentsAnswer, Viewpoint } from '../../answers/comments/schema.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Settings } from '../../storage/storage.ts';
import { subjectOf } from '../answer-reference.ts';
import { customId } from '../custom-id.ts';
import { languageMark } from '../language.ts';
import type { Picture, Reply } from '../types.ts';
import { answerRows } from './buttons.ts';
import { chart } from './chart.ts';
import { type Block, commentMarks, counted, frame, page, pageButtons } from './frame.ts';
import { labelIn } from './labels.ts';
import { joinText, mask, md, placeText, plainLine } from './text.ts';
import { translationProof } from './translation.ts';

const PASSAGE = 500;
const LABEL = 120;
const MOST_CONTRADICTIONS = 15;

/** How many, which viewpoints with one passage each, and who contradicts whom. */
export function renderComments(
  article: Article,
  answered: Answered<CommentsAnswer>,
  { page: wanted, settings }: { page: number; settings: Settings },
): Reply {
  const { content } = answered;
  const passage = (text: string) => plainLine(mask(text, settings), PASSAGE);
  const blocks = [
    pulse(article, content),
    ...content.viewpoints.map(viewpoint => viewpointBlock(viewpoint, passage)),
    ...contradictionBlocks(content, passage),
  ];
  const { body, at, of } = page(blocks, wanted);
  const proof =
    content.coverage.of === 0
      ? []
      : [
          t('{{used}} of {{count}} comments in a viewpoint', {
            used: content.coverage.used,
            count: content.coverage.of,
          }),
          t('every passage verbatim'),
          ...translationProof(
            answered,
            content.viewpoints.map(({ passage }) => passage),
          ),
        ];
  const picture = at === 0 ? commentsChart(content, settings) : null;
  return {
    embeds: [frame({ article, answered, kind: t('What the readers say'), body, proof })],
    ...(picture && { picture }),
    components: [
      ...pageButtons({ at, of }, to =>
        customId('turn', 'comments', article.id, to, languageMark(answered.language)),
      ),
      ...answerRows(article, 'comments', subjectOf('comments', article, answered)),
    ],
  };
}

/** `**12 comments** in 4 threads with 8 replies on 3 levels. Comments are closed.` */
export function pulse(
  article: Pick<Article, 'commentsClosed'>,
  { counts }: Pick<CommentsAnswer, 'counts'>,
): Markdown {
  const { comments, replies, threads, levels } = counts;
  const numbers = {
    comments: counted(comments, 'comment'),
    threads: counted(threads, 'thread'),
    replies: counted(replies, 'reply'),
    levels: counted(levels, 'level'),
  };
  const text =
    comments === 0
      ? t('No reader has commented on this article.')
      : replies === 0
        ? t('**{{comments}}** in {{threads}}, {{levels}} deep.', numbers)
        : t('**{{comments}}** in {{threads}}, {{replies}}, {{levels}} deep.', numbers);
  return article.commentsClosed ? md`${text} ${t('Comments are closed.')}` : text;
}

/** The viewpoints as bars, first comments and replies apart; null where there is nothing to compare. */
function commentsChart({ viewpoints, counts }: CommentsAnswer, settings: Settings): Picture | null {
  if (viewpoints.length < 2) return null;
  const bars = viewpoints.map(({ label, labelTranslation, comments }) => ({
    label: mask(labelTranslation ?? labelIn(label), settings),
    comments: comments.length,
    replies: comments.filter(isReply).length,
  }));
  const title = t('What {{count}} comments say', { count: counts.comments });
  return chart({ title, bars }, 'viewpoints.png');
}

const isReply = (number: string) => number.includes('.');

function viewpointBlock(viewpoint: Viewpoint, passage: (text: string) => Markdown): Markdown {
  const { label, labelTranslation, comments } = viewpoint;
  const { text, translation } = viewpoint.passage;
  const comment = placeText(viewpoint.passage.comment);
  return joinText(
    [
      md`**${plainLine(labelTranslation ?? labelIn(label), LABEL)}** · ${counted(comments.length, 'comment')}`,
      md`> “${passage(text)}”`,
      ...(translation
        ? [t('-# translation by the model: {{translation}}', { translation: passage(translation) })]
        : []),
      comments.length > 1
        ? t('-# comment {{comment}}; together: {{comments}}', { comment, comments: commentMarks(comments) })
        : t('-# comment {{comment}}', { comment }),
    ],
    '\n',
  );
}

function contradictionBlocks(
  { contradictions }: CommentsAnswer,
  passage: (text: string) => Markdown,
): Block[] {
  if (contradictions.length === 0) return [];
  const lines = contradictions.slice(0, MOST_CONTRADICTIONS).map(({ reply, to, text, translation }) => {
    const line = t('**{{reply}}** contradicts **{{to}}**: “{{text}}”', {
      reply: placeText(reply),
      to: placeText(to),
      text: passage(text),
    });
    return translation
      ? t('{{line}} (translation by the model: {{translation}})', { line, translation: passage(translation) })
      : line;
  });
  const rest = contradictions.length - lines.length;
  const more = rest > 0 ? [t('and {{replies}}', { replies: counted(rest, 'more reply') })] : [];
  const [first = md``, ...others] = [...lines, ...more];
  // The heading and the first line are one block, so that no page ends in a bare heading.
  return [md`**${t('Who contradicts whom')}**\n${first}`, ...others.map(close => ({ close }))];
}
