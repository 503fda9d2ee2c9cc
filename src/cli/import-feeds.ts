import { readFile } from 'node:fs/promises';
import { refuseLargeFile } from '../articles/formats/file.ts';
import { UserError } from '../errors.ts';
import { readFeedListInWorker } from '../web/feed-in-worker.ts';
import { addListedFeeds, MAX_TRIED } from '../web/feed-list.ts';
import { type Feeds, MAX_FEEDS_PER_SERVER } from '../web/feeds.ts';
import type { Terminal } from './terminal.ts';

/** Adds an OPML file's feeds to a server and prints each outcome. Throws a UserError if it is none. */
export async function importFeeds(
  feeds: Pick<Feeds, 'add' | 'list'>,
  { file, serverId }: { file: string; serverId: string },
  { print, printError, markFailed }: Terminal,
): Promise<void> {
  const listed = await readFeedListInWorker(await readList(file));
  const { added, refused, left } = await addListedFeeds(feeds, listed, {
    serverId,
    channelId: null,
    addedBy: '',
  });
  for (const { feed } of added) print(`added: ${feed.url}  ${feed.state.title ?? ''}\n`);
  for (const { url, reason } of refused) printError(`${url}: ${reason.message}`);
  if (left > 0)
    printError(
      `${left} more were not tried: a server has at most ${MAX_FEEDS_PER_SERVER} feeds, and a list ${MAX_TRIED} tries.`,
    );
  if (refused.length + left > 0) markFailed();
  print(`in all: ${added.length} added, ${refused.length} refused\n`);
}

async function readList(file: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(file);
    refuseLargeFile(file, bytes.length);
    return bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError('There is no file {{named}}.', { named: file });
  }
}
