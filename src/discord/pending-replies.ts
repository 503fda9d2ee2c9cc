import { UserError } from '../errors.ts';
import { limitTime, startTimer } from '../scheduling/clock.ts';
import { rejectWhenAborted, type Subscriber } from '../scheduling/single-flight.ts';
import type { ReplyProgress } from './context.ts';
import { CANCELLED, renderProgress, SHUTTING_DOWN, TAKES_TOO_LONG } from './render/progress.ts';
import type { Reply } from './types.ts';

/** When to send what while a reply is being made, in milliseconds after the request. */
export interface ReplyTimings {
  /** A reply that is ready by then is sent in one round trip; Discord waits 3,000. */
  readonly firstReply: number;
  /** From then on, a line says what is being done. */
  readonly progress: number;
  /** From then on, the reply can be cancelled. */
  readonly cancel: number;
  /** Time between two edits of a message; Discord allows 5 in 5 seconds. */
  readonly edits: number;
  /** When to give up: a reply cannot be edited more than 15 minutes after the request. */
  readonly giveUpAfter: number;
  /** How long a process that is ending waits for a reply before it gives up with a sentence. */
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

/** A reply that is being made: its progress, and how to wait for it. */
export interface PendingReply {
  readonly subscriber: Subscriber<ReplyProgress>;
  /**
   * Resolves once it is known that the reply takes a while, because a model is asked or no worker is free.
   * Otherwise never.
   */
  readonly takesLong: Promise<undefined>;
  /**
   * The finished reply. Throws a UserError if the member cancels it or Discord will soon accept no more
   * edits. Until then, `show` gets the newest state of the message whenever it has changed, one call at a
   * time, at a pace that Discord allows.
   */
  waitFor(replyPromise: Promise<Reply>, show: (state: ReplyState) => Promise<unknown>): Promise<Reply>;
}

/** The state of a reply that is being made. */
export interface ReplyState {
  readonly reply: Reply;
  /** Whether it shows a part of the answer, rather than only what is being done. */
  readonly hasContent: boolean;
}

/** The replies that are being made in this process. */
export interface PendingReplies {
  /** Starts to follow the reply to an interaction or a message, under its id. */
  start(id: string, memberId: string): PendingReply;
  /**
   * Cancels a reply for the member who asked for it. Throws a UserError if there is nothing to cancel, or if
   * somebody else asked for it.
   */
  cancel(id: string | undefined, memberId: string): void;
  /** Ends every wait with a sentence, because the process is ending. */
  cancelAll(): void;
}

/** Keeps track of the replies that are being made, with these timings. */
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
        if (!progress?.render && waited < pace.progress) return null;
        const cancelId = waited < pace.cancel ? null : id;
        const reply = renderProgress(progress, { cancelId });
        return { reply, hasContent: progress?.render != null };
      };
      return {
        takesLong,
        subscriber: {
          signal: controller.signal,
          onProgress: update => {
            if (isSlow(update)) takeLong(undefined);
            progress = { ...update, render: update.render ?? progress?.render ?? null };
          },
        },
        async waitFor(replyPromise, show) {
          running.set(id, { memberId, controller });
          const limit = limitTime(pace.giveUpAfter, new UserError(TAKES_TOO_LONG));
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
  /** Time between two edits, in milliseconds. */
  readonly edits: number;
}

/** Returns the finished reply, and shows its states until then. Throws the signal's reason. */
async function showUntilDone(
  replyPromise: Promise<Reply>,
  end: AbortSignal,
  { show, getState, edits }: StateDisplay,
): Promise<Reply> {
  let shown = '';
  const ready = rejectWhenAborted(replyPromise, end).then(reply => ({ reply }));
  // it may end while a state is being shown
  ready.catch(() => undefined);
  for (;;) {
    const pause = startTimer(edits);
    const done = await Promise.race([ready, pause.elapsed]);
    pause.cancel();
    if (done) return done.reply;
    const state = getState();
    const next = JSON.stringify(state?.reply ?? null);
    if (!state || next === shown) continue;
    shown = next;
    await show(state);
  }
}

/**
 * Whether a reply takes a while. A model does, while the built-in engine answers in milliseconds; so does a
 * worker that has not started yet or is busy with others.
 */
function isSlow({ stage }: ReplyProgress): boolean {
  return stage.step === 'waiting' || (stage.step === 'asking' && stage.engine !== 'extractive');
}
