import { type Article, type Comment, commentText, parentOf } from '../../articles/article.ts';
import { words } from '../../language/words.ts';
import { typicalPassage } from '../passage.ts';
import { cosine, grouped, type Vector, vectors, withContext } from './clusters.ts';
import { contradiction } from './disagreement.ts';
import { labelFor, topicsAmong } from './keywords.ts';
import type { CommentsDraft, Viewpoint } from './schema.ts';
import { isDebate, stances, tokens } from './stance.ts';
import type { Side } from './viewpoint-labels.ts';

/** Comments that are grouped, the first ones of more. Time and memory grow with the square of it. */
const MOST_GROUPED = 2000;

/** Characters of one comment that are looked at for its group. */
const MOST_READ = 4000;

type Contradiction = CommentsDraft['contradictions'][number];

/** A comment with what is known of it while groups are made. */
interface Reading {
  readonly comment: Comment;
  readonly text: string;
  readonly vector: Vector;
}

/** Comments of one viewpoint, in reading order. */
interface Group {
  readonly side: Side;
  readonly readings: readonly Reading[];
}

/**
 * The digest of the comments: groups of like content and one stance, and who contradicts whom. Deterministic.
 */
export function extractComments(article: Article): CommentsDraft {
  const contradictions = contradictionsIn(article.comments);
  const read = readings(article.comments);
  const said = read.map(({ text }) => tokens(text));
  const groups = isDebate(said) ? debate(read, stances(said), contradictions) : talk(read, contradictions);
  return { viewpoints: named(groups, read), contradictions };
}

function contradictionsIn(comments: readonly Comment[]): Contradiction[] {
  const byNumber = new Map(comments.map(comment => [comment.number, comment]));
  return comments.flatMap(reply => {
    const to = byNumber.get(parentOf(reply.number) ?? '');
    const found = to && contradiction(reply.paragraphs, to.paragraphs);
    return found ? [{ reply: reply.number, to: to.number, text: found.text }] : [];
  });
}

/** How much of what it answers a reply takes along. */
const OF_PARENT = 0.6;

function readings(comments: readonly Comment[]): Reading[] {
  // what holds no word (an emoji, "!!!") has no viewpoint
  const used = comments.filter(comment => words(commentText(comment)).length > 0).slice(0, MOST_GROUPED);
  const texts = used.map(comment => commentText(comment).slice(0, MOST_READ));
  const known = new Map<string, Vector>();
  for (const [i, own] of vectors(texts).entries()) {
    const { number } = used[i]!;
    const context = known.get(parentOf(number) ?? '');
    known.set(number, context ? withContext(own, context, OF_PARENT) : own);
  }
  return used.map((comment, i) => ({ comment, text: texts[i]!, vector: known.get(comment.number)! }));
}

// ---- a debate: the sides first, then what each argues with ----

/** Viewpoints of one side: few, so that a reader gets an overview. */
const OF_SIDE = 3;

/**
 * The least share of all the comments that makes a viewpoint of its own: in a debate, where sides are parted
 * already, less than in talk.
 */
const LEAST_OF_DEBATE = 0.013;
const LEAST_OF_TALK = 0.025;

function debate(
  read: readonly Reading[],
  stance: readonly number[],
  contradictions: readonly Contradiction[],
): Group[] {
  const sure = new Map(read.map(({ comment }, i) => [comment.number, stance[i]!]));
  for (const { reply, to } of contradictions) oppose(sure, reply, to);
  const least = Math.max(2, Math.round(read.length * LEAST_OF_DEBATE));
  const sides = Map.groupBy(
    read,
    ({ comment }): Side => (sure.get(comment.number)! >= 0.5 ? 'for' : 'against'),
  );
  const groups = [...sides].flatMap(([side, members]) => {
    const wanted = members.length < 25 ? 2 : OF_SIDE;
    return grouped(vectorsOf(members), { wanted, least, joining: 0 }).map(group => ({
      side,
      readings: group.map(i => members[i]!),
    }));
  });
  return separated(groups, contradictions);
}

const vectorsOf = (read: readonly Reading[]) => read.map(({ vector }) => vector);

/** Who contradicts takes the other side, unless surer of his own stance than the other is. */
function oppose(stance: Map<string, number>, reply: string, to: string): void {
  const [own, other] = [stance.get(reply), stance.get(to)];
  if (own === undefined || other === undefined) return;
  if (Math.abs(own - 0.5) < Math.abs(other - 0.5)) stance.set(reply, 1 - other);
}

