import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { Reply } from '../discord/types.ts';
import { formatInEnglish, type MessageDescriptor } from '../i18n/template-values.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import type { Digest } from './digest.ts';
import type { Poster } from './post-target.ts';

/** Warns servers about digests that cannot post, once per failure. */
export interface FailureNotices {
  /** Warns the digest's server, once per reason until it posts again. Never throws. */
  reportFailure(digest: Digest, reason: MessageDescriptor): Promise<void>;
  /** Clears the failure of a digest that posts again, so that the next one is reported. */
  clearFailure(digest: Digest): Promise<void>;
}

/** The dependencies of failure notices. */
interface FailureNoticesDependencies {
  readonly store: DigestStore;
  readonly send: Pick<Poster, 'warn'>;
  readonly log: Logger;
  readonly renderWarning: (digest: Digest, reason: MessageDescriptor) => Reply;
}

/** Creates notices that report a failing digest where editors see it, not only in its record. */
export function createFailureNotices({
  store,
  send,
  log,
  renderWarning,
}: FailureNoticesDependencies): FailureNotices {
  async function warnServer({ id }: Digest, reason: MessageDescriptor): Promise<void> {
    const digest = await store.get(id);
    if (!digest || isDeepStrictEqual(digest.trouble, reason)) return;
    const { serverId, channelId: about, createdBy: memberId } = digest;
    const notified = await send.warn({ serverId, about, memberId, reply: renderWarning(digest, reason) });
    log.warn(
      { digest: id, reason: formatInEnglish(reason), told: notified },
      notified === null ? 'a digest cannot post, and nobody could be told' : 'a digest cannot post',
    );
    // if nobody could be notified, the next slot tries again
    if (notified !== null) await updateTrouble(id, { trouble: reason });
  }

  /** Updates a freshly read digest, so that an editor's changes in the meantime are kept. */
  async function updateTrouble(
    id: string,
    { trouble }: { trouble: MessageDescriptor | undefined },
  ): Promise<void> {
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
