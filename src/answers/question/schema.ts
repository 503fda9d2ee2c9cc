import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';
import { completePassage, completeStatement, QuotedPassage } from '../drafted-statement.ts';
import { Ground, Grounding, LeftOut } from '../levels.ts';
import { MAX_SHOWN } from './follow-ups/turn.ts';
import { Suggestion } from './suggestions/suggestion.ts';

/** Maximum number of words of an answer. */
export const MAX_WORDS = 60;

/** An earlier question of the same conversation, with the answer shown for it. */
const AnsweredBefore = z.strictObject({
  question: z.string().min(1).max(1000),
  answer: z.string().max(MAX_SHOWN),
});

/** A question with the conversation before it and the language of its answer. */
export const QuestionOptions = z.strictObject({
  question: z
    .string()
    .trim()
    .min(1, 'There is no question.')
    .max(1000, 'A question has at most 1,000 characters.'),
  /**
   * What a follow-up was completed from, oldest first: given to a model, which may understand more of it.
   * Options stored before follow-ups were completed hold the questions alone.
   */
  context: z
    .array(z.union([z.string().min(1), AnsweredBefore]))
    .max(5)
    .default([]),
  /** Whose words to search if the question does not say; absent for the article's. */
  of: z.literal('readers').optional(),
  language: LanguageOption,
  /** Passages that were shown already and are not wanted again ("what else?"); absent if none is excluded. */
  exclude: z.array(z.string().min(1).max(MAX_SHOWN)).max(50).optional(),
});
export type QuestionOptions = z.infer<typeof QuestionOptions>;

/** The question alone, regardless of the language of its answer. */
export interface AskedQuestion extends Pick<QuestionOptions, 'question' | 'of'> {
  /** For a follow-up, the text that the last answer showed. */
  readonly shown?: string | undefined;
}

/**
 * How certain an answer is: `answered`; `probable` (no statement, but `nearest` probably answers); `not
 * found`, with the nearest passage if one shares a word with the question. A question that is not answered
 * may still have an answer in the article.
 */
export const Outcome = z.enum(['answered', 'probable', 'not found']);
export type Outcome = z.infer<typeof Outcome>;

/** Facts about an article as a thing, rather than about what it says. */
export const FactName = z.enum([
  'comments',
  'readers',
  'quotes',
  'speakers',
  'mostQuoted',
  'author',
  'source',
  'published',
  'length',
  'headline',
  'disagreements',
]);
export type FactName = z.infer<typeof FactName>;

/** A fact about the article itself, always computed from what is stored and never taken from a draft. */
export const ArticleFact = z.object({
  name: FactName,
  /** The count (of comments, named readers, quotations or words); null if the fact is not a count. */
  number: z.int().min(0).nullable(),
  /** The words of the fact (an author, a headline, speakers' names); empty if it is only a count. */
  texts: z.array(z.string().min(1)),
});
export type ArticleFact = z.infer<typeof ArticleFact>;

const StatementSchema = z.object({
  /** The article's or readers' words that it rests on, copied. */
  ground: z.array(Ground).optional(),
  text: z.string().min(1),
  /** The paragraphs or comments that it rests on: those of its ground, unless it names them itself. */
  paragraphs: z.array(z.int().min(1)),
  comments: z.array(z.string().min(1)),
  /** The statement in the requested language. Absent if none was requested, or if it is not faithful. */
  translation: z.string().min(1).nullish(),
  /** The words of `text`, verbatim, that answer by themselves; absent if all of it is the answer. */
  answer: z.string().min(1).nullish(),
  /** The speaker, if it is a quotation whose sentence does not name them in full. */
  speaker: z.string().min(1).nullish(),
});

const Translation = z.string().nullable();

/** The form in which a model gives a statement: quote first, then text. */
export const StatementForm = z.object({
  ground: z.array(QuotedPassage),
  text: z.string(),
  translation: Translation,
});

/** The form in which a model gives an answer. */
export const QuestionForm = z.object({
  found: z.boolean(),
  statements: z.array(StatementForm),
  nearest: QuotedPassage.extend({ translation: Translation }).nullable(),
  suggestions: z.array(z.string()),
});

/** An answer drafted by an engine. */
export const QuestionDraft = z.object({
  /** Whether there is an answer. */
  found: z.boolean(),
  /** How certain a draft without an answer is of its nearest passage; absent in a model's draft. */
  outcome: Outcome.optional(),
  /** Whether the first statement says yes or no to the question outright; absent or null if neither. */
  verdict: z.enum(['yes', 'no']).nullish(),
  /** The answer, if it is a fact about the article itself. */
  fact: ArticleFact.nullish(),
  statements: z.array(z.preprocess(completeStatement, StatementSchema)),
  /** The nearest passage if there is no answer. */
  nearest: z.preprocess(completePassage, StatementSchema.nullable()),
  /** For a probable answer, more sentences that may hold it besides the nearest passage; absent if none. */
  further: z.array(StatementSchema).optional(),
  /** Other questions that the article answers, from a model; once checked, with the answering sentences. */
  suggestions: z.array(z.union([z.string(), Suggestion])).optional(),
});
export type QuestionDraft = z.infer<typeof QuestionDraft>;

/** An answer that passed the check. */
export const QuestionAnswer = QuestionDraft.extend({
  outcome: Outcome,
  verdict: z.enum(['yes', 'no']).nullable(),
  fact: ArticleFact.nullable(),
  statements: z.array(StatementSchema.extend(Grounding.shape)),
  suggestions: z.array(Suggestion).optional(),
  leftOut: LeftOut,
  /** The statements (or the nearest passage) as one text, and all their evidence; computed. */
  text: z.string(),
  paragraphs: z.array(z.int().min(1)),
  comments: z.array(z.string().min(1)),
});
export type QuestionAnswer = z.infer<typeof QuestionAnswer>;
/** A statement of a draft with its evidence, and one of an answer with its level. */
export type DraftStatement = z.infer<typeof StatementSchema>;
export type AnswerStatement = QuestionAnswer['statements'][number];
