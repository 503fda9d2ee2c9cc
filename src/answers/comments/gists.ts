import {
  type Article,
  type Comment,
  commentTextOf,
  getCommentsByNumber,
  parentNumberOf,
} from '../../articles/article.ts';
import { fold } from '../../language/folding.ts';
import { hasStrongLanguage } from '../../language/strong-language.ts';
import { elementAt } from '../../lists.ts';
import { candidatePassagesOf, firstWordsOf } from '../passage.ts';
import { isAgreeing } from './disagreement.ts';
import type { CommentAct, CommentsDraft, DraftGist } from './schema.ts';
import { cosineSimilarity, createVectorSpace } from './text-vectors.ts';
import { fitSentence, removeStrongWords } from './title-shortening.ts';

/** Maximum characters of a gist. */
export const MAX_GIST = 95;

type Contradictions = CommentsDraft['contradictions'];

/** A short discussion comment by comment: what each says in one sentence, and what it does to its parent. */
export function createGists(article: Article, contradictions: Contradictions): DraftGist[] {
  return article.comments.filter(isTold).map(comment => createGist(comment, article, contradictions));
}

/** Whether there is anything to tell about a comment: it is visible and does more than quote. */
export const isTold = (comment: Comment) => fold(commentTextOf(comment)) !== '';

/** A comment's most telling sentence, verbatim: it contradicts its parent, or is closest to the subject. */
export function findGistSentence(comment: Comment, article: Article, contradictions: Contradictions): string {
  const against = contradictions.find(({ reply }) => reply === comment.number);
  return against?.text ?? findTellingSentence(comment, findParent(comment, article), article);
}

const findParent = ({ number }: Comment, article: Article): Comment | null =>
  getCommentsByNumber(article).get(parentNumberOf(number) ?? '') ?? null;

/** The gist of one comment. */
export function createGist(comment: Comment, article: Article, contradictions: Contradictions): DraftGist {
  const contradicts = contradictions.some(({ reply }) => reply === comment.number);
  const act = actOf(comment, findParent(comment, article), contradicts);
  const telling = findGistSentence(comment, article, contradictions);
  const sentence = act === 'asks' && !isAsking(telling) ? findQuestion(comment, telling) : telling;
  return { comment: comment.number, text: fitSentence(removeStrongWords(sentence), MAX_GIST), act };
}

/** Whether a gist shows a question. */
export const isAsking = (text: string): boolean => /[?？]/.test(text);

/** The last question of a comment that asks, together with the telling sentence if that comes just before. */
function findQuestion(comment: Comment, telling: string): string {
  const question = candidatePassagesOf(comment).findLast(isAsking) ?? telling;
  const both = `${telling} ${question}`;
  const isOneText = both.length <= MAX_GIST && comment.paragraphs.some(text => text.includes(both));
  return isOneText ? both : question;
}

function actOf({ paragraphs }: Comment, parent: Comment | null, contradicts: boolean): CommentAct {
  if (!parent) return 'starts';
  if (contradicts) return 'contradicts';
  if (isAgreeing(paragraphs)) return 'agrees';
  const asks = (texts: readonly string[]) => /[?？]["”’»」)]*$/u.test(texts.at(-1)?.trimEnd() ?? '');
  if (asks(paragraphs)) return 'asks';
  return commentTextOf(parent).includes('?') ? 'answers' : 'adds';
}

/** What a sentence loses for being short or strong, and the first one's bonus, divided by their number. */
const SHORT = 25;
const SHORT_PENALTY = 0.15;
const STRONG_PENALTY = 0.15;
const OPENING_BONUS = 0.06;

/** The sentence most similar to what the comment is about: its parent, else the article. */
function findTellingSentence(comment: Comment, parent: Comment | null, article: Article): string {
  const sentences = candidatePassagesOf(comment);
  const about = parent
    ? [commentTextOf(parent), article.headline]
    : [article.headline, article.headline, article.paragraphs.join('\n')];
  const { vectors } = createVectorSpace([...about, ...sentences, ...article.paragraphs], {
    byMeaning: false,
  });
  const subjects = vectors.slice(0, about.length);
  const scored = sentences.map((text, at) => {
    const own = elementAt(vectors, about.length + at);
    const likeness = subjects.reduce((sum, other) => sum + cosineSimilarity(own, other), 0) / about.length;
    const opening = at === 0 ? OPENING_BONUS / sentences.length : 0;
    return { text, score: likeness + opening - (text.length < SHORT ? SHORT_PENALTY : 0) };
  });
  return findBestSpoken(scored)?.text ?? firstWordsOf(comment);
}

/** A sentence and how well it conveys what a comment says. */
interface ScoredSentence {
  readonly text: string;
  readonly score: number;
}

/** The best sentence after a penalty for strong language, checked in as few sentences as possible. */
function findBestSpoken(scored: readonly ScoredSentence[]): ScoredSentence | null {
  let best: ScoredSentence | null = null;
  for (const each of scored.toSorted((a, b) => b.score - a.score)) {
    if (best && best.score >= each.score) break;
    const penalty = hasStrongLanguage(removeStrongWords(each.text)) ? STRONG_PENALTY : 0;
    const score = each.score - penalty;
    if (!best || score > best.score) best = { text: each.text, score };
  }
  return best;
}
