import { RateLimiterMemory } from 'rate-limiter-flexible';
import { expect, test } from 'vitest';
import { systemClock } from '../src/scheduling/clock.ts';
import { createRateLimiter, TooFast } from '../src/usage/rate-limits.ts';

const [ada, ben] = ['1', '2'].map(memberId => ({ memberId, serverId: '100' }));
const inDirectMessages = { memberId: '1', serverId: null };
const nobody = { memberId: null, serverId: null };

test('a server’s limit alone refuses in that server, and counts nothing of a member’s', async () => {
  const rates = createRateLimiter({ member: null, server: 1, seconds: 60 }, systemClock);
  await rates.consume(ada!);
  await expect(rates.consume(ben!)).rejects.toThrow(TooFast);
  for (let time = 0; time < 3; time++) await rates.consume(inDirectMessages);
  await rates.consume({ memberId: '2', serverId: '200' });
});

test('a member’s limit alone goes with the member, and what nobody asks for is free', async () => {
  const rates = createRateLimiter({ member: 2, server: null, seconds: 60 }, systemClock);
  await rates.consume(ada!);
  await rates.consume(inDirectMessages);
  await expect(rates.consume(ada!)).rejects.toThrow(TooFast);
  await rates.consume(ben!);
  for (let time = 0; time < 5; time++) await rates.consume(nobody);
});

test('where the server refuses the member has lost nothing, and a digest of the server counts for it', async () => {
  const rates = createRateLimiter({ member: 1, server: 1, seconds: 60 }, systemClock);
  await rates.consume({ memberId: null, serverId: '100' });
  await expect(rates.consume(ada!)).rejects.toThrow(/This server/);
  await expect(rates.consume({ memberId: null, serverId: '100' })).rejects.toThrow(/This server/);
  await rates.consume(inDirectMessages);
  await expect(rates.consume(inDirectMessages)).rejects.toThrow(/You’ve/);
});

test('a store that breaks is no limit that is reached', async () => {
  class Broken extends RateLimiterMemory {
    override async consume(): Promise<never> {
      throw new Error('the database is away');
    }
  }
  const broken = (keyPrefix: string, { points, seconds }: { points: number; seconds: number }) =>
    new Broken({ keyPrefix, points, duration: seconds });
  const rates = createRateLimiter({ member: 1, server: null, seconds: 60 }, systemClock, broken);
  await expect(rates.consume(ada!)).rejects.toThrow('the database is away');
});

test('no limit below one', async () => {
  const rates = createRateLimiter({ member: 0, server: null, seconds: 60 }, systemClock);
  await rates.consume(ada!);
  await expect(rates.consume(ada!)).rejects.toThrow(TooFast);
});
