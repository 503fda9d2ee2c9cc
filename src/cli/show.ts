import type { CheckAnswer, JudgedStatement } from '../answers/check/schema.ts';
import { formatCoverage } from '../answers/coverage.ts';
import { findAnswerWords } from '../answers/question/answer-words.ts';
import { writeFact } from '../answers/question/fact-sentence.ts';
import type { DraftStatement, QuestionAnswer } from '../answers/question/schema.ts';
import type { Quote, QuotesAnswer } from '../answers/quotes/schema.ts';
import { createEntries, type QuotationEntry, showQuotation } from '../answers/quotes/split-quotes.ts';
import type { AnyRecipe, Citation } from '../answers/recipe.ts';
import type { Answered } from '../answers/service.ts';
import type { SummaryAnswer } from '../answers/summary/schema.ts';
import { countLevels } from '../answers/verification/citations.ts';
import { formatLevels } from '../answers/verification/level-line.ts';
import type { Article } from '../articles/article.ts';
import { toPlainPassage } from '../articles/plain-comment.ts';
import { maskProfanity } from '../language/profanity.ts';
import type { LibraryEntry } from '../storage/stores/articles.ts';

/** Answers as plain text in a terminal; strong language in comments and quotes is masked as in Discord. */
export interface DisplayOptions {
  readonly maskStrongLanguage: boolean;
}

/** A summary as lines for the terminal. */
export function formatSummary(article: Article, { points }: SummaryAnswer): string {
  return joinLines(
    article.headline,
    '',
    ...points.flatMap(point => [
      `- ${toOneLine(point.translation ?? point.text)} [${formatEvidence({ ...point, comments: [] })}]`,
      ...formatOriginal(point),
    ]),
  );
}

/**
 * The levels of the statements (`3 statements word for word · 2 in the model’s words ≈`), then the reason for each
 * statement left out, one per line; empty for a kind whose statements are all passages.
 */
export function formatLevelNotes(
  recipe: Pick<AnyRecipe, 'citations' | 'leftOut'>,
  { content, engine }: Pick<Answered<unknown>, 'content' | 'engine'>,
  shown: DisplayOptions,
): string {
  if (!recipe.leftOut) return '';
  const leftOut = recipe.leftOut(content);
  const levels = countLevels(recipe.citations(content).filter(({ level }) => level !== undefined));
  const mask = (text: string) => maskProfanity(text, shown);
  const lines = [
    formatLevels({ levels, leftOut: [] }, { engine, mask }).join(' · '),
    ...leftOut.map(reason => `left out: ${toOneLine(mask(reason))}`),
  ].filter(line => line !== '');
  return lines.length === 0 ? '' : joinLines(...lines);
}

/** How much of a long article was read, and anything unusual; one line each, usually none. */
export function formatNotes({ coverage, notice }: Answered<unknown>): string {
  const made = [formatCoverage({ coverage }).join(' · '), notice ?? ''].filter(line => line !== '');
  return made.length === 0 ? '' : joinLines(...made);
}

interface TranslatedText {
  readonly text: string;
  readonly translation?: string | null | undefined;
}

/** The line below a translated statement: the original that was checked. */
function formatOriginal({ text, translation }: TranslatedText): string[] {
  return translation ? [`  (${toOneLine(text)})`] : [];
}

/** The line below original words: the model's translation of them. */
export function formatTranslation({ translation }: TranslatedText, shown: DisplayOptions): string[] {
  return translation ? [`  translation by the model: ${maskProfanity(toOneLine(translation), shown)}`] : [];
}

/** Returns the rules that decided about a quotation, or undefined if they were not requested. */
export type QuoteReasons = (quote: Quote) => string | undefined;

/** A quotation of one or more parts as a line for the terminal. */
function formatQuotedParts(parts: readonly Quote[], shown: DisplayOptions): string {
  const quoted = parts.map(({ text }) =>
    showQuotation(
      text
        .split(/\n\s*/)
        .map(line => line.trimEnd())
        .join(' '),
    ),
  );
  return quoted.map(text => `“${maskProfanity(text, shown)}”`).join(' … ');
}

function formatEntry(
  { parts, turns, role }: QuotationEntry,
  { shown, reasonsOf }: { readonly shown: DisplayOptions; readonly reasonsOf: QuoteReasons },
): string {
  const [first] = parts;
  const speaker = [first.speaker ?? 'not clear who says it', role].filter(Boolean).join(', ');
  const where = first.where ? ` (${first.where})` : '';
  const notes = [
    ...parts.flatMap(part => formatTranslation(part, shown)),
    ...parts.flatMap(part => reasonsOf(part) ?? []).map(reasons => `  why: ${reasons}`),
  ];
  const lines = turns.map(turn => formatQuotedParts(turn, shown));
  return `${lines.join('\n')}\n  — ${speaker}${where} [${formatParagraphNumbers(first.paragraphs)}]\n${notes
    .map(line => `${line}\n`)
    .join('')}`;
}

