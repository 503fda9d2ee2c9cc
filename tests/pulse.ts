import type { Preview } from 'discord-preview/testing';

/** The times of the first replies to one member, in milliseconds. */
export interface Beats {
  readonly slowest: number;
  readonly count: number;
}

/**
 * Has a member in a separate server use `/about` every 100 ms. The bot is not to blame for times when this
 * process itself was blocked, so the lateness of its own timers is subtracted.
 */
export function startPulse(preview: Preview): { stop(): Promise<Beats> } {
  const server = preview.addServer('Elsewhere');
  const member = preview.addMember('Eve', { serverId: server.id });
  const asked: Promise<number>[] = [];
  const lag = startLagMeter();
  async function ask(): Promise<number> {
    const [began, before] = [performance.now(), lag.sum()];
    const asking = await member.command(server.channels.general, 'about', {});
    if ((await asking.settled()) === 'failed') return Number.POSITIVE_INFINITY;
    return performance.now() - began - (lag.sum() - before);
  }
  const timer = setInterval(() => asked.push(ask()), 100);
  return {
    async stop() {
      clearInterval(timer);
      const taken = await Promise.all(asked);
      lag.stop();
      return { slowest: Math.max(0, ...taken), count: taken.length };
    },
  };
}

const STEP = 20;

/** Measures how long this process has been blocked so far, in milliseconds. */
function startLagMeter() {
  let last = performance.now();
  let sum = 0;
  const late = () => Math.max(0, performance.now() - last - STEP * 2);
  const timer = setInterval(() => {
    sum += late();
    last = performance.now();
  }, STEP);
  return { sum: () => sum + late(), stop: () => clearInterval(timer) };
}
