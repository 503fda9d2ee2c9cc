import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';
import { completePassage, completeStatement, QuotedPassage } from '../drafted-statement.ts';
import { Ground, LeftOut, Standing } from '../levels.ts';
import { MAX_SHOWN } from './follow-ups/turn.ts';
import { Suggestion } from './suggestions/suggestion.ts';

/** Words of an answer, at most. */
export const MAX_WORDS = 60;

/** A question of the same conversation with what was shown for it. */
const AnsweredBefore = z.strictObject({
  question: z.string().min(1).max(1000),
  answer: z.string().max(MAX_SHOWN),
});

/** A question with those before it, and the language of its answer. */
export const QuestionOptions = z.strictObject({
  question: z
    .string()
    .trim()
    .min(1, 'There is no question.')
    .max(1000, 'A question has at most 1,000 characters.'),
  /**
   * What a follow-up was completed from, oldest first: for a model, which may understand more of it. Before follow-ups
   * were completed it held the questions alone.
   */
  context: z
    .array(z.union([z.string().min(1), AnsweredBefore]))
    .max(5)
    .default([]),
  /** Whose words are looked through where the question does not say so itself; absent for the article's. */
  of: z.literal('readers').optional(),
  language: LanguageOption,
  /** What was shown already and is not wanted again ("what else?"); absent where nothing is left out. */
  exclude: z.array(z.string().min(1).max(MAX_SHOWN)).max(50).optional(),
});
export type QuestionOptions = z.infer<typeof QuestionOptions>;

/** The question alone, whatever language its answer is wanted in. */
export type AskedQuestion = Pick<QuestionOptions, 'question' | 'of'>;

/**
 * How sure an answer is: `answered`; `probable` (no statement, but `nearest` probably answers); `not found`, with the
 * nearest passage where one shares a word with the question. A question that is not answered may still have an answer.
 */
export const Outcome = z.enum(['answered', 'probable', 'not found']);
export type Outcome = z.infer<typeof Outcome>;

/** What can be asked of an article as a thing, not of its text. */
export const FactName = z.enum([
  'comments',
  'readers',
  'quotes',
  'speakers',
  'author',
  'source',
  'published',
  'length',
  'headline',
  'disagreements',
]);
export type FactName = z.infer<typeof FactName>;

/** A fact about the article itself, computed from what is stored: never taken from a draft. */
export const ArticleFact = z.object({
  name: FactName,
  /** What is counted: comments, readers by name, quotations, words. Null where the fact is no count. */
  number: z.int().min(0).nullable(),
  /** The words of the fact (an author, a headline, names of speakers); empty where it is a count alone. */
  texts: z.array(z.string().min(1)),
});
export type ArticleFact = z.infer<typeof ArticleFact>;

const StatementSchema = z.object({
  /** The words of the article, or of readers, that it rests on, copied. */
  ground: z.array(Ground).optional(),
  text: z.string().min(1),
  /** The paragraphs, or the comments, that it rests on: those of its ground, unless it names them itself. */
  paragraphs: z.array(z.int().min(1)),
  comments: z.array(z.string().min(1)),
  /** The same in the language that was asked for. Absent where none was, or where it is not faithful. */
  translation: z.string().min(1).nullish(),
  /** The words of `text`, as they stand in it, that answer by themselves; absent where the whole of it does. */
  answer: z.string().min(1).nullish(),
  /** Who says it, where it is a quotation whose sentence does not name them in full. */
  speaker: z.string().min(1).nullish(),
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
  suggestions: z.array(z.string()),
});

/** An answer as an engine drafts it. */
export const QuestionDraft = z.object({
  /** Whether there is an answer. */
  found: z.boolean(),
  /** How sure a draft without an answer is of its nearest passage; absent in a model's. */
  outcome: Outcome.optional(),
  /** Whether the first statement says yes or no to what was asked outright; absent or null where it does not. */
  verdict: z.enum(['yes', 'no']).nullish(),
  /** The answer, where it is a fact about the article itself. */
  fact: ArticleFact.nullish(),
  statements: z.array(z.preprocess(completeStatement, StatementSchema)),
  /** The nearest passage where there is no answer. */
  nearest: z.preprocess(completePassage, StatementSchema.nullable()),
  /** Of a probable answer, sentences that may answer as well as the nearest passage; absent where there are none. */
  further: z.array(StatementSchema).optional(),
  /** What else the article answers, by a model; of a checked answer with the sentences that answer it. */
  suggestions: z.array(z.union([z.string(), Suggestion])).optional(),
});
export type QuestionDraft = z.infer<typeof QuestionDraft>;

/** An answer that passed the check. */
export const QuestionAnswer = QuestionDraft.extend({
  outcome: Outcome,
  verdict: z.enum(['yes', 'no']).nullable(),
  fact: ArticleFact.nullable(),
  statements: z.array(StatementSchema.extend(Standing.shape)),
  suggestions: z.array(Suggestion).optional(),
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
