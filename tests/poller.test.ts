import { describe, expect, it, onTestFinished } from 'vitest';
import type { Digest } from '../src/digests/digest.ts';
import type { Clock } from '../src/scheduling/clock.ts';
import type { Presence } from '../src/scheduling/leases.ts';
import { createPoller, LEASE_MS, type PollerParts } from '../src/scheduling/poller.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { createHeartbeat } from '../src/storage/heartbeat.ts';
import { openStorage } from '../src/storage/open.ts';
import type { Storage } from '../src/storage/storage.ts';
import { usePostgres } from './databases.ts';
import { createManualClock } from './manual-clock.ts';
import { createFileTarget, createLogRecorder } from './support.ts';

const server = usePostgres();

const NOON = Date.parse('2026-01-03T12:00:00Z');
const at = (seconds: number) => new Date(NOON + seconds * 1000).toISOString();

const digestOf = (id: string): Digest => ({
  ...{ id, name: id, serverId: '100', channelId: '200', createdBy: '1', days: [1], time: '08:30' },
  ...{ zone: 'UTC', count: 3, paused: false, activeSince: at(0), createdAt: at(0) },
});

/** Work that only records that it was done. */
const recordIn = (done: string[]) => async (id: string) => {
  done.push(id);
  return null;
};

async function openPlace(target: DatabaseTarget): Promise<Storage> {
  const storage = await openStorage(target, createLogRecorder().log);
  onTestFinished(() => storage.close());
  return storage;
}

/** Starts a poller of digests on a storage; `work` returns when a key is next due, in seconds after noon. */
function startPoller(
  { digests, wakeSignal }: Storage,
  clock: Clock,
  work: (id: string) => Promise<number | null>,
  more: Partial<PollerParts<number | null>> = {},
) {
  const { log, lines } = createLogRecorder();
  const poller = createPoller<number | null>({
    name: 'digests',
    maxConcurrent: 2,
    rows: digests,
    work: ([id = '']) => work(id),
    async settle(key, next, by) {
      const due = await digests.release(key, by, next === null ? null : at(next));
      return due === null ? null : Date.parse(due);
    },
    clock,
    log,
    signal: wakeSignal,
    ...more,
  });
  const stop = new AbortController();
  const done = poller.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await done;
  });
  return { poller, lines, stop: () => stop.abort(), done };
}

