import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { refuseLargeFile } from '../articles/formats/file.ts';
import { UserError } from '../errors.ts';
import { readFeedListInWorker } from '../web/feed-in-worker.ts';
import { addListedFeeds, MAX_TRIED } from '../web/feed-list.ts';
import { type Feeds, MAX_FEEDS_PER_SERVER } from '../web/feeds.ts';
import { EXIT_CODES } from './exit-code.ts';
import { createIdParser } from './owner-options.ts';
import { print, printError } from './print.ts';

/** What the commands on feeds are done with. */
export interface FeedActions {
  /** Runs with the feeds of all servers, and closes what they are kept in whatever happens. */
  withFeeds(work: (feeds: Pick<Feeds, 'add' | 'list'>) => Promise<void>): Promise<void>;
}

interface FeedOptions {
  readonly server: string;
}

/** The commands that take the feeds of a server out of the program and into it. */
export function addFeedCommands(program: Command, { withFeeds }: FeedActions): void {
  const feeds = program.command('feeds').description('the feeds of a server as a list (OPML), out and in');
  feeds
    .command('export')
    .description('print the feeds of a server as OPML, which feed readers take')
    .addOption(createOwnerOption())
    .action(({ server }: FeedOptions) =>
      withFeeds(async ({ list }) => {
        const { writeOpml } = await import('../web/opml-writer.ts');
        process.stdout.write(writeOpml(await list(server)));
      }),
    );
  feeds
    .command('import')
    .description('add the feeds of an OPML file to a server, as many as it may have')
    .argument('<file>', 'what a feed reader exports')
    .addOption(createOwnerOption())
    .action((file: string, { server }: FeedOptions) => withFeeds(found => importFeeds(found, file, server)));
}

function createOwnerOption(): Option {
  return new Option('--server <id>', 'whose feeds (the id of a Discord server)')
    .argParser(createIdParser('server'))
    .makeOptionMandatory();
}

async function importFeeds(
  feeds: Pick<Feeds, 'add' | 'list'>,
  file: string,
  serverId: string,
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
  if (refused.length + left > 0) process.exitCode = EXIT_CODES.someFailed;
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
