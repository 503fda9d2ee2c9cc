/** Weights of words beyond a point's share, and of each word beyond all that are left, up to `over`. */
const WEIGHTS = { tenWords: 0.9, over: 8 };

/** Minimum words left for another point. */
export const MIN_ROOM = 8;

/** The first point is the news, which is seldom told in fewer words; with more it is too long. */
const FIRST_ROOM = 30;
const FIRST_MOST = 40;

/** Words by which a point may exceed what is left, if its third has no shorter one. */
export const MAX_OVER = 6;

/** Words that the shortest point has. */
const SHORT_POINT = 10;

/** What is left for the next point and those after it. */
export interface Room {
  readonly left: number;
  readonly slots: number;
  readonly isFirst: boolean;
}

/** How many words a point has beyond what leaves a few for each of the others. */
export const countOver = (count: number, { left, slots, isFirst }: Room) =>
  Math.max(
    0,
    count - Math.max(isFirst && slots > 1 ? FIRST_MOST : 0, left - SHORT_POINT * Math.max(0, slots - 1)),
  );

/** What speaks against the words of the next point: more than its share, and more than are left for it. */
export function weighWords(count: number, room: Room): number {
  const share = Math.max(room.isFirst ? FIRST_ROOM : MIN_ROOM, room.left / Math.max(1, room.slots));
  return (
    (WEIGHTS.tenWords * Math.max(0, count - share)) / 10 + Math.min(WEIGHTS.over, countOver(count, room))
  );
}
