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
/** Above the nearest passage, which may answer after all. */
const UNCLEAR = {
  article: defineMessage('I didn’t find a clear answer in the article. The closest passage:'),
  comments: defineMessage('I didn’t find a clear answer in the comments. The closest passage:'),
};
const CLOSEST = defineMessage('The closest passage:');
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
 * Returns the messages in place of an answer, to be translated into the reader's language: what introduces the
 * passage shown below, or why there is no answer. Only a model that has read the whole article and found
 * nothing near may say that the article is silent; a search by words has merely not found it.
 */
export function explainSilence(
  { question, of }: Pick<QuestionOptions, 'question' | 'of'>,
  article: Article,
  { content, engine, coverage = null }: UnansweredQuestion,
): readonly string[] {
  const { outcome, nearest } = content;
  const isOfReaders = isAboutReaders({ question, of });
  const where = isOfReaders || isFromReaders(nearest) ? 'comments' : 'article';
  const closest = nearest ? [CLOSEST] : [];
  if (isOfReaders && article.comments.length === 0)
    return [defineMessage('This article has no comments.'), ...closest];
  if (engine === 'extractive' && isForeignQuestion(question, article))
    return [
      defineMessage('Without a model, I can only answer questions in the article’s language.'),
      ...closest,
    ];
  if (outcome === 'probable') return [PROBABLE[where]];
  const spoken = nearest && engine === 'extractive' ? parseSpeechQuestion(question) : undefined;
  if (where === 'article' && spoken?.speaker && spoken.about.trim() !== '')
    return [SILENT_SPEAKER, ...closest];
  const hasReadAll = engine !== 'extractive' && coverage === null;
  if (nearest) return [UNCLEAR[where]];
  return [(hasReadAll ? SILENT : NOT_FOUND)[where]];
}
