import type { Library } from '../articles/library.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import { type AuditEntry, type AuditStore, formatSubject } from '../storage/stores/audit.ts';
import type { StoredFeed } from '../web/feed-records.ts';
import type { Context } from './context.ts';
import { feedNameOf } from './render/feeds.ts';

/** Records a change; the actor is already known. Never throws. */
type RecordChange = (
  change: Pick<AuditEntry, 'action' | 'kind' | 'what'>,
  serverId: string | null,
) => Promise<void>;

/** Creates a recorder of changes by one actor (see `AuditEntry`). A failed record does not stop a change. */
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

/** The same library, recording every article that is added, changed, removed, renamed or tagged. */
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
      if (tags) await recordArticleChange('tagged', id);
      return tags;
    },
  };
}

/** The same context for an editor of a server, recording every change that they make. */
export function createAuditedContext(
  context: Context,
  { memberId, serverId }: { memberId: string; serverId: string | null },
): Context {
  if (serverId === null) return context;
  const recordChange = createChangeRecorder(memberId, context);
  const record: RecordHere = change => recordChange(change, serverId);
  return {
    ...context,
    library: createAuditedLibrary(context.library, serverId, recordChange),
    digests: createAuditedDigests(context.digests, record),
    web: createAuditedWeb(context.web, record),
    settings: createAuditedSettings(context.settings, record),
  };
}

/** Records a change in the asking member's server. */
type RecordHere = (change: Pick<AuditEntry, 'action' | 'kind' | 'what'>) => Promise<void>;

/** Waits for a change, records it and returns its result. */
async function recordAfter<Result>(
  work: Promise<Result>,
  record: RecordHere,
  changeOf: (result: Result) => Parameters<RecordHere>[0],
): Promise<Result> {
  const result = await work;
  await record(changeOf(result));
  return result;
}

function createAuditedDigests(digests: Context['digests'], record: RecordHere): Context['digests'] {
  const after = <Result>(
    work: Promise<Result>,
    action: AuditEntry['action'],
    digestOf: (result: Result) => { readonly id: string; readonly name: string },
  ) =>
    recordAfter(work, record, result => {
      const { id, name } = digestOf(result);
      return { action, kind: 'digest', what: formatSubject(id, name) };
    });
  return {
    ...digests,
    create: wish => after(digests.create(wish), 'added', ({ digest }) => digest),
    edit: (server, named, change) =>
      after(
        digests.edit(server, named, change),
        change.name === undefined ? 'changed' : 'renamed',
        ({ digest }) => digest,
      ),
    pause: (...which) => after(digests.pause(...which), 'paused', digest => digest),
    resume: (...which) => after(digests.resume(...which), 'resumed', ({ digest }) => digest),
    delete: (...which) => after(digests.delete(...which), 'removed', digest => digest),
  };
}

function createAuditedWeb(web: Context['web'], record: RecordHere): Context['web'] {
  const { intake, feeds } = web;
  const after = <Result>(
    work: Promise<Result>,
    action: AuditEntry['action'],
    feedOf: (result: Result) => StoredFeed,
  ) =>
    recordAfter(work, record, result => {
      const feed = feedOf(result);
      return { action, kind: 'feed', what: formatSubject(feed.id, feedNameOf(feed)) };
    });
  return {
    ...web,
    intake: {
      ...intake,
      async add(...what) {
        const taken = await intake.add(...what);
        const action = taken.outcome === 'added' ? 'added' : 'changed';
        if (taken.outcome === 'added' || taken.outcome === 'new version')
          await record({ action, kind: 'article', what: taken.article.id });
        return taken;
      },
    },
    feeds: {
      ...feeds,
      add: wish => after(feeds.add(wish), 'added', ({ feed }) => feed),
      pause: (...which) => after(feeds.pause(...which), 'paused', feed => feed),
      resume: (...which) => after(feeds.resume(...which), 'resumed', feed => feed),
      remove: (...which) => after(feeds.remove(...which), 'removed', feed => feed),
    },
  };
}

function createAuditedSettings(settings: Context['settings'], record: RecordHere): Context['settings'] {
  return {
    ...settings,
    async update(server, change) {
      const changed = await settings.update(server, change);
      for (const what of Object.keys(change)) await record({ action: 'changed', kind: 'setting', what });
      return changed;
    },
  };
}
