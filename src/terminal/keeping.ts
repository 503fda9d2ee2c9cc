import type { Command } from 'commander';
import type { Moved, MoveProgress, Sums } from '../storage/copy.ts';

/** What the desk does with everything that is kept. */
export interface Keeping {
  backUp(file: string, how: { replace: boolean }): Promise<Sums>;
  restore(file: string): Promise<Sums>;
  move(to: string, progress: MoveProgress): Promise<Moved>;
}

/** The commands for backups and for moving to another database. */
export function addKeeping(program: Command, actions: Keeping): void {
  program
    .command('backup')
    .description('write all that is kept to a file of JSON lines, also while the bot runs; compressed where the name ends in .gz')
    .argument('<file>', 'the file to write')
    .option('--replace', 'take the place of a file of that name, once the new one is complete')
    .action(async (file: string, { replace = false }: { replace?: boolean }) => {
      process.stdout.write(`backed up to ${file}: ${shown(await actions.backUp(file, { replace }))}\n`);
    });
  program
    .command('restore')
    .description('fill an empty database from a backup, read it back and compare')
    .argument('<file>', 'a file that backup has written')
    .action(async (file: string) => {
      process.stdout.write(`restored from ${file}: ${shown(await actions.restore(file))}\n`);
    });
  program
    .command('move')
    .description(
      'copy all that is kept into another, empty database, read it back and compare; interrupted, it goes on where it was; the old one stays as it is',
    )
    .requiredOption('--to <url>', 'where to, as DATABASE_URL names it')
    .action(async ({ to }: { to: string }) => {
      const { sums, outcome, before } = await actions.move(to, createProgress());
      const what = outcome === 'moved' ? 'moved and compared' : 'everything is there already';
      if (before)
        process.stdout.write(
          `went on with a move that was interrupted: ${before.kept} rows were there and are the same, ${before.gone} had changed since and were replaced or removed\n`,
        );
      process.stdout.write(`${what}: ${shown(sums)}\nSet DATABASE_URL to the new place and start the bot again.\n`);
    });
}

/** Says once a second how far it is; what is done sooner needs no telling. */
function createProgress(): MoveProgress {
  let toldAt = performance.now();
  return (table, rows, of) => {
    if (performance.now() - toldAt < 1000) return;
    toldAt = performance.now();
    process.stderr.write(`moving: ${table}, ${rows} of ${of} rows\n`);
  };
}

function shown(sums: Sums): string {
  const full = Object.entries(sums).filter(([, { rows }]) => rows > 0);
  return full.map(([table, { rows }]) => `${table} ${rows}`).join(', ') || 'nothing is kept yet';
}
