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

const TIMEOUT_MS = 60_000;

/** How often the function is called for changes outside of the preview. */
const INTERVAL_MS = 20;

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
        reject(new Error(`Waited ${TIMEOUT_MS / 1000} seconds for ${what} in vain.`));
      }, TIMEOUT_MS);
      const again = setInterval(attempt, INTERVAL_MS);
      world.listeners.add(attempt);
      attempt();
    });
}
