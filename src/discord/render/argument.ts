import type { CommentsAnswer } from '../../answers/comments/schema.ts';
import { type Article, parentNumberOf } from '../../articles/article.ts';

/** A side or viewpoint: its sentence as it is displayed, and the numbers of its comments. */
export interface Position {
  readonly title: string;
  readonly comments: readonly string[];
}

/** The replies between two positions, given by index; `one` is the earlier of the two. */
export interface PositionLink {
  readonly one: number;
  readonly other: number;
  /** Replies in either direction that do not contradict the comment they answer, and those that do. */
  readonly answers: number;
  readonly contradictions: number;
}

/** The positions of a discussion in drawing order, with their links. */
export interface Argument {
  readonly positions: readonly Position[];
  readonly links: readonly PositionLink[];
}

/** A discussion with fewer comments is read as quickly as a picture of it. */
const MIN_COMMENTS = 8;
/** The most positions that fit in a picture on a phone. */
const MAX_POSITIONS = 4;

/**
 * Finds the positions of a discussion and the replies between them, and places the most strongly linked
 * positions next to each other. Viewpoints without replies to or from another viewpoint are left out; sides
 * are always kept. Returns null if there is no argument to show: too few comments, only one position, or no
 * replies between viewpoints.
 */
export function findArgument(
  { comments }: Pick<Article, 'comments'>,
  { contradictions }: Pick<CommentsAnswer, 'contradictions'>,
  positions: readonly Position[],
  { areSides }: { areSides: boolean },
): Argument | null {
  if (comments.length < MIN_COMMENTS || positions.length < 2) return null;
  const all = countLinks(comments, contradictions, positions);
  if (all.length === 0 && !areSides) return null;
  const chosen = areSides
    ? positions.slice(0, MAX_POSITIONS).map((_, at) => at)
    : choosePositions(positions, all);
  const links = all.filter(({ one, other }) => chosen.includes(one) && chosen.includes(other));
  const order = orderByLinks(chosen, links);
  const placeOf = (index: number) => order.indexOf(index);
  return {
    positions: order.flatMap(index => positions[index] ?? []),
    links: links
      .map(link => {
        const [one = 0, other = 0] = [placeOf(link.one), placeOf(link.other)].toSorted((a, b) => a - b);
        return { ...link, one, other };
      })
      .toSorted((a, b) => a.one - b.one || a.other - b.other),
  };
}

function countLinks(
  comments: Article['comments'],
  contradictions: CommentsAnswer['contradictions'],
  positions: readonly Position[],
): PositionLink[] {
  const positionOf = new Map(
    positions.flatMap((position, at) => position.comments.map(number => [number, at] as const)),
  );
  const contradicts = new Set(contradictions.map(({ reply }) => reply));
  const links = new Map<string, PositionLink>();
  for (const { number } of comments) {
    const [from, to] = [positionOf.get(number), positionOf.get(parentNumberOf(number) ?? '')];
    if (from === undefined || to === undefined || from === to) continue;
    const [one, other] = [Math.min(from, to), Math.max(from, to)];
    const link = links.get(`${one} ${other}`) ?? { one, other, answers: 0, contradictions: 0 };
    const counted = contradicts.has(number)
      ? { ...link, contradictions: link.contradictions + 1 }
      : { ...link, answers: link.answers + 1 };
    links.set(`${one} ${other}`, counted);
  }
  return [...links.values()];
}

/** A contradiction weighs twice as much as an answer. */
const weigh = ({ answers, contradictions }: PositionLink) => answers + 2 * contradictions;

/**
 * The indices of the most strongly linked pair and of the positions linked most strongly to those already
 * chosen, those with the most comments first.
 */
function choosePositions(positions: readonly Position[], links: readonly PositionLink[]): number[] {
  const chosen = new Set<number>();
  while (chosen.size < MAX_POSITIONS) {
    const reachable = links.filter(
      ({ one, other }) => chosen.size === 0 || chosen.has(one) !== chosen.has(other),
    );
    const [next] = reachable.toSorted((a, b) => weigh(b) - weigh(a));
    if (!next) break;
    chosen.add(next.one).add(next.other);
  }
  return [...chosen].toSorted(
    (a, b) => (positions[b]?.comments.length ?? 0) - (positions[a]?.comments.length ?? 0),
  );
}

/** The strongest pair first, then at either end the position linked to it most strongly. */
function orderByLinks(chosen: readonly number[], links: readonly PositionLink[]): number[] {
  const weightOf = (a: number, b: number) =>
    links
      .filter(({ one, other }) => (one === a && other === b) || (one === b && other === a))
      .reduce((sum, link) => sum + weigh(link), 0);
  const [strongest] = links.toSorted((a, b) => weigh(b) - weigh(a));
  const order = strongest ? [strongest.one, strongest.other] : [];
  const rest = new Set(chosen.filter(at => !order.includes(at)));
  while (rest.size > 0) {
    const [first = 0, last = 0] = [order[0], order.at(-1)];
    const candidates = [...rest].flatMap(at => [
      { at, weight: weightOf(last, at), isBehind: true },
      { at, weight: weightOf(first, at), isBehind: false },
    ]);
    const best = candidates.reduce((a, b) => (b.weight > a.weight ? b : a));
    if (best.isBehind) order.push(best.at);
    else order.unshift(best.at);
    rest.delete(best.at);
  }
  return order;
}
