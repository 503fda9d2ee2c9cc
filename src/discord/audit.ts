import type { Library } from '../articles/library.ts';
import { type Clock, timestamp } from '../scheduling/clock.ts';
import type { AuditStore, Change } from '../storage/storage.ts';
import type { House } from './context.ts';

/** Who made a change is known to whoever notes it. */
export type Note = (
  change: Pick<Change, 'action' | 'kind' | 'what'>,
  serverId: string | null,
) => Promise<void>;

/** Notes changes as those of one actor (see `Change`); one that cannot be noted is made nevertheless. */
export function noteAs(
  actor: string,
  { audit, clock, log }: { audit: Pick<AuditStore, 'note'>; clock: Clock; log: House['log'] },
): Note {
  return (change, serverId) =>
    audit
      .note({ ...change, serverId, actor, at: timestamp(clock) })
      .catch((error: unknown) =>
        log.error({ err: error, server: serverId, ...change }, 'a change could not be noted'),
      );
}

/** The same library, in which it is noted what is added, removed, renamed and tagged. */
export function auditedLibrary(library: Library, serverId: string | null, note: Note): Library {
  const noted = (action: Change['action'], id: string) =>
    note({ action, kind: 'article', what: id }, serverId);
  return {
    ...library,
    of: id => auditedLibrary(library.of(id), id, note),
    async add(article, source, said) {
      const added = await library.add(article, source, said);
      if (added.outcome !== 'unchanged')
        await noted(added.outcome === 'added' ? 'added' : 'changed', added.article.id);
      return added;
    },
    async remove(id) {
      const isRemoved = await library.remove(id);
      if (isRemoved) await noted('removed', id);
      return isRemoved;
    },
    async rename(id, name) {
      const isRenamed = await library.rename(id, name);
      if (isRenamed) await noted('renamed', id);
      return isRenamed;
    },
    async tag(id, change) {
      const tags = await library.tag(id, change);
      if (tags && change.add.length + change.remove.length > 0) await noted('tagged', id);
      return tags;
    },
  };
}

/** The same house for an editor of a server, in which it is noted what they change. */
export function audited(
  house: House,
  { memberId, serverId }: { memberId: string; serverId: string | null },
): House {
  if (serverId === null) return house;
  const note = noteAs(memberId, house);
  const noted = async <Result>(
    work: Promise<Result>,
    change: Pick<Change, 'action' | 'kind'>,
    idOf: (result: Result) => string,
  ): Promise<Result> => {
    const result = await work;
    await note({ ...change, what: idOf(result) }, serverId);
    return result;
  };
  const { digests, web, settings } = house;
  const { intake, feeds } = web;
  const idOf = ({ id }: { id: string }) => id;
  const ofDigest = (action: Change['action']) => ({ action, kind: 'digest' }) as const;
  const ofFeed = (action: Change['action']) => ({ action, kind: 'feed' }) as const;
  return {
    ...house,
    library: auditedLibrary(house.library, serverId, note),
    digests: {
      ...digests,
      create: wish => noted(digests.create(wish), ofDigest('added'), ({ digest }) => digest.id),
      edit: (server, named, change) =>
        noted(
          digests.edit(server, named, change),
          ofDigest(change.name === undefined ? 'changed' : 'renamed'),
          ({ digest }) => digest.id,
        ),
      pause: (...which) => noted(digests.pause(...which), ofDigest('paused'), idOf),
      resume: (...which) => noted(digests.resume(...which), ofDigest('resumed'), ({ digest }) => digest.id),
      delete: (...which) => noted(digests.delete(...which), ofDigest('removed'), idOf),
    },
    web: {
      ...web,
      intake: {
        ...intake,
        async take(...what) {
          const taken = await intake.take(...what);
          const action = taken.outcome === 'added' ? 'added' : 'changed';
          if (taken.outcome === 'added' || taken.outcome === 'new version')
            await note({ action, kind: 'article', what: taken.article.id }, serverId);
          return taken;
        },
      },
      feeds: {
        ...feeds,
        add: wish => noted(feeds.add(wish), ofFeed('added'), ({ feed }) => feed.id),
        pause: (...which) => noted(feeds.pause(...which), ofFeed('paused'), idOf),
        resume: (...which) => noted(feeds.resume(...which), ofFeed('resumed'), idOf),
        remove: (...which) => noted(feeds.remove(...which), ofFeed('removed'), idOf),
      },
    },
    settings: {
      ...settings,
      async change(server, change) {
        const changed = await settings.change(server, change);
        for (const what of Object.keys(change))
          await note({ action: 'changed', kind: 'setting', what }, serverId);
        return changed;
      },
    },
  };
}
