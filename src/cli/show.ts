import type { CheckAnswer } from '../answers/check/schema.ts';
import type { CommentsAnswer } from '../answers/comments/schema.ts';
import { coverageOf } from '../answers/coverage.ts';
import type { QuestionAnswer } from '../answers/question/schema.ts';
import type { QuotesAnswer } from '../answers/quotes/schema.ts';
import type { Answered } from '../answers/service.ts';
import type { SummaryAnswer } from '../answers/summary/schema.ts';
import type { Article } from '../articles/article.ts';
import { mask } from '../language/profanity.ts';
import type { Entry } from '../storage/storage.ts';

/**
 * Answers as plain text for a terminal. Strong language in comments and quotes is masked as in Discord,
 * unless it is asked for.
 */
export interface Shown {
  readonly maskStrongLanguage: boolean;
}

export function showSummary(article: Article, { points }: SummaryAnswer): string {
  return lines(
    article.headline,
    '',
    ...points.flatMap(point => [
      `- ${point.translation ?? point.text} [${marks(point.paragraphs)}]`,
      ...original(point),
    ]),
  );
}

/**
 * How much of the article was read, where it was more than is read at once, and what is not as usual; a line
 * each, mostly none.
 */
export function showMade({ coverage, notice }: Answered<unknown>): string {
  const made = [coverageOf({ coverage }).join(' · '), notice ?? ''].filter(line => line !== '');
  return made.length === 0 ? '' : lines(...made);
}

interface Translated {
  readonly text: string;
  readonly translation?: string | null | undefined;
}

/** Below a translated statement what the check has proven. */
function original({ text, translation }: Translated): string[] {
  return translation ? [`  (${oneLine(text)})`] : [];
}

/** Below words that are shown as they stand what a model makes of them. */
function translationOf({ translation }: Translated, shown: Shown): string[] {
  return translation ? [`  translation by the model: ${mask(oneLine(translation), shown)}`] : [];
}

export function showQuotes(article: Article, { quotes }: QuotesAnswer, shown: Shown): string {
  const spoken = quotes
    .filter(quote => !quote.scare)
    .map(quote => {
      const who = [quote.speaker ?? 'the article does not say who', quote.role].filter(Boolean).join(', ');
      return `“${mask(
        quote.text
          .split(/\n\s*/)
          .map(line => line.trimEnd())
          .join(' '),
        shown,
      )}”\n  — ${who}${quote.where ? ` (${quote.where})` : ''} [${marks(quote.paragraphs)}]\n${translationOf(
        quote,
        shown,
      )
        .map(line => `${line}\n`)
        .join('')}`;
    });
  const scare = quotes
    .filter(quote => quote.scare)
    .map(quote => `“${mask(quote.text, shown)}” [${marks(quote.paragraphs)}]`);
  const rest = scare.length > 0 ? [`In quotation marks, but nobody is quoted: ${scare.join(', ')}`] : [];
  return lines(
    article.headline,
    '',
    ...(spoken.length > 0 ? spoken : ['Nobody is quoted in this article.']),
    ...rest,
  );
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
    ...viewpoints.flatMap(({ label, labelTranslation, comments, passage }) => [
      '',
      `${labelTranslation ?? label} (${comments.join(', ')})`,
      `  ${passage.comment}: “${mask(oneLine(passage.text), shown)}”`,
      ...translationOf(passage, shown),
    ]),
    ...(contradictions.length > 0 ? ['', 'Who contradicts whom'] : []),
    ...contradictions.flatMap(({ reply, to, text, translation }) => [
      `  ${reply} contradicts ${to}: “${mask(oneLine(text), shown)}”`,
      ...translationOf({ text, translation }, shown),
    ]),
    '',
    `${coverage.used} of ${coverage.of} comments in a viewpoint`,
  );
}

export function showQuestion(
  { found, statements, nearest }: QuestionAnswer,
  none: string,
  shown: Shown,
): string {
  const line = (statement: QuestionAnswer['statements'][number]) =>
    `${mask(oneLine(found ? (statement.translation ?? statement.text) : statement.text), shown)} [${[...statement.paragraphs.map(number => `¶${number}`), ...statement.comments.map(number => `comment ${number}`)].join(', ')}]`;
  if (found)
    return lines(
      ...statements.flatMap(statement => [line(statement), ...original(masked(statement, shown))]),
    );
  return nearest
    ? lines(`${none} The nearest passage:`, `  ${line(nearest)}`, ...translationOf(nearest, shown))
    : lines(none);
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

const masked = (statement: Translated, shown: Shown): Translated => ({
  ...statement,
  text: mask(statement.text, shown),
});

function marks(paragraphs: readonly number[]): string {
  return paragraphs.map(number => `¶${number}`).join(', ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function lines(...parts: readonly string[]): string {
  return `${parts.join('\n').trimEnd()}\n`;
}
