import type { APIApplicationCommandOptionChoice, APIMessage } from 'discord-api-types/v10';
import { isLoading, TOKEN_AGE } from './interactions.ts';
import { textsOf } from './limits.ts';
import { messagesOf } from './messages.ts';
import type { Until } from './until.ts';
import type { Change, Interaction, Modal, Stored, World } from './world.ts';

/** What a member asked, and what becomes of it. */
export interface Asked {
  readonly id: string;
  /** Whether the bot put the answer off ("thinking…"). */
  readonly wasDeferred: boolean;
  /** Whether the bot let the three seconds pass. */
  readonly failed: boolean;
  /** The answer as it stands; undefined before there is one and after it was removed. */
  readonly message: APIMessage | undefined;
  /** Every version of the answer so far, "thinking…" included. */
  readonly versions: readonly APIMessage[];
  /** Messages that the bot sent after its answer, the oldest first. */
  readonly followUps: readonly APIMessage[];
  /** The first answer that says something: not "thinking…". Rejects when the bot fails to answer. */
  reply(): Promise<APIMessage>;
  /** The answer once it fits; every later version is tried. */
  replyWhere(fits: (message: APIMessage) => boolean): Promise<APIMessage>;
  /**
   * The answer when nothing about it has changed for `quiet` milliseconds (50 if absent); where its first
   * line is small (`-# …`), as of one that says what is being done, for fifty times as long, but no less than ten seconds.
   */
  final(quiet?: number): Promise<APIMessage>;
  /** Resolves as soon as the bot answered in any way, or with `failed`. */
  settled(): Promise<'answered' | 'failed'>;
  /**
   * What the bot offered for an option that is being typed; undefined where it was asked for something else.
   */
  readonly choices: readonly APIApplicationCommandOptionChoice[] | undefined;
  /** The modal that the bot answered with. */
  modal(): Promise<Modal>;
}

/** So long (milliseconds) an answer may stand that says what is being done, before that counts as the answer. */
const PROGRESS_PATIENCE = 10_000;

/** What the bot has answered so far. */
interface Answers {
  /** The answer as it stands. */
  current(): Stored | undefined;
  readonly versions: readonly APIMessage[];
  readonly followUps: ReadonlyMap<string, APIMessage>;
}

/** Follows what becomes of an interaction. */
export function watch(world: World, interaction: Interaction, until: Until): Asked {
  const { current, versions, followUps } = recordAnswers(world, interaction);
  const demandSuccess = () => {
    if (interaction.state === 'failed') throw new Error('The application did not respond.');
  };
  const replyWhere = (fits: (message: APIMessage) => boolean) =>
    until(
      () => {
        demandSuccess();
        const stored = current();
        if (!stored || isLoading(stored) || interaction.state !== 'answered') return undefined;
        return fits(stored.message) && stored.message;
      },
      `an answer to ${interaction.command ?? 'an interaction'}`,
    );
  return {
    id: interaction.id,
    get wasDeferred() {
      return interaction.deferred;
    },
    get failed() {
      return interaction.state === 'failed';
    },
    get message() {
      return current()?.message;
    },
    versions,
    get choices() {
      return interaction.choices;
    },
    get followUps() {
      return [...followUps.values()];
    },
    reply: () => replyWhere(() => true),
    replyWhere,
    final: async (quiet = 50) => waitUntilWhole(await replyWhere(() => true), current, until, quiet),
    settled: () => until(() => interaction.state !== 'asked' && interaction.state, 'the bot to answer'),
    modal: () =>
      until(() => {
        demandSuccess();
        return interaction.modal;
      }, 'a form'),
  };
}

function recordAnswers(world: World, interaction: Interaction): Answers {
  const versions: APIMessage[] = [];
  const followUps = new Map<string, APIMessage>();
  const current = () =>
    messagesOf(world, interaction.channelId).find(({ message }) => message.id === interaction.originalId);
  const note = () => {
    const message = current()?.message;
    if (message && message !== versions.at(-1)) versions.push(message);
  };
  const listener = (change: Change) => {
    // each interaction listens for a quarter of an hour: what concerns another one must cost next to nothing
    if (change.type === 'interaction') {
      if (change.interaction === interaction) note();
      else if (change.interaction.askedAt - interaction.askedAt > TOKEN_AGE) world.listeners.delete(listener);
      return;
    }
    if (change.type !== 'message' && change.type !== 'message update') return;
    const { message } = change.stored;
    if (message.id === interaction.originalId) note();
    const own = message.interaction_metadata?.id === interaction.id && message.id !== interaction.originalId;
    if (own && interaction.state === 'answered') followUps.set(message.id, message);
  };
  world.listeners.add(listener);
  return { current, versions, followUps };
}

async function waitUntilWhole(
  first: APIMessage,
  current: Answers['current'],
  until: Until,
  quiet: number,
): Promise<APIMessage> {
  for (let before = first; ; before = current()?.message ?? before) {
    const [text = ''] = textsOf({ ...before });
    const patience = text.startsWith('-# ') ? Math.max(50 * quiet, PROGRESS_PATIENCE) : quiet;
    const signal = AbortSignal.timeout(patience);
    await until(() => signal.aborted || current()?.message !== before, 'the answer to be whole');
    if (current()?.message === before) return before;
    if (!current()) throw new Error('The answer was removed.');
  }
}
