import type { Citation } from '../../answers/recipe.ts';
import {
  type Article,
  type Comment,
  commentTextOf,
  getCommentsByNumber,
  parentNumberOf,
} from '../../articles/article.ts';
import { toPlainComment } from '../../articles/plain-comment.ts';
import { formatDate, type Markdown, t } from '../../i18n/translate.ts';
import { memoizePerObject } from '../../memo.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { commentButton } from '../button-ids.ts';
import { createRows } from '../components.ts';
import { createCustomId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { createCommentMenu } from './comment-menu.ts';
import {
  type AnswerBlock,
  createListBlocks,
  createPageButtons,
  formatCount,
  formatMore,
  paginate,
  renderFrame,
} from './frame.ts';
import { formatBlockQuote, splitForBlocks } from './long-text.ts';
import { formatReader, showOwnWords } from './readers.ts';
import { escapeLine, joinText, mask, md, quoteText } from './text.ts';

const MAX_ABOVE = 300;
const MAX_BELOW = 160;
/** The most comments shown above and below; the number of further ones is stated. */
const MAX_PARENTS = 4;
const MAX_ANSWERS = 10;

/** The replies to each comment of an article, by the number of the comment. */
const getAnswers: (article: Article) => ReadonlyMap<string, readonly Comment[]> = memoizePerObject(
  ({ comments }) => Map.groupBy(comments, ({ number }) => parentNumberOf(number) ?? ''),
);

/** The comments above a comment, from the first level down to the one it replies to. */
function findParents(article: Article, number: string): Comment[] {
  const comments = getCommentsByNumber(article);
  const found: Comment[] = [];
  for (let at = parentNumberOf(number); at !== null; at = parentNumberOf(at)) {
    const parent = comments.get(at);
    if (parent) found.unshift(parent);
  }
  return found;
}

/** A comment in full, with the comments above it, its replies below, and a menu to open each of these. */
export function renderComment(
  article: Article,
  comment: Comment,
  { page, settings }: { page: number; settings: DisplaySettings },
): Reply {
  const parents = findParents(article, comment.number);
  const answers = getAnswers(article).get(comment.number) ?? [];
  const shown = parents.slice(-MAX_PARENTS);
  const blocks = [
    ...formatParents(article, shown, parents.length - shown.length, settings),
    ...formatWhole(article, comment, { isBelow: shown.length > 0, settings }),
    ...formatAnswers(article, answers, settings),
  ];
  const { body, at, of } = paginate(blocks, page);
  const turner = createPageButtons({ at, more: at < of - 1 }, to =>
    createCustomId('turn', commentButton, { article: article.id, comment: comment.number, page: to }),
  );
  return {
    cards: [
      renderFrame({
        article,
        answered: null,
        kind: t('A comment and its place'),
        body,
        verification: [t('word for word')],
        page: { at, of },
      }),
    ],
    components: [
      ...createRows(turner),
      ...createCommentMenu(
        article,
        [...shown, ...answers, ...findNeighbours(article, comment)].map(({ number }) => number),
        settings,
      ),
    ],
  };
}

/** The siblings of a comment directly before and after it. */
function findNeighbours(article: Article, { number }: Comment): Comment[] {
  const siblings = getAnswers(article).get(parentNumberOf(number) ?? '') ?? [];
  const at = siblings.findIndex(each => each.number === number);
  return [siblings[at - 1], siblings[at + 1]].filter(each => each !== undefined);
}

function formatParents(
  article: Article,
  parents: readonly Comment[],
  left: number,
  settings: DisplaySettings,
): AnswerBlock[] {
  const more = left > 0 ? [t('-# {{count}} comment further up', { count: left })] : [];
  const lines = parents.map(parent => {
    const reader = formatReader(article, parent.number, { settings, place: 'opening' });
    const text = escapeLine(showOwnWords(parent, settings), MAX_ABOVE);
    return md`**${reader}**: ${quoteText(text)}\n↳`;
  });
  return lines.length === 0 ? [] : [joinText([...more, ...lines], ' ')];
}

/** The text of a comment in as many blocks as it needs. */
function formatWhole(
  article: Article,
  comment: Comment,
  { isBelow, settings }: { isBelow: boolean; settings: DisplaySettings },
): AnswerBlock[] {
  const [first = '', ...rest] = splitForBlocks(mask(toPlainComment(commentTextOf(comment)), settings));
  const about = formatCircumstances(comment);
  const name = formatReader(article, comment.number, { settings, place: 'opening' });
  const begin = joinText([md`**${name}**`, about && md`-# ${about}`, formatBlockQuote(first)], '\n');
  return [isBelow ? { close: begin } : begin, ...rest.map(close => ({ close: formatBlockQuote(close) }))];
}

/** The date of a comment and its votes, as far as the source gives them. */
function formatCircumstances({ time, votes }: Comment): Markdown {
  const at = time && /^\d{4}-\d{2}-\d{2}/.test(time) ? Date.parse(time) : Number.NaN;
  const parts = [
    ...(Number.isNaN(at) ? [] : [escapeLine(formatDate(at, { dateStyle: 'long', timeZone: 'UTC' }))]),
    ...(votes === undefined ? [] : [t('{{count}} vote', { count: votes })]),
  ];
  return joinText(parts, ' · ');
}

function formatAnswers(
  article: Article,
  answers: readonly Comment[],
  settings: DisplaySettings,
): AnswerBlock[] {
  if (answers.length === 0) return [t('-# Nobody answered.')];
  const lines = answers.slice(0, MAX_ANSWERS).map(answer => {
    const below = getAnswers(article).get(answer.number)?.length ?? 0;
    const text = escapeLine(showOwnWords(answer, settings), MAX_BELOW);
    const reader = formatReader(article, answer.number, { settings, place: 'opening' });
    return md`- **${reader}**: ${quoteText(text)}${below > 0 ? md` · ${formatCount(below, 'answer')}` : ''}`;
  });
  const more = formatMore(answers.length - lines.length);
  return createListBlocks(md`**${formatCount(answers.length, 'answer')}**`, [...lines, more]);
}

/** The comments behind statements, each once: first those they are taken from, then those that agree. */
export function listShownComments(citations: readonly Pick<Citation, 'comments'>[]): string[] {
  const first = citations.flatMap(({ comments }) => comments.slice(0, 1));
  return [...new Set([...first, ...citations.flatMap(({ comments }) => comments)])];
}

/** Comments per page of a list, fewer than Discord allows in one menu. */
const LISTED = 10;

/** The comments behind an answer with author and first words, and a menu to open each. */
export function renderCommentList(
  article: Article,
  numbers: readonly string[],
  { page, settings, to }: { page: number; settings: DisplaySettings; to: (page: number) => string },
): Reply {
  const of = Math.max(1, Math.ceil(numbers.length / LISTED));
  const at = Math.min(page, of - 1);
  const listed = numbers.slice(at * LISTED, (at + 1) * LISTED);
  const comments = getCommentsByNumber(article);
  const lines = listed.flatMap(number => {
    const comment = comments.get(number);
    if (!comment) return [];
    const reader = formatReader(article, number, { settings, place: 'opening' });
    return [md`**${reader}**: ${quoteText(escapeLine(showOwnWords(comment, settings), MAX_BELOW))}`];
  });
  const body = lines.length > 0 ? joinText(lines, '\n') : t('There’s no comment behind this answer.');
  return {
    cards: [
      renderFrame({
        article,
        answered: null,
        kind: t('The comments behind it'),
        body,
        verification: [formatCount(numbers.length, 'comment')],
        page: { at, of },
      }),
    ],
    components: [
      ...createRows(createPageButtons({ at, more: at < of - 1 }, to)),
      ...createCommentMenu(article, listed, settings),
    ],
  };
}
