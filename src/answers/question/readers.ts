import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { detectDisagreement } from '../comments/disagreement.ts';
import { extractComments, findContradictions } from '../comments/extract.ts';
import { findGistSentence } from '../comments/gists.ts';
import { candidatePassagesOf } from '../passage.ts';
import { countWords } from './answer-words.ts';
import { computeFact } from './article-facts.ts';
import type { ParsedQuestion } from './parse-question.ts';
import { findPassages, type Passage } from './passages.ts';
import { writeOut } from './route.ts';
import { type DraftStatement, MAX_WORDS, type QuestionDraft } from './schema.ts';

const AGREEMENT = new RegExp(String.raw`^(?:and |so |but )?${oneOf(lexicon.agreement.words)}[\s?!.]*$`, 'iu');

/** Whether a question asks if readers agree with each other. */
export const isAgreementQuestion = (question: string): boolean => AGREEMENT.test(writeOut(question));

/** Keeps the passages that fit into the answer, in their order. */
function fillAnswer(passages: readonly DraftStatement[]): DraftStatement[] {
  let room = MAX_WORDS;
  return passages.filter(({ text }) => {
    const length = countWords(text);
    if (length > room) return false;
    room -= length;
    return true;
  });
}

/** The number of replies that contradict the comment they answer, with the first of these replies. */
export function describeAgreement(article: Article): QuestionDraft {
  const statements = fillAnswer(
    findContradictions(article.comments).map(({ reply, text }) => ({
      text,
      paragraphs: [],
      comments: [reply],
    })),
  );
  return { found: true, fact: computeFact(article, 'disagreements'), statements, nearest: null };
}

/** What readers think: a typical passage of each of the largest viewpoints, or of each of a few comments. */
export function summarizeReaders(article: Article): QuestionDraft {
  const { viewpoints, gists, contradictions } = extractComments(article);
  const told = article.comments
    .filter(({ number }) => gists.some(({ comment }) => comment === number))
    .map(comment => ({ comment: comment.number, text: findGistSentence(comment, article, contradictions) }));
  const passages = [...viewpoints.flatMap(({ passage }) => passage ?? []), ...told];
  const statements = fillAnswer(
    passages.map(({ comment, text }) => ({ text, paragraphs: [], comments: [comment] })),
  );
  return { found: statements.length > 0, statements, nearest: null };
}

/** Maximum number of comments considered for an answer, and the minimum score relative to the best one. */
const MAX_READERS = 8;
const MIN_RELATIVE = 0.6;
/** Minimum share of the question that the best comment must cover to answer it, or to answer it probably. */
const MIN_COVERED = 0.5;
const MIN_PROBABLE = 0.2;

/** The share of a question that a comment covers: its best sentence's, plus half of what the rest adds. */
const scoreComment = ({ features: { covered, near, scattered } }: Passage) =>
  covered + (near + scattered) / 2;

/** Whether a comment is relevant too, and shares a word with the question if the best comment does. */
function isAbout(passage: Passage, best: Passage): boolean {
  if (scoreComment(passage) < MIN_RELATIVE * scoreComment(best)) return false;
  return best.features.exact === 0 || passage.features.exact > 0;
}

/** "I'm a nurse at the clinic.": the writer's introduction, before the point. */
const INTRODUCTION = /^(?:I(?:['’]m| am| was| work| live)|As an?|Speaking as) /;

/** The sentence after one that only introduces the writer, if there is one. */
function findPoint({ comments }: Article, { text, evidence }: Passage['sentence']): string[] {
  if (!INTRODUCTION.test(text)) return [];
  const comment = comments.find(({ number }) => evidence.comments?.includes(number));
  const sentences = comment ? candidatePassagesOf(comment) : [];
  return sentences.slice(sentences.indexOf(text) + 1, sentences.indexOf(text) + 2);
}

/** Finds what readers say about the subject of a question: the best sentence of each relevant comment. */
export function findReaders(article: Article, asked: ParsedQuestion): QuestionDraft {
  const objections = asked.terms.some(({ stem }) => OBJECTING.has(stem)) ? findObjections(article) : [];
  const passages = findPassages(article, asked, 'comments').toSorted(
    (a, b) => scoreComment(b) - scoreComment(a) || b.score - a.score,
  );
  const [best] = passages;
  if (!best) return { found: objections.length > 0, statements: objections, nearest: null };
  const seen = new Set<number>();
  const statements = passages.slice(0, MAX_READERS).flatMap((passage): DraftStatement[] => {
    const { sentence } = passage;
    if (seen.has(sentence.unit) || !isAbout(passage, best)) return [];
    seen.add(sentence.unit);
    return [sentence.text, ...findPoint(article, sentence)].map(text => ({ text, ...sentence.evidence }));
  });
  if (scoreComment(best) >= MIN_COVERED)
    return { found: true, statements: fillAnswer(statements), nearest: null };
  if (objections.length > 0) return { found: true, statements: objections, nearest: null };
  const nearest = { text: best.sentence.text, ...best.sentence.evidence };
  return {
    found: false,
    outcome: scoreComment(best) >= MIN_PROBABLE ? 'probable' : 'not found',
    statements: [],
    nearest,
  };
}

const OBJECTING = new Set(lexicon.objecting.words.map(stem));

/** The sentences in which top-level comments object to the article. */
function findObjections({ comments }: Article): DraftStatement[] {
  return fillAnswer(
    comments
      .filter(({ number }) => !number.includes('.'))
      .flatMap(({ number, paragraphs }) => {
        const found = detectDisagreement(paragraphs, []);
        return found ? [{ text: found.text, paragraphs: [], comments: [number] }] : [];
      }),
  );
}
