import { type Client, Events, type Interaction, type Message } from 'discord.js';
import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { withLocale } from '../i18n/translate.ts';
import { withLogFields } from '../log.ts';
import { createMemo } from '../memo.ts';
import type { StallMonitor } from '../observability/event-loop.ts';
import { trackTask, trackWait } from '../observability/waits.ts';
import type { Command } from './command.ts';
import { createCommandTable } from './command-table.ts';
import type { Services } from './context.ts';
import { dispatch } from './dispatch.ts';
import type { Exchange, ExchangeDependencies } from './exchange.ts';
import { describeInteraction, taskNameOf } from './interaction-names.ts';
import { createLocaleMemory } from './locale-memory.ts';
import { type Claims, Elsewhere } from './message-claims.ts';
import type { MissedMessage } from './message-reply.ts';
import { answerMessage, isFromMember, MAX_REFUSALS } from './messages.ts';
import { createPendingReplies, REPLY_TIMINGS, type ReplyTimings } from './pending-replies.ts';
import { createLatencyTracker } from './perceived-latency.ts';
import { isGone } from './permissions.ts';
import type { ReplyOutcome } from './reply-body.ts';
import { createReplyWebhooks } from './reply-webhooks.ts';
import { sendRefusal } from './respond.ts';

/** Answers members on a connection. */
export interface Router {
  /** Answers a message that did not arrive on the connection. */
  receive(message: Message, missed: MissedMessage): void;
  /**
   * Resolves once everything that members are waiting for now is answered. After `patience` milliseconds,
   * what is not ready is given up with a sentence.
   */
  drain(patience?: number): Promise<void>;
}

/** What is needed to answer interactions and messages. */
interface RouterDependencies {
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly claims: Claims;
  readonly stalls: StallMonitor;
  readonly pace?: ReplyTimings;
}

/** Creates a runner of the work that members are waiting for, and of the wait for all of it. */
function createRunner() {
  const running = new Set<Promise<void>>();
  return {
    run(work: () => Promise<void>, { id, locale, task }: RunOptions): Promise<void> {
      const started = withLogFields(id, () => withLocale(locale, () => trackTask(task, work)));
      const done = started.catch(() => undefined);
      running.add(done);
      void done.then(() => running.delete(done));
      return started;
    },
    settle: async () => void (await Promise.all(running)),
  };
}

/** Connects the commands and threads to a client, so that what members do there is answered. */
export function createRouter(
  client: Client,
  { commands, services, claims, stalls, pace = REPLY_TIMINGS }: RouterDependencies,
): Router {
  const { log } = services;
  const pendingReplies = createPendingReplies(pace);
  const dependencies = {
    table: createCommandTable(commands),
    ...{ services, pendingReplies, pace },
    replyWebhooks: createReplyWebhooks(services.clock.now),
  };
  const refusedMembers = createMemo<true>({ entries: MAX_REFUSALS });
  const localeMemory = createLocaleMemory();
  const trackLatency = createLatencyTracker(services.clock.now, stalls);
  const { run, settle } = createRunner();

  client.on(Events.InteractionCreate, interaction => {
    if (!claims.markSeen(interaction.id)) return;
    localeMemory.remember(interaction);
    const latency = trackLatency(interaction.createdTimestamp);
    const id = { interaction: interaction.id };
    run(() => answerInteraction(interaction, latency, { ...dependencies, claims }), {
      id,
      locale: interaction.locale,
      task: taskNameOf(interaction),
    }).catch(error => log.error({ err: error, ...id }, 'an interaction could not be answered'));
  });

  function receive(message: Message, missed?: MissedMessage): void {
    if (!claims.markSeen(message.id)) return;
    const latency = trackLatency(message.createdTimestamp);
    const locale = localeMemory.localeOf(message);
    const delivery = { pendingReplies, refusedMembers, claims, latency, missed, locale };
    const id = { message: message.id };
    run(() => answerMessage(message, services, delivery), {
      id,
      locale,
      task: `message ${message.id}`,
    }).catch(error => log.error({ err: error, ...id }, 'a message could not be answered'));
  }
  // Discord also sends what this bot wrote itself, once for each of its answers
  client.on(Events.MessageCreate, message => {
    if (isFromMember(message)) receive(message);
  });

  return {
    receive,
    async drain(patience = pace.shutdown) {
      const givingUp = setTimeout(() => pendingReplies.cancelAll(), patience);
      await settle();
      clearTimeout(givingUp);
    },
  };
}

