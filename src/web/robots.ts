import { createRequire } from 'node:module';
import type { Clock } from '../scheduling/clock.ts';
import { type Fetch, FetchError, textIn } from './fetch.ts';
import { ROBOT } from './opt-out.ts';

interface Rules {
  isAllowed(url: string, robot?: string): boolean | undefined;
  getCrawlDelay(robot?: string): number | undefined;
}

// Its types describe a default export that its CommonJS does not have.
const parseRules = createRequire(import.meta.url)('robots-parser') as (url: string, text: string) => Rules;

/**
 * How long a robots.txt is believed (RFC 9309 says a day at most), and how long one that could not be had.
 * Milliseconds.
 */
const KEPT = 24 * 3_600_000;
const KEPT_FAILURE = 30 * 60_000;

/** Hosts that are remembered. */
const MOST = 1000;

/** RFC 9309: the first 500 KiB are read. */
const READ = 512_000;

export interface Robots {
  /** Whether a host lets this robot read a page. */
  allows(url: string): Promise<'yes' | 'no' | 'unknown'>;
  /** How long to wait between two pages of a host, in milliseconds. */
  pause(url: string): Promise<number>;
}

/**
 * What hosts say in their robots.txt (RFC 9309): none there is a yes to all; one that cannot be had because
 * the server fails is no answer yet.
 */
export function createRobots({ fetch, clock }: { fetch: Fetch; clock: Clock }): Robots {
  const known = new Map<string, { rules: Rules | null; until: number }>();

  async function rulesFor(url: string): Promise<Rules | null> {
    const { origin } = new URL(url);
    const kept = known.get(origin);
    if (kept && kept.until > clock.now()) return kept.rules;
    const rules = await read(`${origin}/robots.txt`);
    known.delete(origin);
    known.set(origin, { rules, until: clock.now() + (rules ? KEPT : KEPT_FAILURE) });
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return rules;
  }

  async function read(address: string): Promise<Rules | null> {
    try {
      const found = await fetch(address, { headers: { accept: 'text/plain, */*;q=0.5' } });
      if (found.status >= 500 || found.status === 429) return null;
      return parseRules(address, found.status < 300 ? textIn(found).slice(0, READ) : '');
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      // A robots.txt that may not be had, for example because it is no text, says nothing.
      return error.kind === 'refused' ? parseRules(address, '') : null;
    }
  }

  return {
    async allows(url) {
      const rules = await rulesFor(url);
      if (rules === null) return 'unknown';
      return rules.isAllowed(url, ROBOT) === false ? 'no' : 'yes';
    },
    async pause(url) {
      const seconds = (await rulesFor(url))?.getCrawlDelay(ROBOT) ?? 0;
      return Math.min(30, Math.max(0, seconds)) * 1000;
    },
  };
}
