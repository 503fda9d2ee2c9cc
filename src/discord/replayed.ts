/** Ids that are remembered, at most: many more than Discord replays of one session. */
const REMEMBERED = 10_000;

/**
 * Returns a function that says whether an id comes for the first time. What Discord sends while it asks for a new connection (op 7) can come
 * twice: once on the old one, and once more in what is replayed on the new one.
 */
export function firstTime(): (id: string) => boolean {
  const seen = new Set<string>();
  return id => {
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > REMEMBERED) seen.delete(seen.values().next().value!);
    return true;
  };
}
