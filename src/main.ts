import { config } from 'dotenv';
import { describeFailure } from './cli/exit-code.ts';
import { SettingsError } from './env.ts';
import { deleteEmptyVariables } from './env-variables.ts';

// The stored data includes members' questions: create files and folders for this user alone, whatever the
// shell's umask.
process.umask(0o077);
config({ quiet: true });
deleteEmptyVariables(process.env);

/** The reader of the output may stop early (`| head`); that ends the program without an error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const start = async () => (await import('./app/start.ts')).start();

try {
  const [asked, ...more] = process.argv.slice(2);
  // without arguments, start the bot
  if (asked === undefined || (asked === 'start' && more.length === 0)) await start();
  else await (await import('./cli/actions.ts')).createCli(start).parseAsync();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`These settings are wrong (see .env.example):\n${error.message}\n`);
    process.exit(2);
  }
  const { text, code } = describeFailure(error);
  process.stderr.write(`${text}\n`);
  if (process.argv[2] === undefined || process.argv[2] === 'start')
    process.stderr.write('What else may be missing: npm run -s standfirst -- doctor\n');
  process.exit(code);
}
