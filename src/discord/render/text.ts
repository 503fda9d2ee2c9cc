export { mask } from '../../masking.ts';

/**
 * The one place through which the text of strangers (articles, comments, questions, names) goes on its way to Discord.
 *
 * Returns the text so that Discord shows it as it stands and nothing in it acts: markdown is escaped, mentions, links, invites and
 * timestamps stay plain characters, control and bidirectional characters are gone. `limit` counts characters of the result as
 * Discord does (UTF-16 units, escapes included); what is cut ends in "…".
 */
export function plain(text: string, limit = Number.POSITIVE_INFINITY): string {
  const clean = text.replace(INVISIBLE, '').replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n');
  return cut(pieces(clean), limit);
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
  const clean = text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  return cut(Array.from(clean), limit);
}

// Control characters but for tab and line feed, zero-width and bidirectional marks (joiners stay: scripts and emoji need them),
// variation of direction, tags, and the object replacement characters.
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]|[\u{e0000}-\u{e007f}]/gu;

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
