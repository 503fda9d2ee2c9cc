import type { Attachment, Embed, Message } from 'discord.js';
import { identify, type StoredArticle } from '../articles/article.ts';
import { largestFile, onlyOne, ReadError } from '../articles/formats/file.ts';
import type { Library } from '../articles/library.ts';
import { readFileInThread } from '../articles/read-in-worker.ts';
import { foldedWords } from '../language/similarity.ts';
import { withoutEnd } from '../language/trimming.ts';
import { isReadable } from './attachment.ts';

/** What of a message is looked through: a forwarded one carries it in copies of its own. */
interface Part {
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly attachments: readonly Attachment[];
}

/** Links, files and lines that are looked up, at most: a message is not a search of the library. */
const LOOKED_UP = 10;

/** For one attached file, in milliseconds. */
const PATIENCE = 5_000;

/**
 * The stored articles that a message is about: what its buttons open (a message of ours), links, attaches or
 * names by its headline.
 */
export async function articlesIn(message: Message, library: Library): Promise<StoredArticle[]> {
  const parts = partsOf(message);
  for (const lookUp of [byButtons, byLinks, byFiles, byHeadlines]) {
    const found = (await lookUp({ message, parts }, library)).filter(article => article !== undefined);
    if (found.length > 0) return [...new Map(found.map(article => [article.id, article])).values()];
  }
  return [];
}

/** What a message says, without links and mentions. */
export function claimIn(message: Message): string {
  const said = partsOf(message).map(({ content, embeds }) => content || (embeds[0]?.description ?? ''));
  return said
    .join('\n')
    .replace(/<?https?:\/\/\S+/gi, ' ')
    .replace(/<(?:[@#][!&]?|a?:\w+:)\d+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function partsOf({ content, embeds, attachments, messageSnapshots }: Message): Part[] {
  const copies = [...(messageSnapshots?.values() ?? [])].map(copy => ({
    content: copy.content ?? '',
    embeds: copy.embeds ?? [],
    attachments: [...(copy.attachments?.values() ?? [])],
  }));
  return [{ content, embeds, attachments: [...attachments.values()] }, ...copies];
}

interface Looked {
  readonly message: Message;
  readonly parts: readonly Part[];
}

type LookUp = (looked: Looked, library: Library) => Promise<(StoredArticle | undefined)[]>;

/** The ids of articles stand in what our own buttons and menus carry. */
const byButtons: LookUp = async ({ message }, library) => {
  if (message.author.id !== message.client.user.id) return [];
  const ids = JSON.stringify(message.components.map(component => component.toJSON())).match(
    /(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])/g,
  );
  return all([...new Set(ids)].slice(0, 25), id => library.get(id));
};

const byLinks: LookUp = async ({ parts }, library) => {
  const written = parts.flatMap(({ content }) => content.match(/https?:\/\/[^\s<>"]+/gi) ?? []);
  const shown = parts.flatMap(({ embeds }) => embeds.flatMap(({ url }) => url ?? []));
  const links = [...new Set([...written.map(withoutPunctuation), ...shown])];
  return all(links.slice(0, LOOKED_UP), link => library.at(link));
};

/** A link in a sentence or in brackets ends before what closes them. */
function withoutPunctuation(link: string): string {
  const open = link.includes('(');
  return withoutEnd(link, open ? /[.,;:!?'*_|]/ : /[.,;:!?'*_|)\]]/);
}

const byFiles: LookUp = async ({ parts }, library) => {
  const files = parts.flatMap(({ attachments }) => attachments).filter(isText);
  return all(files.slice(0, LOOKED_UP), async file => {
    const id = await idOf(file);
    return id === undefined ? undefined : library.get(id);
  });
};

function isText({ name, size }: Attachment): boolean {
  return isReadable(name) && size <= largestFile;
}

/** The id that the text of a file has as an article, or undefined if it is none or cannot be had. */
async function idOf({ name, url }: Attachment): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return undefined;
    const { articles } = await readFileInThread(name, new Uint8Array(await answer.arrayBuffer()));
    return identify(onlyOne(name, articles)).id;
  } catch (error) {
    // What is no article, or is not there any more, is not one of ours.
    if (error instanceof ReadError || error instanceof TypeError || error instanceof DOMException)
      return undefined;
    throw error;
  }
}

const byHeadlines: LookUp = async ({ parts }, library) => {
  const titles = parts.flatMap(({ embeds }) => embeds.flatMap(({ title }) => title ?? []));
  const lines = parts.flatMap(({ content }) => content.split('\n'));
  const names = [...titles, ...lines]
    .map(line => line.replace(/\\(?=\W)/g, '').trim())
    .filter(line => line !== '');
  return all([...new Set(names)].slice(0, LOOKED_UP), name => named(name, library));
};

/** The article of exactly this headline, case and punctuation apart; none where several have it. */
async function named(name: string, library: Library): Promise<StoredArticle | undefined> {
  const key = foldedWords(name).join(' ');
  const same = (await library.suggest(name, 5)).filter(
    ({ headline }) => foldedWords(headline).join(' ') === key,
  );
  return same.length === 1 ? library.get(same[0]!.id) : undefined;
}

function all<Key>(keys: readonly Key[], lookUp: (key: Key) => Promise<StoredArticle | undefined>) {
  return Promise.all(keys.map(lookUp));
}
