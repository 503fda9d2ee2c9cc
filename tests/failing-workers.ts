import { createRequire, syncBuiltinESMExports } from 'node:module';
import { Worker } from 'node:worker_threads';

/**
 * A process that asks for three pieces of work one after the other, while the system has no room for another thread
 * (`room`) or what a worker loads is broken (`load`), and prints what comes of each.
 */
const [, , fault] = process.argv;

class FailingWorker extends Worker {
  constructor(...[file, options]: ConstructorParameters<typeof Worker>) {
    if (fault === 'room') throw new Error('no room for another thread');
    super(fault === 'load' ? 'throw new Error("what it loads is broken")' : file, {
      ...options,
      eval: fault === 'load',
    });
  }
}
Object.assign(createRequire(import.meta.url)('node:worker_threads'), { Worker: FailingWorker });
syncBuiltinESMExports();

const { runTask } = await import('../src/workers/worker-pool.ts');
for (let i = 0; i < 3; i++) {
  const outcome = await runTask('opml', { text: '<opml/>' }).then(
    () => 'done',
    (error: Error) => error.message,
  );
  process.stdout.write(`${outcome}\n`);
}
process.exit(0);
