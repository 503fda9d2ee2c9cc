import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { asksPublic, isAboutReaders, isForeignQuestion } from './question-words.ts';
import type { QuestionAnswer, QuestionOptions } from './schema.ts';
import { parseSpeechQuestion } from './speech-question.ts';

const PROBABLE = {
  article: defineMessage('The answer is probably here:'),
  comments: defineMessage('A reader probably says it here:'),
};
const NOT_FOUND = {
  article: defineMessage('I didn’t find that in the article.'),
  comments: defineMessage('I didn’t find that in the comments.'),
};
const SILENT = {
  article: defineMessage('The article doesn’t say.'),
  comments: defineMessage('The readers don’t say.'),
};

const SILENT_SPEAKER = defineMessage('I didn’t find them saying anything about that.');
const READER_ANSWERS = defineMessage('I didn’t find that in the article, but a reader writes:');

const isFromReaders = (passage: QuestionAnswer['nearest']) => (passage?.comments.length ?? 0) > 0;

/**
 * Returns what introduces an answer by readers to a question that did not ask for them, to be translated into
 * the reader's language; null if no introduction is needed.
 */
export function introduceReaders(
  { question, of }: Pick<QuestionOptions, 'question' | 'of'>,
  { statements }: Pick<QuestionAnswer, 'statements'>,
): string | null {
  const [first = null] = statements;
  const isAsked = isAboutReaders({ question, of }) || asksPublic(question);
  return isFromReaders(first) && !isAsked ? READER_ANSWERS : null;
}

interface UnansweredQuestion {
  readonly content: Pick<QuestionAnswer, 'outcome' | 'nearest'>;
  readonly engine: string;
  /** How much of the article was read, if not all of it. */
  readonly coverage?: unknown;
}

/**
 * Returns the message in place of an answer, to be translated into the reader's language: the introduction of
 * a passage that probably answers, or why there is no answer. Only a model that has read the whole article
 * and found nothing near may say that the article is silent; a search by words has merely not found it.
 */
export function explainSilence(
  { question, of }: Pick<QuestionOptions, 'question' | 'of'>,
  article: Article,
  { content, engine, coverage = null }: UnansweredQuestion,
): string {
  const isOfReaders = isAboutReaders({ question, of });
  const where = isOfReaders || isFromReaders(content.nearest) ? 'comments' : 'article';
  if (isOfReaders && article.comments.length === 0) return defineMessage('This article has no comments.');
  if (engine === 'extractive' && isForeignQuestion(question, article))
    return defineMessage('Without a model, I can only answer questions in the article’s language.');
  if (content.outcome === 'probable') return PROBABLE[where];
  const spoken = content.nearest && engine === 'extractive' ? parseSpeechQuestion(question) : undefined;
  if (where === 'article' && spoken?.speaker && spoken.about.trim() !== '') return SILENT_SPEAKER;
  const hasReadAll = engine !== 'extractive' && coverage === null;
  return (hasReadAll && content.nearest === null ? SILENT : NOT_FOUND)[where];
}
