import type { Library } from '../articles/library.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { AuditEntry, AuditStore } from '../storage/stores/audit.ts';
import type { Context } from './context.ts';

/** Records a change; who made it is known already. Never throws. */
export type RecordChange = (
  change: Pick<AuditEntry, 'action' | 'kind' | 'what'>,
  serverId: string | null,
) => Promise<void>;

/** Notes changes as those of one actor (see `Change`); one that cannot be noted is made nevertheless. */
export function createChangeRecorder(
  actor: string,
  { audit, clock, log }: { audit: Pick<AuditStore, 'record'>; clock: Clock; log: Context['log'] },
): RecordChange {
  return (change, serverId) =>
    audit
      .record({ ...change, serverId, actor, at: formatTimestamp(clock) })
      .catch((error: unknown) =>
        log.error({ err: error, server: serverId, ...change }, 'a change could not be noted'),
      );
}

/** The same library, in which every article that is added, removed, renamed or tagged is recorded. */
export function createAuditedLibrary(
  library: Library,
  serverId: string | null,
  recordChange: RecordChange,
): Library {
  const recordArticleChange = (action: AuditEntry['action'], id: string) =>
    recordChange({ action, kind: 'article', what: id }, serverId);
  return {
    ...library,
    forServer: id => createAuditedLibrary(library.forServer(id), id, recordChange),
    async add(article, source, said) {
      const added = await library.add(article, source, said);
      if (added.outcome !== 'unchanged')
        await recordArticleChange(added.outcome === 'added' ? 'added' : 'changed', added.article.id);
      return added;
    },
    async remove(id) {
      const isRemoved = await library.remove(id);
      if (isRemoved) await recordArticleChange('removed', id);
      return isRemoved;
    },
    async rename(id, name) {
      const isRenamed = await library.rename(id, name);
      if (isRenamed) await recordArticleChange('renamed', id);
      return isRenamed;
    },
    async changeTags(id, change) {
      const tags = await library.changeTags(id, change);
      if (tags && change.add.length + change.remove.length > 0) await recordArticleChange('tagged', id);
      return tags;
    },
  };
}

/** The same context for an editor of a server, in which every change that they make is recorded. */
export function createAuditedContext(
  context: Context,
  { memberId, serverId }: { memberId: string; serverId: string | null },
): Context {
  if (serverId === null) return context;
  const recordChange = createChangeRecorder(memberId, context);
  const recordAfter = async <Result>(
    work: Promise<Result>,
    change: Pick<AuditEntry, 'action' | 'kind'>,
    idOf: (result: Result) => string,
  ): Promise<Result> => {
    const result = await work;
    await recordChange({ ...change, what: idOf(result) }, serverId);
    return result;
  };
  const { digests, web, settings } = context;
  const { intake, feeds } = web;
  const idOf = ({ id }: { id: string }) => id;
  const digestChange = (action: AuditEntry['action']) => ({ action, kind: 'digest' }) as const;
  const feedChange = (action: AuditEntry['action']) => ({ action, kind: 'feed' }) as const;
  return {
    ...context,
    library: createAuditedLibrary(context.library, serverId, recordChange),
    digests: {
      ...digests,
      create: wish => recordAfter(digests.create(wish), digestChange('added'), ({ digest }) => digest.id),
      edit: (server, named, change) =>
        recordAfter(
          digests.edit(server, named, change),
          digestChange(change.name === undefined ? 'changed' : 'renamed'),
          ({ digest }) => digest.id,
        ),
      pause: (...which) => recordAfter(digests.pause(...which), digestChange('paused'), idOf),
      resume: (...which) =>
        recordAfter(digests.resume(...which), digestChange('resumed'), ({ digest }) => digest.id),
      delete: (...which) => recordAfter(digests.delete(...which), digestChange('removed'), idOf),
    },
    web: {
      ...web,
      intake: {
        ...intake,
        async add(...what) {
          const taken = await intake.add(...what);
          const action = taken.outcome === 'added' ? 'added' : 'changed';
          if (taken.outcome === 'added' || taken.outcome === 'new version')
            await recordChange({ action, kind: 'article', what: taken.article.id }, serverId);
          return taken;
        },
      },
      feeds: {
        ...feeds,
        add: wish => recordAfter(feeds.add(wish), feedChange('added'), ({ feed }) => feed.id),
        pause: (...which) => recordAfter(feeds.pause(...which), feedChange('paused'), idOf),
        resume: (...which) => recordAfter(feeds.resume(...which), feedChange('resumed'), idOf),
        remove: (...which) => recordAfter(feeds.remove(...which), feedChange('removed'), idOf),
      },
    },
    settings: {
      ...settings,
      async update(server, change) {
        const changed = await settings.update(server, change);
        for (const what of Object.keys(change))
          await recordChange({ action: 'changed', kind: 'setting', what }, serverId);
        return changed;
      },
    },
  };
}
