import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Observation, Observe } from './observe.ts';

/** In seconds. Discord waits 3 for a first reply; a model may take a minute. */
const REPLY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];
const ANSWER_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const STALL_BUCKETS = [1, 2, 3, 5, 10, 30, 60, 300];
const LATENESS_BUCKETS = [1, 5, 30, 60, 300, 900, 3600, 4 * 3600, 12 * 3600];

/** A digest posted this long after its slot (milliseconds) counts as late. */
const LATE_AFTER_MS = 60_000;

/** The metrics of one process. */
export interface Metrics {
  readonly observe: Observe;
  /** Records whether a required component works. */
  ready(part: string, isReady: boolean): void;
  /** Formats all metrics in Prometheus's text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

type ObservationKind = Observation['kind'];
type ObservationOf<K extends ObservationKind> = Extract<Observation, { kind: K }>;

/** Creates the metrics of one registry, prefixed with the program's name. */
type Instruments = ReturnType<typeof createInstruments>;

/** How observations of each kind are counted. */
type Counting<K extends ObservationKind> = {
  readonly [Kind in K]: (observation: ObservationOf<Kind>) => void;
};

/** Creates metrics that count observations, beside Node's own (memory, event loop, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const instruments = createInstruments(registry);
  const counting: Counting<ObservationKind> = {
    ...countReplies(instruments),
    ...countAnswers(instruments),
    ...countStalls(instruments),
    ...countDigests(instruments),
    ...countGateway(instruments),
  };
  const ready = instruments.createGauge('ready', '1 while a part that must work does', ['part']);
  return {
    observe: observation => (counting[observation.kind] as (observation: Observation) => void)(observation),
    ready: (part, isReady) => ready.set({ part }, isReady ? 1 : 0),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function createInstruments(registry: Registry) {
  const of = (name: string, help: string) => ({
    name: `standfirst_${name}`,
    help,
    registers: [registry],
  });
  return {
    createCounter: <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
      new Counter({ ...of(name, help), labelNames }),
    createGauge: <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
      new Gauge({ ...of(name, help), labelNames }),
    createHistogram: <L extends string>(
      name: string,
      help: string,
      buckets: number[],
      labelNames: readonly L[],
    ) => new Histogram({ ...of(name, help), buckets, labelNames }),
  };
}

/** Counts what members used and wrote, and how long they waited for a reply. */
function countReplies({ createCounter, createHistogram }: Instruments): Counting<'interaction' | 'message'> {
  const interactions = createCounter('interactions_total', 'What members used, and what became of it', [
    'command',
    'outcome',
    'cause',
  ]);
  const firstReply = createHistogram(
    'first_reply_seconds',
    'From when Discord had what was asked until it had the first reply',
    REPLY_BUCKETS,
    ['command'],
  );
  const whole = createHistogram('interaction_seconds', 'Until the final answer was out', ANSWER_BUCKETS, [
    'command',
  ]);
  const messages = createCounter(
    'messages_total',
    'Questions in threads and direct messages, and what became of them',
    ['place', 'outcome', 'cause'],
  );
  const messageReply = createHistogram(
    'message_first_reply_seconds',
    'From a message until the first state of its reply',
    ANSWER_BUCKETS,
    ['place'],
  );
  const messageWhole = createHistogram(
    'message_seconds',
    'From a message until the final answer was out',
    ANSWER_BUCKETS,
    ['place'],
  );
  return {
    interaction({ command, outcome, cause, ...took }) {
      interactions.inc({ command, outcome, cause: cause ?? '' });
      if (took.firstReply !== null) firstReply.observe({ command }, took.firstReply / 1000);
      whole.observe({ command }, took.whole / 1000);
    },
    message({ place, outcome, cause, ...took }) {
      messages.inc({ place, outcome, cause: cause ?? '' });
      if (took.firstReply !== null) messageReply.observe({ place }, took.firstReply / 1000);
      messageWhole.observe({ place }, took.whole / 1000);
    },
  };
}

/** Counts where answers came from, and what engines generated, how long they took and what they used. */
function countAnswers({
  createCounter,
  createHistogram,
}: Instruments): Counting<'answer' | 'generation' | 'check failed' | 'tokens'> {
  const answers = createCounter('answers_total', 'Where answers came from', ['recipe', 'from']);
  const generations = createCounter('generations_total', 'Answers that an engine made', [
    'recipe',
    'engine',
    'outcome',
  ]);
  const generation = createHistogram(
    'generation_seconds',
    'What an engine took, with its check',
    ANSWER_BUCKETS,
    ['recipe', 'engine'],
  );
  const checksFailed = createCounter('checks_failed_total', 'Drafts of which the check dropped something', [
    'recipe',
    'engine',
  ]);
  const complaints = createCounter('check_complaints_total', 'Statements that the check dropped or mended', [
    'recipe',
    'engine',
  ]);
  const tokens = createCounter('model_tokens_total', 'Tokens that the model says it used', ['direction']);
  return {
    answer: ({ recipe, from }) => answers.inc({ recipe, from }),
    generation({ recipe, engine, outcome, took }) {
      generations.inc({ recipe, engine, outcome });
      generation.observe({ recipe, engine }, took / 1000);
    },
    'check failed'({ recipe, engine, complaints: many }) {
      checksFailed.inc({ recipe, engine });
      complaints.inc({ recipe, engine }, many);
    },
    tokens({ input, output }) {
      tokens.inc({ direction: 'input' }, input);
      tokens.inc({ direction: 'output' }, output);
    },
  };
}

function countStalls({ createHistogram }: Instruments): Counting<'stall'> {
  const stalls = createHistogram(
    'main_thread_stall_seconds',
    'How long the main thread stood still, each time it was over a second',
    STALL_BUCKETS,
    [],
  );
  return { stall: ({ took }) => stalls.observe(took / 1000) };
}

function countDigests({ createCounter, createHistogram }: Instruments): Counting<'digest due' | 'digest'> {
  const due = createCounter('digests_due_total', 'Slots of digests whose time had come', []);
  const digests = createCounter('digests_total', 'Slots of digests, and what became of them', ['outcome']);
  // Prometheus sees only increases from an existing value: without a 0, the first one would raise no alarm
  for (const outcome of ['posted', 'skipped', 'given up', 'put off', 'missed']) digests.inc({ outcome }, 0);
  const late = createCounter('digests_late_total', 'Digests posted more than a minute after their slot', []);
  const lateness = createHistogram(
    'digest_lateness_seconds',
    'From a slot to its post',
    LATENESS_BUCKETS,
    [],
  );
  return {
    'digest due': () => due.inc(),
    digest({ outcome, lateness: after }) {
      digests.inc({ outcome });
      if (outcome !== 'posted') return;
      lateness.observe(after / 1000);
      if (after > LATE_AFTER_MS) late.inc();
    },
  };
}

function countGateway({ createCounter, createGauge }: Instruments): Counting<'gateway'> {
  const gateway = createGauge('gateway_ready', '1 while the connection of a shard to Discord is up', [
    'shard',
  ]);
  const gatewayEvents = createCounter('gateway_events_total', 'What happened to connections to Discord', [
    'shard',
    'state',
  ]);
  return {
    gateway({ shard, state }) {
      gateway.set({ shard: String(shard) }, state === 'ready' || state === 'resumed' ? 1 : 0);
      gatewayEvents.inc({ shard: String(shard), state });
    },
  };
}
