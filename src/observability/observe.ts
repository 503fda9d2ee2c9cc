/**
 * An event that an operator may want to count, reported once, where it happens; `metrics.ts` turns it into
 * metrics. Times are in milliseconds.
 */
export type Observation =
  | {
      readonly kind: 'interaction';
      /** The command used, or the one that the button, menu or form belongs to. */
      readonly command: string;
      readonly outcome: string;
      /** Why it was not answered in time; null if it was. */
      readonly cause: string | null;
      /** From when Discord had the interaction until it had the first reply; null if there was none. */
      readonly firstReply: number | null;
      readonly whole: number;
    }
  | {
      readonly kind: 'message';
      readonly place: 'thread' | 'direct message' | 'channel';
      readonly outcome: string;
      readonly cause: string | null;
      /** From Discord's receipt of the message to the first version of the reply; null if there was none. */
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
  /** A draft in which the check dropped or corrected something. */
  | {
      readonly kind: 'check failed';
      readonly recipe: string;
      readonly engine: string;
      readonly complaints: number;
    }
  | { readonly kind: 'tokens'; readonly input: number; readonly output: number }
  /** The main thread was blocked for too long. */
  | { readonly kind: 'stall'; readonly took: number }
  | { readonly kind: 'digest due' }
  | {
      readonly kind: 'digest';
      readonly outcome: 'posted' | 'skipped' | 'given up' | 'put off' | 'missed';
      /** How long after its slot. */
      readonly lateness: number;
    }
  | {
      readonly kind: 'gateway';
      readonly shard: number;
      readonly state: 'ready' | 'reconnecting' | 'disconnected' | 'resumed';
    };

/** Reports an observation. Never throws and never waits. */
export type Observe = (observation: Observation) => void;

/** Ignores observations. */
export const ignoreObservation: Observe = () => undefined;
