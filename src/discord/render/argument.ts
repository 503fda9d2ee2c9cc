import type { CommentsAnswer } from '../../answers/comments/schema.ts';
import { type Article, parentNumberOf } from '../../articles/article.ts';

/** A side or viewpoint: its sentence as it is to be shown, and its comments by their numbers. */
export interface Position {
  readonly title: string;
  readonly comments: readonly string[];
}

/** What comments of two positions have to do with each other, by the places of these; `one` comes first. */
export interface PositionLink {
  readonly one: number;
  readonly other: number;
  /** Replies from either to the other that do not contradict it, and those that do. */
  readonly answers: number;
  readonly contradictions: number;
}

/** The positions of a discussion in the order in which they are drawn, with their links. */
export interface Argument {
  readonly positions: readonly Position[];
  readonly links: readonly PositionLink[];
}

/** Fewer comments are read as quickly as a picture of them. */
const MIN_COMMENTS = 8;
/** Positions that a picture on a phone has room for. */
const MAX_POSITIONS = 4;

/**
 * The positions of a discussion with how many replies go between them, those that have most to do with each other side
 * by side. Viewpoints that nobody of another takes up are left out; sides stand against each other in any case. Null where
 * there is no argument to show: few comments, one position, or viewpoints none of which takes up another.
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

/** What contradicts weighs more than what answers. */
const weigh = ({ answers, contradictions }: PositionLink) => answers + 2 * contradictions;

/** The places of the strongest pair, then of those that are linked most to what is chosen already. */
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

/** The strongest pair first, then at either end whatever is linked to it most. */
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
