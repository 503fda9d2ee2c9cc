import { type Said, type Way, written } from '../../texts/said.ts';
import { visible, visibleLine } from '../../texts/visible.ts';

export { mask } from '../../masking.ts';

/**
 * The one place through which the text of strangers (articles, comments, questions, names) goes on its way to Discord.
 *
 * Returns the text so that Discord shows it as it stands and nothing in it acts: markdown is escaped, mentions, links, invites and
 * timestamps stay plain characters, control and bidirectional characters are gone. `limit` counts characters of the result as
 * Discord does (UTF-16 units, escapes included); what is cut ends in "…".
 */
export function plain(text: string, limit = Number.POSITIVE_INFINITY): string {
  return cut(pieces(visible(text)), limit);
}

/** Like `plain`, on one line. */
export function plainLine(text: string, limit?: number): string {
  return plain(text.replace(/\s+/g, ' ').trim(), limit);
}

/**
 * For places where Discord knows no markdown (names of threads, choices, footers, button labels): one line without control and
 * bidirectional characters, cut to `limit` UTF-16 units.
 */
export function label(text: string, limit: number): string {
  return cut(Array.from(visibleLine(text)), limit);
}

/** A code span on one line: what would end it looks like it and does not. */
export function code(text: string, limit = VALUE): string {
  const within = label(text, limit).replaceAll('`', '\u02cb');
  return within === '' ? '' : `\`${within}\``;
}

/** Characters of one value in a sentence, at most. */
const VALUE = 200;
/** Characters of a sentence: what Discord takes in one message. */
const SENTENCE = 2000;

/** How a sentence and what is filled in are written for a message. */
const inMessages: Way = {
  text: text => plainLine(text, VALUE),
  code: text => code(text),
  mention: ({ mentioned, id }) => (/^\d+$/.test(id) ? `<${mentioned === 'channel' ? '#' : '@&'}${id}>` : plainLine(id, VALUE)),
  moment: seconds => `<t:${Math.trunc(seconds)}:R>`,
};

/** A sentence as a message says it, in the language of the moment: the one place where what is filled in is escaped. */
export function tell(said: Said): string {
  const whole = written(said, inMessages);
  return whole.length > SENTENCE ? `${whole.slice(0, SENTENCE - 1)}…` : whole;
}

// What would act: an escape character and inline markup anywhere, block markup at the start of a line, "://", "@everyone", invites.
const ACTIVE = /(^[ \t]*(?:[#>+-]|\d+[.)]))|(:\/\/)|(@)(?=everyone|here)|(\bdiscord(?:app)?\.)|[\\*_~`|<[\]]|[\s\S]/gimu;

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
