import { questionRecipe, silence } from '../../answers/question/recipe.ts';
import type { QuestionAnswer } from '../../answers/question/schema.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Settings } from '../../storage/storage.ts';
import { subjectOf } from '../answer-reference.ts';
import type { Reply } from '../types.ts';
import { answerRows, voteRow } from './buttons.ts';
import { cited, commentMarks, frame, paragraphMarks, proofText } from './frame.ts';
import { proofLine } from './proof.ts';
import { joinText, mask, md, plainLine } from './text.ts';
import { originalLine, translationLine, translationProof } from './translation.ts';

const STATEMENT = 900;
const QUESTION = 300;

type Statement = QuestionAnswer['statements'][number];

interface Asked {
  readonly question: string;
  /** The questions before it in a thread, the oldest first. */
  readonly context?: string[];
  readonly settings: Settings;
}

/** The answer to a question with what it rests on, or that there is none, with the nearest passage. */
export function renderQuestion(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { question, context = [], settings }: Asked,
): Reply {
  const options = { question, context };
  const none = t(silence(options, article, answered));
  const body = md`**${plainLine(mask(question, settings), QUESTION)}**\n${answerText(answered.content, none, settings)}`;
  return {
    embeds: [frame({ article, answered, kind: t('Question'), body, proof: proof(answered, article) })],
    components: answerRows(article, 'ask', subjectOf('question', article, answered)),
  };
}

/**
 * The same as a reply in a thread, with the same proof and the same votes: the question stands above it
 * already, and so does the article.
 */
export function renderReply(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { question, context = [], settings, notice }: Asked & { notice: string | null },
): Reply {
  const lines = [
    answerText(answered.content, t(silence({ question, context }, article, answered)), settings),
    ...[proofText(answered, proof(answered, article)), answered.notice, notice]
      .filter(line => line !== null)
      .map(line => md`-# ${plainLine(line)}`),
  ];
  return { content: joinText(lines, '\n'), components: [voteRow(subjectOf('question', article, answered))] };
}

function answerText(
  { found, statements, nearest }: QuestionAnswer,
  none: Markdown,
  settings: Settings,
): Markdown {
  if (found)
    return joinText(
      statements.flatMap(statement => [
        passage(statement, settings),
        ...originalLine(masked(statement, settings), STATEMENT),
      ]),
      '\n',
    );
  if (!nearest) return none;
  // the nearest passage is shown as it stands, so its translation stands beside it
  const shown = passage({ ...nearest, translation: undefined }, settings);
  const beside = translationLine({ translation: mask(nearest.translation ?? '', settings) }, STATEMENT);
  return joinText([md`${none} ${t('The nearest passage:')}\n> ${shown}`, ...beside], '\n');
}

function passage(statement: Statement, settings: Settings): Markdown {
  return cited(
    plainLine(mask(statement.translation ?? statement.text, settings), STATEMENT),
    marks(statement),
  );
}

function masked(statement: Statement, settings: Settings): Statement {
  return { ...statement, text: mask(statement.text, settings) };
}

function marks({ paragraphs, comments }: Statement): Markdown {
  const parts = [
    ...(paragraphs.length > 0 ? [paragraphMarks(paragraphs)] : []),
    ...(comments.length > 0 ? [commentMarks(comments)] : []),
  ];
  return joinText(parts, ', ');
}

function proof(answered: Answered<QuestionAnswer>, article: Article): Markdown[] {
  const { found, nearest, comments } = answered.content;
  if (!found)
    return [
      ...(nearest ? [] : [t('nothing comes near')]),
      ...(nearest ? [t('the passage is verbatim')] : []),
      ...translationProofOf(answered),
    ];
  return [
    ...(comments.length > 0 ? [t('what readers wrote, not the article')] : []),
    ...proofLine(questionRecipe, answered, article, 'sentence'),
    ...translationProofOf(answered),
  ];
}

function translationProofOf(answered: Answered<QuestionAnswer>): Markdown[] {
  const { found, statements, nearest } = answered.content;
  return translationProof(answered, found ? statements : nearest ? [nearest] : []);
}
