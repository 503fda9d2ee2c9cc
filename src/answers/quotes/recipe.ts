import { defineMessage } from '../../i18n/define-message.ts';
import type { Recipe } from '../recipe.ts';
import { createTranslationTask } from '../translation-task.ts';
import { QuotesAnswer, QuotesDraft, QuotesOptions } from './schema.ts';

/** Every direct quotation with its speaker. The list is empty for an article without quotations. */
export const quotesRecipe = {
  kind: 'quotes',
  name: defineMessage('Quotes'),
  checked: defineMessage('the words are in quotation marks, and the speaker’s name is in the article'),
  options: QuotesOptions,
  draft: QuotesDraft,
  answer: QuotesAnswer,
  instructions: ({ language }) =>
    `List every direct quotation of the article (not of the comments) in the order of the text. "text": copied exactly, without the outer quotation marks; parts that go on in the next paragraph are joined by a blank line into one. "speaker": the full name where the article gives it, else its description, else null. "role": the speaker's role in the article's words, or null. "mention": the article's words for the speaker at this place, or null. "where": where it was said if stated (letter, Twitter, interview), else null. "paragraph": where it begins; "paragraphs": all it stands in. "scare": true for words in quotation marks with which nobody is quoted.${createTranslationTask(language)}`,
  countStatements: ({ quotes }) => quotes.length,
  citations: ({ quotes }) => quotes.map(({ text, paragraphs }) => ({ text, paragraphs, comments: [] })),
  emptyIsAnswer: false,
  longArticle: {
    reads: 'paragraphs',
    options: options => options,
    merge: drafts => ({ quotes: drafts.flatMap(({ quotes }) => quotes) }),
  },
} satisfies Recipe<QuotesOptions, QuotesDraft, QuotesAnswer>;
