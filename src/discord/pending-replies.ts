import { UserError } from '../errors.ts';
import { limitTime, startTimer } from '../scheduling/clock.ts';
import type { Subscriber } from '../scheduling/single-flight.ts';
import type { ReplyProgress } from './context.ts';
import { CANCELLED, renderProgress, SHUTTING_DOWN, TAKES_TOO_LONG } from './render/progress.ts';
import type { Reply } from './types.ts';

/** When what is sent while a reply is being made, in milliseconds after it was asked for. */
export interface ReplyTimings {
  /** A reply that is ready by then goes out in one round trip; Discord waits 3,000. */
  readonly firstReply: number;
  /** From then on a line says what is being done. */
  readonly progress: number;
  /** From then on it can be cancelled. */
  readonly cancel: number;
  /** Between two edits of a message; Discord allows 5 in 5 seconds. */
  readonly edits: number;
  /** A reply cannot be edited longer than 15 minutes after it was asked for. */
  readonly giveUpAfter: number;
  /** When the process is to end, what is not ready by then is given up with a sentence. */
  readonly shutdown: number;
}

/** The timings for Discord itself. */
export const REPLY_TIMINGS: ReplyTimings = {
  firstReply: 1_200,
  progress: 2_500,
  cancel: 5_000,
  edits: 1_200,
  giveUpAfter: 14 * 60_000,
  shutdown: 7_000,
};

/** A reply that is being made: how it goes, and the way to stop it. */
export interface PendingReply {
  readonly subscriber: Subscriber<ReplyProgress>;
  /**
   * Resolves when it is known that the reply takes its time: a model is asked, or no worker is free. Never,
   * if neither.
   */
  readonly takesLong: Promise<undefined>;
  /**
   * What is made, or a UserError when the member cancels it or Discord will soon take no more edits. Until
   * then `show` is given the message as it stands, at a pace that Discord allows: the newest state, one after
   * the other, none when nothing has changed.
   */
  waitFor(replyPromise: Promise<Reply>, show: (state: ReplyState) => Promise<unknown>): Promise<Reply>;
}

/** A reply as far as it is made. */
export interface ReplyState {
  readonly reply: Reply;
  /** Whether it shows a part of the answer, and not only what is being done. */
  readonly hasContent: boolean;
}

/** The replies that are being made in this process. */
export interface PendingReplies {
  /** Begins with what an interaction or a message asks for, under its id. */
  start(id: string, memberId: string): PendingReply;
  /**
   * Cancels on behalf of a member. Throws a UserError where there is nothing to cancel, or where somebody
   * else asked.
   */
  cancel(id: string | undefined, memberId: string): void;
  /** Ends every wait with a sentence: the process ends. */
  cancelAll(): void;
}

/** Keeps track of replies that are being made, at this pace. */
export function createPendingReplies(pace: ReplyTimings): PendingReplies {
  const running = new Map<string, { readonly memberId: string; readonly controller: AbortController }>();

  return {
    start(id, memberId) {
      const controller = new AbortController();
      const began = performance.now();
      let progress: ReplyProgress | null = null;
      const { promise: takesLong, resolve: takeLong } = Promise.withResolvers<undefined>();
      const getState = (): ReplyState | null => {
        const waited = performance.now() - began;
        if (!progress?.reply && waited < pace.progress) return null;
        const cancelId = waited < pace.cancel ? null : id;
        return { reply: renderProgress(progress, { cancelId }), hasContent: Boolean(progress?.reply) };
      };
      return {
        takesLong,
        subscriber: {
          signal: controller.signal,
          onProgress: update => {
            if (isSlow(update)) takeLong(undefined);
            progress = { ...update, reply: update.reply ?? progress?.reply ?? null };
          },
        },
        async waitFor(replyPromise, show) {
          running.set(id, { memberId, controller });
          const limit = limitTime(pace.giveUpAfter);
          try {
            const end = AbortSignal.any([controller.signal, limit.signal]);
            return await showUntilDone(replyPromise, end, { show, getState, edits: pace.edits });
          } finally {
            limit.forget();
            running.delete(id);
          }
        },
      };
    },
    cancel(id, memberId) {
      const found = id === undefined ? undefined : running.get(id);
      if (!found)
        throw new UserError(
          'There’s nothing left to cancel: this answer is finished, or I was restarted in the meantime.',
        );
      if (found.memberId !== memberId)
        throw new UserError(
          'Only the member who asked can cancel this answer. Ask for one of your own to cancel that.',
        );
      found.controller.abort(new UserError(CANCELLED));
    },
    cancelAll,
  };

  function cancelAll(): void {
    for (const { controller } of running.values()) controller.abort(new UserError(SHUTTING_DOWN));
  }
}

/** How the states of a reply are shown. */
interface StateDisplay {
  readonly show: (state: ReplyState) => Promise<unknown>;
  /** Null while there is nothing to show. */
  readonly getState: () => ReplyState | null;
  /** Between two edits, in milliseconds. */
  readonly edits: number;
}

/** What is made; until then its states are shown. Throws a UserError when the signal is aborted. */
async function showUntilDone(
  replyPromise: Promise<Reply>,
  end: AbortSignal,
  { show, getState, edits }: StateDisplay,
): Promise<Reply> {
  let shown = '';
  const ended = rejectOnAbort(end);
  const ready = replyPromise.then(reply => ({ reply }));
  // whoever has cancelled does not hear how it ended
  ready.catch(() => undefined);
  for (;;) {
    const pause = startTimer(edits);
    const done = await Promise.race([ready, ended.promise, pause.elapsed]);
    pause.cancel();
    if (done) {
      ended.forget();
      return done.reply;
    }
    const state = getState();
    const next = JSON.stringify(state?.reply ?? null);
    if (!state || next === shown) continue;
    shown = next;
    await show(state);
  }
}

/**
 * The built-in engine answers in milliseconds, a model does not; nor does a worker that is not there yet, or
 * has others to serve.
 */
function isSlow({ stage }: ReplyProgress): boolean {
  return stage.step === 'waiting' || (stage.step === 'asking' && stage.engine !== 'extractive');
}

/** Rejects when the signal is aborted, with a sentence for the reader. */
function rejectOnAbort(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  let onAbort = () => {};
  const promise = new Promise<never>((_, reject) => {
    onAbort = () =>
      reject(signal.reason instanceof UserError ? signal.reason : new UserError(TAKES_TOO_LONG));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  promise.catch(() => undefined);
  return { promise, forget: () => signal.removeEventListener('abort', onAbort) };
}
