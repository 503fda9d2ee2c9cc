import {
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIUser,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { mediaUrls, textsOf } from './limits.ts';
import type { Draft, Files, Json } from './messages.ts';
import { may } from './permissions.ts';
import { type Channel, isDirect, type Stored, type World } from './world.ts';

/** Keeps the files of a draft; returns them as attachments, under the names that the draft gives them. */
export function upload(world: World, channel: Channel, draft: Draft, files: Files): APIAttachment[] {
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

/** The names of the files of a draft. */
export function fileNames(draft: Draft, files: Files): string[] {
  return [...files].map(
    ([number, file]) => draft.attachments?.find(other => other.id === number)?.filename ?? file.name,
  );
}

/** An embed as Discord returns it, with the files that it shows. */
export function shownEmbed(embed: APIEmbed, attachments: readonly APIAttachment[]): APIEmbed {
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
export function apart(
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
export function shownComponents(
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

/** The users and roles that a message pings: those its text mentions, as far as the author allows. */
export function mentions(world: World, channel: Channel, draft: Draft, author: APIUser, reply?: Stored) {
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
