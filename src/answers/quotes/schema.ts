import { z } from 'zod';
import { LanguageOption } from '../../language/languages.ts';

/** The options: the language of translations, or null for none. */
export const QuotesOptions = z.strictObject({ language: LanguageOption });
export type QuotesOptions = z.infer<typeof QuotesOptions>;

/** A direct quotation and its speaker. */
export const Quote = z.object({
  /** Verbatim, without the outer quotation marks; parts in several paragraphs are joined by a blank line. */
  text: z.string().min(1),
  /** The full name if the article gives it, else a description ("a spokesman"), or null if it gives none. */
  speaker: z.string().min(1).nullable(),
  /** The speaker's role in the article's words ("Trump campaign chief"), or null. */
  role: z.string().min(1).nullable(),
  /** The article's words for the speaker in its sentence ("he", "Mr. Glassner"), or null. */
  mention: z.string().min(1).nullable(),
  /** Where it was said, if stated ("letter", "Twitter", "interview"), or null. */
  where: z.string().min(1).nullable(),
  /** The number of the paragraph in which it begins. */
  paragraph: z.int().min(1),
  /** The numbers of all its paragraphs. */
  paragraphs: z.array(z.int().min(1)).min(1),
  /** True if nobody is quoted: a word in scare quotes, a title, a nickname. */
  scare: z.boolean(),
  /** The quotation in the requested language, shown next to the text; absent if unfaithful or unwanted. */
  translation: z.string().min(1).nullish(),
});
export type Quote = z.infer<typeof Quote>;

/** Quotations as listed by an engine. */
export const QuotesDraft = z.object({ quotes: z.array(Quote) });
export type QuotesDraft = z.infer<typeof QuotesDraft>;

/** Every direct quotation of an article in the order of its text, checked. */
export const QuotesAnswer = QuotesDraft;

export type QuotesAnswer = QuotesDraft;
