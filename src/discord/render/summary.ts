import type { Answered } from '../../answer.ts';
import type { Article } from '../../article/article.ts';
import { type Length, Lengths, type SummaryAnswer, summaryRecipe } from '../../recipes/summary.ts';
import { button, customId, row } from '../button.ts';
import type { Reply } from '../command.ts';
import { subjectOf } from '../subject.ts';
import { answerRows } from './buttons.ts';
import { cited, frame, paragraphMarks } from './frame.ts';
import { proofLine } from './proof.ts';
import { plainLine } from './text.ts';

const POINT = 420;
const names: Record<Length, string> = { brief: 'Standfirst', standard: 'Summary', full: 'Full summary' };

/** The points with their paragraphs, and buttons to the other lengths and answers. */
export function renderSummary(article: Article, answered: Answered<SummaryAnswer>, length: Length): Reply {
  const points = answered.content.points.map(point => cited(plainLine(point.text, POINT), paragraphMarks(point.paragraphs)));
  const body = length === 'brief' ? points.join('\n') : points.map(point => `- ${point}`).join('\n');
  const proof = proofLine(summaryRecipe, answered, article, 'point');
  const lengths = Lengths.map(other =>
    button(names[other], customId('turn', 'summary', article.id, other), {
      primary: other === length,
      disabled: other === length,
    }),
  );
  return {
    embeds: [frame({ article, answered, kind: names[length], body, proof })],
    components: [row(...lengths), ...answerRows(article, 'summary', subjectOf('summary', article, answered))],
  };
}
