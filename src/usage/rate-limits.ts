import { createRequire } from 'node:module';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, markTime } from '../i18n/template-values.ts';
import { createLazy } from '../lazy.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { Storage } from '../storage/storage.ts';

const require = createRequire(import.meta.url);
const loadLimiters = createLazy(
  () => require('rate-limiter-flexible') as typeof import('rate-limiter-flexible'),
);

/** How many new answers may be generated in a time window; null for no limit. Cached ones do not count. */
export interface RateLimits {
  readonly member: number | null;
  readonly server: number | null;
  /** The length of the window in seconds; it starts with the first answer. */
  readonly seconds: number;
}

/** A rate limit is reached, with a sentence that says when to come back; affects only one asker. */
export class TooFast extends UserError {}

/** Limits how often members and servers ask. */
export interface RateLimiter {
  /**
   * Counts one answer before it is generated. Throws a `TooFast` if the member's or the server's limit is
   * reached, in which case nothing is counted.
   */
  consume(asker: { readonly memberId: string | null; readonly serverId: string | null }): Promise<void>;
}

/** Creates limiters that count in this process's memory. */
const createMemoryLimiter: NonNullable<Storage['limiter']> = (keyPrefix, { points, seconds }) =>
  new (loadLimiters().RateLimiterMemory)({ keyPrefix, points, duration: seconds });

/**
 * Creates a rate limiter. Counts are incremented and checked atomically, so that neither concurrent requests
 * nor processes sharing a database's `limiter` can exceed a limit together.
 */
export function createRateLimiter(
  { member, server, seconds }: RateLimits,
  clock: Clock,
  limiter = createMemoryLimiter,
): RateLimiter {
  const createLimiter = (name: string, points: number | null) =>
    points === null ? null : limiter(name, { points: Math.max(1, points), seconds });
  // only for the first new answer: stored ones are not limited
  const createLimiters = createLazy(() => ({
    members: createLimiter('member', member),
    servers: createLimiter('server', server),
  }));

  return {
    async consume({ memberId, serverId }) {
      const { members, servers } = createLimiters();
      if (members && memberId !== null) await consumeOrThrow(members, memberId, 'member');
      if (!servers || serverId === null) return;
      try {
        await consumeOrThrow(servers, serverId, 'server');
      } catch (error) {
        if (members && memberId !== null) await members.reward(memberId);
        throw error;
      }
    },
  };

  async function consumeOrThrow(
    limiter: RateLimiterAbstract,
    key: string,
    whose: keyof typeof rateSentences,
  ): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof loadLimiters().RateLimiterRes)) throw refused;
      const at = Math.ceil((clock.now() + refused.msBeforeNext) / 1000);
      throw new TooFast('{{limit}} {{when}}', {
        limit: createMessage(rateSentences[whose], { count: limiter.points }),
        when: createMessage(
          'You can ask for a new one {{time}}. Answers that already exist still come at once.',
          { time: markTime(at) },
        ),
      });
    }
  }
}

const rateSentences = {
  member: defineMessage('You’ve had {{count}} new answers in a short time.'),
  server: defineMessage('This server has had {{count}} new answers in a short time.'),
} as const;
