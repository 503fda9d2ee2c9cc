import { createMemo } from '../memo.ts';
import type { Clock } from '../scheduling/clock.ts';
import { WorkEnded } from '../workers/worker-job.ts';
import { runTask } from '../workers/worker-pool.ts';
import { decodeText, type Fetch } from './fetch.ts';
import { FetchError } from './fetch-errors.ts';
import type { RobotsAnswer } from './robots-rules.ts';

/** How long a robots.txt is cached (RFC 9309: a day at most), and a failure to fetch or read one (ms). */
const CACHE_MS = 24 * 3_600_000;
const FAILURE_CACHE_MS = 30 * 60_000;

/** Maximum number of hosts cached, and their total characters. */
const MAX_HOSTS = 1000;
const MAX_CHARACTERS = 10_000_000;

/** Time limit for reading one robots.txt, in milliseconds. */
const TIMEOUT_MS = 2000;

/** What a robots.txt that takes longer, or too much memory, is taken to say. */
const REFUSE_ALL = 'User-agent: *\nDisallow: /';

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
  const cache = createMemo<{ readonly text: string | null; readonly until: number }>({
    entries: MAX_HOSTS,
    characters: MAX_CHARACTERS,
    sizeOf: ({ text }) => text?.length ?? 0,
  });

  async function getText(origin: string): Promise<string | null> {
    const cached = cache.get(origin);
    if (cached && cached.until > clock.now()) return cached.text;
    const text = await fetchText(`${origin}/robots.txt`);
    return remember(origin, text, text === null ? FAILURE_CACHE_MS : CACHE_MS);
  }

  function remember(origin: string, text: string | null, lasting: number): string | null {
    cache.set(origin, { text, until: clock.now() + lasting });
    return text;
  }

  async function fetchText(address: string): Promise<string | null> {
    try {
      const found = await fetch(address, { headers: { accept: 'text/plain, */*;q=0.5' } });
      if (found.status >= 500 || found.status === 429) return null;
      return found.status < 300 ? decodeText({ ...found, bytes: found.bytes.subarray(0, MAX_BYTES) }) : '';
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      // a robots.txt that is refused, for example because it is not text, restricts nothing
      return error.kind === 'refused' ? '' : null;
    }
  }

  async function read(url: string): Promise<RobotsAnswer | null> {
    const { origin } = new URL(url);
    const text = await getText(origin);
    if (text === null) return null;
    try {
      return await runTask('robots', { text, url }, { timeout: TIMEOUT_MS });
    } catch (error) {
      if (!(error instanceof WorkEnded)) throw error;
      remember(origin, REFUSE_ALL, FAILURE_CACHE_MS);
      return { isAllowed: false, crawlDelay: 0 };
    }
  }

  return {
    async check(url) {
      const answer = await read(url);
      if (answer === null) return 'unknown';
      return answer.isAllowed ? 'yes' : 'no';
    },
    async getCrawlDelay(url) {
      const seconds = (await read(url))?.crawlDelay ?? 0;
      return Math.min(30, Math.max(0, seconds)) * 1000;
    },
  };
}
