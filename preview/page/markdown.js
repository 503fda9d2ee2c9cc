// @ts-check

/**
 * Discord's markdown as a tree of plain data: no HTML anywhere, so no text can become an element by itself.
 *
 * @typedef {{ kind: 'text', text: string }
 *   | { kind: 'break' }
 *   | { kind: 'strong' | 'em' | 'underline' | 'strike' | 'spoiler' | 'quote' | 'subtext', children: Span[] }
 *   | { kind: 'heading', level: number, children: Span[] }
 *   | { kind: 'list', ordered: boolean, start: number, items: Span[][] }
 *   | { kind: 'code', text: string }
 *   | { kind: 'block', text: string, language: string }
 *   | { kind: 'link', url: string, children: Span[] }
 *   | { kind: 'user' | 'channel' | 'role', id: string }
 *   | { kind: 'message', channel: string, id: string, url: string }
 *   | { kind: 'emoji', name: string }
 *   | { kind: 'command', name: string }
 *   | { kind: 'time', seconds: number, style: string }} Span
 */

/** Markdown nested deeper than this is shown as typed. */
const deepest = 8;

/**
 * @param {string} text a message's content, an embed's description or any other text that Discord formats
 * @returns {Span[]}
 */
export function parse(text) {
  return parseBlocks(text.replaceAll('\r\n', '\n'), 0);
}

/**
 * The formatted text without its markup, for a one-line preview.
 *
 * @param {string} text
 */
export function plain(text) {
  return flatten(parse(text)).replace(/\s+/g, ' ').trim();
}

/** @type {(spans: Span[]) => string} */
function flatten(spans) {
  return spans
    .map(span => {
      if ('text' in span) return span.text;
      if ('children' in span)
        return `${flatten(span.children)} `.replace(
          / $/,
          span.kind === 'quote' || span.kind === 'heading' ? ' ' : '',
        );
      if (span.kind === 'list') return span.items.map(flatten).join(' ');
      return span.kind === 'break' ? ' ' : '';
    })
    .join('');
}

const fence = /```(?:([\w+#.-]*)\n)?([\s\S]*?[^\s][\s\S]*?)\n?```\n?/g;

