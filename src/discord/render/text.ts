import {
  createMessage,
  formatMessage,
  formatPlain,
  type MessageDescriptor,
  type OutputFormat,
} from '../../i18n/template-values.ts';
import { type Markdown, t, type Unformatted } from '../../i18n/translate.ts';
import { trimEnd } from '../../language/trimming.ts';
import { foldSpaces, removeInvisible, toVisibleLine } from '../../language/visible-text.ts';

export { maskProfanity as mask } from '../../language/profanity.ts';

/**
 * The one place that strangers' text (articles, comments, questions, names) passes through on its way to
 * Discord.
 *
 * Returns the text so that Discord shows it unchanged and nothing in it acts: markdown is escaped; mentions,
 * links, invites and timestamps stay plain characters; control and bidirectional characters are removed.
 * `limit` counts characters of the result as Discord does (UTF-16 units, escapes included); a cut text ends
 * in "…".
 */
export function escapeMarkdown(text: Unformatted, limit = Number.POSITIVE_INFINITY): Markdown {
  return truncateParts(splitEscaped(removeInvisible(text)), limit) as Markdown;
}

/** Recovers the text before it was escaped, except for invisible characters. */
export function unescapeMarkdown(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1').replaceAll('\u200b', '');
}

/** Like `escapeMarkdown`, on one line. */
export function escapeLine(text: Unformatted, limit?: number): Markdown {
  return escapeMarkdown(foldSpaces(text).trim(), limit);
}

/** Like `escapeLine`, with one part (offsets in UTF-16) in bold, or not if it would be cut. */
export function emphasizePart(
  text: Unformatted,
  { start, end }: { readonly start: number; readonly end: number },
  limit: number,
): Markdown {
  const escapeSpan = (span: string, most?: number) => escapeMarkdown(foldSpaces(span), most);
  const before = escapeSpan(text.slice(0, start).trimStart());
  const part = escapeSpan(text.slice(start, end).trim());
  const room = limit - before.length - part.length - 4;
  if (part === '' || room < 1) return escapeLine(text, limit);
  return md`${before}**${part}**${escapeSpan(text.slice(end).trimEnd(), room)}`;
}

/**
 * One line of text for places without markdown (names of threads, choices, footers, button labels): control
 * and bidirectional characters are removed, and it is cut to `limit` UTF-16 units.
 */
export function toLabel(text: string, limit: number): string {
  return truncateParts(Array.from(toVisibleLine(text)), limit);
}

/** An article's headline as the label of a menu option or the name of a thread. */
export const toHeadlineLabel = (headline: string): string => toLabel(headline, 100) || t('Untitled');

/** How the source begins of an article that was typed in a form; its headline follows. */
export const TYPED = 'typed: ';

/** The origin of an article: an address, or a file's bare name, as folders are the operator's affair. */
export function formatSource(source: string): string {
  if (source.startsWith(TYPED)) return formatPlain(createMessage('typed in a form'));
  const url = URL.parse(source);
  if (url && url.protocol !== 'file:' && url.host !== '') return source;
  const [file = '', ...headline] = source.split(': ');
  return [file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1), ...headline].join(': ');
}

/** The content of a code span. Backticks, which would end it, are replaced by a lookalike. */
export const formatWithinCode = (text: Unformatted, limit = MAX_VALUE_LENGTH): Markdown =>
  toLabel(text, limit).replaceAll('`', '\u02cb') as Markdown;

/** A code span on one line. */
export function formatCode(text: Unformatted, limit = MAX_VALUE_LENGTH): Markdown {
  const within = formatWithinCode(text, limit);
  return (within === '' ? '' : `\`${within}\``) as Markdown;
}

/** Builds markdown from literal text and formatted parts: md`**${name}**`. */
export function md(literals: TemplateStringsArray, ...parts: readonly (Markdown | number | '')[]): Markdown {
  return String.raw({ raw: literals }, ...parts) as Markdown;
}

/** Text in the quotation marks of the reader's language, its own ones single. */
export const quoteText = (text: Markdown): Markdown => t('“{{wanted}}”', { wanted: nestMarks(text) });

/** Turns the quotation marks of a text that is itself shown in quotation marks into single ones. */
export const nestMarks = <Text extends string>(text: Text): Text =>
  text
    .replaceAll(/"([^"\n]*)"/g, '‘$1’')
    .replaceAll('“', '‘')
    .replaceAll('”', '’') as Text;

/** Joins lines, paragraphs or items; empty ones are left out. */
export function joinText(
  parts: readonly (Markdown | '' | false | null | undefined)[],
  between: '\n' | '\n\n' | ' ' | ' · ' | ' … ' | ', ' | '; ',
): Markdown {
  return parts.filter(part => part).join(between) as Markdown;
}

/** A mention of a channel, which Discord shows as a link. */
export const formatChannelMention = (id: string): Markdown => formatMention('#', id);
/** A mention of a role. */
export const formatRoleMention = (id: string): Markdown => formatMention('@&', id);
/** A mention of a member. */
export const formatMemberMention = (id: string): Markdown => formatMention('@', id);

