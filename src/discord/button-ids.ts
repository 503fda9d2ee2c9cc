import { z } from 'zod';
import { Lengths } from '../answers/summary/schema.ts';
import { AnswerReference } from './answer-reference.ts';
import { ArticleId, type ButtonId, PageNumber } from './custom-id.ts';
import { LanguageValue } from './language-option.ts';

/**
 * Buttons that several messages show, or that belong to a different command than the one whose message shows
 * them. The ids of all other buttons are defined in the renderer that shows them.
 */
const language = LanguageValue.optional();
const page = PageNumber.optional();

export const summaryButton = {
  key: 'summary',
  values: z.object({ article: ArticleId, length: z.enum(Lengths).optional(), language }),
};

export const quotesButton = {
  key: 'quotes',
  /** `speaker` is a value from `speakerValueOf`, or empty for everybody. */
  values: z.object({ article: ArticleId, page, speaker: z.string().optional(), language }),
};

export const commentsButton = {
  key: 'comments',
  values: z.object({ article: ArticleId, page, language }),
};

/** Paragraph numbers, as in `2.5.8`; empty means all paragraphs. */
const ParagraphList = z.codec(z.string().regex(/^(?:\d{1,5}(?:\.\d{1,5})*)?$/), z.array(z.int()), {
  decode: text => text.split('.').filter(Boolean).map(Number),
  encode: numbers => numbers.join('.'),
});

/** Shows the sentences that readers dispute, beside what the readers say. */
export const disputesButton = {
  key: 'comments/disputes',
  values: z.object({ article: ArticleId, page, paragraphs: ParagraphList.optional() }),
};

/** Shows a comment at its place in the tree. */
export const commentButton = {
  key: 'comments/comment',
  values: z.object({ article: ArticleId, comment: z.string().min(1), page }),
};

export const askButton = { key: 'ask', values: z.object({ article: ArticleId, language }) };

/** Asks the question on the button's label. `at` is its position among the message's suggestions. */
export const suggestionButton = {
  key: 'ask/next',
  values: z.object({ article: ArticleId, at: z.string().regex(/^\d$/) }),
};
/** The first asks the comments the same question, the second asks the channel's members. */
export const askReadersButton = { key: 'ask/readers', values: AnswerReference };
export const askChannelButton = { key: 'ask/channel', values: AnswerReference };

const ofArticle = z.object({ article: ArticleId });

/** Requests an answer that needs only an article. `kind` is also the command that shows it. */
export function answerButtonOf(kind: string): ButtonId<typeof ofArticle> {
  return { key: kind, values: ofArticle };
}

/** Opens a thread about an article. */
export const discussButton = { key: 'discuss', values: ofArticle };

/** Pins a place to another version of its article. */
export const switchVersionButton = { key: 'discuss/switch', values: ofArticle };

/** Chooses the article that a question in direct messages is about. */
export const askedArticleMenu = { key: 'discuss/asked', values: ofArticle };

/** Asks another article the question that a message in direct messages answers. */
export const otherArticleButton = { key: 'discuss/other', values: ofArticle };

/** A page of the posting history of a digest. */
export const digestHistoryButton = {
  key: 'digest/history',
  values: z.object({ digest: z.string().min(1), page }),
};

/** Posts now the articles of a digest post that was given up. */
export const digestRetryButton = {
  key: 'digest/again',
  values: z.object({ digest: z.string().min(1) }),
};

/** Chooses the article that a message is about, to summarise it. */
export const summariseChoice = { key: 'summarise', values: ofArticle };

/** Chooses the article that a claim is checked against. */
export const checkChoice = { key: 'said', values: ofArticle };
