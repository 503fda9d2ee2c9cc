import { type Article, type Comment, commentTextOf, parentNumberOf } from '../../articles/article.ts';
import { isMachine } from '../../articles/machine-writers.ts';
import { isGivenName } from '../../language/lexicon.ts';
import greetings from '../../language/lexicons/greetings.json' with { type: 'json' };
import { splitWords } from '../../language/stems.ts';
import { createWordTest } from '../../language/word-lists.ts';
import { elementAt, getExisting } from '../../lists.ts';
import { blendContext, createVectorSpace, type TextVector, type VectorSpace } from './text-vectors.ts';

/** Comments that are grouped, the first ones of more. Time and memory grow with the square of it. */
const MAX_GROUPED = 2000;

/** Characters of one comment that are looked at for its group. */
const MAX_CHARACTERS = 4000;

/** How much of what it answers a reply takes along. */
const PARENT_WEIGHT = 0.6;

/** A comment with what is known of it while groups are made. */
export interface CommentReading {
  readonly comment: Comment;
  readonly text: string;
  /** What it is about, by its own words. */
  readonly own: TextVector;
  /** The same with a share of what it answers. */
  readonly vector: TextVector;
}

/** What a reader wrote: words, not an emoji alone, and no program of the moderators. */
export function isReaders(comment: Comment): boolean {
  const text = commentTextOf(comment);
  return splitWords(text).length > 0 && !isMachine({ author: comment.author, text });
}

/** The comments as they are grouped, and the space that their vectors are of. */
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
 * Takes out of a text whom it addresses: greetings, "@name", the names that readers write under and given names, unless
 * the article itself speaks of somebody of that name.
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
