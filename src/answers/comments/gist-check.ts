import { type Comment, parentNumberOf } from '../../articles/article.ts';
import { fold, truncate } from '../../language/folding.ts';
import { splitSentences } from '../../language/sentences.ts';
import { type CommentsCheck, findVerbatim, keepTranslation } from './check-context.ts';
import { createGist, isTold, MAX_GIST } from './gists.ts';
import { findForeignLanguage } from './languages-apart.ts';
import { type CommentsDraft, type Gist, MAX_GISTS } from './schema.ts';
import { isInPieces, isShortened } from './title-shortening.ts';

/**
 * A short discussion comment by comment: each in the words of its sentence, whole or shortened, and what it does to the one
 * that it answers. What a draft lacks or has wrongly is said in the built-in way. A long discussion has none, nor has a draft that says nothing.
 */
export function checkGists(
  draft: CommentsDraft,
  contradictions: CommentsDraft['contradictions'],
  check: CommentsCheck,
): Gist[] {
  const { article, complaints } = check;
  const isSilent = draft.gists.length === 0 && draft.viewpoints.length === 0;
  if (isSilent || article.comments.length > MAX_GISTS) return [];
  const drafted = new Map(draft.gists.map(gist => [gist.comment, gist]));
  const contradicting = new Set(contradictions.map(({ reply }) => reply));
  return article.comments.flatMap(comment => {
    if (!isTold(comment)) return [];
    const { number } = comment;
    const to = article.comments.some(other => other.number === parentNumberOf(number))
      ? parentNumberOf(number)
      : null;
    const own = createGist(comment, article, contradictions);
    const given = drafted.get(number);
    const found = given && findGistWords(given.text, comment, check);
    if (given && !found) complaints.push(`Comment ${number} does not say "${truncate(given.text)}".`);
    const words = found ?? findGistWords(own.text, comment, check) ?? { text: own.text, quote: own.text };
    const act = given && (to === null) === (given.act === 'starts') ? given.act : own.act;
    return [
      {
        comment: number,
        to,
        // who contradicts is told by the list of contradictions
        act: contradicting.has(number) ? 'contradicts' : act === 'contradicts' ? own.act : act,
        ...words,
        ...(given && found && keepTranslation(given, found.quote, check)),
        language: findForeignLanguage(comment),
      },
    ];
  });
}

/** What is said to be a comment's gist, where it stands in it word for word or is a sentence of it, shortened. */
function findGistWords(
  given: string,
  comment: Comment,
  { article }: CommentsCheck,
): Pick<Gist, 'text' | 'quote'> | null {
  const text = given.replace(/\s+/g, ' ').trim();
  if (text.length > 3 * MAX_GIST) return null;
  const verbatim = findVerbatim(article, comment, text);
  if (verbatim !== null) return { text: verbatim.replace(/\s+/g, ' '), quote: verbatim };
  const pieces = fold(text).replaceAll('...', '…');
  const quote = comment.paragraphs
    .flatMap(splitSentences)
    .find(sentence => isInPieces(pieces, fold(sentence)) || isShortened(text, sentence));
  return quote === undefined ? null : { text, quote };
}
