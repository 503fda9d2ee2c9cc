import { type ComponentInContainer, type Message, MessageFlags } from 'discord.js';
import {
  type APIComponentInContainer,
  type APIContainerComponent,
  type APIFileComponent,
  type APIMediaGalleryComponent,
  type APIMessageTopLevelComponent,
  type APISectionComponent,
  type APITextDisplayComponent,
  ComponentType,
} from 'discord-api-types/v10';
import type { Markdown } from '../i18n/translate.ts';
import { memoizePerObject } from '../memo.ts';
import { isButtonMenu } from './custom-id.ts';
import { formatLink, joinText, md, truncateLines } from './render/text.ts';
import type { Card, Reply } from './types.ts';

/*
 * How a reply is laid out in a message of Discord's Components V2
 * (https://docs.discord.com/developers/components/reference): text, then each card as a container, then rows
 * of buttons.
 */

/** A reply as the components of a message, including its pictures and files; computed once per reply. */
export const layOut: (reply: Reply) => readonly APIMessageTopLevelComponent[] =
  memoizePerObject(arrangeReply);

function arrangeReply({
  content,
  cards = [],
  components = [],
  files = [],
  image,
}: Reply): APIMessageTopLevelComponent[] {
  const fitting = fitCards(cards, MAX_TEXT - (content?.length ?? 0));
  const picture = image && createGallery(image);
  const others = files.filter(({ name }) => name !== image?.name);
  const containers = fitting.map((card, at) =>
    createContainer(card, picture && !image?.above && at === cards.length - 1 ? [picture] : []),
  );
  const isBelow = picture && !image?.above && cards.length === 0;
  return [
    ...(content ? [createText(content)] : []),
    ...(picture && image?.above ? [picture] : []),
    ...containers,
    ...(isBelow ? [picture] : []),
    ...others.map(createFile),
    ...components,
  ];
}

/** The most characters that Discord accepts in all texts of a message together. */
const MAX_TEXT = 4000;

/**
 * Cuts cards to fit in a message: Discord refuses the whole message if it has too much text, so the longest
 * description loses its last lines.
 */
function fitCards(cards: readonly Card[], room: number): readonly Card[] {
  const excess = cards.reduce((sum, card) => sum + lengthOf(card), 0) - room;
  if (excess <= 0) return cards;
  const lengths = cards.map(({ description = '' }) => description.length);
  const at = lengths.indexOf(Math.max(...lengths));
  const card = cards[at];
  if (!card?.description) return cards;
  const description = truncateLines(card.description, card.description.length - excess);
  return description.length < card.description.length
    ? fitCards(cards.with(at, { ...card, description }), room)
    : cards;
}

const lengthOf = (card: Card) =>
  createContainer(card, [])
    .components.flatMap(each => (each.type === ComponentType.Section ? each.components : [each]))
    .reduce((sum, each) => sum + (each.type === ComponentType.TextDisplay ? each.content.length : 0), 0);

/** Whether a message consists of components alone; those sent before 2026-11-29 have embeds. */
export function isLaidOut(message: Pick<Message, 'flags'> | null): boolean {
  return message?.flags.has(MessageFlags.IsComponentsV2) ?? false;
}

/** The texts of a message, in the order in which they appear. */
export function listTexts({ components }: Pick<Message, 'components'>): string[] {
  const listIn = (component: Message['components'][number] | ComponentInContainer): string[] => {
    if (component.type === ComponentType.TextDisplay) return [component.content];
    const isBox = component.type === ComponentType.Container || component.type === ComponentType.Section;
    return isBox ? component.components.flatMap(listIn) : [];
  };
  return components.flatMap(listIn);
}

/** The buttons and menus of a message, in order. */
export function listControls({ components }: Pick<Message, 'components'>) {
  return components.flatMap(row => (row.type === ComponentType.ActionRow ? [...row.components] : []));
}

/** The menu of buttons of a message, if it has one. */
export function findButtonMenu(message: Pick<Message, 'components'>) {
  return listControls(message).find(
    each => each.type === ComponentType.StringSelect && isButtonMenu(each.customId),
  );
}

/** A text component. */
export function createText(content: Markdown): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

function createContainer(card: Card, pictures: readonly APIMediaGalleryComponent[]): APIContainerComponent {
  const { sections = [], footer, colour, thumbnail } = card;
  // a gap follows the origin; without an origin, the text belongs to its heading
  const head = formatHead(card);
  const texts = card.origin ? [head, card.description] : [joinText([head, card.description], '\n')];
  const components: APIComponentInContainer[] = [
    ...texts.flatMap((text, at): APIComponentInContainer[] => {
      if (!text) return [];
      return thumbnail && at === 0 ? [createSection(text, thumbnail)] : [createText(text)];
    }),
    ...sections.map(({ name, value }) => createText(md`**${name}**\n${value}`)),
    ...pictures,
    ...(footer ? [{ type: ComponentType.Separator } as const, createText(md`-# ${footer}`)] : []),
  ];
  return {
    type: ComponentType.Container,
    ...(colour !== undefined && { accent_color: colour }),
    components,
  };
}

/** A text with a small picture beside it. */
function createSection(
  text: Markdown,
  { url, description }: NonNullable<Card['thumbnail']>,
): APISectionComponent {
  return {
    type: ComponentType.Section,
    components: [createText(text)],
    accessory: { type: ComponentType.Thumbnail, media: { url }, description },
  };
}

/** `### Summary · [Headline](address)`, and below it the origin. */
function formatHead({ kind, title, url, origin }: Card): Markdown {
  const linked = title && url ? formatLink(title, url) : title;
  const heading = joinText([kind, linked], ' · ');
  return joinText([heading && md`### ${heading}`, origin && md`-# ${origin}`], '\n');
}

function createGallery({ name, description }: NonNullable<Reply['image']>): APIMediaGalleryComponent {
  return {
    type: ComponentType.MediaGallery,
    items: [{ media: { url: `attachment://${name}` }, description }],
  };
}

function createFile({ name }: NonNullable<Reply['files']>[number]): APIFileComponent {
  return { type: ComponentType.File, file: { url: `attachment://${name}` } };
}
