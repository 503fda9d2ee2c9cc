import type { Article } from '../article/article.ts';
import { mask } from '../masking.ts';
import type { CheckAnswer } from '../recipes/check.ts';
import type { CommentsAnswer } from '../recipes/comments.ts';
import type { QuestionAnswer } from '../recipes/question.ts';
import type { QuotesAnswer } from '../recipes/quotes.ts';
import type { SummaryAnswer } from '../recipes/summary.ts';
import type { Entry } from '../storage/storage.ts';

/** Answers as plain text for a terminal. Strong language in comments and quotes is masked as in Discord, unless it is asked for. */
export interface Shown {
  readonly maskStrongLanguage: boolean;
}

export function showSummary(article: Article, { points }: SummaryAnswer): string {
  return lines(article.headline, '', ...points.map(point => `- ${point.text} [${marks(point.paragraphs)}]`));
}

export function showQuotes(article: Article, { quotes }: QuotesAnswer, shown: Shown): string {
  const spoken = quotes
    .filter(quote => !quote.scare)
    .map(quote => {
      const who = [quote.speaker ?? 'the article does not say who', quote.role].filter(Boolean).join(', ');
      return `“${mask(quote.text.replace(/\s*\n\s*/g, ' '), shown)}”\n  — ${who}${quote.where ? ` (${quote.where})` : ''} [${marks(quote.paragraphs)}]\n`;
    });
  const scare = quotes.filter(quote => quote.scare).map(quote => `“${mask(quote.text, shown)}” [${marks(quote.paragraphs)}]`);
  const rest = scare.length > 0 ? [`In quotation marks, but nobody is quoted: ${scare.join(', ')}`] : [];
  return lines(article.headline, '', ...(spoken.length > 0 ? spoken : ['Nobody is quoted in this article.']), ...rest);
}

export function showComments(
  article: Article,
  { counts, viewpoints, contradictions, coverage }: CommentsAnswer,
  shown: Shown,
): string {
  return lines(
    article.headline,
    '',
    `comments ${counts.comments} · threads ${counts.threads} · replies ${counts.replies} · levels ${counts.levels}`,
    ...viewpoints.flatMap(({ label, comments, passage }) => [
      '',
      `${label} (${comments.join(', ')})`,
      `  ${passage.comment}: “${mask(oneLine(passage.text), shown)}”`,
    ]),
    ...(contradictions.length > 0 ? ['', 'Who contradicts whom'] : []),
    ...contradictions.map(({ reply, to, text }) => `  ${reply} contradicts ${to}: “${mask(oneLine(text), shown)}”`),
    '',
    `${coverage.used} of ${coverage.of} comments in a viewpoint`,
  );
}

export function showQuestion({ found, statements, nearest }: QuestionAnswer, none: string, shown: Shown): string {
  const line = (statement: QuestionAnswer['statements'][number]) =>
    `${mask(oneLine(statement.text), shown)} [${[...statement.paragraphs.map(number => `¶${number}`), ...statement.comments.map(number => `comment ${number}`)].join(', ')}]`;
  if (found) return lines(...statements.map(line));
  return nearest ? lines(`${none} The nearest passage:`, `  ${line(nearest)}`) : lines(none);
}

export function showCheck({ verdict, reason, passage, comments }: CheckAnswer, shown: Shown): string {
  return lines(
    `${verdict}: ${mask(reason, shown)}`,
    ...(passage ? [`  ${mask(oneLine(passage.text), shown)} [${marks(passage.paragraphs)}]`] : []),
    ...(comments.length > 0 ? [`  comments that say so: ${comments.join(', ')}`] : []),
  );
}

export function showEntries(entries: readonly Entry[]): string {
  return lines(
    ...entries.map(
      entry =>
        `${entry.id}  ${entry.addedAt.slice(0, 10)}  ${String(entry.paragraphs).padStart(3)} ¶ ${String(entry.comments).padStart(4)} comments  ${entry.headline}`,
    ),
  );
}

function marks(paragraphs: readonly number[]): string {
  return paragraphs.map(number => `¶${number}`).join(', ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function lines(...parts: readonly string[]): string {
  return `${parts.join('\n').trimEnd()}\n`;
}
