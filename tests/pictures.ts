import { createHash } from 'node:crypto';
import type { APIMessage } from 'discord-api-types/v10';
import type { TestBot } from './support.ts';

/** A picture for the README: some actions in the preview, and the messages to show. */
export interface Picture {
  /** The name below `docs/pictures/`, without an extension. */
  readonly name: string;
  /** Acts as a member would; returns the messages that the picture shows. */
  readonly play: (bot: TestBot) => Promise<APIMessage[]>;
}

const ARTICLE = 'A Town Asks Its Railway for the 22:40 Back';

/** The pictures for the README. */
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

/** The visible properties of a message: its texts, layout and colours. */
const SEEN = new Set(
  'content components accessory items options type style accent_color spoiler divider spacing label placeholder description name emoji disabled'.split(
    ' ',
  ),
);

/** A hash of the messages without ids, addresses and times, which differ between runs. */
export function fingerprintOf(messages: readonly APIMessage[]): string {
  const seen = JSON.stringify(messages, (key, value: unknown) => {
    if (key !== '' && !/^\d+$/.test(key) && !SEEN.has(key)) return undefined;
    return typeof value === 'string' ? value.replaceAll(/<t:\d+/g, '<t').replaceAll(/\d{17,}/g, 'id') : value;
  });
  return createHash('sha256').update(seen).digest('hex');
}

/** The path of the hash of a picture's content, relative to the project. */
export const fingerprintPathOf = ({ name }: Picture): string => `docs/pictures/${name}.sha256`;