/** @type {(text: string, depth: number) => Span[]} */
function parseBlocks(text, depth) {
  /** @type {Span[]} */
  const spans = [];
  let from = 0;
  for (const match of text.matchAll(fence)) {
    spans.push(...parseLines(text.slice(from, match.index).replace(/\n$/, ''), depth));
    spans.push({ kind: 'block', text: match[2] ?? '', language: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  return [...spans, ...parseLines(text.slice(from), depth)];
}

const listItem = /^( *)(?:([-*])|(\d{1,9})\.) +(\S.*)$/;

/** @type {(text: string, depth: number) => Span[]} */
function parseLines(text, depth) {
  if (text === '') return [];
  /** @type {Span[]} */
  const spans = [];
  const lines = text.split('\n');
  /** @type {string[]} */
  let plainLines = [];
  const flush = () => {
    if (plainLines.length > 0) spans.push(...parseInline(plainLines.join('\n'), depth));
    plainLines = [];
  };
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const [block, used] = depth < deepest ? readBlock(lines, at, depth) : [null, 0];
    if (block) {
      // The line feed before a block ends the text; a blank line before the block is another one, and stays
      // visible.
      if (plainLines.at(-1) === '') plainLines.push('');
      flush();
      spans.push(block);
      at += used;
    } else {
      plainLines.push(line);
      at += 1;
    }
  }
  flush();
  return spans;
}

/**
 * The block that begins at this line and the number of lines it takes up, or null and 0 if the line is plain
 * text.
 *
 * @param {string[]} lines
 * @param {number} at
 * @param {number} depth
 * @returns {[Span | null, number]}
 */
function readBlock(lines, at, depth) {
  const line = lines[at] ?? '';
  if (line.startsWith('>>> ')) {
    const rest = [line.slice(4), ...lines.slice(at + 1)];
    return [{ kind: 'quote', children: parseBlocks(rest.join('\n'), depth + 1) }, rest.length];
  }
  if (line.startsWith('> ')) {
    const end = firstFrom(lines, at, other => !other.startsWith('> '));
    const quoted = lines.slice(at, end).map(other => other.slice(2));
    return [{ kind: 'quote', children: parseBlocks(quoted.join('\n'), depth + 1) }, quoted.length];
  }
  const heading = /^(#{1,3}) +(\S.*)$/.exec(line);
  if (heading)
    return [
      { kind: 'heading', level: heading[1]?.length ?? 1, children: parseInline(heading[2] ?? '', depth + 1) },
      1,
    ];
  const subtext = /^-# +(\S.*)$/.exec(line);
  if (subtext) return [{ kind: 'subtext', children: parseInline(subtext[1] ?? '', depth + 1) }, 1];
  return listItem.test(line) ? readList(lines, at, depth) : [null, 0];
}

/** @type {(lines: string[], at: number, depth: number) => [Span, number]} */
function readList(lines, at, depth) {
  const first = listItem.exec(lines[at] ?? '');
  const indent = first?.[1]?.length ?? 0;
  const ordered = first?.[3] !== undefined;
  /** @type {Span[][]} */
  const items = [];
  let next = at;
  while (next < lines.length) {
    const item = listItem.exec(lines[next] ?? '');
    if (
      !item ||
      (item[1]?.length ?? 0) < indent ||
      ((item[1]?.length ?? 0) === indent && (item[3] !== undefined) !== ordered)
    )
      break;
    if ((item[1]?.length ?? 0) > indent && depth + 1 < deepest) {
      const [nested, used] = readList(lines, next, depth + 1);
      items.at(-1)?.push(nested);
      next += used;
    } else {
      items.push(parseInline(item[4] ?? '', depth + 1));
      next += 1;
    }
  }
  return [{ kind: 'list', ordered, start: Number(first?.[3] ?? 1), items }, next - at];
}

/** @type {(lines: string[], from: number, test: (line: string) => boolean) => number} */
function firstFrom(lines, from, test) {
  const found = lines.findIndex((line, index) => index >= from && test(line));
  return found < 0 ? lines.length : found;
}

/**
 * The inline rules; the first that matches wins. The expressions are those of simple-markdown, from which
 * Discord's own are derived. Each is sticky, so it matches at one position only, and none backtracks more
 * than once over the text.
 *
 * @type {[RegExp, (match: RegExpExecArray, depth: number) => Span | null][]}
 */
const rules = [
  [/\\([^0-9A-Za-z\s])/y, match => ({ kind: 'text', text: match[1] ?? '' })],
  [
    /(`+)([\s\S]*?[^`])\1(?!`)/y,
    match => ({ kind: 'code', text: (match[2] ?? '').replace(/^ (?=\s*`)|(`\s*) $/g, '$1') }),
  ],
  [/<(https?:\/\/[^\s<>]+)>/y, match => link(match[1] ?? '', [{ kind: 'text', text: match[1] ?? '' }])],
  [
    /\[((?:\\.|[^[\]\\])+)\]\(<?(https?:\/\/(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?: +"[^"\n]*")?\)/y,
    (match, depth) => link(match[2] ?? '', parseInline(match[1] ?? '', depth + 1, false)),
  ],
  [
    /https:\/\/discord\.com\/channels\/\d{1,20}\/(\d{1,20})\/(\d{1,20})(?![\w/])/y,
    ([url, channel = '', id = '']) => ({ kind: 'message', channel, id, url }),
  ],
  [
    /https?:\/\/(?:[^\s<>()]|\([^\s<>()]*\))*(?:[^\s<>().,:;"'\]!?*_~|]|\([^\s<>()]*\))/y,
    match => link(match[0], [{ kind: 'text', text: match[0] }]),
  ],
  [/<@!?(\d{1,20})>/y, match => ({ kind: 'user', id: match[1] ?? '' })],
  [/<@&(\d{1,20})>/y, match => ({ kind: 'role', id: match[1] ?? '' })],
  [/<#(\d{1,20})>/y, match => ({ kind: 'channel', id: match[1] ?? '' })],
  [/<a?:(\w{2,32}):\d{1,20}>/y, match => ({ kind: 'emoji', name: match[1] ?? '' })],
  [/<\/([\p{L}\p{N}_' -]{1,98}):\d{1,20}>/uy, match => ({ kind: 'command', name: match[1] ?? '' })],
  [/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, match => time(Number(match[1]), match[2] ?? 'f')],
  [/\|\|([\s\S]+?)\|\|/y, within('spoiler')],
  [/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, within('strong')],
  [/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, within('underline')],
  [/~~((?:\\[\s\S]|[^\\])+?)~~/y, within('strike')],
  [/\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y, within('em')],
  [/\b_((?:__|\\[\s\S]|[^\\_])+?)_\b/y, within('em')],
  [/\n/y, () => ({ kind: 'break' })],
];

/** @param {'strong' | 'em' | 'underline' | 'strike' | 'spoiler'} kind */
function within(kind) {
  /**
   * @param {RegExpExecArray} match
   * @param {number} depth
   * @returns {Span}
   */
  return (match, depth) => ({ kind, children: parseInline(match[1] ?? '', depth + 1) });
}

/**
 * @param {string} text
 * @param {number} depth
 * @param {boolean} [links] false inside a link, which cannot contain another
 * @returns {Span[]}
 */
function parseInline(text, depth, links = true) {
  if (depth > deepest) return [{ kind: 'text', text }];
  /** @type {Span[]} */
  const spans = [];
  let kept = '';
  const keep = () => {
    if (kept !== '') spans.push({ kind: 'text', text: kept });
    kept = '';
  };
  for (let at = 0; at < text.length; ) {
    // Letters, digits and spaces start no markup, except "h", which may start an address.
    const run = /[^\\`<[h|*_~\n]+/y;
    run.lastIndex = at;
    const skipped = run.exec(text)?.[0] ?? '';
    kept += skipped;
    at += skipped.length;
    if (at >= text.length) break;
    const [span, used] = readSpan(text, at, depth);
    if (span && (links || (span.kind !== 'link' && span.kind !== 'message'))) {
      if (span.kind === 'text') kept += span.text;
      else {
        keep();
        spans.push(span);
      }
      at += used;
    } else {
      kept += text[at];
      at += 1;
    }
  }
  keep();
  return spans;
}

/** @type {(text: string, at: number, depth: number) => [Span | null, number]} */
function readSpan(text, at, depth) {
  for (const [pattern, make] of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const span = match && make(match, depth);
    if (match && span) return [span, match[0].length];
  }
  return [null, 0];
}

/** @type {(url: string, children: Span[]) => Span | null} */
function link(url, children) {
  const safe = safeUrl(url);
  return safe ? { kind: 'link', url: safe, children } : null;
}

/**
 * The address if it is a web address, otherwise null: nothing else (`javascript:`, `data:`, `file:`) ever
 * becomes a link.
 *
 * @param {string | null | undefined} url
 */
export function safeUrl(url) {
  if (!url || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

/** @type {(seconds: number, style: string) => Span | null} */
function time(seconds, style) {
  return Number.isFinite(new Date(seconds * 1000).getTime()) ? { kind: 'time', seconds, style } : null;
}
