import { truncate } from '../../language/folding.ts';
import { elementAt, getExisting } from '../../lists.ts';
import { firstWordsOf } from '../passage.ts';
import { type CommentsCheck, findVerbatim, keepTranslation } from './check-context.ts';
import { findForeignLanguage } from './languages-apart.ts';
import type { CheckedViewpoint, CommentPassage, CommentsDraft, Viewpoint } from './schema.ts';
import { checkTitle, isSameText, keepTitleTranslation } from './title-check.ts';

/** The comment numbers that exist and are not yet in a viewpoint, in reading order. */
function takeNumbers(
  viewpoint: Viewpoint,
  taken: Set<string>,
  { comments, order, complaints }: CommentsCheck,
): string[] {
  const retained = viewpoint.comments.filter(each => {
    if (!order.has(each)) complaints.push(`There is no comment ${truncate(each)}.`);
    else if (getExisting(comments, each).paragraphs.length === 0)
      complaints.push(`Comment ${each} only quotes another.`);
    else if (taken.has(each)) complaints.push(`Comment ${each} stood in a viewpoint already.`);
    else return taken.add(each);
    return false;
  });
  return retained.toSorted((a, b) => getExisting(order, a) - getExisting(order, b));
}

/** A passage with its stored text if one of these comments has it, else the first one's first words. */
export function checkPassage(
  passage: CommentPassage,
  numbers: readonly string[],
  check: CommentsCheck,
): CommentPassage {
  const { article, comments, complaints } = check;
  for (const each of [...new Set([passage.comment, ...numbers])].filter(each => numbers.includes(each))) {
    const text = findVerbatim(article, getExisting(comments, each), passage.text);
    if (text === null) continue;
    if (each !== passage.comment)
      complaints.push(`A passage is from comment ${each}, not from ${truncate(passage.comment)}.`);
    return { comment: each, text, ...keepTranslation(passage, text, check) };
  }
  complaints.push(`No comment of its viewpoint says "${truncate(passage.text)}".`);
  const first = elementAt(numbers, 0);
  return { comment: first, text: firstWordsOf(getExisting(comments, first)) };
}

/** The viewpoints of existing comments, each in one of them, with titles that the comments support. */
export function checkViewpoints(draft: CommentsDraft, check: CommentsCheck): CheckedViewpoint[] {
  const [comments, titles] = [new Set<string>(), new Set<string>()];
  return draft.viewpoints.flatMap(viewpoint => {
    const numbers = takeNumbers(viewpoint, comments, check);
    if (numbers.length === 0) return [];
    const passage = viewpoint.passage && checkPassage(viewpoint.passage, numbers, check);
    const title = checkTitle({ label: viewpoint.label, numbers, passage }, titles, check);
    const translation = title.label === viewpoint.label ? keepTitleTranslation(viewpoint, check) : {};
    // the passage must not repeat the title
    const isRepeated = passage !== null && title.level !== 'worded' && isSameText(passage.text, title.label);
    return [
      {
        ...title,
        ...translation,
        comments: numbers,
        passage: isRepeated ? null : passage,
        side: viewpoint.side ?? null,
        language: languageOf(numbers, check),
      },
    ];
  });
}

/** The language of comments that are all in the same one, if it is not the article's; else null. */
function languageOf(numbers: readonly string[], { comments }: CommentsCheck): string | null {
  const first = findForeignLanguage(getExisting(comments, elementAt(numbers, 0)));
  if (first === null) return null;
  return numbers.every(number => findForeignLanguage(getExisting(comments, number)) === first) ? first : null;
}
