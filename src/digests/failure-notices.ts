import type { Logger } from 'pino';
import type { Reply } from '../discord/types.ts';
import type { DigestStore } from '../storage/storage.ts';
import type { Digest } from './digest.ts';
import type { Send } from './send.ts';

export interface Troubles {
  /**
   * Warns the digest's server, once for each reason until it posts again. Never throws: the record of the
   * slot is what counts.
   */
  met(digest: Digest, reason: string): Promise<void>;
  /** It posts again: the next trouble is a new one. */
  over(digest: Digest): Promise<void>;
}

export interface TroublesDependencies {
  readonly store: DigestStore;
  readonly send: Pick<Send, 'warn'>;
  readonly log: Logger;
  readonly warning: (digest: Digest, reason: string) => Reply;
}

/** A digest that cannot post says so where editors see it, and not only in its record. */
export function createTroubles({ store, send, log, warning }: TroublesDependencies): Troubles {
  async function met({ id }: Digest, reason: string): Promise<void> {
    const digest = await store.get(id);
    if (!digest || digest.trouble === reason) return;
    const { serverId, channelId: about, createdBy: memberId } = digest;
    const told = await send.warn({ serverId, about, memberId, reply: warning(digest, reason) });
    log.warn(
      { digest: id, reason, told },
      told === null ? 'a digest cannot post, and nobody could be told' : 'a digest cannot post',
    );
    // Where nobody could be told, the next slot tries again.
    if (told !== null) await change(id, { trouble: reason });
  }

  /** Read anew, so that what an editor changed in the meantime stays. */
  async function change(id: string, { trouble }: { trouble: string | undefined }): Promise<void> {
    const digest = await store.get(id);
    if (!digest) return;
    const { trouble: _before, ...rest } = digest;
    await store.update({ ...rest, ...(trouble !== undefined && { trouble }) });
  }

  const quietly = (work: Promise<void>) =>
    work.catch(error => log.error({ err: error }, 'a warning about a digest failed'));

  return {
    met: (digest, reason) => quietly(met(digest, reason)),
    over: digest =>
      digest.trouble === undefined ? Promise.resolve() : quietly(change(digest.id, { trouble: undefined })),
  };
}
