import type { Command } from 'commander';
import type { Checksums, MoveProgress } from '../storage/bulk-copy.ts';
import type { ForgottenMember } from '../storage/stores/members.ts';
import type { StoredDataActions } from './cli-actions.ts';
import {
  createMemberOption,
  createServerOption,
  type MemberOption,
  type ServerOption,
} from './owner-options.ts';
import type { Terminal } from './terminal.ts';

/** The commands for backups and for moving to another database. */
export function addBackupCommands(program: Command, actions: StoredDataActions, terminal: Terminal): void {
  program
    .command('backup')
    .description(
      'write everything stored to a file of JSON lines, even while the bot runs; compressed if its name ends in .gz',
    )
    .argument('<file>', 'the file to write')
    .option('--replace', 'replace a file of that name, once the new one is complete')
    .action(async (file: string, { replace = false }: { replace?: boolean }) => {
      terminal.stdout.write(`backed up to ${file}: ${formatSums(await actions.backUp(file, { replace }))}\n`);
    });
  program
    .command('restore')
    .description('fill an empty database from a backup, read it back and compare')
    .argument('<file>', 'a file that backup has written')
    .action(async (file: string) => {
      terminal.stdout.write(`restored from ${file}: ${formatSums(await actions.restore(file))}\n`);
    });
  program
    .command('move')
    .description(
      'copy everything stored into another, empty database, read it back and compare; if interrupted, run it again to continue; the old database stays as it is',
    )
    .requiredOption('--to <url>', 'the new database, written like DATABASE_URL')
    .action(async ({ to }: { to: string }) => {
      const { sums, outcome, before } = await actions.move(to, createMoveProgress(terminal));
      const result = outcome === 'moved' ? 'moved and compared' : 'everything is there already';
      if (before)
        terminal.stdout.write(
          `went on with a move that was interrupted: ${before.kept} rows were there and are the same, ${before.gone} had changed since and were replaced or removed\n`,
        );
      terminal.stdout.write(
        `${result}: ${formatSums(sums)}\nSet DATABASE_URL to the new place and start the bot again.\n`,
      );
    });
}

/** The commands that delete one owner's data, and the one that lists who changed what. */
export function addDataCommands(program: Command, actions: StoredDataActions, terminal: Terminal): void {
  program
    .command('forget')
    .description(
      'delete everything of a server (articles, digests, feeds, threads, settings, votes) or of a member (questions and votes; their id is removed from the rest)',
    )
    .addOption(createServerOption('the id of the Discord server'))
    .addOption(createMemberOption('the Discord id of the member'))
    .action(async ({ server, member }: ServerOption & MemberOption, command: Command) => {
      if ((server === undefined) === (member === undefined))
        command.error('error: name one of --server ID and --member ID');
      if (server !== undefined) {
        const had = await actions.forgetServer(server);
        terminal.stdout.write(
          had ? `forgotten: all of the server ${server}\n` : `nothing was kept of the server ${server}\n`,
        );
      } else if (member !== undefined)
        terminal.stdout.write(`forgotten: ${formatErased(await actions.forgetMember(member))}\n`);
    });
  program
    .command('audit')
    .description('list who added, removed, renamed, tagged or changed what in the last 90 days, newest first')
    .option('--json', 'print one JSON array')
    .addOption(
      createServerOption('changes in this Discord server (its id); by default, to what belongs to everyone'),
    )
    .action(async ({ server, json }: ServerOption & { json?: boolean }) => {
      const changes = await actions.changes(server ?? null);
      const lines = changes.map(
        ({ at, actor, action, kind, what }) => `${at}  ${actor || '-'}  ${action}  ${kind}  ${what}\n`,
      );
      if (json) terminal.stdout.write(`${JSON.stringify(changes, null, 2)}\n`);
      else terminal.print(lines.join(''));
    });
}

function formatErased({ questions, votes, generations, digests, feeds, changes }: ForgottenMember): string {
  return `${questions} questions and ${votes} votes deleted; ${generations} generations, ${digests} digests, ${feeds} feeds and ${changes} changes without the id (generations of today at midnight UTC)`;
}

/** Reports progress at most once a second, so that a quick move reports nothing. */
function createMoveProgress({ stderr }: Terminal): MoveProgress {
  let toldAt = performance.now();
  return (table, rows, of) => {
    if (performance.now() - toldAt < 1000) return;
    toldAt = performance.now();
    stderr.write(`moving: ${table}, ${rows} of ${of} rows\n`);
  };
}

function formatSums(sums: Checksums): string {
  const full = Object.entries(sums).filter(([, { rows }]) => rows > 0);
  return full.map(([table, { rows }]) => `${table} ${rows}`).join(', ') || 'nothing is kept yet';
}
