import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';

/** What can be asked for: the language of translations, or null for none. */
export const QuotesOptions = z.strictObject({ language: LanguageOption });
export type QuotesOptions = z.infer<typeof QuotesOptions>;

/** A direct quotation and who said it. */
export const Quote = z.object({
  /**
   * Exactly as it stands in the article, without the outer quotation marks; parts in several paragraphs are
   * joined by a blank line.
   */
  text: z.string().min(1),
  /**
   * The full name where the article gives it, or a description ("a spokesman"), or null where the text does
   * not say.
   */
  speaker: z.string().min(1).nullable(),
  /** The speaker's role in the article's words ("Trump campaign chief"), or null. */
  role: z.string().min(1).nullable(),
  /** The article's words for the speaker in its sentence ("he", "Mr. Glassner"), or null. */
  mention: z.string().min(1).nullable(),
  /** Where it was said, if stated ("letter", "Twitter", "interview"), or null. */
  where: z.string().min(1).nullable(),
  /** The paragraph in which it begins. */
  paragraph: z.int().min(1),
  /** All the paragraphs it stands in. */
  paragraphs: z.array(z.int().min(1)).min(1),
  /** True where nobody is quoted: a word in quotation marks for distance, a title, a nickname. */
  scare: z.boolean(),
  /**
   * In the language that was asked for, to stand beside the text. Absent where none was, or where it is not
   * faithful.
   */
  translation: z.string().min(1).nullish(),
});
export type Quote = z.infer<typeof Quote>;

/** Quotations as an engine lists them. */
export const QuotesDraft = z.object({ quotes: z.array(Quote) });
export type QuotesDraft = z.infer<typeof QuotesDraft>;

/** Every direct quotation of an article in the order of its text, checked. */
export const QuotesAnswer = QuotesDraft;

export type QuotesAnswer = QuotesDraft;
