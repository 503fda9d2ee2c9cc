import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { plainly } from '../i18n/template-values.ts';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import type { WebPage } from './feed-state.ts';
import { type Fetch, textIn } from './fetch.ts';
import { type Intake, type ReadArticle, refuseStatus } from './intake.ts';
import { unwillingMark } from './opt-out.ts';
import type { Robots } from './robots.ts';

export interface RefreshDependencies {
  readonly fetch: Fetch;
  readonly robots: Robots;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Looks again at a page whose article is stored: a changed text or new comments become a new version. Never
 * throws for a page's fault.
 */
export type Refresh = (page: WebPage) => Promise<void>;

export function createRefresh({ fetch, robots, intake, clock, log }: RefreshDependencies): Refresh {
  return async page => {
    const { read, fault } = await newIn(page);
    const outcome = await intake.renew(
      page,
      read,
      fault === null ? null : `${timestamp(clock).slice(0, 16)}: ${fault}`,
    );
    log.info({ page: page.url, outcome, fault }, 'page looked at again');
  };

  /** What a page holds now; nothing where it is unchanged, or where it cannot be had, with the reason. */
  async function newIn({
    url,
    etag,
    lastModified,
  }: WebPage): Promise<{ read: ReadArticle | null; fault: string | null }> {
    try {
      if ((await robots.allows(url)) !== 'yes')
        throw new UserError('Its robots.txt does not let me look by myself.');
      const fetched = await fetch(url, { headers: conditions({ etag, lastModified }) });
      if (fetched.status === 304) return { read: null, fault: null };
      refuseStatus(fetched);
      const mark = unwillingMark(fetched.headers, textIn(fetched));
      if (mark !== null) throw new UserError('It asks machines not to take it ({{mark}}).', { mark });
      return { read: { ...(await intake.read(fetched)), url }, fault: null };
    } catch (error) {
      if (error instanceof UserError) return { read: null, fault: plainly(error.said) };
      throw error;
    }
  }
}

/** The headers that ask for a text only if it has changed. */
export function conditions({
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
