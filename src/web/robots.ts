import { createRequire } from 'node:module';
import { createLazy } from '../lazy.ts';
import { createMemo } from '../memo.ts';
import type { Clock } from '../scheduling/clock.ts';
import { decodeText, type Fetch } from './fetch.ts';
import { FetchError } from './fetch-errors.ts';
import { ROBOT_NAME } from './opt-out.ts';

interface RobotsRules {
  isAllowed(url: string, robot?: string): boolean | undefined;
  getCrawlDelay(robot?: string): number | undefined;
}

const require = createRequire(import.meta.url);
// its types describe a default export that its CommonJS build does not have
const loadParser = createLazy(() => require('robots-parser') as (url: string, text: string) => RobotsRules);

/** How long a robots.txt is cached (RFC 9309: a day at most), and a failure to fetch one (ms). */
const CACHE_MS = 24 * 3_600_000;
const FAILURE_CACHE_MS = 30 * 60_000;

/** Maximum number of hosts cached. */
const MAX_HOSTS = 1000;

/** Only the first 500 KiB are read (RFC 9309). */
const MAX_BYTES = 512_000;

/** What hosts allow robots to do. */
export interface Robots {
  /** Whether a host allows this robot to read a page. */
  check(url: string): Promise<'yes' | 'no' | 'unknown'>;
  /** How long to wait between two pages of a host, in milliseconds. */
  getCrawlDelay(url: string): Promise<number>;
}

/** Reads hosts' robots.txt (RFC 9309): a missing one allows all; if the server fails, nothing is known. */
export function createRobots({ fetch, clock }: { fetch: Fetch; clock: Clock }): Robots {
  const cache = createMemo<{ readonly rules: RobotsRules | null; readonly until: number }>({
    entries: MAX_HOSTS,
  });

  async function getRules(url: string): Promise<RobotsRules | null> {
    const { origin } = new URL(url);
    const cached = cache.get(origin);
    if (cached && cached.until > clock.now()) return cached.rules;
    const rules = await fetchRules(`${origin}/robots.txt`);
    cache.set(origin, { rules, until: clock.now() + (rules ? CACHE_MS : FAILURE_CACHE_MS) });
    return rules;
  }

  async function fetchRules(address: string): Promise<RobotsRules | null> {
    try {
      const found = await fetch(address, { headers: { accept: 'text/plain, */*;q=0.5' } });
      if (found.status >= 500 || found.status === 429) return null;
      return loadParser()(address, found.status < 300 ? decodeText(found).slice(0, MAX_BYTES) : '');
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      // a robots.txt that is refused, for example because it is not text, restricts nothing
      return error.kind === 'refused' ? loadParser()(address, '') : null;
    }
  }

  return {
    async check(url) {
      const rules = await getRules(url);
      if (rules === null) return 'unknown';
      return rules.isAllowed(url, ROBOT_NAME) === false ? 'no' : 'yes';
    },
    async getCrawlDelay(url) {
      const seconds = (await getRules(url))?.getCrawlDelay(ROBOT_NAME) ?? 0;
      return Math.min(30, Math.max(0, seconds)) * 1000;
    },
  };
}
