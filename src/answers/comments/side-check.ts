import { type Comment, commentTextOf } from '../../articles/article.ts';
import { elementAt, getExisting } from '../../lists.ts';
import type { CommentsCheck } from './check-context.ts';
import { findProposal, readOwnWords } from './proposal.ts';
import type { CheckedViewpoint, CommentsDraft, CommentsSide, Relation } from './schema.ts';
import { isOpposed, relationsOf } from './sides.ts';
import { tokenizeForStance } from './stance-words.ts';
import { checkPassage } from './viewpoint-check.ts';

/** The sides that passed the check, and the viewpoints with their indexes among these sides. */
interface CheckedSides {
  readonly sides: CommentsSide[];
  readonly viewpoints: CheckedViewpoint[];
}

/**
 * The sides of a draft that pass: at least two, of existing comments, with each comment on one side only and
 * not on the side of somebody it contradicts. Their relation to the proposal is what their own words say (see
 * `relationsOf`), whatever was drafted.
 */
export function checkSides(
  draft: CommentsDraft,
  viewpoints: readonly CheckedViewpoint[],
  contradictions: CommentsDraft['contradictions'],
  check: CommentsCheck,
): CheckedSides {
  const taken = new Set<string>();
  const members = draft.sides.map(({ comments }, at) =>
    takeMembers(comments ?? membersOf(at, viewpoints), taken, contradictions, check),
  );
  const kept = [...members.keys()].filter(at => elementAt(members, at).length > 0);
  if (kept.length < 2)
    return { sides: [], viewpoints: viewpoints.map(viewpoint => ({ ...viewpoint, side: null })) };
  const relations = relationsOf(kept.map(at => readMembers(elementAt(members, at), check)));
  return {
    sides: kept.map((at, place) =>
      checkSide(elementAt(draft.sides, at), elementAt(members, at), elementAt(relations, place), check),
    ),
    viewpoints: viewpoints.map(viewpoint => {
      const place = viewpoint.side === null ? -1 : kept.indexOf(viewpoint.side);
      return { ...viewpoint, side: place < 0 ? null : place };
    }),
  };
}

const membersOf = (side: number, viewpoints: readonly CheckedViewpoint[]) =>
  viewpoints.filter(viewpoint => viewpoint.side === side).flatMap(({ comments }) => comments);

function takeMembers(
  numbers: readonly string[],
  taken: Set<string>,
  contradictions: CommentsDraft['contradictions'],
  { order, comments, complaints }: CommentsCheck,
): string[] {
  const inOrder = numbers
    .filter(each => hasOwnWords(comments.get(each)) && !taken.has(each))
    .toSorted((a, b) => getExisting(order, a) - getExisting(order, b));
  const side = new Set<string>();
  for (const each of inOrder) {
    const against = contradictions.find(
      ({ reply, to }) => (reply === each && side.has(to)) || (to === each && side.has(reply)),
    );
    if (against)
      complaints.push(`Comments ${against.reply} and ${against.to} stand on one side, but contradict.`);
    else side.add(each);
  }
  for (const each of side) taken.add(each);
  return [...side];
}

const hasOwnWords = (comment: Comment | undefined) => comment !== undefined && comment.paragraphs.length > 0;

/** What each comment of a side says about the article's proposal in its own words. */
function readMembers(numbers: readonly string[], { article, comments }: CommentsCheck): (-1 | 0 | 1)[] {
  const proposal = findProposal(article);
  return numbers.map(number =>
    proposal ? readOwnWords(tokenizeForStance(commentTextOf(getExisting(comments, number))), proposal) : 0,
  );
}

function checkSide(
  { passage, relation }: CommentsDraft['sides'][number],
  numbers: readonly string[],
  said: Relation | null,
  check: CommentsCheck,
): CommentsSide {
  const { complaints } = check;
  if (relation && relation !== said)
    complaints.push(`The comments of a side do not say themselves that they are ${relation} the proposal.`);
  const own = readMembers(numbers, check);
  const comments = numbers.filter((number, at) => {
    const opposed = isOpposed(elementAt(own, at), said);
    if (opposed) complaints.push(`Comment ${number} says itself that it is not ${said} the proposal.`);
    return !opposed;
  });
  const plain = own.filter(each => each !== 0 && !isOpposed(each, said)).length;
  return { comments, passage: checkPassage(passage, comments, check), relation: said, plain };
}
