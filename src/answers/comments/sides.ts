import { parentNumberOf } from '../../articles/article.ts';
import { elementAt } from '../../lists.ts';
import { isAgreeing } from './disagreement.ts';
import { type Proposal, readOwnWords } from './proposal.ts';
import type { CommentReading } from './readings.ts';
import type { CommentsDraft, Relation } from './schema.ts';
import { type ReplyEdge, readStances } from './stance.ts';
import { tokenizeForStance } from './stance-words.ts';
import type { VectorSpace } from './text-vectors.ts';
import { createTitle } from './titles.ts';

/** The two sides of a debate, 0 and 1. */
export type SideNumber = 0 | 1;

/** Which sides comments take, by index into the readings. */
export interface SideReading {
  /** Whether the readers debate one thing. */
  readonly isDebate: boolean;
  /** Which side each leans to, from -1 to 1, for grouping. */
  readonly leans: readonly number[];
  /** The side of each comment known to take one; null for the others. */
  readonly sides: readonly (SideNumber | null)[];
  /** What each says about the proposal in its own words: 1 for it, -1 against it, 0 nothing. */
  readonly ownWords: readonly (-1 | 0 | 1)[];
}

/** Minimum certainty, of 1, that a comment is on a side. */
const MIN_CONFIRMED = 0.9;
/** Minimum number of comments that make a side. */
const MIN_SIDE = 2;

/** Which sides comments take, by their words, their replies, and the words of those who say it plainly. */
export function readSides(
  readings: readonly CommentReading[],
  proposal: Proposal | null,
  contradictions: CommentsDraft['contradictions'],
): SideReading {
  const words = readings.map(({ text }) => tokenizeForStance(text));
  const ownWords = words.map(each => (proposal ? readOwnWords(each, proposal) : 0));
  const edges = listEdges(readings, contradictions);
  const stances = readStances(words, proposal, edges);
  const known = stances.isDebate
    ? stances.confirmed.map(lean => (Math.abs(lean) >= MIN_CONFIRMED ? sideOf(lean) : null))
    : spreadOwnWords(ownWords, edges);
  const apart = separateContradicting(known, edges);
  const counts = [0, 1].map(side => apart.filter(each => each === side).length);
  const hasSides = counts.every(count => count >= MIN_SIDE);
  return {
    isDebate: stances.isDebate && hasSides,
    leans: hasSides ? stances.leans : readings.map(() => 0),
    sides: hasSides ? apart : readings.map(() => null),
    ownWords,
  };
}

/** Clears the side of a comment that contradicts somebody on that side. */
function separateContradicting(
  sides: readonly (SideNumber | null)[],
  edges: readonly ReplyEdge[],
): (SideNumber | null)[] {
  const apart = [...sides];
  for (const { from, to, sign } of edges)
    if (sign < 0 && apart[from] !== null && apart[from] === apart[to]) apart[from] = null;
  return apart;
}

const sideOf = (lean: number): SideNumber => (lean > 0 ? 0 : 1);

function listEdges(
  readings: readonly CommentReading[],
  contradictions: CommentsDraft['contradictions'],
): ReplyEdge[] {
  const contradicting = new Set(contradictions.map(({ reply }) => reply));
  const places = new Map(readings.map(({ comment }, at) => [comment.number, at]));
  return readings.flatMap(({ comment }, from): ReplyEdge[] => {
    const to = places.get(parentNumberOf(comment.number) ?? '');
    if (to === undefined) return [];
    if (contradicting.has(comment.number)) return [{ from, to, sign: -1 }];
    return isAgreeing(comment.paragraphs) ? [{ from, to, sign: 1 }] : [];
  });
}

/** The sides of comments whose own words tell, and of replies that agree or disagree with them. */
function spreadOwnWords(
  ownWords: readonly (-1 | 0 | 1)[],
  edges: readonly ReplyEdge[],
): (SideNumber | null)[] {
  const told = [...ownWords] as number[];
  // parents come before their replies
  for (const { from, to, sign } of edges) if (told[from] === 0) told[from] = sign * elementAt(told, to);
  return told.map(each => (each === 0 ? null : sideOf(each)));
}

/** A side's relation is stated if at least so many of its comments, and this share, say so themselves... */
const MIN_PLAIN = 3;
const MIN_PLAIN_SHARE = 1 / 8;
/** ... and hardly any say the opposite. Two thirds would do if all of a side said it, but here few do. */
const MIN_AGREEMENT = 0.85;

/** What the comments of one side say about the proposal in their own words; null if too few of them do. */
function relationOf(ownWords: readonly (-1 | 0 | 1)[]): Relation | null {
  const [plain, positive] = [
    ownWords.filter(each => each !== 0).length,
    ownWords.filter(each => each > 0).length,
  ];
  if (plain < Math.min(MIN_PLAIN, ownWords.length) || plain < MIN_PLAIN_SHARE * ownWords.length) return null;
  if (positive >= MIN_AGREEMENT * plain) return 'for';
  return positive <= (1 - MIN_AGREEMENT) * plain ? 'against' : null;
}

/** How each side stands on the proposal by its own words: for both (one for, one against) or for none. */
export function relationsOf(sides: readonly (readonly (-1 | 0 | 1)[])[]): (Relation | null)[] {
  const found = sides.map(relationOf);
  const isKnown = found.length === 2 && new Set(found).size === 2 && !found.includes(null);
  return isKnown ? found : found.map(() => null);
}

/** Whether somebody's own words put them on the opposite side to one with this relation to the proposal. */
export function isOpposed(ownWords: -1 | 0 | 1, relation: Relation | null): boolean {
  return relation !== null && ownWords === (relation === 'for' ? -1 : 1);
}

/** Fewer plain speakers than this need not speak for their side. */
const MIN_SPOKESMEN = 3;

/** The members of a side whose own words agree with most of it; all members if they are few. */
function spokesmenOf(members: readonly number[], ownWords: readonly (-1 | 0 | 1)[]): readonly number[] {
  const plain = members.filter(at => ownWords[at] !== 0);
  const sign = Math.sign(plain.reduce((sum, at) => sum + elementAt(ownWords, at), 0));
  const found = plain.filter(at => ownWords[at] === sign);
  return found.length >= MIN_SPOKESMEN ? found : members;
}

/** The sides as shown in a digest, the larger first, and the index of each among them. */
export function describeSides(
  readings: readonly CommentReading[],
  { sides, ownWords }: SideReading,
  space: VectorSpace,
): { sides: CommentsDraft['sides']; order: ReadonlyMap<SideNumber, number> } {
  const taken = new Set<string>();
  const found = ([0, 1] as const)
    .map(side => ({ side, at: [...readings.keys()].filter(i => sides[i] === side) }))
    .filter(({ at }) => at.length > 0)
    .toSorted((a, b) => b.at.length - a.at.length);
  const relations = relationsOf(found.map(({ at }) => at.map(i => elementAt(ownWords, i))));
  return {
    order: new Map(found.map(({ side }, place) => [side, place])),
    sides: found.map(({ at }, place) => {
      const relation = elementAt(relations, place);
      const members = at.filter(i => !isOpposed(elementAt(ownWords, i), relation));
      return {
        comments: members.map(i => elementAt(readings, i).comment.number),
        passage: createTitle(
          spokesmenOf(members, ownWords).map(i => elementAt(readings, i)),
          space,
          taken,
        ).sentence,
        relation,
      };
    }),
  };
}
