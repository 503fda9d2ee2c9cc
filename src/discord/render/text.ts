import { type Said, type Way, written } from '../../i18n/template-values.ts';
import type { Markdown, Unformatted } from '../../i18n/translate.ts';
import { withoutEnd } from '../../language/trimming.ts';
import { visible, visibleLine } from '../../language/visible-text.ts';

export { mask } from '../../language/profanity.ts';

/**
 * The one place through which the text of strangers (articles, comments, questions, names) goes on its way to
 * Discord.
 *
 * Returns the text so that Discord shows it as it stands and nothing in it acts: markdown is escaped,
 * mentions, links, invites and timestamps stay plain characters, control and bidirectional characters are
 * gone. `limit` counts characters of the result as Discord does (UTF-16 units, escapes included); what is cut
 * ends in "…".
 */
export function plain(text: Unformatted, limit = Number.POSITIVE_INFINITY): Markdown {
  return cut(pieces(visible(text)), limit) as Markdown;
}

/** Like `plain`, on one line. */
export function plainLine(text: Unformatted, limit?: number): Markdown {
  return plain(text.replace(/\s+/g, ' ').trim(), limit);
}

/**
 * For places where Discord knows no markdown (names of threads, choices, footers, button labels): one line
 * without control and bidirectional characters, cut to `limit` UTF-16 units.
 */
export function label(text: string, limit: number): string {
  return cut(Array.from(visibleLine(text)), limit);
}

/**
 * Where an article came from: an address, or a file by its name alone, for the folders are the operator's.
 */
export function shownSource(source: string): string {
  const url = URL.parse(source);
  if (url && url.protocol !== 'file:' && url.host !== '') return source;
  const [file = '', ...headline] = source.split(': ');
  return [file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1), ...headline].join(': ');
}

/** A code span on one line: what would end it looks like it and does not. */
export function code(text: Unformatted, limit = VALUE): Markdown {
  const within = label(text, limit).replaceAll('`', '\u02cb');
  return (within === '' ? '' : `\`${within}\``) as Markdown;
}

/** Text of ours with formatted text in it: md`**${name}**`. */
export function md(ours: TemplateStringsArray, ...parts: readonly (Markdown | number | '')[]): Markdown {
  return String.raw({ raw: ours }, ...parts) as Markdown;
}

/** Lines, paragraphs or items in one; what is empty is left out. */
export function joinText(
  parts: readonly (Markdown | '' | null | undefined)[],
  between: '\n' | '\n\n' | ' ' | ' · ' | ', ' | '; ',
): Markdown {
  return parts.filter(part => part).join(between) as Markdown;
}

export const channelMention = (id: string): Markdown => mentionOf('#', id);
export const roleMention = (id: string): Markdown => mentionOf('@&', id);
export const memberMention = (id: string): Markdown => mentionOf('@', id);

function mentionOf(sign: '#' | '@&' | '@', id: string): Markdown {
  return /^\d{1,20}$/.test(id) ? (`<${sign}${id}>` as Markdown) : plainLine(id, VALUE);
}

/**
 * `<t:1700000000:R>`: each reader sees it in their own time zone and language. `at`: milliseconds since 1970.
 */
export function timestamp(at: number, style: 'R' | 'f' | 'F'): Markdown {
  return `<t:${Math.floor(at / 1000)}:${style}>` as Markdown;
}

/** A time stays on the line of the word before it. */
export const unbroken = (text: Markdown): Markdown => text.replace(' <', '\u00a0<') as Markdown;

/** `2.1`: a comment’s place, which is no item of a list. */
export const placeText = (place: string): Markdown =>
  /^\d+(?:\.\d+)*$/.test(place) ? (place as Markdown) : plainLine(place, 40);

/** Where a message stands: Discord shows it as the name of its channel. */
export function messageAddress(serverId: string, channelId: string, messageId: string): Markdown {
  return `https://discord.com/channels/${[serverId, channelId, messageId].map(id => id.replace(/\D+/g, '')).join('/')}` as Markdown;
}

/** Characters of one value in a sentence, at most. */
const VALUE = 200;
/** Characters that Discord takes in one message. */
const MESSAGE = 2000;

/** How a sentence and what is filled in are written for a message. */
const inMessages: Way = {
  text: text => plainLine(text, VALUE),
  code: text => code(text),
  mention: ({ mentioned, id }) => (mentioned === 'channel' ? channelMention(id) : roleMention(id)),
  moment: seconds => timestamp(seconds * 1000, 'R'),
};

/**
 * A sentence as a message says it, in the language of the moment: the one place where what is filled in is
 * escaped.
 */
export function tell(said: Said): Markdown {
  return inOneMessage(written(said, inMessages) as Markdown);
}

/** Cut to what Discord takes in one message. */
export function inOneMessage(text: Markdown): Markdown {
  return text.length > MESSAGE ? (`${withoutEnd(text.slice(0, MESSAGE - 1), /\\/)}…` as Markdown) : text;
}

// What would act: an escape character and inline markup anywhere, block markup at the start of a line, "://",
// "@everyone", invites.
const ACTIVE =
  /(^[ \t]*(?:[#>+-]|\d+[.)](?=\s|$)))|(:\/\/)|(@)(?=everyone|here)|(discord(?:app)?\.)|[\\*_~`|<[\]]|[\s\S]/gimu;

function pieces(text: string): string[] {
  return Array.from(text.matchAll(ACTIVE), ([whole, block, scheme, ping, invite]) => {
    if (block !== undefined || invite !== undefined) return `${whole.slice(0, -1)}\\${whole.slice(-1)}`;
    if (scheme !== undefined) return '\\://';
    if (ping !== undefined) return '@\u200b';
    return /[\\*_~`|<[\]]/.test(whole) ? `\\${whole}` : whole;
  });
}

function cut(parts: readonly string[], limit: number): string {
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    length += part.length;
    if (length > limit) return ended(kept, limit);
    kept.push(part);
  }
  return kept.join('');
}

/** The parts that fit beside the "…", back to the last space if there is one near the end. */
function ended(parts: string[], limit: number): string {
  const text = parts.join('');
  let end = parts.length;
  for (let length = text.length; end > 0 && length > limit - 1; ) {
    end -= 1;
    length -= parts[end]?.length ?? 0;
  }
  const space = parts.lastIndexOf(' ', end);
  return `${parts
    .slice(0, space > end - 30 && space > 0 ? space : end)
    .join('')
    .trimEnd()}…`.slice(0, Math.max(0, limit));
}
