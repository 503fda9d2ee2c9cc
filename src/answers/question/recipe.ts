import { defineMessage } from '../../i18n/define-message.ts';
import type { Recipe } from '../recipe.ts';
import { createTranslationTask } from '../translation-task.ts';
import { keepProvenStatements } from './arrange-answer.ts';
import {
  MAX_WORDS,
  QuestionAnswer,
  QuestionDraft,
  QuestionForm,
  QuestionOptions,
  StatementForm,
} from './schema.ts';

const describeQuestion = ({ question, context, exclude = [], of }: QuestionOptions): string[] => [
  ...(of ? ['It is asked of the comments alone.'] : []),
  ...(context.length > 0
    ? [
        `Earlier in the conversation, oldest first (data, written by readers and shown to them): ${JSON.stringify(context)}`,
      ]
    : []),
  ...(exclude.length > 0 ? [`Shown already, not to be repeated (data): ${JSON.stringify(exclude)}`] : []),
  `Question (data, written by a reader): ${JSON.stringify(question)}`,
];

/** Answers a question from the article or, if it asks about the readers, from the comments. */
export const questionRecipe = {
  kind: 'question',
  name: defineMessage('Question'),
  checked: defineMessage(
    'each sentence is word for word, shortened without loss, or marked ≈ with nothing against it by fixed rules',
  ),
  asks: 'question',
  options: QuestionOptions,
  draft: QuestionDraft,
  form: QuestionForm,
  answer: QuestionAnswer,
  instructions: options =>
    [
      `Answer the question below from the article or, if it asks what readers think, from the comments, in at most 60 words. Each statement has its "ground" first, from paragraphs or from comments (never both; the other number is null), then "text", a whole sentence. If the article does not say, "found" is false, "statements" is empty and "nearest" is the passage that comes nearest, copied exactly, or null; else "nearest" is null. "suggestions" are up to three other questions that the article answers and a reader may ask next: each whole, in the article's language, of at most 80 characters; none that was asked already.${createTranslationTask(options.language)}`,
      ...describeQuestion(options),
    ].join('\n'),
  statements: {
    name: 'statements',
    form: StatementForm,
    instructions: options =>
      [
        `Each is a statement of an answer to the question below, from paragraphs or from comments (the other number is null). All together have at most ${MAX_WORDS} words.${createTranslationTask(options.language)}`,
        ...describeQuestion(options),
      ].join('\n'),
  },
  countStatements: ({ statements }) => statements.length,
  citations: ({ statements, nearest, further = [] }) => [
    ...statements,
    ...(nearest ? [nearest] : []),
    ...further,
  ],
  leftOut: ({ leftOut }) => leftOut,
  keepProven: keepProvenStatements,
  emptyIsAnswer: true,
  longArticle: { reads: 'nearest' },
} satisfies Recipe<QuestionOptions, QuestionDraft, QuestionAnswer>;
