import type { CheckedViewpoint, CommentAct, CommentsAnswer, Gist } from '../../answers/comments/schema.ts';
import type { Answered } from '../../answers/service.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { currentCatalog, type Markdown, t } from '../../i18n/translate.ts';
import { formatCommentMarks, formatCount } from './frame.ts';
import { escapeLine, formatCommentNumber, joinText, md } from './text.ts';
import { translateLabel } from './translated-labels.ts';

const MAX_TITLE_LENGTH = 120;

/** Shows what a reader wrote: escaped, shortened and masked as the server wants it. */
export type PassageFormat = (text: string) => Markdown;

/** Whether a title is to be marked as being in the words of a model. */
export function isInModelsWords(
  { level }: Pick<CheckedViewpoint, 'level'>,
  { engine }: Pick<Answered<unknown>, 'engine'>,
): boolean {
  return level === 'worded' && engine !== 'extractive';
}

/** The sides of a debate, a line each: `**One side (9)** “They never fix the heating.”`; nothing where there are none. */
export function renderSides({ sides }: Pick<CommentsAnswer, 'sides'>, passage: PassageFormat): Markdown[] {
  if (sides.length === 0) return [];
  const lines = sides.map((side, at) => {
    const { text, translation } = side.passage;
    const shown = md`**${formatSideName(sides, at)} (${side.comments.length})** “${passage(text)}”`;
    return translation ? md`${shown}\n${formatTranslation(translation, passage)}` : shown;
  });
  return [joinText(lines, '\n')];
}

/** What a side is called: by its relation to the proposal where its comments say that, else by its place. */
export function formatSideName(sides: CommentsAnswer['sides'], at: number): Markdown {
  const relation = sides[at]?.relation;
  if (relation) return relation === 'for' ? t('For it') : t('Against it');
  if (at === 0) return t('One side');
  return sides.length === 2 ? t('The other side') : t('Another side');
}

/** Which side most comments of a viewpoint take: those that are known to take it are counted with the sides. */
function formatMostly(sides: CommentsAnswer['sides'], at: number): Markdown {
  const relation = sides[at]?.relation;
  if (relation) return relation === 'for' ? t('mostly for it') : t('mostly against it');
  if (at === 0) return t('mostly on one side');
  return sides.length === 2 ? t('mostly on the other side') : t('mostly on another side');
}

const formatTranslation = (translation: string, passage: PassageFormat) =>
  t('-# translation by the model: {{translation}}', { translation: passage(translation) });

/** A viewpoint: its title with the count, the passage of another of its comments, and where it stands. */
export function renderViewpoint(
  viewpoint: CheckedViewpoint,
  { content, ...answered }: Pick<Answered<CommentsAnswer>, 'content' | 'engine'>,
  passage: PassageFormat,
): Markdown {
  const { comments, side, language } = viewpoint;
  const marks = [
    formatCount(comments.length, 'comment'),
    ...(side === null ? [] : [formatMostly(content.sides, side)]),
    ...(language === null ? [] : [escapeLine(languageName(language))]),
  ];
  const worded = isInModelsWords(viewpoint, answered) ? md`\u00a0\`≈\`` : '';
  return joinText(
    [
      md`**${formatTitle(viewpoint, passage)}**${worded} · ${joinText(marks, ' · ')}`,
      ...renderPassage(viewpoint, passage),
      formatPlaces(viewpoint),
    ],
    '\n',
  );
}

/** A title in the readers' own words stands in quotation marks. */
function formatTitle(
  { label, labelTranslation, level, ground }: CheckedViewpoint,
  passage: PassageFormat,
): Markdown {
  const title = passage((labelTranslation ?? translateLabel(label)).slice(0, MAX_TITLE_LENGTH));
  return level === 'worded' || ground.length === 0 || labelTranslation ? title : md`“${title}”`;
}

function renderPassage(viewpoint: CheckedViewpoint, passage: PassageFormat): Markdown[] {
  if (!viewpoint.passage) return [];
  const { text, translation } = viewpoint.passage;
  const quote = md`> “${passage(text)}”`;
  return translation ? [quote, formatTranslation(translation, passage)] : [quote];
}

function formatPlaces({ comments, passage, ground }: CheckedViewpoint): Markdown {
  const of = passage?.comment ?? ground[0]?.comment ?? comments[0] ?? '';
  const comment = formatCommentNumber(of);
  return comments.length > 1
    ? t('-# comment {{comment}}; together: {{comments}}', { comment, comments: formatCommentMarks(comments) })
    : t('-# comment {{comment}}', { comment });
}

/** The name of a language by its ISO 639-3 code, in the reader's. */
function languageName(code: string): string {
  return new Intl.DisplayNames(currentCatalog(), { type: 'language' }).of(code) ?? code;
}

const ACT_LINES: Readonly<Record<CommentAct, string>> = {
  starts: defineMessage('**{{reply}}**: “{{text}}”'),
  answers: defineMessage('**{{reply}}** answers **{{to}}**: “{{text}}”'),
  agrees: defineMessage('**{{reply}}** agrees with **{{to}}**: “{{text}}”'),
  contradicts: defineMessage('**{{reply}}** disagrees with **{{to}}**: “{{text}}”'),
  asks: defineMessage('**{{reply}}** asks **{{to}}**: “{{text}}”'),
  adds: defineMessage('**{{reply}}** adds to **{{to}}**: “{{text}}”'),
};

/** A short discussion, a line for each comment: who, what it does to whom, and what it says. */
export function renderGists({ gists }: Pick<CommentsAnswer, 'gists'>, passage: PassageFormat): Markdown[] {
  if (gists.length === 0) return [];
  const lines = gists.map(gist => {
    const line = formatGist(gist, passage);
    const language = gist.language === null ? line : md`${line} · ${escapeLine(languageName(gist.language))}`;
    return gist.translation ? md`${language}\n${formatTranslation(gist.translation, passage)}` : language;
  });
  return [joinText(lines, '\n')];
}

function formatGist({ comment, to, act, text }: Gist, passage: PassageFormat): Markdown {
  const values = { reply: formatCommentNumber(comment), text: passage(text) };
  return to === null
    ? t(ACT_LINES.starts, values)
    : t(ACT_LINES[act], { ...values, to: formatCommentNumber(to) });
}
