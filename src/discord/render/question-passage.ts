import { findAnswerWords } from '../../answers/question/answer-words.ts';
import type { AnswerStatement, DraftStatement } from '../../answers/question/schema.ts';
import type { Article } from '../../articles/article.ts';
import type { Markdown } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { formatParagraphMarks, joinCitation, markLevel } from './frame.ts';
import { authorOf, formatReaders } from './readers.ts';
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

function formatStatement({ text, translation, answer }: ShownStatement, settings: DisplaySettings): Markdown {
  const shown = mask(translation ?? text, settings);
  const bold = translation || !answer ? null : findAnswerWords(shown, mask(answer, settings));
  return bold ? emphasizePart(shown, bold, MAX_STATEMENT) : escapeLine(shown, MAX_STATEMENT);
}

/** The statement with strong language masked, if the settings say so. */
export function maskStatement(statement: ShownStatement, settings: DisplaySettings): ShownStatement {
  return { ...statement, text: mask(statement.text, settings) };
}
