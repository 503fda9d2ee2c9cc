import { config } from 'dotenv';
import { describeFailure } from './cli/exit-code.ts';
import { deleteEmptyVariables } from './env-variables.ts';
import { createEverythingYoung, growHeapSlowly, limitThreadsByThemselves } from './heap.ts';

// The stored data includes members' questions: create files and folders for this user alone, whatever the
// shell's umask.
process.umask(0o077);
config({ quiet: true });
limitThreadsByThemselves();
createEverythingYoung();
deleteEmptyVariables(process.env);

/** If the reader of the output stops early (`| head`), the program ends without an error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const start = async () => (await import('./app/start.ts')).start();

/** Runs the bot until it ends; returns an exit code, nonzero if it could not start. */
async function runBot(): Promise<number> {
  try {
    await start();
    return 0;
  } catch (error) {
    const { text, code } = describeFailure(error);
    process.stderr.write(`${text}\nWhat else may be missing: npm run -s standfirst -- doctor\n`);
    return code;
  }
}

const words = process.argv.slice(2);
// without a command, the bot starts
const isStart = words.length === 0 || (words.length === 1 && words[0] === 'start');
// a bot does so once it has started
if (!isStart) growHeapSlowly();
const code = isStart
  ? await runBot()
  : await (await import('./cli/run.ts')).runCommand(words, process, start);
// wait until a pipe has taken the output; then exit, as a running worker thread would keep the process alive
await Promise.all(
  [process.stdout, process.stderr].map(stream => new Promise(resolve => stream.write('', resolve))),
);
process.exit(code);
