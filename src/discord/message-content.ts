import { type Attachment, ComponentType, type Embed, type Message } from 'discord.js';
import { identifyArticle, type StoredArticle } from '../articles/article.ts';
import { MAX_FILE_BYTES, takeOnlyArticle } from '../articles/formats/file.ts';
import type { Library } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { trimEnd } from '../language/trimming.ts';
import { isReadable, readAttachment } from './attachment.ts';
import { listTexts } from './layout.ts';
import { findTitlesIn } from './named-titles.ts';
import { unescapeMarkdown } from './render/text.ts';

/** A part of a message that is searched: the message itself, or the copy of a message that it forwards. */
interface MessagePart {
  /** Its text, or else the text of its components. */
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly attachments: readonly Attachment[];
}

/** How many links and files are looked up at most: a message is not a search of the library. */
const MAX_LOOKUPS = 10;

/** Time limit for one attached file, in milliseconds. */
const FILE_TIMEOUT_MS = 5_000;

/** The articles that a message's buttons, links, files or headlines name; files are slow (`readsFiles`). */
export async function findArticles(
  message: Message,
  library: Library,
  { readsFiles = true }: { readsFiles?: boolean } = {},
): Promise<StoredArticle[]> {
  const parts = listParts(message);
  for (const lookUp of [findByButtons, findByLinks, ...(readsFiles ? [findByFiles] : []), findByHeadlines]) {
    const found = (await lookUp({ message, parts }, library)).filter(article => article !== undefined);
    if (found.length > 0) return [...new Map(found.map(article => [article.id, article])).values()];
  }
  return [];
}

/** The text of a message, without links and mentions and without lines that quote somebody else. */
export function extractClaim(message: Message): string {
  const text = listParts(message).map(({ content, embeds }) => content || (embeds[0]?.description ?? ''));
  // headings and small lines are what our own answers say about themselves
  const lines = text
    .join('\n')
    .split('\n')
    .filter(line => !/^(?:###|-#) /.test(line));
  const isQuote = lines.every(line => /^>|^\s*$/.test(line));
  return lines
    .filter(line => isQuote || !line.startsWith('>'))
    .join('\n')
    .replace(/<?https?:\/\/\S+/gi, ' ')
    .replace(/<(?:[@#][!&]?|a?:\w+:)\d+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function listParts(message: Message): MessagePart[] {
  const { embeds, attachments, messageSnapshots } = message;
  const copies = [...(messageSnapshots?.values() ?? [])].map(copy => ({
    content: textOf({ content: copy.content ?? '', components: copy.components ?? [] }),
    embeds: copy.embeds ?? [],
    attachments: [...(copy.attachments?.values() ?? [])],
  }));
  return [{ content: textOf(message), embeds, attachments: [...attachments.values()] }, ...copies];
}

const textOf = (message: Pick<Message, 'content' | 'components'>) =>
  message.content || listTexts(message).join('\n');

interface MessageLookup {
  readonly message: Message;
  readonly parts: readonly MessagePart[];
}

type FindArticles = (looked: MessageLookup, library: Library) => Promise<(StoredArticle | undefined)[]>;

/** Finds articles by the ids in our own buttons and menus. */
const findByButtons: FindArticles = async ({ message }, library) => {
  if (message.author.id !== message.client.user.id) return [];
  const rows = message.components.filter(({ type }) => type === ComponentType.ActionRow);
  const ids = JSON.stringify(rows.map(row => row.toJSON())).match(/(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])/g);
  return lookUpAll([...new Set(ids)].slice(0, 25), id => library.get(id));
};

const findByLinks: FindArticles = async ({ parts }, library) =>
  lookUpAll(linksOf(parts), link => library.findByUrl(link));

function linksOf(parts: readonly MessagePart[]): string[] {
  const written = parts.flatMap(({ content }) => content.match(/https?:\/\/[^\s<>"]+/gi) ?? []);
  const shown = parts.flatMap(({ embeds }) => embeds.flatMap(({ url }) => url ?? []));
  return [...new Set([...written.map(trimLink), ...shown])].slice(0, MAX_LOOKUPS);
}

/** What can be added to a library from a message: the addresses it links to, and its files. */
export function listSources(message: Message): { links: string[]; files: Attachment[] } {
  const parts = listParts(message);
  return {
    links: linksOf(parts),
    files: filesOf(parts),
  };
}

const filesOf = (parts: readonly MessagePart[]) =>
  parts
    .flatMap(({ attachments }) => attachments)
    .filter(isTextFile)
    .slice(0, MAX_LOOKUPS);

/** A link without trailing punctuation, and without a closing bracket that belongs to the text around it. */
function trimLink(link: string): string {
  const open = link.includes('(');
  return trimEnd(link, open ? /[.,;:!?'*_|]/ : /[.,;:!?'*_|)\]]/);
}

const findByFiles: FindArticles = async ({ parts }, library) =>
  lookUpAll(filesOf(parts), async file => {
    const id = await articleIdOfFile(file);
    return id === undefined ? undefined : library.get(id);
  });

function isTextFile({ name, size }: Attachment): boolean {
  return isReadable(name) && size <= MAX_FILE_BYTES;
}

/** The id that a file's text has as an article; undefined if it is not an article or cannot be fetched. */
async function articleIdOfFile(file: Attachment): Promise<string | undefined> {
  const { name } = file;
  try {
    const { articles } = await readAttachment(file, { timeout: FILE_TIMEOUT_MS });
    return identifyArticle(takeOnlyArticle(name, articles)).id;
  } catch (error) {
    // A file that is not an article, or no longer exists, is not one of ours.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const findByHeadlines: FindArticles = async ({ parts }, library) => {
  const titles = parts.flatMap(({ embeds }) => embeds.flatMap(({ title }) => title ?? []));
  const lines = parts.flatMap(({ content }) => content.split('\n'));
  const names = [...titles, ...lines].flatMap(line =>
    line.startsWith('### ') ? line.slice(4).split(' · ') : [line],
  );
  const named = await findTitlesIn(names.map(unescapeMarkdown), library);
  return lookUpAll(
    named.map(({ id }) => id),
    id => library.get(id),
  );
};

function lookUpAll<Key>(keys: readonly Key[], lookUp: (key: Key) => Promise<StoredArticle | undefined>) {
  return Promise.all(keys.map(lookUp));
}