describe('a poller', () => {
  async function createServices(ids: readonly string[]) {
    const storage = await openPlace(createFileTarget());
    for (const id of ids) await storage.digests.create(digestOf(id));
    return { storage, clock: createManualClock(at(0)) };
  }

  it('does what is due at its time, again when it is due next, and never when it is not', async () => {
    const { storage, clock } = await createServices(['a', 'b']);
    await storage.digests.schedule('a', at(0));
    const done: string[] = [];
    const next: Record<string, (number | null)[]> = { a: [90, 7200, null], b: [null] };
    startPoller(storage, clock, async id => {
      done.push(`${id} ${(clock.now() - NOON) / 1000}`);
      return next[id]?.shift() ?? null;
    });
    await clock.advanceTo(at(10_000));
    expect(done.sort()).toEqual(['a 0', 'a 7200', 'a 90', 'b 0']);
  });

  it('begins no more at once than it has hands for, and the rest as they are free', async () => {
    const { storage, clock } = await createServices(['a', 'b', 'c', 'd', 'e']);
    const gates: (() => void)[] = [];
    startPoller(storage, clock, () => new Promise(resolve => gates.push(() => resolve(null))));
    await clock.advanceTo(at(1));
    expect(gates).toHaveLength(2);
    gates[0]?.();
    await clock.advanceTo(at(1));
    expect(gates).toHaveLength(3);
    for (let i = 1; i < 5; i++) {
      gates[i]?.();
      await clock.advanceTo(at(1));
    }
    expect(gates).toHaveLength(5);
  });

  it('tries again what has failed, with pauses that grow, and holds up nothing else', async () => {
    const { storage, clock } = await createServices(['broken', 'whole']);
    const tries: number[] = [];
    const done: string[] = [];
    const { lines } = startPoller(storage, clock, async id => {
      if (id === 'whole') done.push(id);
      else if (tries.push((clock.now() - NOON) / 1000) < 5) throw new Error('it is broken');
      return null;
    });
    await clock.advanceTo(at(3600));
    expect(tries).toEqual([0, 5, 15, 35, 75]);
    expect(done).toEqual(['whole']);
    expect(lines.map(({ msg, level, key }) => [msg, level, key])).toEqual(
      Array(4).fill(['one of the digests failed, trying again', 50, 'broken']),
    );
  });

  it('says that it is still at its work, and a process that says so no more is taken over from, once', async () => {
    const { storage, clock } = await createServices(['a']);
    const began: string[] = [];
    let isKilled = false;
    const killed = { ...clock, sleep: (ms: number, signal: AbortSignal) => clock.sleep(ms, signal) };
    let release = () => {};
    const first = startPoller(
      storage,
      killed,
      async () => {
        began.push('first');
        await new Promise<void>(resolve => {
          release = resolve;
        });
        return 500;
      },
      {
        rows: {
          ...storage.digests,
          renew: async (keys, claim) => {
            if (!isKilled) await storage.digests.renew(keys, claim);
          },
        },
      },
    );
    await clock.advanceTo(at(1));
    startPoller(storage, clock, async () => {
      began.push(`second ${(clock.now() - NOON) / 1000}`);
      return 1000;
    });
    await clock.advanceTo(at(300));
    expect(began).toEqual(['first']);
    isKilled = true;
    first.stop();
    await clock.advanceTo(at(300 + LEASE_MS / 1000));
    expect(began).toEqual(['first', 'second 320']);
    // its late result does not count
    release();
    await first.done;
    expect(await storage.digests.findNextDue('nobody')).toBe(at(1000));
  });

  it('takes over at once from a process that is seen to have ended, from one that is slow never', async () => {
    const { storage, clock } = await createServices(['a', 'b']);
    const ended = new Set<string>();
    const presenceOf = (owner: string): Presence => ({
      owner,
      isShown: () => true,
      isGone: async other => ended.has(other),
    });
    const began: string[] = [];
    const work = (who: string, does: Promise<null>) => async (id: string) => {
      began.push(`${who} ${id} ${(clock.now() - NOON) / 1000}`);
      return await does;
    };
    const { promise: endless, resolve: end } = Promise.withResolvers<null>();
    const [dead, slow] = ['dead', 'slow'].map(who =>
      startPoller(storage, clock, work(who, endless), { presence: presenceOf(who), maxConcurrent: 1 }),
    );
    await clock.advanceTo(at(1));
    startPoller(storage, clock, work('third', Promise.resolve(null)), { presence: presenceOf('third') });
    await clock.advanceTo(at(3));
    expect(began.toSorted()).toEqual(['dead a 0', 'slow b 0']);
    // a digest that was changed meanwhile keeps the name of its current lease holder
    await storage.digests.update({ ...digestOf('a'), name: 'changed' });
    ended.add('dead');
    await clock.advanceTo(at(4));
    expect(began.toSorted()).toEqual(['dead a 0', 'slow b 0', expect.stringMatching(/^third a 3/)]);
    dead?.stop();
    slow?.stop();
    end(null);
  });

  it('claims nothing before the other processes see it', async () => {
    const { storage, clock } = await createServices(['a']);
    const done: string[] = [];
    let isShown = false;
    const presence = { owner: 'me', isShown: () => isShown, isGone: async () => false };
    startPoller(storage, clock, recordIn(done), { presence });
    await clock.advanceTo(at(60));
    expect(done).toEqual([]);
    isShown = true;
    await clock.advanceTo(at(61));
    expect(done).toEqual(['a']);
  });

  it('that is stopped ends what it has begun, and begins nothing', async () => {
    const { storage, clock } = await createServices(['a', 'b', 'c']);
    const gates: (() => void)[] = [];
    const { stop, done } = startPoller(
      storage,
      clock,
      () => new Promise(resolve => gates.push(() => resolve(60))),
    );
    await clock.advanceTo(at(1));
    stop();
    await clock.advanceTo(at(2));
    for (const open of gates) open();
    await done;
    expect(gates).toHaveLength(2);
    expect(await storage.digests.findNextDue('nobody')).toBe('');
    expect((await storage.digests.listActive()).map(({ nextDue }) => nextDue).sort()).toEqual([
      '',
      at(60),
      at(60),
    ]);
  });

  it('says once that the database does not answer, and goes on when it does', async () => {
    const { storage, clock } = await createServices(['a']);
    let isAway = true;
    const done: string[] = [];
    const { lines } = startPoller(storage, clock, recordIn(done), {
      rows: {
        ...storage.digests,
        claimDue: async (...given) => {
          if (isAway) throw new Error('it is away');
          return await storage.digests.claimDue(...given);
        },
      },
    });
    await clock.advanceTo(at(60));
    isAway = false;
    await clock.advanceTo(at(66));
    expect(done).toEqual(['a']);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'digests could not be read, trying again',
      'digests can be read again',
    ]);
  });
});

