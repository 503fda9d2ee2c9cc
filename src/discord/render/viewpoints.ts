import type { CheckedViewpoint, CommentAct, CommentsAnswer, Gist } from '../../answers/comments/schema.ts';
import type { DisputedSentence } from '../../answers/disputes/dispute.ts';
import type { Answered } from '../../answers/service.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { currentCatalog, type Markdown, t } from '../../i18n/translate.ts';
import { formatCount, formatParagraphMarks } from './frame.ts';
import type { ReaderPlace } from './readers.ts';
import { escapeLine, joinText, md, preventBreaks, quoteText } from './text.ts';
import { translateLabel } from './translated-labels.ts';

const MAX_TITLE_LENGTH = 120;

/** How the readers' words and names are shown, by the server's settings. */
export interface ReaderView {
  /** A reader's text: escaped, shortened and masked. */
  show(text: string): Markdown;
  /** The author of a comment. */
  name(number: string, place: ReaderPlace): Markdown;
  /** The authors of comments, or null if none has a name. */
  list(numbers: readonly string[]): Markdown | null;
}

/** Whether to mark a title as being in a model's words. */
export function isInModelsWords(
  { level }: Pick<CheckedViewpoint, 'level'>,
  { engine }: Pick<Answered<unknown>, 'engine'>,
): boolean {
  return level === 'worded' && engine !== 'extractive';
}

/** The sides of a debate, one line each: `**One side (9)** “They never fix the heating.”`; else empty. */
export function renderSides({ sides }: Pick<CommentsAnswer, 'sides'>, readers: ReaderView): Markdown[] {
  if (sides.length === 0) return [];
  const lines = sides.map((side, at) => {
    const { text, translation } = side.passage;
    const shown = md`**${formatSideName(sides, at)} (${side.comments.length})** ${quoteText(readers.show(text))}`;
    return translation ? md`${shown}\n${formatTranslation(translation, readers)}` : shown;
  });
  return [joinText(lines, '\n')];
}

/** The name of a side: its relation to the proposal if its comments state one, else by its position. */
export function formatSideName(sides: CommentsAnswer['sides'], at: number): Markdown {
  const relation = sides[at]?.relation;
  if (relation) return relation === 'for' ? t('For it') : t('Against it');
  if (at === 0) return t('One side');
  return sides.length === 2 ? t('The other side') : t('Another side');
}

/** Which side most comments of a viewpoint take; comments known to take a side are counted with that side. */
function formatMostly(sides: CommentsAnswer['sides'], at: number): Markdown {
  const relation = sides[at]?.relation;
  if (relation) return relation === 'for' ? t('mostly for it') : t('mostly against it');
  if (at === 0) return t('mostly on one side');
  return sides.length === 2 ? t('mostly on the other side') : t('mostly on another side');
}

const formatTranslation = (translation: string, readers: ReaderView) =>
  t('-# translation by the model: {{translation}}', { translation: readers.show(translation) });

/** A viewpoint: its title with the count, a passage from another of its comments, and the side it takes. */
export function renderViewpoint(
  viewpoint: CheckedViewpoint,
  { content, ...answered }: Pick<Answered<CommentsAnswer>, 'content' | 'engine'>,
  readers: ReaderView,
): Markdown {
  const { comments, side, language } = viewpoint;
  const marks = [
    preventBreaks(formatCount(comments.length, 'comment')),
    ...(side === null ? [] : [formatMostly(content.sides, side)]),
    ...(language === null ? [] : [escapeLine(languageName(language))]),
  ];
  const worded = isInModelsWords(viewpoint, answered) ? md`\u00a0\`≈\`` : '';
  return joinText(
    [
      md`**${formatTitle(viewpoint, readers)}**${worded} · ${joinText(marks, ' · ')}`,
      ...renderPassage(viewpoint, readers),
      formatWriters(viewpoint, readers),
    ],
    '\n',
  );
}

/** Puts a title in the readers' own words into quotation marks. */
function formatTitle(
  { label, labelTranslation, level, ground }: CheckedViewpoint,
  readers: ReaderView,
): Markdown {
  const title = readers.show((labelTranslation ?? translateLabel(label)).slice(0, MAX_TITLE_LENGTH));
  return level === 'worded' || ground.length === 0 || labelTranslation ? title : quoteText(title);
}

function renderPassage(viewpoint: CheckedViewpoint, readers: ReaderView): Markdown[] {
  if (!viewpoint.passage) return [];
  const { text, translation } = viewpoint.passage;
  const quote = md`> ${quoteText(readers.show(text))}`;
  return translation ? [quote, formatTranslation(translation, readers)] : [quote];
}

/** The authors of a viewpoint's comments, those quoted first. */
function formatWriters(
  { comments, passage, ground }: CheckedViewpoint,
  readers: ReaderView,
): Markdown | null {
  const quoted = [ground[0]?.comment, passage?.comment].filter(number => typeof number === 'string');
  const list = readers.list([...new Set([...quoted, ...comments])]);
  return list && md`-# ${list}`;
}

/** The name of a language (ISO 639-3) in the reader's language. */
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

/** Indents by the level of a comment; deeper levels share the last one, as a phone has no more room. */
const INDENTS: readonly Markdown[] = [md``, md`↳ `, md`\u2003↳ `, md`\u2003\u2003↳ `];

/** A short discussion, one line per comment: its author, whom or what it addresses and how, and its text. */
export function renderGists(
  { gists }: Pick<CommentsAnswer, 'gists'>,
  readers: ReaderView,
  disputed: readonly DisputedSentence[],
): Markdown[] {
  if (gists.length === 0) return [];
  const lines = gists.map(gist => {
    const line = formatGist(gist, readers, disputed);
    const language = gist.language === null ? line : md`${line} · ${escapeLine(languageName(gist.language))}`;
    const level = Math.min(INDENTS.length, gist.comment.split('.').length);
    const placed = md`${INDENTS[level - 1] ?? ''}${language}`;
    return gist.translation ? md`${placed}\n${formatTranslation(gist.translation, readers)}` : placed;
  });
  return [joinText(lines, '\n')];
}

function formatGist(
  { comment, to, act, text }: Gist,
  readers: ReaderView,
  disputed: readonly DisputedSentence[],
): Markdown {
  const values = { reply: readers.name(comment, 'opening'), text: readers.show(text) };
  const paragraphs = disputed.flatMap(({ paragraph, disputes }) =>
    disputes.some(each => each.comment === comment) ? [paragraph] : [],
  );
  if (paragraphs.length > 0)
    return t('**{{reply}}** disputes {{paragraphs}}: “{{text}}”', {
      ...values,
      paragraphs: formatParagraphMarks(paragraphs),
    });
  return to === null
    ? t(ACT_LINES.starts, values)
    : t(ACT_LINES[act], { ...values, to: readers.name(to, 'other') });
}
