import { commentsRecipe } from '../../answers/comments/recipe.ts';
import type {
  CheckedViewpoint,
  CommentsAnswer,
  CommentsSide,
  Relation,
} from '../../answers/comments/schema.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { currentLocale, type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { answerReferenceOf } from '../answer-reference.ts';
import { commentsButton } from '../button-ids.ts';
import { createCustomId } from '../custom-id.ts';
import type { ChartImage, Reply } from '../types.ts';
import { findArgument, type Position } from './argument.ts';
import { renderArgument } from './argument-picture.ts';
import { createAnswerRows, createCommentsButton } from './buttons.ts';
import { formatCounts } from './comment-counts.ts';
import { createDisputesButtons, formatMostDisputed } from './disputes.ts';
import { type AnswerBlock, createPageButtons, formatCount, paginate, renderFrame } from './frame.ts';
import { renderGists } from './gists.ts';
import { authorOf, formatReader, formatReaders } from './readers.ts';
import { escapeLine, joinText, mask, md } from './text.ts';
import { translateLabel } from './translated-labels.ts';
import { formatTranslationLine, formatTranslationProof } from './translation.ts';
import { formatLeftOutLine } from './verification-line.ts';

const MAX_PASSAGE = 500;
const MAX_LABEL = 120;
const MAX_CONTRADICTIONS = 15;

/** An answer with what its parts are rendered by. */
interface CommentsView {
  readonly article: Article;
  readonly answered: Answered<CommentsAnswer>;
  readonly settings: DisplaySettings;
}

/**
 * How many, what of the article is disputed most, the sides and viewpoints with a passage each or a short discussion
 * comment by comment, and who contradicts whom; on the first page the argument as a picture, where there is one.
 */
export function renderComments(
  article: Article,
  answered: Answered<CommentsAnswer>,
  { page: requestedPage, settings }: { page: number; settings: DisplaySettings },
): Reply {
  const { content, disputed = [] } = answered;
  const view = { article, answered, settings };
  const blocks = [
    formatCounts(article, content, disputed),
    ...formatMostDisputed(article, disputed, settings),
    ...renderPositions(view),
    ...renderGists(article, content.gists, { disputed, settings }),
    ...(content.gists.length > 0 ? [] : renderContradictions(view)),
  ];
  const { body, at, of } = paginate(blocks, requestedPage);
  const picture = at === 0 ? createPicture(view) : null;
  const reference = answerReferenceOf('comments', article, answered);
  const toReaders = article.comments.length > 0 ? [createCommentsButton(reference)] : [];
  return {
    embeds: [
      renderFrame({
        article,
        answered,
        kind: t('What the readers say'),
        body,
        verification: formatVerification(view),
      }),
    ],
    ...(picture && { image: picture }),
    components: [
      ...createPageButtons({ at, of }, to =>
        createCustomId('turn', commentsButton, {
          article: article.id,
          page: to,
          language: answered.language,
        }),
      ),
      ...createAnswerRows(article, 'comments', reference, [
        ...toReaders,
        ...createDisputesButtons(article, disputed),
      ]),
    ],
  };
}

function formatVerification({ answered, settings }: CommentsView): string[] {
  const { viewpoints, gists, coverage } = answered.content;
  if (coverage.of === 0) return [];
  const { used, of: count } = coverage;
  return [
    gists.length > 0
      ? t('{{used}} of {{count}} comments told one by one', { used, count })
      : t('{{used}} of {{count}} comments in a viewpoint', { used, count }),
    t('every passage word for word'),
    ...(viewpoints.some(viewpoint => isInModelsWords(viewpoint, answered))
      ? [t('titles marked ≈ in the model’s words')]
      : []),
    ...formatLeftOutLine(commentsRecipe, answered, settings),
    ...formatTranslationProof(answered, [...viewpoints.flatMap(({ passage }) => passage ?? []), ...gists]),
  ];
}

/** The sides, or else the viewpoints, as boxes with what goes between them; null where there is no argument. */
function createPicture({ article, answered, settings }: CommentsView): ChartImage | null {
  const { sides, viewpoints } = answered.content;
  const ofSides = sides.map(({ passage, comments }): Position => {
    return { title: mask(passage.translation ?? passage.text, settings), comments };
  });
  const ofViewpoints = viewpoints.map(viewpoint => {
    const title = titleOf(viewpoint, settings);
    return {
      title: isInModelsWords(viewpoint, answered) ? `${title} ≈` : title,
      comments: viewpoint.comments,
    };
  });
  const positions = sides.length > 1 ? ofSides : ofViewpoints;
  const argument = findArgument(article, answered.content, positions);
  if (!argument) return null;
  const title = t('The argument in {{count}} comments', { count: article.comments.length });
  return renderArgument(argument, { title, shown: positions.length, name: 'argument.png' });
}

