import type { APIApplicationCommandOptionChoice, APIMessage } from 'discord-api-types/v10';
import { findOriginal, isLoading, TOKEN_AGE_MS } from './interactions.ts';
import { textsOf } from './limits.ts';
import type { Until } from './until.ts';
import type { Change, Interaction, Modal, Stored, World } from './world.ts';

/** Something a member asked the bot, and its outcome. */
export interface Asked {
  readonly id: string;
  /** Whether the bot deferred its answer ("thinking…"). */
  readonly wasDeferred: boolean;
  /** Whether the bot failed to answer within three seconds. */
  readonly failed: boolean;
  /** The current answer; undefined before there is one and after it was removed. */
  readonly message: APIMessage | undefined;
  /** Every version of the answer so far, "thinking…" included. */
  readonly versions: readonly APIMessage[];
  /** Messages that the bot sent after its answer, oldest first. */
  readonly followUps: readonly APIMessage[];
  /** The first answer with content, not "thinking…". Rejects if the bot fails to answer. */
  reply(): Promise<APIMessage>;
  /** The first version of the answer that `fits` accepts. */
  replyWhere(fits: (message: APIMessage) => boolean): Promise<APIMessage>;
  /**
   * The answer once it has not changed for `quiet` milliseconds (50 if absent). If its first line is small
   * text (`-# …`), which reports progress, it must stay unchanged 50 times as long and at least ten seconds.
   */
  final(quiet?: number): Promise<APIMessage>;
  /** Resolves as soon as the bot has answered in any way, or with `failed`. */
  settled(): Promise<'answered' | 'failed'>;
  /** The choices that the bot offered for autocomplete; undefined before that, and for other interactions. */
  readonly choices: readonly APIApplicationCommandOptionChoice[] | undefined;
  /** The modal that the bot answered with. Rejects if the bot fails to answer. */
  modal(): Promise<Modal>;
}

/** How long (milliseconds) an answer that reports progress must stay unchanged to count as final. */
const PROGRESS_PATIENCE_MS = 10_000;

/** The bot's answers so far. */
interface Answers {
  /** The current answer. */
  current(): Stored | undefined;
  readonly versions: readonly APIMessage[];
  readonly followUps: ReadonlyMap<string, APIMessage>;
}

/** Follows an interaction's answers. */
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
  const current = () => findOriginal(world, interaction);
  const note = () => {
    const message = current()?.message;
    if (message && message !== versions.at(-1)) versions.push(message);
  };
  const listener = (change: Change) => {
    // each interaction listens for a quarter of an hour: changes to other interactions must cost next to
    // nothing
    if (change.type === 'interaction') {
      if (change.interaction === interaction) note();
      else if (change.interaction.askedAt - interaction.askedAt > TOKEN_AGE_MS)
        world.listeners.delete(listener);
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
    const patience = text.startsWith('-# ') ? Math.max(50 * quiet, PROGRESS_PATIENCE_MS) : quiet;
    const signal = AbortSignal.timeout(patience);
    await until(() => signal.aborted || current()?.message !== before, 'the answer to be whole');
    if (current()?.message === before) return before;
    if (!current()) throw new Error('The answer was removed.');
  }
}
