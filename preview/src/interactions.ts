import { randomBytes } from 'node:crypto';
import {
  type APIApplicationCommandOptionChoice,
  type APIUser,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
} from 'discord-api-types/v10';
import { longChoices } from './command-limits.ts';
import { demandNone, problemIf, refusal } from './errors.ts';
import { authorOf, channelOf, isEphemeral, payload } from './interaction-payload.ts';
import {
  type Draft,
  demandMessage,
  demandOpen,
  edit,
  type Files,
  findMessage,
  messagesOf,
  post,
} from './messages.ts';
import { modalProblems } from './modals.ts';
import {
  announce,
  type Channel,
  type Interaction,
  isDirect,
  type Modal,
  type Stored,
  type World,
} from './world.ts';

/** How long Discord waits for the first answer, and how long it accepts further ones; in milliseconds. */
const DEADLINE_MS = 3000;
export const TOKEN_AGE_MS = 15 * 60_000;

export interface Question {
  readonly member: APIUser;
  readonly channel: Channel;
  readonly type: InteractionType;
  readonly data: unknown;
  readonly source?: Stored | undefined;
  readonly command?: string | undefined;
  readonly locale?: string | undefined;
}

/** Sends an interaction to the bot and starts the three-second limit. */
export function ask(world: World, question: Question): Interaction {
  const id = world.nextId();
  const token = randomBytes(48).toString('base64url');
  const interaction: Interaction = {
    id,
    token,
    type: question.type,
    askedAt: world.clock.now(),
    member: question.member,
    channelId: question.channel.id,
    payload: payload(world, question, { id, token }),
    source: question.source,
    command: question.command,
    state: 'asked',
    deferred: false,
    originalId: undefined,
    modal: undefined,
    choices: undefined,
    settled: new AbortController(),
  };
  for (const [old, { askedAt }] of world.interactions) {
    // the map is in the order in which they were asked
    if (interaction.askedAt - askedAt <= 2 * TOKEN_AGE_MS) break;
    world.interactions.delete(old);
  }
  world.interactions.set(token, interaction);
  announce(world, { type: 'interaction', interaction, state: 'asked' });
  void expire(world, interaction);
  return interaction;
}

async function expire(world: World, interaction: Interaction): Promise<void> {
  await world.clock.sleep(DEADLINE_MS, interaction.settled.signal);
  if (interaction.state !== 'asked') return;
  interaction.state = 'failed';
  announce(world, { type: 'interaction', interaction, state: 'failed' });
}

/** Stops waiting for answers, so that nothing keeps the process alive. */
export function forget(world: World): void {
  const interactions = [...world.interactions.values()];
  world.interactions.clear();
  for (const interaction of interactions.filter(({ state }) => state === 'asked')) {
    interaction.state = 'failed';
    interaction.settled.abort();
  }
}

/** The body of an interaction callback that passed its schema. */
export interface Callback {
  readonly type: InteractionResponseType;
  readonly data?:
    | (Draft & Partial<Modal> & { choices?: readonly APIApplicationCommandOptionChoice[] })
    | null;
}

/**
 * Records the bot's first answer. Throws 10062 for an interaction that is unknown or was not answered within
 * three seconds, 40060 for a second answer, 50035 for an invalid one.
 */
export function answer(
  world: World,
  id: string,
  token: string,
  callback: Callback,
  files: Files,
): Interaction {
  const interaction = world.interactions.get(token);
  if (!interaction || interaction.id !== id || interaction.state === 'failed')
    throw refusal('Unknown interaction');
  if (interaction.state === 'answered') throw refusal('Interaction has already been acknowledged.');
  demandKind(interaction, callback.type);
  carryOut(world, interaction, callback, files);
  interaction.state = 'answered';
  interaction.settled.abort();
  announce(world, { type: 'interaction', interaction, state: 'answered' });
  if (interaction.modal) announce(world, { type: 'modal', interaction });
  return interaction;
}

/** Throws 50035 if this kind of answer does not fit the interaction. */
function demandKind({ type, source }: Interaction, answered: InteractionResponseType): void {
  const { ApplicationCommandAutocomplete, ModalSubmit } = InteractionType;
  const {
    ApplicationCommandAutocompleteResult,
    Modal,
    DeferredMessageUpdate,
    UpdateMessage,
    ChannelMessageWithSource,
    DeferredChannelMessageWithSource,
  } = InteractionResponseType;
  const fits =
    type === ApplicationCommandAutocomplete
      ? [ApplicationCommandAutocompleteResult]
      : [
          ChannelMessageWithSource,
          DeferredChannelMessageWithSource,
          ...(source ? [DeferredMessageUpdate, UpdateMessage] : []),
          ...(type === ModalSubmit ? [] : [Modal]),
        ];
  demandNone(
    problemIf(
      !fits.includes(answered),
      ['type'],
      'INTERACTION_CALLBACK_TYPE_INVALID',
      'This kind of answer does not fit this interaction.',
    ),
  );
}

