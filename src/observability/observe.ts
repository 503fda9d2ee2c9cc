/**
 * Something that an operator may want to count: told once, where it happens; `metrics.ts` makes figures of
 * it. Times are in milliseconds.
 */
export type Observation =
  | {
      readonly kind: 'interaction';
      /** The command that was used or that the button, menu or form belongs to. */
      readonly command: string;
      readonly outcome: string;
      /** Why it was not answered in time; null where it was. */
      readonly cause: string | null;
      /**
       * From when Discord had what the member did until it had the first reply; null where there was none.
       */
      readonly firstReply: number | null;
      readonly whole: number;
    }
  | {
      readonly kind: 'message';
      readonly place: 'thread' | 'direct message' | 'channel';
      readonly outcome: string;
      readonly cause: string | null;
      /**
       * From when Discord had the message until it had the first state of the reply; null where there was
       * none.
       */
      readonly firstReply: number | null;
      readonly whole: number;
    }
  | {
      readonly kind: 'answer';
      readonly recipe: string;
      readonly from: 'cache' | 'another’s generation' | 'generation';
    }
  | {
      readonly kind: 'generation';
      readonly recipe: string;
      readonly engine: string;
      readonly outcome: 'done' | 'failed';
      readonly took: number;
    }
  /** A draft of which the check dropped or mended something. */
  | {
      readonly kind: 'check failed';
      readonly recipe: string;
      readonly engine: string;
      readonly complaints: number;
    }
  | { readonly kind: 'tokens'; readonly input: number; readonly output: number }
  /** The main thread stood still for longer than it should. */
  | { readonly kind: 'stall'; readonly took: number }
  | { readonly kind: 'digest due' }
  | {
      readonly kind: 'digest';
      readonly outcome: 'posted' | 'skipped' | 'given up' | 'put off' | 'missed';
      /** After its slot. */
      readonly lateness: number;
    }
  | {
      readonly kind: 'gateway';
      readonly shard: number;
      readonly state: 'ready' | 'reconnecting' | 'disconnected' | 'resumed';
    };

/** Never throws and never waits. */
export type Observe = (observation: Observation) => void;

/** For whom nobody watches. */
export const ignoreObservation: Observe = () => undefined;