const titleOf = ({ label, labelTranslation }: CheckedViewpoint, settings: DisplaySettings): string =>
  mask(labelTranslation ?? translateLabel(label), settings);

/** Whether a title is to be marked: the built-in engine's are made of a fixed set of words and those of the comments. */
function isInModelsWords(
  { level }: Pick<CheckedViewpoint, 'level'>,
  { engine }: Pick<Answered<unknown>, 'engine'>,
): boolean {
  return level === 'worded' && engine !== 'extractive';
}

/** Each side with its viewpoints, then those that take none. */
function renderPositions(view: CommentsView): AnswerBlock[] {
  const { sides, viewpoints } = view.answered.content;
  const renderAll = (side: number | null) =>
    viewpoints
      .filter(viewpoint => viewpoint.side === side)
      .map(viewpoint => renderViewpoint(viewpoint, view));
  return [...sides.flatMap((side, at) => [renderSide(side, at, view), ...renderAll(at)]), ...renderAll(null)];
}

/** How a side stands to the proposal, where its comments say so. */
const relations: Readonly<Record<Relation, string>> = {
  for: defineMessage('**For ({{count}})**'),
  against: defineMessage('**Against ({{count}})**'),
};
const ONE_SIDE = defineMessage('**One side ({{count}})**');
const OTHER_SIDE = defineMessage('**The other side ({{count}})**');

function renderSide(side: CommentsSide, at: number, { article, settings }: CommentsView): Markdown {
  const { text, translation, comment } = side.passage;
  const count = side.comments.length;
  const name = t(side.relation ? relations[side.relation] : at === 0 ? ONE_SIDE : OTHER_SIDE, { count });
  return joinText(
    [
      md`${name} “${escapeLine(mask(text, settings), MAX_PASSAGE)}” ${formatReaders(article, [comment], { settings })}`,
      ...formatTranslationLine({ translation: translation && mask(translation, settings) }, MAX_PASSAGE),
    ],
    '\n',
  );
}

function renderViewpoint(
  viewpoint: CheckedViewpoint,
  { article, answered, settings }: CommentsView,
): Markdown {
  const { comments, passage, language } = viewpoint;
  const title = escapeLine(titleOf(viewpoint, settings), MAX_LABEL);
  const mark = isInModelsWords(viewpoint, answered) ? md`\u00a0\`≈\`` : '';
  // without names it would repeat how many comments there are
  const isNamed = comments.some(number => authorOf(article, number, settings) !== null);
  const small = joinText(
    [language && formatLanguage(language), isNamed && formatReaders(article, comments, { settings })],
    ' · ',
  );
  return joinText(
    [
      md`**${title}**${mark} · ${formatCount(comments.length, 'comment')}`,
      ...(passage
        ? [
            md`> “${escapeLine(mask(passage.text, settings), MAX_PASSAGE)}”`,
            ...formatTranslationLine(
              { translation: passage.translation && mask(passage.translation, settings) },
              MAX_PASSAGE,
            ),
          ]
        : []),
      small && md`-# ${small}`,
    ],
    '\n',
  );
}

/** What a language is called, by its ISO 639-3 code. */
const formatLanguage = (code: string): Markdown =>
  escapeLine(new Intl.DisplayNames([currentLocale()], { type: 'language' }).of(code) ?? code);

function renderContradictions({ article, answered: { content }, settings }: CommentsView): AnswerBlock[] {
  const { contradictions } = content;
  if (contradictions.length === 0) return [];
  const formatPassage = (text: string) => escapeLine(mask(text, settings), MAX_PASSAGE);
  const lines = contradictions.slice(0, MAX_CONTRADICTIONS).map(({ reply, to, text, translation }) => {
    const line = t('**{{reply}}** disagrees with **{{to}}**: “{{text}}”', {
      reply: formatReader(article, reply, { settings, place: 'opening' }),
      to: formatReader(article, to, { settings, place: 'other' }),
      text: formatPassage(text),
    });
    return translation
      ? t('{{line}} (translation by the model: {{translation}})', {
          line,
          translation: formatPassage(translation),
        })
      : line;
  });
  const rest = contradictions.length - lines.length;
  const more = rest > 0 ? [t('and {{replies}}', { replies: formatCount(rest, 'more reply') })] : [];
  const [first = md``, ...others] = [...lines, ...more];
  // The heading and the first line are one block, so that no page ends in a bare heading.
  return [md`**${t('Who disagrees with whom')}**\n${first}`, ...others.map(close => ({ close }))];
}
