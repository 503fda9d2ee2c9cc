import { type FormattedSpan, parseMarkdown as parse } from 'discord-preview/testing';

/**
 * Texts by attackers, each of which has an effect if it is not escaped. Their addresses, ids and times occur
 * nowhere else in the tests.
 */
export const ATTACK_TEXTS = [
  '[Claim your free Nitro](https://nitro.example/claim)',
  '[Nitro](<https://nitro.example/claim> "free")',
  'https://nitro.example/claim',
  '<https://nitro.example/claim>',
  '_discord.gg/nitro',
  'xdiscord.gg/nitro',
  'DISCORD.com/invite/nitro',
  'canary.discordapp.com/invite/nitro',
  'discord://-/invite/nitro',
  '<mailto:nitro@nitro.example>',
  '<tel:+49666666>',
  '@everyone @here',
  '@\u200beveryone',
  '@\u2060here',
  '<@666666666666666666> <@!666666666666666666> <@&666666666666666666> <#666666666666666666>',
  '<t:666666666:R>',
  '<:nitro:666666666666666666> <a:nitro:666666666666666666>',
  '</nitro:666666666666666666>',
  '<id:customize> <id:guide>',
  '||nitro||',
  '# nitro',
  '-# nitro',
  '> nitro',
  '>>> nitro',
  '- nitro',
  '* nitro',
  '1. nitro',
  'a\n# nitro',
  'a\r\n- nitro',
  'a\u2028> nitro',
  '```\nnitro\n```',
  '`nitro`',
  '``nitro` [x](https://nitro.example)',
  '**nitro** __nitro__ ~~nitro~~ *nitro* _nitro_',
  '\\[Nitro](https://nitro.example)',
  '\\\\[Nitro](https://nitro.example)',
  '\\',
  'nitro\\',
  '[\u200bNitro](https://nitro.example)',
  '<\u200b@666666666666666666>',
  'dis\u200bcord.gg/nitro',
  '\u202e](elpmaxe.ortin//:sptth)[\u202c',
  '\ud83d[Nitro](https://nitro.example)',
  '{{typed}} {{count}} $& $1',
] as const;

/** Recognizes the targets of the attacks. */
const MARKED = /nitro\.example|evil\.example|6{9}|discord(?:app)?\.(?:gg|com\/invite)|discord:/i;

/**
 * Discord's invitations and pings, wherever they are in a text: Discord finds them before it parses any
 * markdown.
 */
const RAW =
  /discord(?:app)?\.(?:gg|com\/invite|me|gift|new)|@(?:everyone|here)\b|(?<!\\)<(?:id:|mailto:|tel:|sms:)/i;

/** The first raw match outside code spans, where these are plain characters. */
const rawIn = (text: string) => RAW.exec(text.replaceAll(/(?<!\\)`[^`\n]+`/g, ''))?.[0];

/**
 * The kinds of spans and their nesting, without words: a text in which nothing has an effect gives the same
 * result as a harmless one.
 */
export function skeletonOf(text: string): string {
  return `${rawIn(text) ?? ''}${shapeOf(parse(text))}`;
}

function shapeOf(spans: readonly FormattedSpan[]): string {
  return spans
    .filter(({ kind }) => kind !== 'text')
    .map(span => `${span.kind}(${innerOf(span).map(shapeOf).join(';')})`)
    .join(',');
}

function innerOf(span: FormattedSpan): FormattedSpan[][] {
  if (span.kind === 'list') return span.items as FormattedSpan[][];
  return 'children' in span ? [span.children as FormattedSpan[]] : [];
}

/** The attacks that have an effect in a message's text; empty if all of it is plain. */
export function findActing(text: string): string[] {
  const raw = rawIn(text);
  return [...(raw === undefined ? [] : [raw]), ...parse(text).flatMap(findActingSpans)];
}

/** The attacks that have an effect in anything the bot sent to Discord; empty if all of it was plain. */
export function findActingInRequests(requests: readonly { readonly body: unknown }[]): string[] {
  return requests
    .flatMap(({ body }) => collectTexts(body))
    .flatMap(text => findActing(text).map(found => `${found} in: ${text}`));
}

/** The texts that Discord formats anywhere in a request. */
function collectTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collectTexts);
  if (typeof value !== 'object' || value === null) return [];
  const { content, ...others } = value as { content?: unknown };
  const texts = typeof content === 'string' ? splitHeading(content) : [];
  return [...texts, ...Object.values(others).flatMap(collectTexts)];
}

/**
 * A card's heading links to its article on purpose: the text in the link and the text below are checked
 * separately.
 */
function splitHeading(content: string): string[] {
  const [, kind = '', linked, rest = ''] =
    /^### ([^[\]\n]*)\[((?:\\.|[^\\[\]\n])*)\]\(https?:[^\s()]+\)(?:\n([\s\S]*))?$/.exec(content) ?? [];
  if (linked !== undefined) return [kind, linked, rest];
  return content.startsWith('### ') ? [content.slice(4)] : [content];
}

/** Kinds of spans that only strangers' text can produce around a word of an attack. */
const foreign = new Set(['heading', 'spoiler', 'strike', 'underline', 'block', 'em']);

function findActingSpans(span: FormattedSpan): string[] {
  const { children: _children, items: _items, kind, ...own } = span;
  const within = innerOf(span).flat();
  const leads = kind !== 'text' && kind !== 'code' && MARKED.test(JSON.stringify(own));
  const isForeign = foreign.has(kind) && /nitro/i.test(JSON.stringify(span));
  return [
    ...(leads || isForeign ? [`${kind} ${JSON.stringify(own)}`] : []),
    ...within.flatMap(findActingSpans),
  ];
}
