import { createRequire, syncBuiltinESMExports } from 'node:module';
import { Worker } from 'node:worker_threads';

/**
 * A process that asks for three pieces of work one after the other and prints what comes of each, while the system has
 * no room for another thread from the beginning (`room`) or once the first worker runs, whose time the first piece of
 * work exceeds (`end`), or what a worker loads is broken (`load`).
 */
const [, , fault] = process.argv;
let hasRoom = fault !== 'room';

class FailingWorker extends Worker {
  constructor(...[file, options]: ConstructorParameters<typeof Worker>) {
    if (!hasRoom) throw new Error('no room for another thread');
    super(fault === 'load' ? 'throw new Error("what it loads is broken")' : file, {
      ...options,
      eval: fault === 'load' || options?.eval === true,
    });
  }
}
Object.assign(createRequire(import.meta.url)('node:worker_threads'), { Worker: FailingWorker });
syncBuiltinESMExports();

const { runTask, warmWorkers } = await import('../src/workers/worker-pool.ts');
const run = async (text: string, timeout?: number) => {
  const outcome = await runTask(
    'opml',
    { body: { bytes: Buffer.from(text), contentType: null } },
    { timeout },
  ).then(
    () => 'done',
    (error: Error) => error.message,
  );
  process.stdout.write(`${outcome}\n`);
};
if (fault === 'end') {
  await warmWorkers();
  hasRoom = false;
  await run('<outline text="a">'.repeat(200_000), 1);
  await run('<opml/>');
  hasRoom = true;
  await run('<opml/>');
} else for (let i = 0; i < 3; i++) await run('<opml/>');
process.exit(0);
