import { parentNumberOf } from '../../articles/article.ts';
import { elementAt, getExisting } from '../../lists.ts';
import { clusterVectors } from './clusters.ts';
import type { CommentReading } from './readings.ts';
import { type CommentsDraft, MAX_VIEWPOINTS } from './schema.ts';
import type { SideNumber, SideReading } from './sides.ts';
import { cosineSimilarity } from './text-vectors.ts';

/** Comments of one viewpoint, by index into the readings, and the side that they share. */
export interface CommentGroup {
  readonly members: readonly number[];
  readonly side: SideNumber | null;
}

type Contradictions = CommentsDraft['contradictions'];

/** Mean number of comments per viewpoint, in a debate and in a discussion of various subjects. */
const COMMENTS_PER_ARGUMENT = 20;
const COMMENTS_PER_SUBJECT = 4;
/** Minimum share of all comments that makes a separate viewpoint. */
const MIN_ARGUMENT_SHARE = 0.013;
const MIN_SUBJECT_SHARE = 0.025;
/** Minimum similarity to a subject for a leftover comment to join it; in a debate each joins the nearest. */
const MIN_SUBJECT_SIMILARITY = 0.1;
/** Minimum similarity of subjects to be merged. */
const MIN_MERGE_SIMILARITY = 0.05;
/**
 * Where readers answer each other, threads are the subjects of a discussion. In one of at most MAX_SHORT comments
 * a word in common is mostly chance, so only a similarity of SURE joins what does not answer each other.
 */
const MAX_SHORT = 60;
const MIN_REPLY_SHARE = 0.3;
const SURE = 0.25;

/** The readings in groups of similar content, with nobody in a group with somebody they contradict. */
export function groupReadings(
  readings: readonly CommentReading[],
  reading: SideReading,
  contradictions: Contradictions,
): CommentGroup[] {
  const clusters = clusterReadings(readings, reading);
  const places = new Map(readings.map(({ comment }, at) => [comment.number, at]));
  const opponents = indexOpponents(contradictions, places);
  const groups = reading.isDebate
    ? gatherSides(clusters, readings, reading)
    : clusters
        .flatMap(members => divideByContradiction(members, readings, contradictions))
        .map(members => ({ members, side: commonSideOf(members, reading) }));
  return separateOpponents(groups, readings, opponents).filter(({ members }) => members.length > 0);
}

/** Whether a discussion is short and mostly of readers who answer each other. */
function isInThreads(readings: readonly CommentReading[]): boolean {
  const replies = readings.filter(({ comment }) => parentNumberOf(comment.number) !== null).length;
  return readings.length <= MAX_SHORT && replies >= MIN_REPLY_SHARE * readings.length;
}

function clusterReadings(readings: readonly CommentReading[], { isDebate, leans }: SideReading): number[][] {
  const per = isDebate ? COMMENTS_PER_ARGUMENT : COMMENTS_PER_SUBJECT;
  const share = isDebate ? MIN_ARGUMENT_SHARE : MIN_SUBJECT_SHARE;
  const sure = !isDebate && isInThreads(readings) ? SURE : 0;
  return clusterVectors(
    readings.map(({ vector }) => vector),
    {
      // a thread is not split to make more subjects
      wanted:
        sure > 0
          ? 2
          : Math.min(MAX_VIEWPOINTS, Math.max(isDebate ? 4 : 2, Math.round(readings.length / per))),
      least: Math.max(2, Math.round(readings.length * share)),
      joining: isDebate ? -1 : Math.max(sure, MIN_SUBJECT_SIMILARITY),
      merging: isDebate ? -1 : Math.max(sure, MIN_MERGE_SIMILARITY),
      leans: isDebate ? leans : [],
    },
  );
}

/** A group takes a side if this share of those that take one agree, and this share of all take one. */
const MIN_COMMON_SHARE = 2 / 3;
const MIN_KNOWN_SHARE = 0.6;

