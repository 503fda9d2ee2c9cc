import { createHash } from 'node:crypto';
import type { APIMessage } from 'discord-api-types/v10';
import type { TestBot } from './support.ts';

/** A picture of the README: what is done in the preview, and what it then shows. */
export interface Picture {
  /** Below `docs/pictures/`, without an ending. */
  readonly name: string;
  /** Does it as a member would; the messages that the picture shows. */
  readonly play: (bot: TestBot) => Promise<APIMessage[]>;
}

const ARTICLE = 'A Town Asks Its Railway for the 22:40 Back';

/** The pictures of the README. */
export const pictures: readonly Picture[] = [
  {
    name: 'preview',
    async play({ preview }) {
      const ada = preview.member('Ada');
      const use = async (command: string, options: Record<string, string>) =>
        (await ada.command(preview.channels.articles, command, options)).reply();
      return [
        await use('summary', { article: ARTICLE }),
        await use('ask', { article: ARTICLE, question: 'Who was the station master of Brennick?' }),
      ];
    },
  },
];

/** What of a message can be seen: its texts, and how it is laid out and coloured. */
const SEEN = new Set(
  'content components accessory items options type style accent_color spoiler divider spacing label placeholder description name emoji disabled'.split(
    ' ',
  ),
);

/** The messages as one hash, without ids, addresses and times, which differ from one run to the next. */
export function fingerprintOf(messages: readonly APIMessage[]): string {
  const seen = JSON.stringify(messages, (key, value: unknown) => {
    if (key !== '' && !/^\d+$/.test(key) && !SEEN.has(key)) return undefined;
    return typeof value === 'string' ? value.replaceAll(/<t:\d+/g, '<t').replaceAll(/\d{17,}/g, 'id') : value;
  });
  return createHash('sha256').update(seen).digest('hex');
}

/** Where the hash of what a picture shows stands, below the project. */
export const fingerprintPathOf = ({ name }: Picture): string => `docs/pictures/${name}.sha256`;
