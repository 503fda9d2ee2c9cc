import { type Article, type Comment, parentNumberOf } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { detectDisagreement } from './disagreement.ts';
import { createGists } from './gists.ts';
import { type CommentGroup, groupReadings } from './grouping.ts';
import { findForeignLanguage } from './languages-apart.ts';
import { findProposal } from './proposal.ts';
import { type CommentReading, isReaders, readComments } from './readings.ts';
import {
  type CommentPassage,
  type CommentsDraft,
  MAX_GISTS,
  MAX_VIEWPOINTS,
  type Viewpoint,
} from './schema.ts';
import { describeSides, readSides, type SideReading } from './sides.ts';
import type { VectorSpace } from './text-vectors.ts';
import { createTitle } from './titles.ts';

/**
 * The digest of the comments. A short discussion is told comment by comment; a longer one in groups of
 * similar comments, with the sides that readers take if they debate one thing, and who contradicts whom.
 * Deterministic.
 */
export function extractComments(article: Article): CommentsDraft {
  if (article.comments.length <= MAX_GISTS) {
    const contradictions = findContradictions(article.comments);
    const gists = createGists(article, contradictions);
    return { viewpoints: [], sides: [], gists, contradictions, disputes: [] };
  }
  const { viewpoints, sides, contradictions } = groupComments(article);
  return {
    viewpoints: viewpoints.map(({ sentence: _, ...viewpoint }) => viewpoint),
    sides,
    gists: [],
    contradictions,
    disputes: [],
  };
}

/** A viewpoint with the whole sentence that its label repeats or shortens. */
export interface GroupedViewpoint extends Viewpoint {
  readonly sentence: CommentPassage;
}

/** The viewpoints, sides and contradictions of a discussion of any length, largest viewpoint first. Memoized. */
export const groupComments: (article: Article) => Pick<CommentsDraft, 'sides' | 'contradictions'> & {
  readonly viewpoints: readonly GroupedViewpoint[];
} = memoizePerObject(article => {
  const contradictions = findContradictions(article.comments);
  const { own, foreign } = separateLanguages(article.comments.filter(isReaders));
  const { readings, space } = readComments(own, article);
  const sideReading = readSides(readings, findProposal(article), contradictions);
  const { sides, order } = describeSides(readings, sideReading, space);
  const groups = groupReadings(readings, sideReading, contradictions);
  const taken = new Set<string>();
  const viewpoints = chooseGroups(groups).map(group => ({
    ...createViewpoint(
      group.members.map(at => elementAt(readings, at)),
      listTellers(group, sideReading).map(at => elementAt(readings, at)),
      space,
      taken,
    ),
    side: group.side === null ? null : (order.get(group.side) ?? null),
  }));
  const apart = foreign.map(comments => {
    const others = readComments(comments, article);
    return createViewpoint(others.readings, others.readings, others.space, taken);
  });
  return { viewpoints: [...viewpoints, ...apart], sides, contradictions };
});

/** The replies that contradict their parent in their first sentences. Linear in the number of comments. */
export function findContradictions(comments: readonly Comment[]): CommentsDraft['contradictions'] {
  const byNumber = new Map(comments.map(comment => [comment.number, comment]));
  return comments.flatMap(reply => {
    const to = byNumber.get(parentNumberOf(reply.number) ?? '');
    const found = to && detectDisagreement(reply.paragraphs, to.paragraphs);
    return found ? [{ reply: reply.number, to: to.number, text: found.text }] : [];
  });
}

/** Separates comments in the article's language from the others, which are grouped by language. */
function separateLanguages(comments: readonly Comment[]): { own: Comment[]; foreign: Comment[][] } {
  const byLanguage = Map.groupBy(comments, findForeignLanguage);
  return {
    own: byLanguage.get(null) ?? [],
    foreign: [...byLanguage].flatMap(([code, each]) => (code === null ? [] : [each])),
  };
}

/** The largest groups, few enough to give an overview. */
const chooseGroups = (groups: readonly CommentGroup[]) =>
  groups
    .toSorted(
      (a, b) => b.members.length - a.members.length || elementAt(a.members, 0) - elementAt(b.members, 0),
    )
    .slice(0, MAX_VIEWPOINTS);

/** The members that speak for a group: those known to take its side, if there are several, else all. */
function listTellers({ members, side }: CommentGroup, { sides }: SideReading): readonly number[] {
  const known = side === null ? [] : members.filter(at => sides[at] === side);
  return known.length >= 2 ? known : members;
}

function createViewpoint(
  readings: readonly CommentReading[],
  tellers: readonly CommentReading[],
  space: VectorSpace,
  taken: Set<string>,
): GroupedViewpoint {
  const { label, sentence, passage } = createTitle(tellers, space, taken);
  return { label, sentence, passage, comments: readings.map(({ comment }) => comment.number) };
}
