import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import { extractComments, findContradictions } from '../comments/extract.ts';
import { countWords } from './answer-words.ts';
import { computeFact } from './article-facts.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { findPassages } from './passages.ts';
import { writeOut } from './route.ts';
import type { DraftStatement, QuestionDraft } from './schema.ts';

const MAX_WORDS = 60;
const AGREEMENT = new RegExp(String.raw`^(?:and |so |but )?${oneOf(lexicon.agreement.words)}[\s?!.]*$`, 'iu');

/** Whether a question asks if readers agree with one another. */
export const isAgreementQuestion = (question: string): boolean => AGREEMENT.test(writeOut(question));

/** What fits of these, in their order. */
function fillAnswer(passages: readonly DraftStatement[]): DraftStatement[] {
  let room = MAX_WORDS;
  return passages.filter(({ text }) => {
    const length = countWords(text);
    if (length > room) return false;
    room -= length;
    return true;
  });
}

/** How many replies contradict what they answer, with the first that do. */
export function describeAgreement(article: Article): QuestionDraft {
  const statements = fillAnswer(
    findContradictions(article.comments).map(({ reply, text }) => ({ text, paragraphs: [], comments: [reply] })),
  );
  return { found: true, fact: computeFact(article, 'disagreements'), statements, nearest: null };
}

/** What readers think on the whole: a typical passage of each of the largest viewpoints. */
export function summarizeReaders(article: Article): QuestionDraft {
  const statements = fillAnswer(
    extractComments(article).viewpoints.map(({ passage }) => ({ text: passage.text, paragraphs: [], comments: [passage.comment] })),
  );
  return { found: statements.length > 0, statements, nearest: null };
}

/** Comments that are looked at for an answer, and how far a sentence may stand behind the best one. */
const MAX_READERS = 8;
const MAX_BEHIND = 2.5;
/** So much of what is asked about has to stand in a comment, or in what it answers. */
const MIN_COVERED = 0.5;
const MIN_PROBABLE = 0.25;

/** What readers say of what a question asks about: the best sentence of each comment that speaks of it. */
export function findReaders(article: Article, asked: ParsedQuestion): QuestionDraft {
  const passages = findPassages(article, asked, 'comments');
  const [best] = passages;
  if (!best) return { found: false, statements: [], nearest: null };
  const seen = new Set<number>();
  const statements = fillAnswer(
    passages.slice(0, MAX_READERS).flatMap(({ sentence, score, features }): DraftStatement[] => {
      if (seen.has(sentence.unit) || score < best.score - MAX_BEHIND) return [];
      if (features.covered < MIN_PROBABLE) return [];
      seen.add(sentence.unit);
      return [{ text: sentence.text, ...sentence.evidence }];
    }),
  );
  const [first] = statements;
  const { covered, near } = best.features;
  if (covered + near >= MIN_COVERED && first) return { found: true, statements, nearest: null };
  const nearest = { text: best.sentence.text, ...best.sentence.evidence };
  return { found: false, outcome: covered >= MIN_PROBABLE ? 'probable' : 'not found', statements: [], nearest };
}
