import { setImmediate } from 'node:timers/promises';
import type { StoredArticle } from '../articles/article.ts';
import type { Entry, Library } from '../articles/library.ts';
import { foldText } from '../language/similarity.ts';
import { extractContentWords } from '../language/stems.ts';
import { findCandidates } from './article-candidates.ts';

/** Words that begin alike count as one: "invade", "invasion". */
const FAMILY_LENGTH = 5;
/** The most characters of a question that are read. */
const MAX_QUESTION = 300;

/**
 * Another article that a question is about: its headline has a word of the question, of which this article has
 * none. Undefined if there is none.
 */
export async function findOtherArticle(
  question: string,
  article: StoredArticle,
  library: Library,
): Promise<Entry | undefined> {
  const words = extractContentWords(question.slice(0, MAX_QUESTION)).map(word => foldText(word));
  const families = [...new Set(words.map(word => word.slice(0, FAMILY_LENGTH)))].filter(Boolean);
  const names = (text: string) => {
    const folded = ` ${foldText(text)}`;
    return families.some(family => folded.includes(` ${family}`));
  };
  const other = (await findCandidates(question, library)).find(
    ({ id, headline, renamedFrom }) => id !== article.id && names(`${headline} ${renamedFrom ?? ''}`),
  );
  return other && !(await hasAny(article, names)) ? other : undefined;
}

/** Whether a test holds for a text of an article. Others have their turn between two texts: there may be thousands. */
async function hasAny(
  { headline, paragraphs, comments }: StoredArticle,
  test: (text: string) => boolean,
): Promise<boolean> {
  for (const text of [headline, ...paragraphs, ...comments.flatMap(each => each.paragraphs)]) {
    if (test(text)) return true;
    await setImmediate();
  }
  return false;
}
