import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { UserError } from '../errors.ts';
import { phrase } from '../i18n/define-message.ts';
import { moment, say } from '../i18n/template-values.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { Storage } from '../storage/storage.ts';

/**
 * How many answers may be made anew within a time; null is no limit. Answers from the cache count nowhere.
 */
export interface RateLimits {
  readonly member: number | null;
  readonly server: number | null;
  /** The time, in seconds; it begins with the first answer. */
  readonly seconds: number;
}

/** A rate limit is reached: a sentence that says when to come back. It concerns one asker only. */
export class TooFast extends UserError {}

export interface Rates {
  /**
   * Counts one answer, before it is made. Throws a `TooFast` where the member's or the server's limit is
   * reached; then nothing is counted.
   */
  spend(asker: { readonly memberId: string | null; readonly serverId: string | null }): Promise<void>;
}

/** Counts in this process's memory. */
const inMemory: NonNullable<Storage['limiter']> = (keyPrefix, { points, seconds }) =>
  new RateLimiterMemory({ keyPrefix, points, duration: seconds });

/**
 * A count is raised and compared in one step, so that requests at once cannot pass it together, nor processes
 * that share a `limiter` of the database.
 */
export function createRates(
  { member, server, seconds }: RateLimits,
  clock: Clock,
  limiter = inMemory,
): Rates {
  const limiterOf = (name: string, points: number | null) =>
    points === null ? null : limiter(name, { points: Math.max(1, points), seconds });
  const members = limiterOf('member', member);
  const servers = limiterOf('server', server);

  return {
    async spend({ memberId, serverId }) {
      if (members && memberId !== null) await take(members, memberId, 'member');
      if (!servers || serverId === null) return;
      try {
        await take(servers, serverId, 'server');
      } catch (error) {
        if (members && memberId !== null) await members.reward(memberId);
        throw error;
      }
    },
  };

  async function take(
    limiter: RateLimiterAbstract,
    key: string,
    whose: keyof typeof sentences,
  ): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const at = Math.ceil((clock.now() + refused.msBeforeNext) / 1000);
      throw new TooFast('{{limit}} {{when}}', {
        limit: say(sentences[whose], { count: limiter.points }),
        when: say('You can ask for a new one {{time}}; answers that exist already come at once, as ever.', {
          time: moment(at),
        }),
      });
    }
  }
}

const sentences = {
  member: phrase('You have had {{count}} new answers in a short time.'),
  server: phrase('This server has had {{count}} new answers in a short time.'),
} as const;
