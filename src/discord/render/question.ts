import type { Answered } from '../../answer.ts';
import type { Article } from '../../article/article.ts';
import { type QuestionAnswer, questionRecipe, silence } from '../../recipes/question.ts';
import type { Settings } from '../../storage/storage.ts';
import type { Reply } from '../command.ts';
import { subjectOf } from '../subject.ts';
import { answerRows } from './buttons.ts';
import { cited, commentMarks, frame, paragraphMarks } from './frame.ts';
import { proofLine } from './proof.ts';
import { mask, plainLine } from './text.ts';

const STATEMENT = 900;
const QUESTION = 300;

type Statement = QuestionAnswer['statements'][number];

interface Asked {
  readonly question: string;
  /** The questions before it in a thread, the oldest first. */
  readonly context?: string[];
  readonly settings: Settings;
}

/** The answer to a question with what it rests on, or that the article does not say, with the nearest passage. */
export function renderQuestion(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { question, context = [], settings }: Asked,
): Reply {
  const options = { question, context };
  const none = silence(options, article);
  const body = `**${plainLine(mask(question, settings), QUESTION)}**\n${answerText(answered.content, none, settings)}`;
  return {
    embeds: [frame({ article, answered, kind: 'Question', body, proof: proof(answered, article) })],
    components: answerRows(article, 'ask', subjectOf('question', article, answered)),
  };
}

/** The same as a reply in a thread: the question stands above it already, and so does the article. */
export function renderReply(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { question, context = [], settings, notice }: Asked & { notice: string | null },
): Reply {
  const lines = [
    answerText(answered.content, silence({ question, context }, article), settings),
    ...[answered.notice, notice].filter(line => line !== null).map(line => `-# ${plainLine(line)}`),
  ];
  return { content: lines.join('\n') };
}

function answerText({ found, statements, nearest }: QuestionAnswer, none: string, settings: Settings): string {
  if (found) return statements.map(statement => passage(statement, settings)).join('\n');
  return nearest ? `${none} The nearest passage:\n> ${passage(nearest, settings)}` : none;
}

function passage(statement: Statement, settings: Settings): string {
  return cited(plainLine(mask(statement.text, settings), STATEMENT), marks(statement));
}

function marks({ paragraphs, comments }: Statement): string {
  const parts = [
    ...(paragraphs.length > 0 ? [paragraphMarks(paragraphs)] : []),
    ...(comments.length > 0 ? [commentMarks(comments)] : []),
  ];
  return parts.join(', ');
}

function proof(answered: Answered<QuestionAnswer>, article: Article): string[] {
  const { found, nearest, comments } = answered.content;
  if (!found) return [...(nearest ? [] : ['nothing comes near']), ...(nearest ? ['the passage is verbatim'] : [])];
  return [
    ...(comments.length > 0 ? ['what readers wrote, not the article'] : []),
    ...proofLine(questionRecipe, answered, article, 'sentence'),
  ];
}
