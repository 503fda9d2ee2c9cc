import { type Comment, parentNumberOf } from '../../articles/article.ts';
import { fold, truncate } from '../../language/folding.ts';
import { splitSentences } from '../../language/sentences.ts';
import { type CommentsCheck, findVerbatim, keepTranslation } from './check-context.ts';
import { createGist, isAsking, isTold, MAX_GIST } from './gists.ts';
import { findForeignLanguage } from './languages-apart.ts';
import { type CommentsDraft, type Gist, MAX_GISTS } from './schema.ts';
import { isInPieces, isShortened } from './title-shortening.ts';

/**
 * Checks a short discussion told comment by comment: the gist of each comment must be a sentence of it, whole
 * or shortened, and comes with what the comment does to its parent. Gists that a draft lacks or gets wrong
 * are replaced by built-in ones. A long discussion has no gists, and neither has a draft that says nothing.
 */
export function checkGists(
  draft: CommentsDraft,
  contradictions: CommentsDraft['contradictions'],
  check: CommentsCheck,
): Gist[] {
  const { article, comments, complaints } = check;
  const isSilent = draft.gists.length === 0 && draft.viewpoints.length === 0;
  if (isSilent || article.comments.length > MAX_GISTS) return [];
  const drafted = new Map(draft.gists.map(gist => [gist.comment, gist]));
  const contradicting = new Set(contradictions.map(({ reply }) => reply));
  return article.comments.flatMap(comment => {
    if (!isTold(comment)) return [];
    const { number } = comment;
    const to = comments.get(parentNumberOf(number) ?? '')?.number ?? null;
    const own = createGist(comment, article, contradictions);
    const given = drafted.get(number);
    const drops = given?.act === 'asks' && own.act === 'asks' && !isAsking(given.text);
    const found = given && !drops ? findGistWords(given.text, comment, check) : null;
    if (drops) complaints.push(`Comment ${number} asks, but not in "${truncate(given.text)}".`);
    else if (given && !found) complaints.push(`Comment ${number} does not say "${truncate(given.text)}".`);
    const words = found ?? findGistWords(own.text, comment, check) ?? { text: own.text, quote: own.text };
    const act = given && (to === null) === (given.act === 'starts') ? given.act : own.act;
    return [
      {
        comment: number,
        to,
        // the list of contradictions decides who contradicts
        act: contradicting.has(number) ? 'contradicts' : act === 'contradicts' ? own.act : act,
        ...words,
        ...(given && found && keepTranslation(given, found.quote, check)),
        language: findForeignLanguage(comment),
      },
    ];
  });
}

/** A drafted gist, if the comment contains it verbatim or it shortens one of its sentences; else null. */
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
