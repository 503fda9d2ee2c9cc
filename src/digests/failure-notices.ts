import type { Logger } from 'pino';
import type { Reply } from '../discord/types.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import type { Digest } from './digest.ts';
import type { Poster } from './post-target.ts';

/** What a server is told about digests that cannot post: each failure once. */
export interface FailureNotices {
  /**
   * Warns the digest's server, once for each reason until it posts again. Never throws: the record of the
   * slot is what counts.
   */
  reportFailure(digest: Digest, reason: string): Promise<void>;
  /** Forgets the failure of a digest that posts again: the next one is a new one. */
  clearFailure(digest: Digest): Promise<void>;
}

/** What failures are told with. */
export interface FailureNoticesDependencies {
  readonly store: DigestStore;
  readonly send: Pick<Poster, 'warn'>;
  readonly log: Logger;
  readonly renderWarning: (digest: Digest, reason: string) => Reply;
}

/** A digest that cannot post says so where editors see it, and not only in its record. */
export function createFailureNotices({
  store,
  send,
  log,
  renderWarning,
}: FailureNoticesDependencies): FailureNotices {
  async function warnServer({ id }: Digest, reason: string): Promise<void> {
    const digest = await store.get(id);
    if (!digest || digest.trouble === reason) return;
    const { serverId, channelId: about, createdBy: memberId } = digest;
    const notified = await send.warn({ serverId, about, memberId, reply: renderWarning(digest, reason) });
    log.warn(
      { digest: id, reason, told: notified },
      notified === null ? 'a digest cannot post, and nobody could be told' : 'a digest cannot post',
    );
    // Where nobody could be told, the next slot tries again.
    if (notified !== null) await updateTrouble(id, { trouble: reason });
  }

  /** Read anew, so that what an editor changed in the meantime stays. */
  async function updateTrouble(id: string, { trouble }: { trouble: string | undefined }): Promise<void> {
    const digest = await store.get(id);
    if (!digest) return;
    const { trouble: _before, ...rest } = digest;
    await store.update({ ...rest, ...(trouble !== undefined && { trouble }) });
  }

  const logErrors = (work: Promise<void>) =>
    work.catch(error => log.error({ err: error }, 'a warning about a digest failed'));

  return {
    reportFailure: (digest, reason) => logErrors(warnServer(digest, reason)),
    clearFailure: digest =>
      digest.trouble === undefined
        ? Promise.resolve()
        : logErrors(updateTrouble(digest.id, { trouble: undefined })),
  };
}
