import { config } from 'dotenv';
import { describeFailure, EXIT_CODES } from './cli/exit-code.ts';
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

/** Runs the bot until it is ended; an exit code where it cannot be started. */
async function runBot(): Promise<number> {
  try {
    await start();
    return 0;
  } catch (error) {
    const { text, code } = describeFailure(error);
    process.stderr.write(`${text}\n`);
    if (code !== EXIT_CODES.wrongUsage)
      process.stderr.write('What else may be missing: npm run -s standfirst -- doctor\n');
    return code;
  }
}

const words = process.argv.slice(2);
// who types nothing wants the bot
const isStart = words.length === 0 || (words.length === 1 && words[0] === 'start');
const code = isStart
  ? await runBot()
  : await (await import('./cli/run.ts')).runCommand(words, process, start);
// a pipe may still have to take what was printed, and a thread at work would keep the process alive
await Promise.all(
  [process.stdout, process.stderr].map(stream => new Promise(resolve => stream.write('', resolve))),
);
process.exit(code);
