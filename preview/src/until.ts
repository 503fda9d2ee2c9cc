import type { World } from './world.ts';

/**
 * Waits until the function returns something other than false, undefined or null, and resolves to that. It is
 * called immediately, after every change in the preview, and every 20 milliseconds for changes elsewhere.
 * Rejects if it throws, or after a minute, which a busy machine may need.
 */
export type Until = <Value>(
  get: () => Value | false | undefined | null,
  what?: string,
) => Promise<Exclude<Value, false | undefined | null>>;

const PATIENCE = 60_000;
const INTERVAL = 20;

export function createUntil(world: World): Until {
  return <Value>(get: () => Value | false | undefined | null, what = 'it') =>
    new Promise<Exclude<Value, false | undefined | null>>((resolve, reject) => {
      const stop = () => {
        world.listeners.delete(attempt);
        clearTimeout(timer);
        clearInterval(again);
      };
      const attempt = () => {
        try {
          const value = get();
          if (value === false || value === undefined || value === null) return;
          stop();
          resolve(value as Exclude<Value, false | undefined | null>);
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Waited ${PATIENCE / 1000} seconds for ${what} in vain.`));
      }, PATIENCE);
      const again = setInterval(attempt, INTERVAL);
      world.listeners.add(attempt);
      attempt();
    });
}
