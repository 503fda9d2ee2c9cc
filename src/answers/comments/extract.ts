import { type Article, type Comment, commentTextOf, parentNumberOf } from '../../articles/article.ts';
import { splitWords } from '../../language/stems.ts';
import { elementAt, getExisting } from '../../lists.ts';
import { findTypicalPassage } from '../passage.ts';
import {
  blendContext,
  clusterVectors,
  cosineSimilarity,
  createVectors,
  type FeatureVector,
} from './clusters.ts';
import { detectDisagreement } from './disagreement.ts';
import { chooseLabel, createTopicFinder } from './keywords.ts';
import type { CommentsDraft, Viewpoint } from './schema.ts';
import { classifyStances, isDebate, tokenizeForStance } from './stance.ts';
import type { Side } from './viewpoint-labels.ts';

/** Comments that are grouped, the first ones of more. Time and memory grow with the square of it. */
const MAX_GROUPED = 2000;

/** Characters of one comment that are looked at for its group. */
const MAX_CHARACTERS = 4000;

type DraftContradiction = CommentsDraft['contradictions'][number];

/** A comment with what is known of it while groups are made. */
interface CommentReading {
  readonly comment: Comment;
  readonly text: string;
  readonly vector: FeatureVector;
}

/** Comments of one viewpoint, in reading order. */
interface CommentGroup {
  readonly side: Side;
  readonly readings: readonly CommentReading[];
}

/**
 * The digest of the comments: groups of like content and one stance, and who contradicts whom. Deterministic.
 */
export function extractComments(article: Article): CommentsDraft {
  const contradictions = findContradictions(article.comments);
  const read = readComments(article.comments);
  const said = read.map(({ text }) => tokenizeForStance(text));
  const groups = isDebate(said)
    ? groupDebate(read, classifyStances(said), contradictions)
    : groupTalk(read, contradictions);
  return { viewpoints: nameViewpoints(groups, read), contradictions };
}

/** Which replies contradict what they answer, by their first sentences. Linear in the number of comments. */
export function findContradictions(comments: readonly Comment[]): DraftContradiction[] {
  const byNumber = new Map(comments.map(comment => [comment.number, comment]));
  return comments.flatMap(reply => {
    const to = byNumber.get(parentNumberOf(reply.number) ?? '');
    const found = to && detectDisagreement(reply.paragraphs, to.paragraphs);
    return found ? [{ reply: reply.number, to: to.number, text: found.text }] : [];
  });
}

/** How much of what it answers a reply takes along. */
const PARENT_WEIGHT = 0.6;

function readComments(comments: readonly Comment[]): CommentReading[] {
  // what holds no word (an emoji, "!!!") has no viewpoint
  const used = comments
    .filter(comment => splitWords(commentTextOf(comment)).length > 0)
    .slice(0, MAX_GROUPED);
  const texts = used.map(comment => commentTextOf(comment).slice(0, MAX_CHARACTERS));
  const known = new Map<string, FeatureVector>();
  for (const [i, own] of createVectors(texts).entries()) {
    const { number } = elementAt(used, i);
    const context = known.get(parentNumberOf(number) ?? '');
    known.set(number, context ? blendContext(own, context, PARENT_WEIGHT) : own);
  }
  return used.map((comment, i) => ({
    comment,
    text: elementAt(texts, i),
    vector: getExisting(known, comment.number),
  }));
}

// ---- a debate: the sides first, then what each argues with ----

/** Viewpoints of one side: few, so that a reader gets an overview. */
const VIEWPOINTS_PER_SIDE = 3;

/**
 * The least share of all the comments that makes a viewpoint of its own: in a debate, where sides are parted
 * already, less than in talk.
 */
const MIN_DEBATE_SHARE = 0.013;
const MIN_TALK_SHARE = 0.025;

function groupDebate(
  read: readonly CommentReading[],
  stance: readonly number[],
  contradictions: readonly DraftContradiction[],
): CommentGroup[] {
  const sure = new Map(read.map(({ comment }, i) => [comment.number, elementAt(stance, i)]));
  for (const { reply, to } of contradictions) takeOppositeStance(sure, reply, to);
  const least = Math.max(2, Math.round(read.length * MIN_DEBATE_SHARE));
  const sides = Map.groupBy(
    read,
    ({ comment }): Side => (getExisting(sure, comment.number) >= 0.5 ? 'for' : 'against'),
  );
  const groups = [...sides].flatMap(([side, members]) => {
    const wanted = members.length < 25 ? 2 : VIEWPOINTS_PER_SIDE;
    return clusterVectors(vectorsOf(members), { wanted, least, joining: 0 }).map(group => ({
      side,
      readings: group.map(i => elementAt(members, i)),
    }));
  });
  return separateOpponents(groups, contradictions);
}

const vectorsOf = (read: readonly CommentReading[]) => read.map(({ vector }) => vector);

/** Who contradicts takes the other side, unless surer of his own stance than the other is. */
function takeOppositeStance(stance: Map<string, number>, reply: string, to: string): void {
  const [own, other] = [stance.get(reply), stance.get(to)];
  if (own === undefined || other === undefined) return;
  if (Math.abs(own - 0.5) < Math.abs(other - 0.5)) stance.set(reply, 1 - other);
}

