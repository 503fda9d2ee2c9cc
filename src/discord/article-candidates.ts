import type { Entry, Library } from '../articles/library.ts';
import { MAX_MENU_OPTIONS } from './components.ts';

/** Articles that a text may be about: those whose headline or text contains its words, then the newest. */
export async function findCandidates(text: string, library: Library): Promise<Entry[]> {
  const page = { offset: 0, limit: MAX_MENU_OPTIONS };
  const found = await Promise.all([library.suggest(text, 5), library.search(text, page), library.list(page)]);
  return [...new Map(found.flat().map(entry => [entry.id, entry])).values()].slice(0, MAX_MENU_OPTIONS);
}
