import type { SentenceIndex } from './sentence-index.ts';

/** How a sentence goes on from what the last answer of a conversation showed; 0 outside of a conversation. */
export interface Continuity {
  /** 1 if it follows a sentence that was shown, and was not shown itself. */
  readonly next: number;
  /** 1 if it was shown, or stands at most two sentences from one that was. */
  readonly nearby: number;
}

const NONE: Continuity = { next: 0, nearby: 0 };
const NEARBY = 2;

/**
 * Creates a reader of how the sentences of a text go on from what was shown: a follow-up mostly asks about
 * what was just read, and its answer stands beside it.
 */
export function createContinuityReader(shown: string, { all }: SentenceIndex): (at: number) => Continuity {
  const places = shown === '' ? [] : all.flatMap(({ text }, at) => (shown.includes(text) ? [at] : []));
  if (places.length === 0) return () => NONE;
  const known = new Set(places);
  return at => ({
    next: known.has(at - 1) && !known.has(at) ? 1 : 0,
    nearby: places.some(place => Math.abs(at - place) <= NEARBY) ? 1 : 0,
  });
}