/** How work that a member waits for is run. */
interface RunOptions {
  /** The log field that identifies it. */
  readonly id: Record<string, string>;
  readonly locale: Parameters<typeof withLocale>[0];
  /** Its name in the list of running tasks. */
  readonly task: string;
}

/**
 * Answers an interaction, unless another process does, and logs one line: what was requested, the outcome and
 * how long it took, with nothing of what was written.
 */
async function answerInteraction(
  interaction: Interaction,
  latency: Exchange['latency'],
  { claims, ...dependencies }: ExchangeDependencies & { readonly claims: Claims },
): Promise<void> {
  const exchange: Exchange = { ...dependencies, latency, repliedAfter: null, lateCause: null };
  try {
    // a reply that changes nothing may be made twice: Discord accepts one, the other process gets `Elsewhere`
    const ownership =
      dependencies.table.isReadOnly(interaction) ||
      (await trackWait('database', () => claims.claimToChange(interaction.id)));
    if (ownership === false) return;
    const outcome =
      ownership === 'unknown'
        ? await refuseToChange(interaction, exchange)
        : await dispatch(interaction, exchange);
    recordOutcome(interaction, exchange, exchange.lateCause === null ? outcome : 'unanswered');
  } catch (error) {
    if (error instanceof Elsewhere) return;
    if (isGone(error)) {
      const { log } = dependencies.services;
      log.info({ interaction: interaction.id, code: error.code }, 'an answer has no place any more');
      return recordOutcome(interaction, exchange, exchange.lateCause === null ? 'answered' : 'unanswered');
    }
    exchange.lateCause ??= latency.cause();
    recordOutcome(interaction, exchange, 'unanswered');
    throw error;
  }
}

const CLAIM_UNKNOWN = defineMessage(
  'My database didn’t answer in time, so I changed nothing. Please try again.',
);

/** Refuses an interaction that another process may be handling, so that nothing is changed twice. */
async function refuseToChange(interaction: Interaction, exchange: Exchange): Promise<ReplyOutcome> {
  const isAnswerable =
    interaction.isChatInputCommand() || interaction.isMessageComponent() || interaction.isModalSubmit();
  return isAnswerable ? sendRefusal(interaction, exchange, new UserError(CLAIM_UNKNOWN)) : 'refused';
}

/**
 * Logs and counts the outcome of an interaction under a name of ours; any other name is recorded as
 * `unknown`.
 */
function recordOutcome(
  interaction: Interaction,
  { table, services, latency, repliedAfter, lateCause }: Exchange,
  outcome: ReplyOutcome | 'unanswered',
): void {
  const [used, whole] = [describeInteraction(interaction), latency.elapsed()];
  const name = table.hasName(used.command) ? used : { ...used, command: 'unknown' };
  const cause = lateCause === null ? {} : { cause: lateCause };
  services.log[interaction.isAutocomplete() ? 'debug' : 'info'](
    { ...name, outcome, ...cause, milliseconds: Math.round(whole), interaction: interaction.id },
    'interaction',
  );
  const command = name.kind === 'autocomplete' ? `${name.command} (autocomplete)` : name.command;
  services.observe({
    kind: 'interaction',
    command,
    outcome,
    cause: lateCause,
    firstReply: repliedAfter,
    whole,
  });
}
