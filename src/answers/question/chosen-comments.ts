import type { Article, Comment } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';
import { parseQuestion } from './parse-question.ts';
import { countReplies, excerpt, findReaders } from './readers.ts';
import { writeOut } from './route.ts';
import type { QuestionDraft } from './schema.ts';
import { getSentenceIndex } from './sentence-index.ts';
import { isCalled, listSpeakerWords } from './speaker-words.ts';
import { parseSpeechQuestion } from './speech-question.ts';

/*
 * Comments that a question chooses by something else than their text: by who wrote them, by votes or replies.
 */

const whole = (words: readonly string[]) => new RegExp(String.raw`^${oneOf(words)}[\s?!.]*$`, 'iu');
const MOST_VOTES = whole(lexicon.leading.words.votes);
const MOST_REPLIES = whole(lexicon.leading.words.replies);

/** Maximum number of comments shown. */
const MAX_SHOWN = 3;

/** The excerpts of comments that have text, in the given order. */
function draftOf(article: Article, comments: readonly Comment[]): QuestionDraft {
  const { all } = getSentenceIndex(article, 'comments');
  const statements = comments.slice(0, MAX_SHOWN).flatMap(({ number }) => {
    const first = all.find(({ evidence }) => evidence.comments.includes(number));
    return first ? [excerpt(article, first)] : [];
  });
  return { found: statements.length > 0, statements, nearest: null };
}

/**
 * The comment with the most votes or replies, if a question asks for that; several if they have as many.
 * Nothing is found if the source counts no votes. Null if the question asks something else.
 */
export function findLeadingComment(article: Article, question: string): QuestionDraft | null {
  const written = writeOut(question);
  const isOfVotes = MOST_VOTES.test(written);
  if (!isOfVotes && !MOST_REPLIES.test(written)) return null;
  const replies = countReplies(article);
  const count = ({ number, votes = 0 }: Comment) => (isOfVotes ? votes : (replies.get(number) ?? 0));
  const most = Math.max(0, ...article.comments.map(count));
  return draftOf(article, most === 0 ? [] : article.comments.filter(each => count(each) === most));
}

/** What a reader of this name writes, on the subject first; null if the question asks for nobody who comments. */
export function findCommentsBy(article: Article, question: string): QuestionDraft | null {
  const asked = parseSpeechQuestion(question);
  const wanted = listSpeakerWords(asked?.speaker ?? '');
  if (!asked || wanted.length === 0) return null;
  const comments = article.comments.filter(({ author }) => author !== null && isCalled(wanted, author));
  if (comments.length === 0) return null;
  const about = parseQuestion({ question: asked.about, of: 'readers' });
  const read = about.terms.length > 0 ? findReaders({ ...article, comments }, about) : null;
  return read?.found ? read : draftOf(article, comments);
}
