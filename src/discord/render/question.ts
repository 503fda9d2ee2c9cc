import type { Answered } from '../../answer.ts';
import type { Article } from '../../article/article.ts';
import type { QuestionAnswer } from '../../recipes/question.ts';
import type { Settings } from '../../storage/storage.ts';
import type { Reply } from '../command.ts';
import { answerButtons, cited, commentMarks, frame, paragraphMarks } from './frame.ts';
import { mask, plainLine } from './text.ts';

const STATEMENT = 900;
const QUESTION = 300;

type Statement = QuestionAnswer['statements'][number];

/** The answer to a question with what it rests on, or that the article does not say, with the nearest passage. */
export function renderQuestion(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { question, settings }: { question: string; settings: Settings },
): Reply {
  const body = `**${plainLine(question, QUESTION)}**\n${answerText(answered.content, settings)}`;
  return {
    embeds: [frame({ article, answered, kind: 'Question', body, proof: proof(answered) })],
    components: [answerButtons(article, 'ask')],
  };
}

/** The same as a reply in a thread: the question stands above it already, and so does the article. */
export function renderReply(
  answered: Answered<QuestionAnswer>,
  { settings, notice }: { settings: Settings; notice: string | null },
): Reply {
  const lines = [
    answerText(answered.content, settings),
    ...[answered.notice, notice].filter(line => line !== null).map(line => `-# ${plainLine(line)}`),
  ];
  return { content: lines.join('\n') };
}

function answerText({ found, statements, nearest }: QuestionAnswer, settings: Settings): string {
  if (found) return statements.map(statement => passage(statement, settings)).join('\n');
  return nearest
    ? `The article does not say. The nearest passage:\n> ${passage(nearest, settings)}`
    : 'The article does not say.';
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

function proof({ content: { found, comments }, engine }: Answered<QuestionAnswer>): string[] {
  if (!found) return ['nothing in the article answers this'];
  if (engine !== 'extractive')
    return [comments.length > 0 ? 'checked against what readers wrote' : 'checked against the article'];
  return [comments.length > 0 ? 'what readers wrote, not the article' : 'copied from the article'];
}
