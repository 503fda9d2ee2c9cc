import { findAnswerWords } from '../../answers/question/answer-words.ts';
import type { AnswerStatement, DraftStatement } from '../../answers/question/schema.ts';
import type { Article } from '../../articles/article.ts';
import type { Markdown } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { formatCount, formatParagraphMarks, joinCitation, markLevel } from './frame.ts';
import { authorOf, formatReaders, showWords } from './readers.ts';
import { emphasizePart, escapeLine, mask, md } from './text.ts';

/** The longest statement that is shown, in characters. */
export const MAX_STATEMENT = 900;
const MAX_NAME = 120;

type ShownStatement = DraftStatement & Partial<Pick<AnswerStatement, 'level'>>;

/** What a passage is shown with. */
export interface PassageView {
  readonly article: Article;
  readonly settings: DisplaySettings;
  /** Whether it stands in a list of what readers say, where only names tell them apart. */
  readonly isAmongReaders?: boolean;
}

/** The statement with its answer in bold, and its speaker in brackets if its sentence does not name them. */
export function formatPassage(
  statement: ShownStatement,
  { article, settings, isAmongReaders = false }: PassageView,
): Markdown {
  const { speaker } = statement;
  const said = speaker
    ? md`${formatStatement(statement, settings)} (${escapeLine(speaker, MAX_NAME)})`
    : formatStatement(statement, settings);
  const cited = citeParagraphs(said, statement);
  const { comments } = statement;
  const isNamed = comments.some(number => authorOf(article, number, settings) !== null);
  if (comments.length > 1) return md`${cited} (${formatCount(comments.length, 'comment')})`;
  return comments.length > 0 && (isNamed || !isAmongReaders)
    ? md`${cited} (${formatReaders(article, comments, { settings })})`
    : cited;
}

/** The text with its paragraphs. One that rests on comments alone is marked only if worded differently. */
function citeParagraphs(text: Markdown, statement: ShownStatement): Markdown {
  const { paragraphs, level } = statement;
  if (paragraphs.length > 0)
    return joinCitation(text, markLevel(formatParagraphMarks(paragraphs), { level }));
  return level === 'worded' ? joinCitation(text, md`≈`) : text;
}

function formatStatement(statement: ShownStatement, settings: DisplaySettings): Markdown {
  const { text, translation, answer } = statement;
  const show = (words: string) => showStatement({ ...statement, text: words }, settings);
  const shown = show(translation ?? text);
  const bold = translation || !answer ? null : findAnswerWords(shown, show(answer));
  return bold ? emphasizePart(shown, bold, MAX_STATEMENT) : escapeLine(shown, MAX_STATEMENT);
}

/** The text of a statement, masked as the settings say, and a reader's without marks of Markdown. */
export const showStatement = (
  { text, comments }: Pick<ShownStatement, 'text' | 'comments'>,
  settings: DisplaySettings,
): string => (comments.length > 0 ? showWords(text, settings) : mask(text, settings));
