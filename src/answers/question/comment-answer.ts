import type { Article } from '../../articles/article.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { judgeConfidence } from './answerable.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { findPassages, type Passage } from './passages.ts';
import { markAnswer } from './pick-span.ts';
import { addOpposites, excerpt } from './readers.ts';
import type { QuestionDraft } from './schema.ts';
import { getReading, getSentenceIndex } from './sentence-index.ts';

/** Minimum share and number of the question's words that a reader's sentence must have to answer it. */
const MIN_STRONG = 0.9;
const MIN_HITS = 2;
/** How much more of the question it must have than the best sentence of the article: that is likelier meant. */
const MIN_AHEAD = 0.2;
/** Minimum share from which a comment is shown if it alone has a word of the question. */
const MIN_NEAR = 0.4;

/**
 * Finds a reader's answer to a question that the article does not answer. Judged as the article's sentences
 * are, but more strictly: strangers write on anything, and their questions answer nothing. If a word of the
 * question stands in the comments alone, the comment with it probably answers. `rival` is the article's best
 * sentence. Null if none does.
 */
export function findInComments(
  article: Article,
  asked: ParsedQuestion,
  rival: Passage | undefined,
): QuestionDraft | null {
  if (!isReadingEnglish()) return null;
  const least = Math.max(MIN_NEAR, (rival?.features.strong ?? 0) + MIN_AHEAD);
  const passages = findPassages(article, asked, 'comments', least).filter(
    ({ sentence }) => !/\?["”’)]*$/.test(sentence.text),
  );
  const [best] = passages;
  const { strong = 0, hits = 0 } = best?.features ?? {};
  if (!best || strong < least) return null;
  const statement = excerpt(article, best.sentence);
  if (strong >= MIN_STRONG && hits >= MIN_HITS && judgeConfidence(passages, asked.type) === 'answered')
    return {
      found: true,
      statements: [
        { ...statement, ...markAnswer(best.sentence.text, asked) },
        ...addOpposites(article, [best.sentence]).slice(0, 1),
      ],
      nearest: null,
    };
  const { index } = getSentenceIndex(article, 'paragraphs');
  const { known } = getReading(best.sentence);
  const isNew = asked.terms.some(({ stem }) => known.has(stem) && index.inverseFrequency(stem) === 0);
  return isNew ? { found: false, outcome: 'probable', statements: [], nearest: statement } : null;
}
