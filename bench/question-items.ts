import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Article, commentTextOf, identifyArticle } from '../src/articles/article.ts';
import { readArticleFile } from '../src/articles/import.ts';
import { holdsPhrase } from './question-words.ts';

/** The folder of the questions that are part of the project. */
export const QUESTIONS_FOLDER = join(import.meta.dirname, 'questions');
const SAMPLES_FOLDER = join(import.meta.dirname, '../data/articles');

/** What a question asks for; the figures are broken down by it. */
export const ASKED_KINDS = [
  'person',
  'time',
  'place',
  'number',
  'money',
  'reason',
  'way',
  'yes-no',
  'definition',
  'said',
  'readers',
  'facts',
  'overview',
] as const;

const questionShape = {
  /** The question as a member types it. */
  question: z.string().min(1),
  asks: z.enum(ASKED_KINDS),
  /** Phrases from the article or its comments; a right answer contains at least one of them. */
  answers: z.array(z.string().min(1)).min(1).optional(),
  /** The speaker of these words, whom the reply must name. */
  speaker: z.string().min(1).optional(),
  /** The kind of answer expected if no single phrase can be given. */
  kind: z.enum(['summary', 'comments', 'quotes', 'facts']).optional(),
  unanswerable: z.literal(true).optional(),
};

const isOfOneMind = ({ answers, kind, unanswerable }: Pick<Question, 'answers' | 'kind' | 'unanswerable'>) =>
  unanswerable ? !answers && !kind : answers !== undefined || kind === 'summary' || kind === 'comments';
const ONE_MIND = 'There are answers (or a summary or the comments are asked for), or it is unanswerable.';

const ArticleName = z.string().regex(/^[a-z0-9-]+$/);

const QuestionForm = z.strictObject(questionShape);
const Question = QuestionForm.refine(isOfOneMind, ONE_MIND);
const SingleQuestion = z
  .strictObject({ article: ArticleName, ...questionShape })
  .refine(isOfOneMind, ONE_MIND);

/** A message that is not a question and must not be answered. */
const Talk = z.strictObject({ question: z.string().min(1), silent: z.literal(true) });

const Dialogue = z.strictObject({
  article: ArticleName,
  turns: z
    .array(z.union([Question, Talk]))
    .min(2)
    .max(4),
});

/** A question and what its answer must contain; `questions/README.md` describes the form. */
export type Question = z.infer<typeof QuestionForm>;
export type SingleQuestion = z.infer<typeof SingleQuestion>;
export type Dialogue = z.infer<typeof Dialogue>;

/** The questions and dialogues in a folder, and their articles by name. */
export interface QuestionSet {
  readonly questions: readonly SingleQuestion[];
  readonly dialogues: readonly Dialogue[];
  readonly articles: ReadonlyMap<string, Article>;
}

/**
 * Reads `questions.jsonl`, `dialogues.jsonl` and the articles they name: those in the folder itself, else the
 * sample articles. Throws an Error that names the line of an invalid item.
 */
export async function readQuestionSet(folder: string): Promise<QuestionSet> {
  const questions = readLines(join(folder, 'questions.jsonl'), SingleQuestion);
  const dialogues = readLines(join(folder, 'dialogues.jsonl'), Dialogue);
  const articles = new Map<string, Article>();
  for (const { article } of [...questions, ...dialogues])
    if (!articles.has(article)) articles.set(article, await readArticle(folder, article));
  return { questions, dialogues, articles };
}

function readLines<T>(path: string, form: z.ZodType<T>): T[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line, at) => {
    const read = form.safeParse(JSON.parse(line));
    if (!read.success) throw new Error(`${path}, line ${at + 1}: ${z.prettifyError(read.error)}`);
    return read.data;
  });
}

async function readArticle(folder: string, name: string): Promise<Article> {
  const places = [
    join(folder, 'articles', `${name}.txt`),
    ...['txt', 'json'].map(kind => join(SAMPLES_FOLDER, `${name}.${kind}`)),
  ];
  const path = places.find(place => existsSync(place));
  if (!path) throw new Error(`There is no article called ${name} in ${folder} or among the samples.`);
  return identifyArticle(await readArticleFile(path, name));
}

/** The expected phrases that do not occur in the part of the article where the question looks for them. */
export function findMisplacedAnswers({ questions, dialogues, articles }: QuestionSet): string[] {
  const asked = [
    ...questions.map(question => ({ article: question.article, turns: [question] })),
    ...dialogues,
  ];
  return asked.flatMap(({ article, turns }) =>
    turns.flatMap(turn => {
      if ('silent' in turn) return [];
      const text = sourceOf(articles.get(article), turn);
      const expected = [...(turn.answers ?? []), ...(turn.speaker ? [turn.speaker] : [])];
      return expected
        .filter(phrase => !holdsPhrase(text, phrase))
        .map(phrase => `${article}: ${turn.question}: ${phrase}`);
    }),
  );
}

/** The text in which the answer to a question must occur. */
function sourceOf(article: Article | undefined, { asks, kind }: Question): string {
  if (!article) return '';
  if (asks === 'readers') return article.comments.map(commentTextOf).join('\n');
  if (kind !== 'facts') return article.paragraphs.join('\n');
  const { byline, published, comments } = article;
  return [byline, ...(published ? [published, ...spellDate(published)] : []), comments.length].join('\n');
}

const spellDate = (date: string) =>
  ['en-GB', 'en-US', 'de'].map(locale => new Date(date).toLocaleDateString(locale, { dateStyle: 'long' }));
