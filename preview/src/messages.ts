import {
  type APIEmbed,
  type APIMessage,
  type APIUser,
  MessageFlags,
  MessageType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { demandNone, invalidForm, problemIf, refusal } from './errors.ts';
import { isEmpty, messageProblems, usesComponentsV2 } from './limits.ts';
import { apart, fileNames, mentions, shownComponents, shownEmbed, upload } from './message-parts.ts';
import { may } from './permissions.ts';
import {
  announce,
  type Channel,
  isThread,
  now,
  type Stored,
  type UploadedFile,
  type World,
} from './world.ts';

/** The body of a request that creates or changes a message, once it has passed its schema. */
export interface Draft {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
  readonly components?: readonly Json[] | null;
  readonly flags?: number | null;
  readonly tts?: boolean | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly attachments?:
    | readonly { id: string; filename?: string | null; description?: string | null }[]
    | null;
  readonly allowed_mentions?: {
    parse?: readonly string[];
    users?: readonly string[];
    roles?: readonly string[];
    replied_user?: boolean;
  } | null;
  readonly message_reference?: {
    message_id: string;
    channel_id?: string | null;
    fail_if_not_exists?: boolean | null;
    type?: number | null;
  } | null;
}

export type Json = Record<string, unknown>;

/** Files by the number in their form field name (`files[0]`). */
export type Files = ReadonlyMap<string, UploadedFile>;

export interface Author {
  readonly user: APIUser;
  /** Further properties of the message, for an interaction's answer. */
  readonly extra?: Partial<APIMessage>;
  /** The id of the only member who sees it. */
  readonly onlyFor?: string | null;
}

/** How long a nonce returns the existing message, in milliseconds. Discord says "a few minutes". */
const NONCE_AGE_MS = 5 * 60_000;

/** Throws 50035 or 50006 if Discord would refuse this message. */
export function demandMessage(draft: Draft, files: Files, existing?: APIMessage): void {
  const names = fileNames(draft, files);
  const flags = Number(draft.flags ?? 0) | Number(existing?.flags ?? 0);
  demandNone(messageProblems({ ...draft, flags }, names));
  const whole = existing
    ? { ...existing, ...Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) }
    : draft;
  if (isEmpty({ ...whole }, names)) throw refusal('Cannot send an empty message');
}

/** Creates a message from a checked draft and adds it to its channel. */
export function post(world: World, channel: Channel, draft: Draft, files: Files, author: Author): Stored {
  const reply = author.extra?.message_reference ? undefined : referenced(world, channel, draft);
  const stored: Stored = {
    message: compose(world, channel, draft, files, author, reply),
    onlyFor: author.onlyFor ?? null,
  };
  return put(world, channel, stored);
}

/** The message already created with this nonce, if the author asked for nonces to be enforced. */
export function sameNonce(world: World, channel: Channel, draft: Draft, author: APIUser): Stored | undefined {
  if (!draft.enforce_nonce || draft.nonce === undefined || draft.nonce === null) return undefined;
  const since = world.clock.now() - NONCE_AGE_MS;
  return messagesOf(world, channel.id).find(
    ({ message }) =>
      message.author.id === author.id &&
      String(message.nonce) === String(draft.nonce) &&
      Date.parse(message.timestamp) >= since,
  );
}

/** Adds a finished message to its channel and announces it. */
export function put(world: World, channel: Channel, stored: Stored): Stored {
  wake(world, channel);
  world.messages.set(channel.id, [...messagesOf(world, channel.id), stored]);
  if (!stored.onlyFor) channel.last_message_id = stored.message.id;
  if (isThread(channel) && !stored.onlyFor) {
    channel.message_count++;
    channel.total_message_sent++;
  }
  announce(world, { type: 'message', stored });
  return stored;
}

/** Reopens an archived thread for a message; `demandOpen` checks whether a locked one may get it. */
function wake(world: World, channel: Channel): void {
  if (!isThread(channel) || !channel.thread_metadata.archived) return;
  channel.thread_metadata = { ...channel.thread_metadata, archived: false, archive_timestamp: now(world) };
  announce(world, { type: 'channel update', channel });
}

/** Edits a message as PATCH does: properties missing from the draft stay unchanged. */
export function edit(
  world: World,
  channel: Channel,
  stored: Stored,
  draft: Draft,
  files: Files,
  { silent = false } = {},
): Stored {
  const before = stored.message;
  const kept = draft.attachments
    ? before.attachments.filter(({ id }) => draft.attachments?.some(other => other.id === id))
    : before.attachments;
  const attachments = [...kept, ...upload(world, channel, draft, files)];
  const content = draft.content === undefined ? before.content : (draft.content ?? '').trim();
  const flags =
    (before.flags ?? 0) |
    (Number(draft.flags ?? 0) & (MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2));
  stored.message = {
    ...before,
    content,
    ...mentions(world, channel, { ...draft, content }, before.author),
    embeds:
      draft.embeds === undefined
        ? before.embeds
        : (draft.embeds ?? []).map(embed => shownEmbed(embed, attachments)),
    components:
      draft.components === undefined
        ? (before.components ?? [])
        : shownComponents(world, draft.components ?? [], attachments),
    attachments: apart(attachments, draft),
    flags: (flags & ~MessageFlags.Loading) as MessageFlags,
    edited_timestamp: silent ? before.edited_timestamp : now(world),
  };
  announce(world, { type: 'message update', stored });
  return stored;
}

