import { type Comment, parentNumberOf } from '../../articles/article.ts';
import { fold, truncate } from '../../language/folding.ts';
import { getExisting } from '../../lists.ts';
import { isSupporting } from '../disputes/cues.ts';
import { getSentenceIndex, type IndexedSentence, termsOf } from '../disputes/sentence-index.ts';
import { type CommentsCheck, findVerbatim } from './check-context.ts';
import type { CommentsDraft, DraftDispute } from './schema.ts';

/**
 * The disputes of a draft that pass: an existing comment says the words and does not open by agreeing, the
 * article says the disputed words within one sentence of the paragraph, and the comment, or the one that it
 * answers, shares a name, a number or another telling word with that sentence. Each comment counts once for a
 * sentence. `disputed` is completed to the whole sentence.
 */
export function checkDisputes(draft: CommentsDraft, check: CommentsCheck): DraftDispute[] {
  const { order, complaints } = check;
  const seen = new Set<string>();
  return draft.disputes
    .flatMap(given => {
      const checked = checkDispute(given, check);
      if (typeof checked === 'string') complaints.push(checked);
      if (typeof checked === 'string' || seen.has(keyOf(checked))) return [];
      seen.add(keyOf(checked));
      return [checked];
    })
    .toSorted((a, b) => getExisting(order, a.comment) - getExisting(order, b.comment));
}

const keyOf = ({ comment, paragraph, disputed }: DraftDispute) => `${comment} ${paragraph} ${disputed}`;

/** The dispute in the stored words, or what is wrong with it. */
function checkDispute(given: DraftDispute, check: CommentsCheck): DraftDispute | string {
  const { article, comments } = check;
  const comment = comments.get(given.comment);
  if (!comment) return `There is no comment ${truncate(given.comment)}.`;
  const text = findVerbatim(article, comment, given.text);
  if (text === null) return `Comment ${comment.number} does not say "${truncate(given.text)}".`;
  const wanted = fold(given.disputed);
  const sentence = getSentenceIndex(article).sentences.find(
    each => each.paragraph === given.paragraph && fold(each.text).includes(wanted),
  );
  if (!sentence) return `No sentence of paragraph ${given.paragraph} says "${truncate(given.disputed)}".`;
  if (isSupporting(text)) return `Comment ${comment.number} agrees, and disputes nothing.`;
  if (!isAbout(sentence, comment, check))
    return `Comment ${comment.number} shares no telling word with what it is said to dispute.`;
  return { comment: comment.number, text, paragraph: sentence.paragraph, disputed: sentence.text };
}

/** Whether a comment, or the one that it answers, shares a word that tells something with a sentence. */
function isAbout({ terms }: IndexedSentence, comment: Comment, { comments }: CommentsCheck): boolean {
  const parent = comments.get(parentNumberOf(comment.number) ?? '');
  return [comment, parent].some(each =>
    each?.paragraphs.some(paragraph => termsOf(paragraph).some(term => terms.has(term))),
  );
}
