import type { Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import type { CliActions } from './cli-actions.ts';
import { createServerOption } from './owner-options.ts';
import type { Terminal } from './terminal.ts';

interface FeedOptions {
  readonly server: string;
}

/** The commands that export the feeds of a server and import them. */
export function addFeedCommands(
  program: Command,
  { withFeeds }: Pick<CliActions, 'withFeeds'>,
  terminal: Terminal,
): void {
  const feeds = program
    .command('feeds')
    .description('export or import the feeds of a server as a list (OPML)');
  feeds
    .command('export')
    .description('print the feeds of a server as OPML, for feed readers')
    .addOption(createOwnerOption())
    .action(({ server }: FeedOptions) =>
      withFeeds(async ({ list }) => {
        const stored = await list(server);
        if (stored.length === 0) throw new UserError('This server has no feeds yet.');
        const { writeOpml } = await import('../web/opml-writer.ts');
        terminal.stdout.write(writeOpml(stored));
      }),
    );
  feeds
    .command('import')
    .description('add the feeds of an OPML file to a server, up to as many as it may have')
    .argument('<file>', 'an OPML file, as feed readers export it')
    .addOption(createOwnerOption())
    .action((file: string, { server }: FeedOptions) =>
      withFeeds(async found =>
        (await import('./import-feeds.ts')).importFeeds(found, { file, serverId: server }, terminal),
      ),
    );
}

function createOwnerOption(): Option {
  return createServerOption('the id of the Discord server').makeOptionMandatory();
}
