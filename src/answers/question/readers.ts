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
    findContradictions(article.comments).map(({ reply, text }) => ({
      text,
      paragraphs: [],
      comments: [reply],
    })),
  );
  return { found: true, fact: computeFact(article, 'disagreements'), statements, nearest: null };
}

/** What readers think on the whole: a typical passage of each of the largest viewpoints, or of each of a few comments. */
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

/** Comments that are looked at for an answer, and how far one may stand behind the best. */
const MAX_READERS = 8;
const MIN_RELATIVE = 0.6;
/** So much of what is asked about has to stand in a comment. */
const MIN_COVERED = 0.5;
const MIN_PROBABLE = 0.2;

/** How much of a question a comment says: what its best sentence says, and the rest of it for half. */
const scoreComment = ({ features: { covered, near, scattered } }: Passage) =>
  covered + (near + scattered) / 2;

/** Whether a comment speaks of what the best one does: by its name, where that one names it. */
function isAbout(passage: Passage, best: Passage): boolean {
  if (scoreComment(passage) < MIN_RELATIVE * scoreComment(best)) return false;
  return best.features.exact === 0 || passage.features.exact > 0;
}

/** "I'm a nurse at the clinic.": who writes, before it is said what of it. */
const INTRODUCTION = /^(?:I(?:['’]m| am| was| work| live)|As an?|Speaking as) /;

/** The sentence behind one that only tells who writes, if there is any. */
function findPoint({ comments }: Article, { text, evidence }: Passage['sentence']): string[] {
  if (!INTRODUCTION.test(text)) return [];
  const comment = comments.find(({ number }) => evidence.comments?.includes(number));
  const sentences = comment ? candidatePassagesOf(comment) : [];
  return sentences.slice(sentences.indexOf(text) + 1, sentences.indexOf(text) + 2);
}

/** What readers say of what a question asks about: the best sentence of each comment that speaks of it. */
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

/** The sentences by which comments on the article itself speak against it. */
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
