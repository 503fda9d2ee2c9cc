import { UserError } from '../errors.ts';
import { after, limitTime } from '../scheduling/clock.ts';
import type { Watch } from '../scheduling/single-flight.ts';
import type { Making } from './context.ts';
import { CANCELLED, ENDING, renderMaking, TAKES_TOO_LONG } from './render/progress.ts';
import type { Reply } from './types.ts';

/** When what is sent while a reply is being made, in milliseconds after it was asked for. */
export interface Pace {
  /** A reply that is ready by then goes out in one round trip; Discord waits 3,000. */
  readonly firstReply: number;
  /** From then on a line says what is being done. */
  readonly progress: number;
  /** From then on it can be cancelled. */
  readonly cancel: number;
  /** Between two edits of a message; Discord allows 5 in 5 seconds. */
  readonly edits: number;
  /** A reply cannot be edited longer than 15 minutes after it was asked for. */
  readonly longest: number;
  /** When the process is to end, what is not ready by then is given up with a sentence. */
  readonly ending: number;
}

export const PACE: Pace = {
  firstReply: 1_200,
  progress: 2_500,
  cancel: 5_000,
  edits: 1_200,
  longest: 14 * 60_000,
  ending: 7_000,
};

/** A reply that is being made: how it goes, and the way to stop it. */
export interface Live {
  readonly watch: Watch<Making>;
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
  follow(made: Promise<Reply>, show: (state: State) => Promise<unknown>): Promise<Reply>;
}

export interface State {
  readonly reply: Reply;
  /** Whether it shows a part of the answer, and not only what is being done. */
  readonly isPartly: boolean;
}

export interface Lives {
  /** Begins with what an interaction or a message asks for, under its id. */
  begin(id: string, memberId: string): Live;
  /**
   * Cancels on behalf of a member. Throws a UserError where there is nothing to cancel, or where somebody
   * else asked.
   */
  cancel(id: string | undefined, memberId: string): void;
  /** Ends every wait with a sentence: the process ends. */
  giveUp(): void;
}

export function createLives(pace: Pace): Lives {
  const running = new Map<string, { readonly memberId: string; readonly ending: AbortController }>();

  return {
    begin(id, memberId) {
      const ending = new AbortController();
      const began = performance.now();
      let making: Making | null = null;
      const { promise: takesLong, resolve: takeLong } = Promise.withResolvers<undefined>();
      const stateNow = (): State | null => {
        const waited = performance.now() - began;
        if (!making?.reply && waited < pace.progress) return null;
        const cancelId = waited < pace.cancel ? null : id;
        return { reply: renderMaking(making, { cancelId }), isPartly: Boolean(making?.reply) };
      };
      return {
        takesLong,
        watch: {
          signal: ending.signal,
          tell: told => {
            if (isLong(told)) takeLong(undefined);
            making = { ...told, reply: told.reply ?? making?.reply ?? null };
          },
        },
        async follow(made, show) {
          running.set(id, { memberId, ending });
          const limit = limitTime(pace.longest);
          try {
            return await showing(made, AbortSignal.any([ending.signal, limit.signal]), show, stateNow);
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
          'There is nothing left to cancel: this answer is finished, or I was restarted meanwhile.',
        );
      if (found.memberId !== memberId)
        throw new UserError('Only the member who asked can cancel this answer.');
      found.ending.abort(new UserError(CANCELLED));
    },
    giveUp,
  };

  function giveUp(): void {
    for (const { ending } of running.values()) ending.abort(new UserError(ENDING));
  }

  async function showing(
    made: Promise<Reply>,
    end: AbortSignal,
    show: (state: State) => Promise<unknown>,
    stateNow: () => State | null,
  ): Promise<Reply> {
    let shown = '';
    const ended = aborted(end);
    const ready = made.then(reply => ({ reply }));
    // whoever has cancelled does not hear how it ended
    ready.catch(() => undefined);
    for (;;) {
      const pause = after(pace.edits);
      const done = await Promise.race([ready, ended.promise, pause.over]);
      pause.forget();
      if (done) {
        ended.forget();
        return done.reply;
      }
      const state = stateNow();
      const next = JSON.stringify(state?.reply ?? null);
      if (!state || next === shown) continue;
      shown = next;
      await show(state);
    }
  }
}

/**
 * The built-in engine answers in milliseconds, a model does not; nor does a worker that is not there yet, or
 * has others to serve.
 */
function isLong({ doing }: Making): boolean {
  return doing.step === 'waiting' || (doing.step === 'asking' && doing.engine !== 'extractive');
}

/** Rejects when the signal is aborted, with a sentence for the reader. */
function aborted(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason instanceof UserError ? signal.reason : new UserError(TAKES_TOO_LONG));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  promise.catch(() => undefined);
  return { promise, forget: () => signal.removeEventListener('abort', stop) };
}
