import { type Article, type Comment, commentTextOf, parentNumberOf } from '../../articles/article.ts';
import { isMachine } from '../../articles/machine-writers.ts';
import { isGivenName } from '../../language/lexicon.ts';
import greetings from '../../language/lexicons/greetings.json' with { type: 'json' };
import { splitWords } from '../../language/stems.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt, getExisting } from '../../lists.ts';
import { blendContext, createVectorSpace, type TextVector, type VectorSpace } from './text-vectors.ts';

/** Maximum number of comments that are grouped, from the start. Time and memory grow with its square. */
const MAX_GROUPED = 2000;

/** How many characters of a comment to use for grouping. */
const MAX_CHARACTERS = 4000;

/** How much of its parent's vector a reply adds to its own. */
const PARENT_WEIGHT = 0.6;

/** A comment with the data used for grouping. */
export interface CommentReading {
  readonly comment: Comment;
  readonly text: string;
  /** The vector of its own words. */
  readonly own: TextVector;
  /** The same with a share of its parent's. */
  readonly vector: TextVector;
}

/** Whether a comment is by a reader and has words, rather than only emoji or a moderation bot's text. */
export function isReaders(comment: Comment): boolean {
  const text = commentTextOf(comment);
  return splitWords(text).length > 0 && !isMachine({ author: comment.author, text });
}

/** The comments prepared for grouping, and the space of their vectors. */
export function readComments(
  comments: readonly Comment[],
  article: Pick<Article, 'headline' | 'paragraphs'>,
): { readings: CommentReading[]; space: VectorSpace } {
  const used = comments.slice(0, MAX_GROUPED);
  const removeNames = createNameRemover(used, article);
  const texts = used.map(comment => commentTextOf(comment).slice(0, MAX_CHARACTERS));
  const space = createVectorSpace(texts.map(removeNames));
  const known = new Map<string, TextVector>();
  const readings = used.map((comment, i) => {
    const own = elementAt(space.vectors, i);
    const context = known.get(parentNumberOf(comment.number) ?? '');
    known.set(comment.number, context ? blendContext(own, context, PARENT_WEIGHT) : own);
    return { comment, text: elementAt(texts, i), own, vector: getExisting(known, comment.number) };
  });
  return { readings, space };
}

const WORD = /@?[\p{L}\p{N}_]+/gu;
const isGreeting = createWordTest(greetings.words, { ignoreCase: true });

/**
 * Creates a function that removes forms of address from a text: greetings, "@name", readers' user names and
 * given names, unless the article itself mentions the name.
 */
function createNameRemover(
  comments: readonly Comment[],
  { headline, paragraphs }: Pick<Article, 'headline' | 'paragraphs'>,
): (text: string) => string {
  const ofArticle = new Set(splitWords([headline, ...paragraphs].join('\n')));
  const writers = new Set(comments.flatMap(({ author }) => splitWords(author ?? '')));
  const isName = (word: string) => {
    if (isGreeting(word)) return true;
    if (!/^\p{Lu}/u.test(word)) return false;
    const small = word.toLowerCase();
    return !ofArticle.has(small) && (writers.has(small) || isGivenName(small));
  };
  return text => text.replace(WORD, word => (word.startsWith('@') || isName(word) ? ' ' : word));
}