function formatMention(sign: '#' | '@&' | '@', id: string): Markdown {
  return /^\d{1,20}$/.test(id) ? (`<${sign}${id}>` as Markdown) : escapeLine(id, MAX_VALUE_LENGTH);
}

/** A timestamp such as `<t:1700000000:R>`, which Discord shows in the reader's zone. `at`: ms since 1970. */
export function formatTimestampMention(at: number, style: 'R' | 'f' | 'F'): Markdown {
  return `<t:${Math.floor(at / 1000)}:${style}>` as Markdown;
}

/** Keeps a few words on one line. */
export const preventBreaks = (text: Markdown): Markdown => text.replaceAll(' ', '\u00a0') as Markdown;

/** The most characters of an address in a link. */
const MAX_LINK_LENGTH = 500;

/** A link with this text; the text alone if the address is not HTTP(S) or too long. */
export function formatLink(text: Markdown, address: string): Markdown {
  const url = URL.parse(address);
  const href = url?.href.replace(/[()]/g, sign => (sign === '(' ? '%28' : '%29')) ?? '';
  const isLinkable = url !== null && /^https?:$/.test(url.protocol) && href.length <= MAX_LINK_LENGTH;
  return (isLinkable ? `[${text}](${href})` : text) as Markdown;
}

/** A comment's number, such as `2.1`, unescaped: in this form it does not start a list. */
export const formatCommentNumber = (number: string): Markdown =>
  /^\d+(?:\.\d+)*$/.test(number) ? (number as Markdown) : escapeLine(number, 40);

/** The address of a message, which Discord shows as the name of its channel. */
export function messageUrlOf(serverId: string, channelId: string, messageId: string): Markdown {
  return `https://discord.com/channels/${[serverId, channelId, messageId].map(id => id.replace(/\D+/g, '')).join('/')}` as Markdown;
}

/** The most characters of one value in a sentence. */
const MAX_VALUE_LENGTH = 200;
/** The most characters that Discord allows in one message. */
const MAX_MESSAGE_LENGTH = 2000;

/** How a sentence and its values are written for a message. */
const markdownFormat: OutputFormat = {
  text: text => escapeLine(text, MAX_VALUE_LENGTH),
  code: text => formatCode(text),
  mention: ({ mentioned, id }) =>
    mentioned === 'channel' ? formatChannelMention(id) : formatRoleMention(id),
  moment: seconds => formatTimestampMention(seconds * 1000, 'R'),
};

/** Renders a sentence for a message in the current language: the one place where its values are escaped. */
export function renderMessage(said: MessageDescriptor): Markdown {
  return truncateToMessage(formatMessage(said, markdownFormat) as Markdown);
}

/** Like `renderMessage`, on one line of at most `limit` characters. */
export function renderMessageLine(said: MessageDescriptor, limit: number): Markdown {
  const line = renderMessage(said);
  return line.length <= limit ? line : escapeLine(formatPlain(said), limit);
}

/** Cuts a text to the length that Discord allows in one message. */
export function truncateToMessage(text: Markdown): Markdown {
  return text.length > MAX_MESSAGE_LENGTH
    ? (`${trimEnd(text.slice(0, MAX_MESSAGE_LENGTH - 1), /\\/)}…` as Markdown)
    : text;
}

/** As many whole lines as fit, and a sign if any were left out; a text that fits is unchanged. */
export function truncateLines(text: Markdown, limit: number): Markdown {
  if (text.length <= limit) return text;
  const kept: string[] = [];
  let length = 1;
  for (const line of text.split('\n')) {
    length += line.length + 1;
    if (length > limit) break;
    kept.push(line);
  }
  return [...kept, '…'].join('\n') as Markdown;
}

// Matches what would act, each in a group of its own or as a single character: inline markup and the escape
// character anywhere, block markup at the start of a line, "://", "@everyone", invites.
const ACTIVE_MARKUP =
  /(^[ \t]*(?:[#>+-]|\d+[.)](?=\s|$)))|(:\/\/)|(@)(?=everyone|here)|(discord(?:app)?\.)|[\\*_~`|<[\]]|[\s\S]/gimu;

function splitEscaped(text: string): string[] {
  return Array.from(text.matchAll(ACTIVE_MARKUP), ([whole, block, scheme, ping, invite]) => {
    if (block !== undefined || invite !== undefined) return `${whole.slice(0, -1)}\\${whole.slice(-1)}`;
    if (scheme !== undefined) return '\\://';
    if (ping !== undefined) return '@\u200b';
    return /[\\*_~`|<[\]]/.test(whole) ? `\\${whole}` : whole;
  });
}

function truncateParts(parts: readonly string[], limit: number): string {
  const fitting: string[] = [];
  let length = 0;
  for (const part of parts) {
    length += part.length;
    if (length > limit) return addEllipsis(fitting, limit);
    fitting.push(part);
  }
  return fitting.join('');
}

/** The parts that fit beside the "…", cut at the last space if there is one near the end. */
function addEllipsis(parts: string[], limit: number): string {
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
