import { z } from 'zod';
import { fold } from '../../language/folding.ts';
import { elementAt } from '../../lists.ts';
import { type CommentsDraft, Relation, type Viewpoint } from './schema.ts';

/** A model's answer when asked which viewpoints say the same: groups of their numbers, counted from 1. */
export const GroupChoice = z.object({ groups: z.array(z.object({ viewpoints: z.array(z.int()) })) });

/**
 * Merges the drafts of all parts. Viewpoints of the same name become one, and a comment counts only in the
 * first that lists it. Sides of different parts are merged if both are for the proposal, or both against it;
 * of other sides it is unknown which are the same.
 */
export function mergeDrafts(drafts: readonly CommentsDraft[]): CommentsDraft {
  const named = drafts.flatMap(({ sides }) => sides.filter(({ relation }) => relation));
  const sides = Relation.options.flatMap(relation => named.find(side => side.relation === relation) ?? []);
  const placeOf = (draft: CommentsDraft, side: number | null | undefined) => {
    const relation = draft.sides[side ?? -1]?.relation;
    const place = sides.findIndex(each => each.relation === relation);
    return relation && place >= 0 ? place : null;
  };
  const byName = Map.groupBy(
    drafts.flatMap(draft =>
      listViewpoints(draft).map(viewpoint => ({ ...viewpoint, side: placeOf(draft, viewpoint.side) })),
    ),
    ({ label }) => fold(label).toLowerCase(),
  );
  const taken = new Set<string>();
  const viewpoints = [...byName.values()].map(joinViewpoints).flatMap(viewpoint => {
    const comments = viewpoint.comments.filter(each => !taken.has(each) && taken.add(each));
    return comments.length > 0 ? [{ ...viewpoint, comments }] : [];
  });
  return {
    viewpoints: sortBySize(viewpoints),
    sides,
    gists: [],
    contradictions: drafts.flatMap(({ contradictions }) => contradictions),
    disputes: drafts.flatMap(({ disputes }) => disputes),
  };
}

/** The viewpoints of a part; if it was short, each comment not yet grouped is one. */
function listViewpoints({ viewpoints, gists }: CommentsDraft): Viewpoint[] {
  const grouped = new Set(viewpoints.flatMap(({ comments }) => comments));
  return [
    ...viewpoints,
    ...gists
      .filter(({ comment }) => !grouped.has(comment))
      .map(({ comment, text }) => ({ comments: [comment], passage: null, label: text })),
  ];
}

/** Merges viewpoints into one, with the name and passage of the largest. */
function joinViewpoints(viewpoints: readonly Viewpoint[]): Viewpoint {
  const [side] = viewpoints.map(each => each.side ?? null);
  return {
    ...elementAt(sortBySize(viewpoints), 0),
    side: viewpoints.every(each => (each.side ?? null) === side) ? side : null,
    comments: viewpoints.flatMap(({ comments }) => comments),
  };
}

/** Each group as one viewpoint; viewpoints in no group remain separate. */
export function groupViewpoints(
  viewpoints: readonly Viewpoint[],
  groups: z.infer<typeof GroupChoice>['groups'],
): Viewpoint[] {
  const left = new Map(viewpoints.map((viewpoint, index) => [index + 1, viewpoint]));
  const grouped = groups.flatMap(({ viewpoints: numbers }) => {
    const members = numbers.flatMap(each => {
      const member = left.get(each);
      left.delete(each);
      return member ? [member] : [];
    });
    return members.length > 0 ? [joinViewpoints(members)] : [];
  });
  return sortBySize([...grouped, ...left.values()]);
}

function sortBySize(viewpoints: readonly Viewpoint[]): Viewpoint[] {
  return viewpoints.toSorted((a, b) => b.comments.length - a.comments.length);
}
