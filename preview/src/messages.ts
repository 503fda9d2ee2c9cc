import type { APIAttachment, APIEmbed, APIMessage, APIUser } from 'discord-api-types/v10';
import { MessageFlags, MessageType, PermissionFlagsBits } from 'discord-api-types/v10';
import { demandNone, invalidForm, problemIf, refusal } from './errors.ts';
import { isEmpty, mediaUrls, messageProblems, textsOf, usesComponentsV2 } from './limits.ts';
import { may } from './permissions.ts';
import {
  announce,
  type Channel,
  isDirect,
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

type Json = Record<string, unknown>;

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
const NONCE_AGE = 5 * 60_000;

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
  const since = world.clock.now() - NONCE_AGE;
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

/** The users and roles that a message pings: those its text mentions, as far as the author allows. */
function mentions(world: World, channel: Channel, draft: Draft, author: APIUser, reply?: Stored) {
  const content = textsOf({ ...draft }).join('\n');
  const allowed = draft.allowed_mentions;
  const lets = (kind: 'users' | 'roles', id: string) =>
    !allowed || allowed.parse?.includes(kind) || allowed[kind]?.includes(id);
  const users = ids(content, /<@!?(\d+)>/g).filter(id => lets('users', id));
  const replied = reply && (allowed ? allowed.replied_user : true) ? [reply.message.author.id] : [];
  const everyone = /@(everyone|here)\b/.test(content) && (!allowed || allowed.parse?.includes('everyone'));
  return {
    mentions: [...new Set([...users, ...replied])].flatMap(id => world.users.get(id) ?? []),
    mention_roles: ids(content, /<@&(\d+)>/g).filter(id => lets('roles', id)),
    mention_everyone:
      Boolean(everyone) &&
      !isDirect(channel) &&
      may(world, author.id, channel.id, PermissionFlagsBits.MentionEveryone),
  };
}

function ids(content: string, pattern: RegExp): string[] {
  return [...new Set([...content.matchAll(pattern)].map(match => match[1]!))];
}

function upload(world: World, channel: Channel, draft: Draft, files: Files): APIAttachment[] {
  return [...files].map(([number, file]) => {
    const id = world.nextId();
    world.files.set(id, file);
    const named = draft.attachments?.find(other => other.id === number);
    const filename = named?.filename ?? file.name;
    const url = `${world.origin}/attachments/${channel.id}/${id}/${encodeURIComponent(filename)}`;
    const described = named?.description ? { description: named.description } : {};
    return {
      id,
      filename,
      size: file.bytes.byteLength,
      url,
      proxy_url: url,
      content_type: file.type,
      ...described,
    };
  });
}

function fileNames(draft: Draft, files: Files): string[] {
  return [...files].map(
    ([number, file]) => draft.attachments?.find(other => other.id === number)?.filename ?? file.name,
  );
}

function shownEmbed(embed: APIEmbed, attachments: readonly APIAttachment[]): APIEmbed {
  const plain = filled(embed) as APIEmbed;
  const resolve = <Image extends { url: string }>(image: Image): Image => {
    const file = attachments.find(({ filename }) => image.url === `attachment://${filename}`);
    const described = file?.description ? { description: file.description } : {};
    return { ...filled(image), url: file?.url ?? image.url, ...described } as Image;
  };
  return {
    ...plain,
    type: 'rich' as APIEmbed['type'] & string,
    ...(plain.timestamp ? { timestamp: new Date(plain.timestamp).toISOString() } : {}),
    ...(plain.fields
      ? { fields: plain.fields.map(({ name, value, inline }) => ({ name, value, inline: inline ?? false })) }
      : {}),
    ...(plain.image ? { image: resolve(plain.image) } : {}),
    ...(plain.thumbnail ? { thumbnail: resolve(plain.thumbnail) } : {}),
    ...(plain.author ? { author: filled(plain.author) } : {}),
    ...(plain.footer ? { footer: filled(plain.footer) } : {}),
  } as unknown as APIEmbed;
}

/** The attachments that no embed or component shows: Discord lists only these. */
function apart(
  attachments: readonly APIAttachment[],
  { embeds, components }: Pick<Draft, 'embeds' | 'components'>,
): APIAttachment[] {
  const used = new Set([
    ...(embeds ?? []).flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]),
    ...mediaUrls(components ?? []),
  ]);
  return attachments.filter(({ filename }) => !used.has(`attachment://${filename}`));
}

/** Components as Discord returns them: numbered, with all defaults written out. */
function shownComponents(
  world: World,
  components: readonly Json[],
  attachments: readonly APIAttachment[],
): NonNullable<APIMessage['components']> {
  let last = 0;
  const show = (component: Json): Json => {
    const id = Number(component.id) || ++last;
    const plain = { ...DEFAULTS[Number(component.type)], ...filled(component), id };
    const inner = Array.isArray(component.components) ? { components: component.components.map(show) } : {};
    const accessory = component.accessory ? { accessory: show(component.accessory as Json) } : {};
    return { ...plain, ...inner, ...accessory, ...media(world, component, attachments) };
  };
  return components.map(show) as unknown as NonNullable<APIMessage['components']>;
}

const select = { min_values: 1, max_values: 1 };
const DEFAULTS: Readonly<Record<number, Json>> = {
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  11: { description: null, spoiler: false },
  13: { name: null, size: null, spoiler: false },
  14: { spacing: 1, divider: true },
  17: { accent_color: null, spoiler: false },
};

function media(world: World, component: Json, attachments: readonly APIAttachment[]): Json {
  const fileOf = (from: unknown) =>
    attachments.find(({ filename }) => (from as { url: string }).url === `attachment://${filename}`);
  const unfurl = (from: unknown) => {
    const file = fileOf(from);
    const { url } = file ?? (from as { url: string });
    return { id: world.nextId(), url, proxy_url: url, ...(file && { attachment_id: file.id }) };
  };
  if (component.type === 11) return { media: unfurl(component.media) };
  if (component.type === 13) {
    const file = fileOf(component.file);
    return { file: unfurl(component.file), ...(file && { name: file.filename, size: file.size }) };
  }
  if (component.type !== 12) return {};
  const items = component.items as Json[];
  return {
    items: items.map(item => ({
      description: null,
      spoiler: false,
      ...filled(item),
      media: unfurl(item.media),
    })),
  };
}

/** Drops null and undefined: null means "nothing here" in a request, and a response leaves it out. */
function filled(object: object): Json {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== null),
  );
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
