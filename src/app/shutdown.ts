/** Whether this process was started for a shard by another process of ours. */
export const isManaged = process.env.SHARDING_MANAGER !== undefined;

/** Resolves when this process should end: on a signal, or when the process that started it is gone. */
export async function waitForShutdown(): Promise<void> {
  await Promise.race([
    waitForSignal('SIGINT', 'SIGTERM'),
    waitForOrphaned(process.env),
    ...(isManaged ? [waitForDisconnect()] : []),
  ]);
}

/** Resolves when the process that manages the shards is gone. */
function waitForDisconnect(): Promise<void> {
  return new Promise(resolve => process.once('disconnect', () => resolve()));
}

/**
 * Ctrl-C arrives twice within this time (milliseconds) because `node --watch` forwards a signal that the
 * terminal has already sent to all processes.
 */
const ECHO_MS = 500;

/** Resolves at the first of these signals; a second one ends the process at once. */
function waitForSignal(...signals: NodeJS.Signals[]): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      resolve();
      setTimeout(() => {
        for (const signal of signals) process.off(signal, end);
      }, ECHO_MS).unref();
    };
    for (const signal of signals) process.on(signal, end);
  });
}

/**
 * Resolves when npm, which started this process, has ended. A signal to npm kills the shell in between, which
 * does not forward it, and an orphaned process would keep the port and go on posting.
 */
function waitForOrphaned({ npm_lifecycle_event: script }: NodeJS.ProcessEnv): Promise<void> {
  const parent = process.ppid;
  return new Promise(resolve => {
    if (script === undefined) return;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      resolve();
    }, 500);
    timer.unref();
  });
}
