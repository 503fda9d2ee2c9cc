import { componentProblems, customIdProblems, type Json, leaves, list } from './component-limits.ts';
import { missing, type Problem, problemIf } from './errors.ts';

/** Discord's checks of messages beyond its schemas, in one place. Lengths are in UTF-16 code units. */
const MAX_CONTENT = 2000;
const MAX_EMBEDS = 6000;
const MAX_ROWS = 5;
const MAX_COMPONENTS = 40;
const MAX_TEXT = 4000;
const COMPONENTS_V2 = 1 << 15;

/** The problems of a message beyond its schema. `files` are the names of those uploaded with it. */
export function messageProblems(message: Json, files: readonly string[] = []): Problem[] {
  const v2 = usesComponentsV2(message);
  return [
    ...contentProblems(message.content),
    ...embedProblems(list(message.embeds), files),
    ...(v2 ? v2Problems(message, files) : legacyProblems(list(message.components))),
    ...customIdProblems(list(message.components)),
    ...leaves(list(message.components), ['components']).flatMap(({ component, path }) =>
      componentProblems(component, path),
    ),
  ];
}

/** Whether a message has nothing to show. */
export function isEmpty(message: Json, files: readonly string[] = []): boolean {
  const text = typeof message.content === 'string' ? message.content.trim() : '';
  const parts = [message.embeds, message.components, message.attachments, message.sticker_ids].flatMap(part =>
    list(part),
  );
  return !text && !parts.length && !files.length && !message.poll;
}

export function usesComponentsV2(message: Json): boolean {
  return (Number(message.flags ?? 0) & COMPONENTS_V2) !== 0;
}

function contentProblems(content: unknown): Problem[] {
  const isLong = typeof content === 'string' && content.length > MAX_CONTENT;
  return problemIf(isLong, ['content'], 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_CONTENT} or fewer in length.`);
}

function embedProblems(embeds: readonly Json[], files: readonly string[]): Problem[] {
  const size = embeds.reduce((sum, embed) => sum + embedSize(embed), 0);
  const tooLarge = `Embed size exceeds maximum size of ${MAX_EMBEDS}`;
  return [
    ...problemIf(size > MAX_EMBEDS, ['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', tooLarge),
    ...embeds.flatMap((embed, at) => [
      ...(hasContent(embed) ? [] : [missing(['embeds', at, 'description'])]),
      ...list(embed.fields).flatMap((field, index) =>
        ['name', 'value']
          .filter(key => !String(field[key]).trim())
          .map(key => missing(['embeds', at, 'fields', index, key])),
      ),
      ...urlProblems(embed, ['embeds', at], files),
    ]),
  ];
}

function embedSize(embed: Json): number {
  const fields = list(embed.fields).flatMap(field => [field.name, field.value]);
  const parts = [
    embed.title,
    embed.description,
    (embed.author as Json)?.name,
    (embed.footer as Json)?.text,
    ...fields,
  ];
  return parts.reduce<number>((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
}

function hasContent(embed: Json): boolean {
  return (
    ['title', 'description', 'url', 'author', 'footer', 'image', 'thumbnail', 'timestamp'].some(
      key => embed[key],
    ) || list(embed.fields).length > 0
  );
}

function urlProblems(embed: Json, path: readonly PropertyKey[], files: readonly string[]): Problem[] {
  const urls: [PropertyKey[], unknown][] = [
    [['url'], embed.url],
    [['image', 'url'], (embed.image as Json)?.url],
    [['thumbnail', 'url'], (embed.thumbnail as Json)?.url],
    [['author', 'url'], (embed.author as Json)?.url],
    [['author', 'icon_url'], (embed.author as Json)?.icon_url],
    [['footer', 'icon_url'], (embed.footer as Json)?.icon_url],
  ];
  return urls.flatMap(([key, url]) => {
    if (typeof url !== 'string' || isAvailable(url, files)) return [];
    const message = `Scheme "${url.split(':')[0]}" is not supported. Scheme must be one of ('http', 'https').`;
    return [{ path: [...path, ...key], code: 'URL_TYPE_INVALID_SCHEME', message }];
  });
}

/** Whether an address is one of the web, or of a file that comes with the message. */
function isAvailable(url: string, files: readonly string[]): boolean {
  return /^https?:\/\//i.test(url) || files.some(name => url === `attachment://${name}`);
}

function legacyProblems(components: readonly Json[]): Problem[] {
  return [
    ...tooManyRows(components),
    ...components.flatMap((component, at) =>
      problemIf(
        component.type !== 1,
        ['components', at, 'type'],
        'UNION_TYPE_CHOICES',
        'Value of field "type" must be one of (1,).',
      ),
    ),
  ];
}

/** The problem of more rows than a message or a modal takes. */
export function tooManyRows(components: readonly Json[]): Problem[] {
  const message = `Must be between 1 and ${MAX_ROWS} in length.`;
  return problemIf(components.length > MAX_ROWS, ['components'], 'BASE_TYPE_BAD_LENGTH', message);
}

/** The texts of a message and its components, in order. */
export function textsOf({ content, components }: Json): string[] {
  const shown = leaves(list(components), []).filter(({ component }) => component.type === 10);
  return [content, ...shown.map(({ component }) => component.content)].filter(
    text => typeof text === 'string' && text !== '',
  ) as string[];
}

/** The addresses of the images and files that components show. */
export function mediaUrls(components: readonly Json[]): string[] {
  return leaves(components, []).flatMap(({ component }) =>
    [component, ...list(component.items)].flatMap(
      ({ media, file }) => ((media ?? file) as { url?: string } | undefined)?.url ?? [],
    ),
  );
}

function mediaProblems(components: readonly Json[], files: readonly string[]): Problem[] {
  return mediaUrls(components)
    .filter(url => !isAvailable(url, files))
    .map(url => ({
      path: ['components'],
      code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      message: `The referenced attachment was not found: ${url}`,
    }));
}

function v2Problems(message: Json, files: readonly string[]): Problem[] {
  const every = leaves(list(message.components), ['components']);
  const text = textsOf({ components: message.components }).join('').length;
  const legacy = ['content', 'embeds', 'poll', 'sticker_ids'].filter(key =>
    Array.isArray(message[key]) ? list(message[key]).length : message[key],
  );
  return [
    ...mediaProblems(list(message.components), files),
    ...legacy.map(key => ({
      path: [key],
      code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      message: `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    })),
    ...problemIf(
      text > MAX_TEXT,
      ['components'],
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Components displayable text size exceeds maximum size of ${MAX_TEXT}`,
    ),
    ...problemIf(
      every.length > MAX_COMPONENTS,
      ['components'],
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `Total components exceeds maximum of ${MAX_COMPONENTS}`,
    ),
  ];
}
