import type { APIMessage, APITextDisplayComponent, APIUnfurledMediaItem } from 'discord-api-types/v10';
import { ComponentType, MessageFlags } from 'discord-api-types/v10';

/*
 * Reads a message of the bot from its components as a member sees it: the text above, and the cards below
 * (see src/discord/layout.ts).
 */

type Shown = Pick<APIMessage, 'components'> & Partial<Pick<APIMessage, 'content'>>;

/** A card as shown; absent parts are undefined. */
export interface ShownCard {
  readonly kind: string | undefined;
  readonly title: string | undefined;
  readonly url: string | undefined;
  readonly origin: string | undefined;
  /** All text between heading and footer, sections included. */
  readonly description: string;
  readonly footer: string | undefined;
  readonly colour: number | undefined;
  readonly image: { readonly url: string; readonly description: string | undefined } | undefined;
}

const componentsOf = (message: Shown | undefined) => message?.components ?? [];
const isText = (component: { type: number }): component is APITextDisplayComponent =>
  component.type === ComponentType.TextDisplay;

/** The text of a message outside its cards; all of it for a member's message. */
export function contentOf(message: Shown | undefined): string {
  const texts = componentsOf(message)
    .filter(isText)
    .map(({ content }) => content);
  return [...(message?.content ? [message.content] : []), ...texts].join('\n');
}

/** The cards of a message, from top to bottom. */
export function cardsOf(message: Shown | undefined): ShownCard[] {
  return componentsOf(message).flatMap(component =>
    component.type === ComponentType.Container ? [readCard(component)] : [],
  );
}

type Container = Extract<
  NonNullable<APIMessage['components']>[number],
  { type: typeof ComponentType.Container }
>;

function readCard({ components, accent_color: colour }: Container): ShownCard {
  const texts = components
    .flatMap(each => (each.type === ComponentType.Section ? each.components : [each]))
    .filter(isText)
    .map(({ content }) => content);
  const hasFooter = components.at(-2)?.type === ComponentType.Separator;
  const footer = hasFooter ? texts.pop()?.replace(/^-# /, '') : undefined;
  const lines = texts.join('\n').split('\n');
  const heading = lines[0]?.startsWith('### ') ? lines.shift()?.slice(4) : undefined;
  const origin = heading && lines[0]?.startsWith('-# ') ? lines.shift()?.slice(3) : undefined;
  const gallery = components.find(({ type }) => type === ComponentType.MediaGallery);
  const item = gallery && 'items' in gallery ? gallery.items[0] : undefined;
  return {
    ...readHeading(heading),
    origin,
    description: lines.join('\n'),
    footer,
    colour: colour ?? undefined,
    image: item && {
      url: (item.media as APIUnfurledMediaItem).url,
      description: item.description ?? undefined,
    },
  };
}

/** Parses `Summary · [Headline](address)`, `[Headline](address)` or `Headline`. */
function readHeading(heading: string | undefined) {
  const [, kind, rest = ''] = /^(?:([^[\]]*?) · )?(.*)$/s.exec(heading ?? '') ?? [];
  const [, linked, url] = /^\[(.*)\]\((\S+)\)$/s.exec(rest) ?? [];
  return { kind, title: heading === undefined ? undefined : (linked ?? rest), url };
}

/** Whether a message shows a complete answer: cards, without a progress report above them. */
export const isWhole = (message: Shown): boolean => contentOf(message) === '' && cardsOf(message).length > 0;

/** The addresses of the files that a message shows. */
export const fileUrlsOf = (message: Shown): string[] =>
  componentsOf(message).flatMap(component =>
    component.type === ComponentType.File ? component.file.url : [],
  );

/** The thread or post that `/discuss` opened or found in the channel. */
export const threadIdOf = (reply: Shown & Pick<APIMessage, 'id'>): string =>
  /<#(\d+)>/.exec(contentOf(reply))?.[1] ?? reply.id;

/** Whether only the member who asked sees it. */
export const isEphemeral = ({ flags }: Pick<APIMessage, 'flags'>): boolean =>
  (Number(flags ?? 0) & MessageFlags.Ephemeral) !== 0;
