import { createMemo } from '../memo.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { TextBody } from '../workers/worker.ts';
import { WorkEnded } from '../workers/worker-job.ts';
import { runTask } from '../workers/worker-pool.ts';
import { bodyOf, type Fetch } from './fetch.ts';
import { FetchError } from './fetch-errors.ts';
import type { RobotsAnswer } from './robots-rules.ts';

/** How long a robots.txt is cached (RFC 9309: a day at most), and a failure to fetch or read one (ms). */
const CACHE_MS = 24 * 3_600_000;
const FAILURE_CACHE_MS = 30 * 60_000;

/** Maximum number of hosts cached, and their total bytes. */
const MAX_HOSTS = 1000;
const MAX_CACHED_BYTES = 10_000_000;

/** Time limit for reading one robots.txt, in milliseconds. */
const TIMEOUT_MS = 2000;

/** What a robots.txt that takes longer, or too much memory, is taken to say. */
const REFUSE_ALL = createBody('User-agent: *\nDisallow: /');
const ALLOW_ALL = createBody('');

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
  const cache = createMemo<{ readonly body: TextBody | null; readonly until: number }>({
    entries: MAX_HOSTS,
    characters: MAX_CACHED_BYTES,
    sizeOf: ({ body }) => body?.bytes.length ?? 0,
  });

  async function getBody(origin: string): Promise<TextBody | null> {
    const cached = cache.get(origin);
    if (cached && cached.until > clock.now()) return cached.body;
    const body = await fetchBody(`${origin}/robots.txt`);
    return remember(origin, body, body === null ? FAILURE_CACHE_MS : CACHE_MS);
  }

  function remember(origin: string, body: TextBody | null, lasting: number): TextBody | null {
    cache.set(origin, { body, until: clock.now() + lasting });
    return body;
  }

  async function fetchBody(address: string): Promise<TextBody | null> {
    try {
      const found = await fetch(address, { headers: { accept: 'text/plain, */*;q=0.5' } });
      if (found.status >= 500 || found.status === 429) return null;
      return found.status < 300 ? bodyOf({ ...found, bytes: found.bytes.slice(0, MAX_BYTES) }) : ALLOW_ALL;
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      // a robots.txt that is refused, for example because it is not text, restricts nothing
      return error.kind === 'refused' ? ALLOW_ALL : null;
    }
  }

  async function read(url: string): Promise<RobotsAnswer | null> {
    const { origin } = new URL(url);
    const body = await getBody(origin);
    if (body === null) return null;
    try {
      return await runTask('robots', { body, url }, { timeout: TIMEOUT_MS });
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

function createBody(text: string): TextBody {
  return { bytes: Buffer.from(text), contentType: null };
}