/**
 * Nobody shares a viewpoint with the one whom he contradicts: such a reply goes to the nearest group of
 * another side, or stands alone.
 */
function separateOpponents(
  groups: readonly CommentGroup[],
  contradictions: readonly DraftContradiction[],
): CommentGroup[] {
  const out = groups.map(({ side, readings }) => ({ side, readings: [...readings] }));
  const against = indexOpponents(contradictions);
  const groupOf = new Map(
    out.flatMap(({ readings }, i) => readings.map(({ comment }) => [comment.number, i] as const)),
  );
  for (const { reply, to } of contradictions) {
    const at = groupOf.get(reply);
    if (at === undefined || at !== groupOf.get(to)) continue;
    const from = elementAt(out, at);
    const moved = from.readings.find(({ comment }) => comment.number === reply);
    if (!moved) continue;
    const free = out.filter(
      ({ side, readings }) =>
        side !== from.side &&
        !readings.some(({ comment }) => getExisting(against, reply).has(comment.number)),
    );
    const next =
      free.length === 0 ? { side: 'disagreeing' as const, readings: [] } : findNearestGroup(moved, free);
    if (free.length === 0) out.push(next);
    from.readings = from.readings.filter(reading => reading !== moved);
    next.readings.push(moved);
    groupOf.set(reply, out.indexOf(next));
  }
  return out;
}

function indexOpponents(contradictions: readonly DraftContradiction[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const addOpponent = (a: string, b: string) => found.set(a, (found.get(a) ?? new Set()).add(b));
  for (const { reply, to } of contradictions) addOpponent(reply, to) && addOpponent(to, reply);
  return found;
}

function findNearestGroup<G extends CommentGroup>({ vector }: CommentReading, groups: readonly G[]): G {
  const close = groups.map(
    ({ readings }) =>
      readings.reduce((sum, other) => sum + cosineSimilarity(vector, other.vector), 0) /
      Math.max(1, readings.length),
  );
  return elementAt(groups, close.indexOf(Math.max(...close)));
}

// ---- talk: the subjects first, then who disagrees about each ----

/**
 * Comments of one subject on the mean, how many subjects at most, and how near to a subject a comment must be
 * that stands apart.
 */
const COMMENTS_PER_SUBJECT = 9;
const MAX_SUBJECTS = 8;
const MIN_SUBJECT_SIMILARITY = 0.1;

function groupTalk(
  read: readonly CommentReading[],
  contradictions: readonly DraftContradiction[],
): CommentGroup[] {
  if (read.length <= 3) return read.map(reading => ({ side: 'unclear', readings: [reading] }));
  const wanted = Math.min(MAX_SUBJECTS, Math.max(2, Math.round(read.length / COMMENTS_PER_SUBJECT)));
  const shape = {
    wanted,
    least: Math.max(2, Math.round(read.length * MIN_TALK_SHARE)),
    joining: MIN_SUBJECT_SIMILARITY,
  };
  const contradicts = new Set(contradictions.map(({ reply }) => reply));
  return clusterVectors(vectorsOf(read), shape).flatMap(group =>
    divideGroup(
      group.map(i => elementAt(read, i)),
      contradicts,
    ),
  );
}

/**
 * A subject's comments and, apart from them, those that disagree: a reply stands with what it answers unless
 * it contradicts it.
 */
function divideGroup(readings: readonly CommentReading[], contradicts: ReadonlySet<string>): CommentGroup[] {
  const disagrees = new Map<string, boolean>();
  for (const { comment } of readings) {
    const parent = disagrees.get(parentNumberOf(comment.number) ?? '');
    disagrees.set(comment.number, parent !== undefined && parent !== contradicts.has(comment.number));
  }
  const sides = Map.groupBy(
    readings,
    ({ comment }): Side => (disagrees.get(comment.number) ? 'disagreeing' : 'unclear'),
  );
  return [...sides].map(([side, members]) => ({ side, readings: members }));
}

/** The viewpoints with their labels and passages, the largest first. */
function nameViewpoints(groups: readonly CommentGroup[], read: readonly CommentReading[]): Viewpoint[] {
  const order = new Map(read.map((reading, i) => [reading, i]));
  const topicsOf = createTopicFinder(read.map(({ text }) => text));
  const taken = new Set<string>();
  return groups
    .filter(({ readings }) => readings.length > 0)
    .map(({ side, readings }) => ({
      side,
      readings: readings.toSorted((a, b) => getExisting(order, a) - getExisting(order, b)),
    }))
    .toSorted(
      (a, b) =>
        b.readings.length - a.readings.length ||
        getExisting(order, elementAt(a.readings, 0)) - getExisting(order, elementAt(b.readings, 0)),
    )
    .map(({ side, readings }) => ({
      label: chooseLabel(side, topicsOf(readings.map(reading => getExisting(order, reading))), taken),
      comments: readings.map(({ comment }) => comment.number),
      passage: findTypicalPassage(
        readings.map(({ comment }) => comment),
        vectorsOf(readings),
      ),
    }));
}
