import type { Command } from 'commander';
import type { Sums } from '../storage/copy.ts';

/** What the desk does with everything that is kept. */
export interface Keeping {
  backUp(file: string, how: { replace: boolean }): Promise<Sums>;
  restore(file: string): Promise<Sums>;
  move(to: string): Promise<{ sums: Sums; outcome: 'moved' | 'there already' }>;
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
    .description('copy all that is kept into another, empty database, read it back and compare; the old one stays as it is')
    .requiredOption('--to <url>', 'where to, as DATABASE_URL names it')
    .action(async ({ to }: { to: string }) => {
      const { sums, outcome } = await actions.move(to);
      const what = outcome === 'moved' ? 'moved and compared' : 'everything is there already';
      process.stdout.write(`${what}: ${shown(sums)}\nSet DATABASE_URL to the new place and start the bot again.\n`);
    });
}

function shown(sums: Sums): string {
  const full = Object.entries(sums).filter(([, { rows }]) => rows > 0);
  return full.map(([table, { rows }]) => `${table} ${rows}`).join(', ') || 'nothing is kept yet';
}