/**
 * Nobody shares a viewpoint with the one whom he contradicts: such a reply goes to the nearest group of
 * another side, or stands alone.
 */
function separated(groups: readonly Group[], contradictions: readonly Contradiction[]): Group[] {
  const out = groups.map(({ side, readings }) => ({ side, readings: [...readings] }));
  const against = opponents(contradictions);
  const place = new Map(
    out.flatMap(({ readings }, i) => readings.map(({ comment }) => [comment.number, i] as const)),
  );
  for (const { reply, to } of contradictions) {
    const at = place.get(reply);
    if (at === undefined || at !== place.get(to)) continue;
    const from = out[at]!;
    const moved = from.readings.find(({ comment }) => comment.number === reply)!;
    const free = out.filter(
      ({ side, readings }) =>
        side !== from.side && !readings.some(({ comment }) => against.get(reply)!.has(comment.number)),
    );
    const next = free.length === 0 ? { side: 'disagreeing' as const, readings: [] } : nearest(moved, free);
    if (free.length === 0) out.push(next);
    from.readings = from.readings.filter(reading => reading !== moved);
    next.readings.push(moved);
    place.set(reply, out.indexOf(next));
  }
  return out;
}

function opponents(contradictions: readonly Contradiction[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const note = (a: string, b: string) => found.set(a, (found.get(a) ?? new Set()).add(b));
  for (const { reply, to } of contradictions) note(reply, to) && note(to, reply);
  return found;
}

function nearest<G extends Group>({ vector }: Reading, groups: readonly G[]): G {
  const close = groups.map(
    ({ readings }) =>
      readings.reduce((sum, other) => sum + cosine(vector, other.vector), 0) / Math.max(1, readings.length),
  );
  return groups[close.indexOf(Math.max(...close))]!;
}

// ---- talk: the subjects first, then who disagrees about each ----

/**
 * Comments of one subject on the mean, how many subjects at most, and how near to a subject a comment must be
 * that stands apart.
 */
const OF_SUBJECT = 9;
const MOST_SUBJECTS = 8;
const NEAR_SUBJECT = 0.1;

function talk(read: readonly Reading[], contradictions: readonly Contradiction[]): Group[] {
  if (read.length <= 3) return read.map(reading => ({ side: 'unclear', readings: [reading] }));
  const wanted = Math.min(MOST_SUBJECTS, Math.max(2, Math.round(read.length / OF_SUBJECT)));
  const shape = {
    wanted,
    least: Math.max(2, Math.round(read.length * LEAST_OF_TALK)),
    joining: NEAR_SUBJECT,
  };
  const contradicts = new Set(contradictions.map(({ reply }) => reply));
  return grouped(vectorsOf(read), shape).flatMap(group =>
    divided(
      group.map(i => read[i]!),
      contradicts,
    ),
  );
}

/**
 * A subject's comments and, apart from them, those that disagree: a reply stands with what it answers unless
 * it contradicts it.
 */
function divided(readings: readonly Reading[], contradicts: ReadonlySet<string>): Group[] {
  const disagrees = new Map<string, boolean>();
  for (const { comment } of readings) {
    const parent = disagrees.get(parentOf(comment.number) ?? '');
    disagrees.set(comment.number, parent !== undefined && parent !== contradicts.has(comment.number));
  }
  const sides = Map.groupBy(
    readings,
    ({ comment }): Side => (disagrees.get(comment.number) ? 'disagreeing' : 'unclear'),
  );
  return [...sides].map(([side, members]) => ({ side, readings: members }));
}

/** The viewpoints with their labels and passages, the largest first. */
function named(groups: readonly Group[], read: readonly Reading[]): Viewpoint[] {
  const order = new Map(read.map((reading, i) => [reading, i]));
  const topicsOf = topicsAmong(read.map(({ text }) => text));
  const taken = new Set<string>();
  return groups
    .filter(({ readings }) => readings.length > 0)
    .map(({ side, readings }) => ({
      side,
      readings: readings.toSorted((a, b) => order.get(a)! - order.get(b)!),
    }))
    .toSorted(
      (a, b) =>
        b.readings.length - a.readings.length || order.get(a.readings[0]!)! - order.get(b.readings[0]!)!,
    )
    .map(({ side, readings }) => ({
      label: labelFor(side, topicsOf(readings.map(reading => order.get(reading)!)), taken),
      comments: readings.map(({ comment }) => comment.number),
      passage: typicalPassage(
        readings.map(({ comment }) => comment),
        vectorsOf(readings),
      ),
    }));
}
