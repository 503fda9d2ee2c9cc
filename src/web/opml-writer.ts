import { generateOpml } from 'feedsmith';
import type { StoredFeed } from './feed-records.ts';

/** Writes feeds as a list (OPML 2.0) that feed readers accept, as does `readOpml`. */
export function writeOpml(feeds: readonly StoredFeed[]): string {
  return generateOpml({
    head: { title: 'Standfirst' },
    body: {
      outlines: feeds.map(({ url, state, tags }) => ({
        text: state.title ?? url,
        type: 'rss',
        xmlUrl: url,
        ...(tags.length > 0 && { category: tags.join(',') }),
      })),
    },
  });
}