/** Quotes as lines for the terminal. */
export function formatQuotes(
  article: Article,
  { quotes }: QuotesAnswer,
  shown: DisplayOptions,
  reasonsOf: QuoteReasons = () => undefined,
): string {
  const quotations = createEntries(
    article,
    quotes.filter(quote => !quote.scare),
  ).map(entry => formatEntry(entry, { shown, reasonsOf }));
  const scare = quotes
    .filter(quote => quote.scare)
    .map(quote => {
      const reasons = reasonsOf(quote);
      const why = reasons === undefined ? '' : ` (why: ${reasons})`;
      return `${formatQuotedParts([quote], shown)} [${formatParagraphNumbers(quote.paragraphs)}]${why}`;
    });
  const rest = scare.length > 0 ? [`In quotation marks, but nobody is quoted: ${scare.join(', ')}`] : [];
  return joinLines(
    article.headline,
    '',
    ...(quotations.length > 0 ? quotations : ['Nobody is quoted in this article.']),
    ...rest,
  );
}

/** The answer to a question as lines for the terminal. */
export function formatQuestion(
  { found, fact, verdict, statements, nearest, further = [] }: QuestionAnswer,
  none: string,
  shown: DisplayOptions,
): string {
  if (found)
    return joinLines(
      ...(fact ? [writeFact(fact)] : []),
      ...(verdict ? [verdict === 'yes' ? 'Yes.' : 'No.'] : []),
      ...statements.flatMap(statement => [
        formatStatement(statement, shown),
        ...formatOriginal({ ...statement, text: showStatement(statement, shown) }),
      ]),
    );
  return nearest
    ? joinLines(
        none,
        ...[nearest, ...further].flatMap(passage => [
          `  ${formatStatement({ ...passage, translation: null }, shown)}`,
          ...formatTranslation(passage, shown),
        ]),
      )
    : joinLines(none);
}

/** A statement with the answering words between asterisks, and its speaker if the text is not enough. */
function formatStatement(statement: DraftStatement, shown: DisplayOptions): string {
  const { text, translation, answer, speaker } = statement;
  const show = (said: string) => showStatement({ ...statement, text: said }, shown);
  const words = show(translation ?? text);
  const answering = answer && !translation ? show(answer) : '';
  const place = findAnswerWords(words, answering);
  const marked = place ? `${words.slice(0, place.start)}*${answering}*${words.slice(place.end)}` : words;
  return `${marked}${speaker ? ` (${speaker})` : ''} [${formatEvidence(statement)}]`;
}

/** The check of a claim as lines for the terminal. */
export function formatCheck({ statements, left }: CheckAnswer, shown: DisplayOptions): string {
  const isOne = statements.length === 1;
  return joinLines(
    ...statements.flatMap(statement => [
      ...(isOne ? [] : [maskProfanity(toOneLine(statement.text), shown)]),
      ...formatJudged(statement, shown),
    ]),
    ...(left > 0 ? [`${left} more sentences, not checked`] : []),
  );
}

function formatJudged(
  { verdict, reason, passage, comments }: JudgedStatement,
  shown: DisplayOptions,
): string[] {
  const { paragraphs, text } = passage ?? { paragraphs: [], text: '' };
  return [
    `${verdict}: ${maskProfanity(reason, shown)}`,
    ...(passage
      ? [`  ${maskProfanity(toOneLine(text), shown)} [${formatParagraphNumbers(paragraphs)}]`]
      : []),
    ...(comments.length > 0 ? [`  comments that say so: ${comments.join(', ')}`] : []),
  ];
}

/** The statements of an answer of any kind, each with its evidence. */
export function formatCitations(
  article: Article,
  citations: readonly Citation[],
  shown: DisplayOptions,
): string {
  return joinLines(
    article.headline,
    '',
    ...citations.map(citation => `- ${showStatement(citation, shown)} [${formatEvidence(citation)}]`),
  );
}

/** The most comments listed by their numbers. */
const MAX_LISTED = 3;

/** The evidence of a statement: `¶1, ¶3, comment 2.1`, with `≈` before it if worded differently. */
function formatEvidence({ paragraphs, comments, level }: Omit<Citation, 'text'>): string {
  const [first] = comments;
  const others = comments.length > MAX_LISTED ? [`${comments.length} comments in all`] : [];
  const listed = others.length > 0 && first !== undefined ? [first] : comments;
  const marks = [
    ...paragraphs.map(number => `¶${number}`),
    ...listed.map(number => `comment ${number}`),
    ...others,
  ];
  return `${level === 'worded' ? '≈ ' : ''}${marks.join(', ')}`;
}

/** The entries of a library as lines for the terminal. */
export function formatEntries(entries: readonly LibraryEntry[]): string {
  return joinLines(
    ...entries.map(
      entry =>
        `${entry.id}  ${entry.addedAt.slice(0, 10)}  ${String(entry.paragraphs).padStart(3)} ¶ ${String(entry.comments).padStart(4)} comments  ${entry.headline}`,
    ),
  );
}

/** A passage of a reader's words without marks of Markdown, masked, on one line. */
export const showWords = (text: string, shown: DisplayOptions): string =>
  maskProfanity(toOneLine(toPlainPassage(text)), shown);

const showStatement = (
  { text, comments }: Pick<Citation, 'text' | 'comments'>,
  shown: DisplayOptions,
): string => (comments.length > 0 ? showWords(text, shown) : maskProfanity(toOneLine(text), shown));

function formatParagraphNumbers(paragraphs: readonly number[]): string {
  return paragraphs.map(number => `¶${number}`).join(', ');
}

export function toOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

export function joinLines(...parts: readonly string[]): string {
  return `${parts.join('\n').trimEnd()}\n`;
}
