import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { formatPlain } from '../i18n/template-values.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { WebPage } from './feed-records.ts';
import { decodeHead, type Fetch } from './fetch.ts';
import type { Intake } from './intake.ts';
import { findOptOut } from './opt-out.ts';
import type { FetchedArticle } from './page-library.ts';
import { refuseStatus } from './page-status.ts';
import type { Robots } from './robots.ts';

/** The dependencies for polling pages again. */
interface RefreshDependencies {
  readonly fetch: Fetch;
  readonly robots: Robots;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Polls a stored page again; a change becomes a new version. Never throws if the page is at fault. */
export type RefreshPage = (page: WebPage) => Promise<void>;

/** Creates the function that polls stored pages again. */
export function createRefresh({ fetch, robots, intake, clock, log }: RefreshDependencies): RefreshPage {
  return async page => {
    const { read, reason } = await fetchChanges(page);
    const outcome = await intake.update(
      page,
      read,
      reason === null ? null : `${formatTimestamp(clock).slice(0, 16)}: ${reason}`,
    );
    log.info({ page: page.url, outcome, fault: reason }, 'page looked at again');
  };

  /** Fetches a page's current content; nothing if unchanged or, with the reason, if unavailable. */
  async function fetchChanges({
    url,
    etag,
    lastModified,
  }: WebPage): Promise<{ read: FetchedArticle | null; reason: string | null }> {
    try {
      if ((await robots.check(url)) !== 'yes')
        throw new UserError('Its robots.txt doesn’t let me visit it on my own.');
      const fetched = await fetch(url, { headers: createConditionalHeaders({ etag, lastModified }) });
      if (fetched.status === 304) return { read: null, reason: null };
      refuseStatus(fetched);
      const mark = findOptOut(fetched.headers, decodeHead(fetched));
      if (mark !== null) throw new UserError('It asks bots not to use it ({{mark}}).', { mark });
      return { read: { ...(await intake.readArticle(fetched)), url }, reason: null };
    } catch (error) {
      if (error instanceof UserError) return { read: null, reason: formatPlain(error.said) };
      throw error;
    }
  }
}

/** The headers that request a text only if it has changed. */
export function createConditionalHeaders({
  etag,
  lastModified,
}: {
  etag: string | null;
  lastModified: string | null;
}): Record<string, string> {
  return {
    ...(etag !== null && { 'if-none-match': etag }),
    ...(lastModified !== null && { 'if-modified-since': lastModified }),
  };
}