function carryOut(world: World, interaction: Interaction, { type, data }: Callback, files: Files): void {
  switch (type) {
    case InteractionResponseType.ChannelMessageWithSource:
      send(world, interaction, data ?? {}, files);
      break;
    case InteractionResponseType.DeferredChannelMessageWithSource:
      interaction.deferred = true;
      send(world, interaction, { flags: Number(data?.flags ?? 0) | MessageFlags.Loading }, new Map());
      break;
    case InteractionResponseType.DeferredMessageUpdate:
      interaction.deferred = true;
      interaction.originalId = interaction.source?.message.id;
      break;
    case InteractionResponseType.UpdateMessage:
      update(world, interaction, data ?? {}, files);
      break;
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      demandNone(longChoices(data?.choices ?? [], ['data', 'choices']));
      interaction.choices = data?.choices ?? [];
      break;
    case InteractionResponseType.Modal:
      demandNone(modalProblems({ ...data }));
      interaction.modal = data as unknown as Modal;
      // not in Discord's documents: bots change the message from which a form was opened as its first answer
      interaction.originalId = interaction.source?.message.id;
      break;
    default:
      throw refusal('Invalid Form Body');
  }
}

function send(world: World, interaction: Interaction, draft: Draft, files: Files): void {
  if (!(Number(draft.flags ?? 0) & MessageFlags.Loading)) demandMessage(draft, files);
  demandOpenFor(world, interaction, isEphemeral(draft));
  const author = authorOf(world, interaction, draft);
  interaction.originalId = post(world, channelOf(world, interaction), draft, files, author).message.id;
}

/** Throws 50083 for an answer that everybody would see in a locked thread; private ones are let through. */
function demandOpenFor(world: World, interaction: Interaction, isPrivate: boolean): void {
  if (!isPrivate) demandOpen(world, channelOf(world, interaction), world.bot.id);
}

function update(world: World, interaction: Interaction, draft: Draft, files: Files): void {
  const source = interaction.source!;
  demandMessage(draft, files, source.message);
  edit(world, channelOf(world, interaction), source, draft, files);
  interaction.originalId = source.message.id;
}

/** The interaction of a webhook token. Throws 50027 (wrong or after 15 minutes), 10015 (not answered). */
export function findByToken(world: World, applicationId: string, token: string): Interaction {
  const interaction = world.interactions.get(token);
  if (!interaction || applicationId !== world.bot.id) throw refusal('Invalid Webhook Token');
  if (world.clock.now() - interaction.askedAt > TOKEN_AGE_MS) throw refusal('Invalid Webhook Token');
  if (interaction.state !== 'answered') throw refusal('Unknown Webhook');
  return interaction;
}

/** The message with this id, or the first answer for `@original`. Throws 10008. */
export function findAnswer(world: World, interaction: Interaction, messageId: string): Stored {
  const id = messageId === '@original' ? interaction.originalId : messageId;
  if (!id) throw refusal('Unknown Message');
  const found = findMessage(world, interaction.channelId, id, { hidden: true });
  if (found.message.webhook_id !== world.bot.id && found.message.author.id !== world.bot.id)
    throw refusal('Unknown Message');
  return found;
}

/** The message of the first answer, if it is there. */
export function findOriginal(world: World, { channelId, originalId }: Interaction): Stored | undefined {
  return messagesOf(world, channelId).find(({ message }) => message.id === originalId);
}

/** Posts a further message. The first one after "thinking…" replaces it and is as private as that was. */
export function followUp(world: World, interaction: Interaction, draft: Draft, files: Files): Stored {
  demandMessage(draft, files);
  const original = findOriginal(world, interaction);
  const isLoadingPrivately = original !== undefined && isLoading(original) && isEphemeral(original.message);
  demandOpenFor(world, interaction, isLoadingPrivately || isEphemeral(draft));
  const channel = channelOf(world, interaction);
  if (original && isLoading(original)) return edit(world, channel, original, draft, files, { silent: true });
  const author = authorOf(world, interaction, draft, interaction.originalId);
  return post(world, channel, draft, files, author);
}

/** Edits one of the interaction's messages; replacing "thinking…" does not count as a visible edit. */
export function editAnswer(
  world: World,
  interaction: Interaction,
  stored: Stored,
  draft: Draft,
  files: Files,
): Stored {
  demandMessage(draft, files, stored.message);
  if (isLoading(stored)) demandOpenFor(world, interaction, isEphemeral(stored.message));
  return edit(world, channelOf(world, interaction), stored, draft, files, { silent: isLoading(stored) });
}

export const isLoading = ({ message }: Stored): boolean =>
  (Number(message.flags ?? 0) & MessageFlags.Loading) !== 0;

/** The response body for `with_response`. */
export function callbackResponse(world: World, interaction: Interaction, type: InteractionResponseType) {
  const stored = findOriginal(world, interaction);
  const channel = world.channels.get(interaction.channelId);
  const isMessage = [4, 5, 7].includes(type) && stored;
  return {
    interaction: {
      ...{ id: interaction.id, type: interaction.type, channel_id: interaction.channelId },
      ...(channel && !isDirect(channel) ? { guild_id: channel.guild_id } : {}),
      ...(stored
        ? {
            response_message_id: stored.message.id,
            response_message_loading: isLoading(stored),
            response_message_ephemeral: stored.onlyFor !== null,
          }
        : {}),
    },
    ...(isMessage ? { resource: { type: type === 7 ? 7 : 4, message: stored.message } } : {}),
  };
}