/** Removes a message. */
export function remove(world: World, stored: Stored): void {
  const { channel_id } = stored.message;
  world.messages.set(
    channel_id,
    messagesOf(world, channel_id).filter(other => other !== stored),
  );
  const thread = world.channels.get(channel_id);
  if (thread && isThread(thread) && !stored.onlyFor) thread.message_count--;
  announce(world, { type: 'message delete', stored });
}

export function messagesOf(world: World, channelId: string): readonly Stored[] {
  return world.messages.get(channelId) ?? [];
}

/** A stored message, private ones with `hidden`, by member or interaction. Throws 10008. */
export function findMessage(
  world: World,
  channelId: string,
  messageId: string,
  { hidden = false } = {},
): Stored {
  const found = messagesOf(world, channelId).find(({ message }) => message.id === messageId);
  if (!found || (found.onlyFor && !hidden)) throw refusal('Unknown Message');
  return found;
}

/** Throws 50083 if the thread is locked and the user lacks Manage Threads. */
export function demandOpen(world: World, channel: Channel, userId: string): void {
  if (!isThread(channel) || !channel.thread_metadata.locked) return;
  if (!may(world, userId, channel.id, PermissionFlagsBits.ManageThreads)) throw refusal('Thread is archived');
}

function compose(
  world: World,
  channel: Channel,
  draft: Draft,
  files: Files,
  author: Author,
  reply: Stored | undefined,
): APIMessage {
  const content = (draft.content ?? '').trim();
  const attachments = upload(world, channel, draft, files);
  const named = mentions(world, channel, draft, author.user, reply);
  const reference = reply && {
    type: 0,
    channel_id: channel.id,
    message_id: reply.message.id,
    ...('guild_id' in channel ? { guild_id: channel.guild_id } : {}),
  };
  return {
    id: world.nextId(),
    type: reply ? MessageType.Reply : MessageType.Default,
    channel_id: channel.id,
    author: author.user,
    content,
    timestamp: now(world),
    edited_timestamp: null,
    tts: Boolean(draft.tts),
    ...named,
    attachments: apart(attachments, draft),
    embeds: (draft.embeds ?? []).map(embed => shownEmbed(embed, attachments)),
    components: shownComponents(world, draft.components ?? [], attachments),
    pinned: false,
    flags: (Number(draft.flags ?? 0) & KEPT_FLAGS) as MessageFlags,
    ...(draft.nonce === undefined || draft.nonce === null ? {} : { nonce: draft.nonce }),
    ...(reference
      ? { message_reference: reference, referenced_message: withoutReference(reply.message) }
      : {}),
    ...(isThread(channel) ? { position: channel.total_message_sent } : {}),
    ...author.extra,
  };
}

const KEPT_FLAGS =
  MessageFlags.SuppressEmbeds |
  MessageFlags.Ephemeral |
  MessageFlags.Loading |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2;

function withoutReference({ referenced_message: _, ...message }: APIMessage): APIMessage {
  return message;
}

function referenced(world: World, channel: Channel, draft: Draft): Stored | undefined {
  const reference = draft.message_reference;
  if (!reference) return undefined;
  const found = messagesOf(world, channel.id).find(
    ({ message, onlyFor }) => message.id === reference.message_id && !onlyFor,
  );
  if (found) return found;
  if (reference.fail_if_not_exists === false) return undefined;
  throw invalidForm([
    { path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' },
  ]);
}

/** Posts a system message, such as the first message of a thread. */
export function system(
  world: World,
  channel: Channel,
  type: MessageType,
  author: APIUser,
  extra: Partial<APIMessage>,
): Stored {
  return post(world, channel, {}, new Map(), { user: author, extra: { type, ...extra } });
}

/** Throws 50035 if an edit removes the Components V2 flag from a message. */
export function demandSameKind(before: APIMessage, draft: Draft): void {
  const keeps = usesComponentsV2({ flags: draft.flags ?? before.flags });
  demandNone(
    problemIf(
      usesComponentsV2({ flags: before.flags }) && !keeps,
      ['flags'],
      'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
      'The IS_COMPONENTS_V2 flag cannot be removed',
    ),
  );
}
