import type { z } from 'zod';
import { commentsRecipe } from '../../answers/comments/recipe.ts';
import type { CheckedViewpoint, CommentsAnswer } from '../../answers/comments/schema.ts';
import type { Answered } from '../../answers/service.ts';
import { type Article, getCommentsByNumber } from '../../articles/article.ts';
import { t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { answerReferenceOf } from '../answer-reference.ts';
import { commentsButton } from '../button-ids.ts';
import { createCustomId } from '../custom-id.ts';
import type { ChartImage, Reply } from '../types.ts';
import { findArgument, type Position } from './argument.ts';
import { renderArgument } from './argument-picture.ts';
import { createAnswerRows, createCommentsButton, createLanguageButtons } from './buttons.ts';
import { formatCounts } from './comment-counts.ts';
import { createDisputesButtons, formatMostDisputed } from './disputes.ts';
import {
  type AnswerBlock,
  createListBlocks,
  createPageButtons,
  formatCount,
  paginate,
  renderFrame,
} from './frame.ts';
import { authorOf, formatReader, formatReaders, showOwnWords, showWords } from './readers.ts';
import { escapeLine, md, nestMarks, quoteText } from './text.ts';
import { translateLabel } from './translated-labels.ts';
import { formatTranslationProof } from './translation.ts';
import { formatLeftOutLine } from './verification-line.ts';
import {
  formatSideName,
  isInModelsWords,
  type ReaderView,
  renderGists,
  renderSides,
  renderViewpoint,
} from './viewpoints.ts';

const MAX_PASSAGE = 500;
const MAX_CONTRADICTIONS = 15;
/** Characters shown of a comment that another one contradicts. */
const MAX_SAID = 100;

type CommentsPlace = z.output<typeof commentsButton.values>;

/** An answer with everything that its parts are rendered from. */
interface CommentsView {
  readonly article: Article;
  readonly answered: Answered<CommentsAnswer>;
  readonly settings: DisplaySettings;
}

/**
 * Shows the number of comments, the article's most disputed sentences, the sides and viewpoints with a
 * passage each (or a short discussion comment by comment), and who contradicts whom. The first page also has
 * a picture of the argument, if there is one.
 */
export function renderComments(
  article: Article,
  answered: Answered<CommentsAnswer>,
  { page: requestedPage, settings }: { page: number; settings: DisplaySettings },
): Reply {
  const { content, disputed = [] } = answered;
  const view = { article, answered, settings };
  const readers = createReaderView(article, settings);
  const blocks = [
    formatCounts(article, content, disputed),
    ...formatMostDisputed(article, disputed, settings),
    ...renderSides(content, readers),
    ...renderGists(content, readers, disputed),
    ...listViewpoints(content).map(viewpoint => renderViewpoint(viewpoint, answered, readers)),
    // the gists already say who disagrees with whom
    ...(content.gists.length > 0 ? [] : renderContradictions(view, readers)),
  ];
  const { body, at, of } = paginate(blocks, requestedPage);
  const picture = at === 0 ? createPicture(view) : null;
  const reference = answerReferenceOf('comments', article, answered);
  const idOf = ({ page = 0, language = answered.language }: Partial<CommentsPlace>) =>
    createCustomId('turn', commentsButton, { article: article.id, page, language });
  const toReaders = article.comments.length > 0 ? [createCommentsButton(reference)] : [];
  return {
    cards: [
      renderFrame({
        article,
        answered,
        kind: t('What the readers say'),
        body,
        verification: formatVerification(view),
        page: { at, of },
      }),
    ],
    ...(picture && { image: picture }),
    components: createAnswerRows({
      article,
      shown: 'comments',
      reference,
      turner: createPageButtons({ at, more: at < of - 1 }, to => idOf({ page: to })),
      steps: [...toReaders, ...createDisputesButtons(article, disputed)],
      forms: createLanguageButtons(answered, language => idOf({ language })),
    }),
  };
}

/** How the readers' words and names are shown. */
function createReaderView(article: Article, settings: DisplaySettings): ReaderView {
  return {
    show: text => escapeLine(nestMarks(showWords(text, settings)), MAX_PASSAGE),
    name: (number, place) => formatReader(article, number, { settings, place }),
    list: numbers =>
      // without names the list would only repeat the number of comments
      numbers.some(number => authorOf(article, number, settings) !== null)
        ? formatReaders(article, numbers, { settings })
        : null,
  };
}

/** Below the gists of a short discussion, only viewpoints of several comments are shown. */
const listViewpoints = ({ gists, viewpoints }: CommentsAnswer) =>
  gists.length === 0 ? viewpoints : viewpoints.filter(({ comments }) => comments.length > 1);

function formatVerification({ answered, settings }: CommentsView): string[] {
  const { viewpoints, gists, coverage } = answered.content;
  if (coverage.of === 0) return [];
  const { used, of: count } = coverage;
  return [
    gists.length > 0
      ? t('{{used}} of {{count}} comments one by one', { used, count })
      : t('{{used}} of {{count}} comments in a viewpoint', { used, count }),
    gists.length > 0
      ? t('each in its own words, shortened where … stands')
      : t('every passage word for word'),
    ...(viewpoints.some(viewpoint => isInModelsWords(viewpoint, answered))
      ? [t('titles marked ≈ in the model’s words')]
      : []),
    ...formatLeftOutLine(commentsRecipe, answered, settings),
    ...formatTranslationProof(answered, [...viewpoints.flatMap(({ passage }) => passage ?? []), ...gists]),
  ];
}

/** Draws the sides, else the viewpoints, as boxes with the replies between them. Null if there are none. */
function createPicture({ article, answered, settings }: CommentsView): ChartImage | null {
  const { sides, viewpoints } = answered.content;
  const ofSides = sides.map(({ passage, comments, relation }, at): Position => {
    const said = showWords(passage.translation ?? passage.text, settings);
    return { title: relation ? `${formatSideName(sides, at)}: ${said}` : said, comments };
  });
  const ofViewpoints = viewpoints.map(viewpoint => {
    const title = titleOf(viewpoint, settings);
    return {
      title: isInModelsWords(viewpoint, answered) ? `${title} ≈` : title,
      comments: viewpoint.comments,
    };
  });
  const areSides = sides.length > 1;
  const positions = areSides ? ofSides : ofViewpoints;
  const argument = findArgument(article, answered.content, positions, { areSides });
  if (!argument) return null;
  const title = t('The argument in {{count}} comments', { count: article.comments.length });
  return renderArgument(argument, { title, shown: positions.length, name: 'argument.png' });
}

const titleOf = ({ label, labelTranslation }: CheckedViewpoint, settings: DisplaySettings): string =>
  showWords(labelTranslation ?? translateLabel(label), settings);

function renderContradictions(
  { article, answered, settings }: CommentsView,
  { show, name }: ReaderView,
): AnswerBlock[] {
  const { contradictions } = answered.content;
  if (contradictions.length === 0) return [];
  /** The author who is contradicted, or else the comment: "another reader" tells nobody anything. */
  const describe = (to: string) => {
    const said = getCommentsByNumber(article).get(to);
    return said === undefined || authorOf(article, to, settings) !== null
      ? md`**${name(to, 'other')}**`
      : quoteText(escapeLine(showOwnWords(said, settings), MAX_SAID));
  };
  const lines = contradictions.slice(0, MAX_CONTRADICTIONS).map(({ reply, to, text, translation }) => {
    const line = t('**{{reply}}** disagrees with {{to}}: “{{text}}”', {
      reply: name(reply, 'opening'),
      to: describe(to),
      text: show(text),
    });
    const whole = translation
      ? t('{{line}} (translation by the model: {{translation}})', {
          line,
          translation: show(translation),
        })
      : line;
    return md`- ${whole}`;
  });
  const rest = contradictions.length - lines.length;
  const more = rest > 0 ? t('and {{replies}}', { replies: formatCount(rest, 'more reply') }) : md``;
  return createListBlocks(md`**${t('Who disagrees with whom')}**`, [...lines, more]);
}
