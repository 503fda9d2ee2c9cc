import type { Entry, Library } from '../articles/library.ts';

/** As many articles as a menu holds. */
const MAX_CANDIDATES = 25;

/** The articles that a text may be about: those with its words in their headline or text, then the newest. */
export async function findCandidates(text: string, library: Library): Promise<Entry[]> {
  const page = { offset: 0, limit: MAX_CANDIDATES };
  const found = await Promise.all([library.suggest(text, 5), library.search(text, page), library.list(page)]);
  return [...new Map(found.flat().map(entry => [entry.id, entry])).values()].slice(0, MAX_CANDIDATES);
}
