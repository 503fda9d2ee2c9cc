import { UserError } from '../errors.ts';
import type { ListedFeed } from './feed-records.ts';
import { type AddedFeed, type FeedRequest, type Feeds, MAX_FEEDS_PER_SERVER } from './feeds.ts';

/** The result of adding a list of feeds. */
export interface FeedListResult {
  readonly added: readonly AddedFeed[];
  readonly refused: readonly { readonly url: string; readonly reason: UserError }[];
  /** Feeds not tried, because the server has reached its maximum or the list is too long. */
  readonly left: number;
}

/** Maximum number of feeds in a list that are tried: each one is fetched while a member waits. */
export const MAX_TRIED = 50;

/** Adds the feeds of a list one after the other, until the server has reached its maximum. */
export async function addListedFeeds(
  { add, list }: Pick<Feeds, 'add' | 'list'>,
  listed: readonly ListedFeed[],
  owner: Pick<FeedRequest, 'serverId' | 'channelId' | 'addedBy'>,
): Promise<FeedListResult> {
  const room = MAX_FEEDS_PER_SERVER - (await list(owner.serverId)).length;
  const added: AddedFeed[] = [];
  const refused: { url: string; reason: UserError }[] = [];
  for (const { url, tags } of listed.slice(0, MAX_TRIED)) {
    if (added.length >= room) break;
    try {
      added.push(await add({ ...owner, address: url, tags }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ url, reason: error });
    }
  }
  return { added, refused, left: listed.length - added.length - refused.length };
}