function commonSideOf(members: readonly number[], { sides }: SideReading): SideNumber | null {
  const known = members.flatMap(at => sides[at] ?? []);
  if (known.length < MIN_KNOWN_SHARE * members.length || known.length === 0) return null;
  const first = known.filter(side => side === 0).length;
  if (first >= MIN_COMMON_SHARE * known.length) return 0;
  return first <= (1 - MIN_COMMON_SHARE) * known.length ? 1 : null;
}

/** Groups with their sides; a member on the other side moves to the nearest group of its own side. */
function gatherSides(
  clusters: readonly number[][],
  readings: readonly CommentReading[],
  reading: SideReading,
): CommentGroup[] {
  const groups = clusters.map(members => ({ members: [...members], side: commonSideOf(members, reading) }));
  for (const group of groups) {
    if (group.side === null) continue;
    const astray = group.members.filter(at => {
      const side = reading.sides[at];
      return side !== null && side !== undefined && side !== group.side;
    });
    for (const at of astray) {
      const own = groups.filter(({ side }) => side === reading.sides[at]);
      if (own.length === 0) continue;
      group.members = group.members.filter(each => each !== at);
      findNearest(at, own, readings).members.push(at);
    }
  }
  return groups;
}

function findNearest<G extends { readonly members: readonly number[] }>(
  at: number,
  groups: readonly G[],
  readings: readonly CommentReading[],
): G {
  const { vector } = elementAt(readings, at);
  const close = groups.map(
    ({ members }) =>
      members.reduce((sum, other) => sum + cosineSimilarity(vector, elementAt(readings, other).vector), 0) /
      Math.max(1, members.length),
  );
  return elementAt(groups, close.indexOf(Math.max(...close)));
}

/** Splits a subject's comments from those that disagree: replies stay with a parent they agree with. */
function divideByContradiction(
  members: readonly number[],
  readings: readonly CommentReading[],
  contradictions: Contradictions,
): number[][] {
  const contradicting = new Set(contradictions.map(({ reply }) => reply));
  const disagrees = new Map<string, boolean>();
  for (const at of members) {
    const { number } = elementAt(readings, at).comment;
    const parent = disagrees.get(parentNumberOf(number) ?? '');
    disagrees.set(number, parent !== undefined && parent !== contradicting.has(number));
  }
  const parts = Map.groupBy(members, at => getExisting(disagrees, elementAt(readings, at).comment.number));
  return [...parts.values()];
}

function indexOpponents(
  contradictions: Contradictions,
  places: ReadonlyMap<string, number>,
): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  const add = (a: number, b: number) => found.set(a, (found.get(a) ?? new Set()).add(b));
  for (const { reply, to } of contradictions) {
    const [from, at] = [places.get(reply), places.get(to)];
    if (from === undefined || at === undefined) continue;
    add(from, at);
    add(at, from);
  }
  return found;
}

/**
 * Separates opponents: a reply that contradicts a member of its group moves to the nearest group on another
 * side, or with none, that has none of its opponents, or forms its own.
 */
function separateOpponents(
  groups: readonly CommentGroup[],
  readings: readonly CommentReading[],
  opponents: ReadonlyMap<number, ReadonlySet<number>>,
): CommentGroup[] {
  const out = groups.map(({ members, side }) => ({ members: [...members], side }));
  const isFree = (at: number, group: CommentGroup) =>
    !group.members.some(other => opponents.get(at)?.has(other));
  // the reply moves, since it comes after the comment that it answers
  for (const at of [...opponents.keys()].toSorted((a, b) => a - b)) {
    const from = out.find(({ members }) => members.includes(at));
    if (!from?.members.some(other => other < at && opponents.get(at)?.has(other))) continue;
    from.members = from.members.filter(each => each !== at);
    const free = out.filter(
      group => group !== from && isFree(at, group) && (group.side === null || group.side !== from.side),
    );
    if (free.length === 0) out.push({ members: [at], side: null });
    else findNearest(at, free, readings).members.push(at);
  }
  return out.map(({ members, side }) => ({ members: members.toSorted((a, b) => a - b), side }));
}
