import type { Digest } from '../../digests/digest.ts';
import { formatList, type Markdown, t } from '../../i18n/translate.ts';
import type { StoredFeed } from '../../web/feed-records.ts';
import type { Reply } from '../types.ts';
import { feedNameOf } from './feeds.ts';
import { escapeLine, joinText } from './text.ts';

/** Tells a server that a channel with digests or feeds was deleted. */
export function renderChannelGone({
  digests,
  feeds,
}: {
  digests: readonly Digest[];
  feeds: readonly StoredFeed[];
}): Reply {
  const lines = [
    digests.length === 0
      ? null
      : t(
          'The channel of {{digests}} was deleted, so I paused what I post there. Choose another channel with `/digest edit`, then start it again with `/digest resume`.',
          { digests: joinNames(digests.map(({ name }) => name)) },
        ),
    feeds.length === 0
      ? null
      : t(
          'The channel where I reported problems with {{feeds}} was deleted. I’ll use the system messages channel from now on.',
          { feeds: joinNames(feeds.map(feedNameOf)) },
        ),
  ];
  return { content: joinText(lines, '\n') };
}

function joinNames(names: readonly string[]): Markdown {
  return formatList(names.map(name => t('“{{wanted}}”', { wanted: escapeLine(name, 80) })));
}
