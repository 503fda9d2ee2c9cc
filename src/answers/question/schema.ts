import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';
import { completePassage, completeStatement, QuotedPassage } from '../drafted-statement.ts';
import { Ground, LeftOut, Standing } from '../levels.ts';

/** A question with those before it, and the language of its answer. */
export const QuestionOptions = z.strictObject({
  question: z
    .string()
    .trim()
    .min(1, 'There is no question.')
    .max(1000, 'A question has at most 1,000 characters.'),
  /**
   * The questions asked before this one in the same thread, oldest first, for follow-ups such as "and when?".
   */
  context: z.array(z.string().min(1)).max(5).default([]),
  language: LanguageOption,
});
export type QuestionOptions = z.infer<typeof QuestionOptions>;

/** The question alone, whatever language its answer is wanted in. */
export type AskedQuestion = Pick<QuestionOptions, 'question' | 'context'>;

const StatementSchema = z.object({
  /** The words of the article, or of readers, that it rests on, copied. */
  ground: z.array(Ground).optional(),
  text: z.string().min(1),
  /** The paragraphs, or the comments, that it rests on: those of its ground, unless it names them itself. */
  paragraphs: z.array(z.int().min(1)),
  comments: z.array(z.string().min(1)),
  /** The same in the language that was asked for. Absent where none was, or where it is not faithful. */
  translation: z.string().min(1).nullish(),
});

const Translation = z.string().nullable();

/** A statement as a model is asked for it: quote first, then text. */
export const StatementForm = z.object({
  ground: z.array(QuotedPassage),
  text: z.string(),
  translation: Translation,
});

/** An answer as a model is asked for it. */
export const QuestionForm = z.object({
  found: z.boolean(),
  statements: z.array(StatementForm),
  nearest: QuotedPassage.extend({ translation: Translation }).nullable(),
});

/** An answer as an engine drafts it. */
export const QuestionDraft = z.object({
  /** False: the article does not say. */
  found: z.boolean(),
  statements: z.array(z.preprocess(completeStatement, StatementSchema)),
  /** The nearest passage where the article does not say. */
  nearest: z.preprocess(completePassage, StatementSchema.nullable()),
});
export type QuestionDraft = z.infer<typeof QuestionDraft>;

/** An answer that passed the check. */
export const QuestionAnswer = QuestionDraft.extend({
  statements: z.array(StatementSchema.extend(Standing.shape)),
  leftOut: LeftOut,
  /** The statements (or the nearest passage) as one text, and all the evidence: computed. */
  text: z.string(),
  paragraphs: z.array(z.int().min(1)),
  comments: z.array(z.string().min(1)),
});
export type QuestionAnswer = z.infer<typeof QuestionAnswer>;
/** One statement of a draft, with its evidence; and of an answer, with its level. */
export type DraftStatement = z.infer<typeof StatementSchema>;
export type AnswerStatement = QuestionAnswer['statements'][number];