describe('processes on one PostgreSQL server', () => {
  /** A clock on which no time passes: sleepers are only woken. */
  const still: Clock = {
    now: () => NOON,
    sleep: (_ms, signal) =>
      new Promise(resolve => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve());
      }),
  };

  it('wake each other when something is due earlier', async () => {
    const target = await server.create();
    const [one, other] = [await openPlace(target), await openPlace(target)];
    await one.digests.create(digestOf('first'));
    const done: string[] = [];
    const asked: string[] = [];
    startPoller(one, still, recordIn(done), {
      rows: {
        ...one.digests,
        findNextDue: async by => {
          asked.push(by);
          return await one.digests.findNextDue(by);
        },
      },
    });
    await expect.poll(() => done).toEqual(['first']);
    // it is listening once it receives its own signal
    const heard = asked.length;
    await expect
      .poll(async () => {
        await one.wakeSignal?.notify();
        return asked.length;
      })
      .toBeGreaterThan(heard);
    await other.digests.create(digestOf('second'));
    await other.wakeSignal?.notify();
    await expect.poll(() => done).toEqual(['first', 'second']);
  });

  it('hear each other again after the server was away', async () => {
    const target = await server.create();
    const storage = await openPlace(target);
    let heard = 0;
    const stopListening = storage.wakeSignal?.listen(() => {
      heard += 1;
    });
    await expect.poll(() => heard).toBeGreaterThan(0);
    await server.run(
      target,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()",
    );
    const before = heard;
    await expect.poll(() => heard).toBeGreaterThan(before);
    stopListening?.();
  });

  it('show themselves again at once when they have lost their locks, and say of nobody then that he has ended', async () => {
    const target = await server.create();
    const [storage, other] = [await openPlace(target), await openPlace(target)];
    const [one, two] = [createHeartbeat(storage.locks), createHeartbeat(other.locks)];
    await expect.poll(() => one.isShown() && two.isShown()).toBe(true);
    expect(await two.isGone('nobody')).toBe(true);
    await server.run(
      target,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%advisory%' AND pid <> pg_backend_pid()",
    );
    await expect.poll(() => two.isGone('nobody')).toBe(false);
    await expect.poll(() => one.isShown() && two.isShown()).toBe(true);
    const witness = await openPlace(target);
    const three = createHeartbeat(witness.locks);
    expect(await three.isAlive(one.owner)).toBe(true);
    expect(await three.isAlive('nobody')).toBe(false);
    for (const heartbeat of [one, two, three]) await heartbeat.stop();
  });

  it('do each thing once, however many want to do it', async () => {
    const target = await server.create();
    const storages = [await openPlace(target), await openPlace(target), await openPlace(target)];
    const [first] = storages;
    const ids = Array.from({ length: 60 }, (_, i) => `d${i}`);
    await Promise.all(ids.map(id => first?.digests.create(digestOf(id))));
    const done: string[] = [];
    const clock: Clock = {
      now: () => NOON,
      sleep: (ms, signal) =>
        still.sleep(ms, AbortSignal.any([signal, AbortSignal.timeout(Math.min(ms, 50))])),
    };
    for (const storage of storages) startPoller(storage, clock, recordIn(done));
    await expect.poll(() => done.length).toBeGreaterThanOrEqual(60);
    expect(done.sort()).toEqual(ids.sort());
  });
});
