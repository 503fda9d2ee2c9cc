import type { AutocompleteInteraction } from 'discord.js';
import { type APIApplicationCommandChannelOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import { parseZone, suggestDays, suggestZones } from '../digests/schedule-text.ts';
import { createMessage, formatPlain } from '../i18n/template-values.ts';
import { formatDate } from '../i18n/translate.ts';
import { scoreTitleMatch } from '../language/similarity.ts';
import { createChoice } from './choices.ts';
import type { Context } from './context.ts';
import { POST_CHANNEL_TYPES } from './server-scope.ts';
import type { Choice } from './types.ts';

const { String: Text, Channel } = ApplicationCommandOptionType;

/** The options for when a digest is posted. */
export const scheduleOptions = {
  days: {
    type: Text,
    name: 'days',
    description: '“every day”, “weekdays”, “mon, thu” …',
    autocomplete: true,
    max_length: 100,
  },
  time: {
    type: Text,
    name: 'time',
    description: 'Time of day, for example 08:30 or 8:30 pm',
    max_length: 20,
  },
  zone: {
    type: Text,
    name: 'zone',
    description: 'Time zone of that time: type a city, for example Berlin',
    autocomplete: true,
    max_length: 100,
  },
} as const;

/** The option for the channel that a digest is posted to. */
export const channelOption = {
  type: Channel,
  name: 'channel',
  description: 'Where it posts',
  channel_types: [...POST_CHANNEL_TYPES],
} satisfies APIApplicationCommandChannelOption;

/** The option for which articles a digest contains. */
export const tagsOption = {
  type: Text,
  name: 'tags',
  description: 'Only articles with one of these tags, for example “local, sport”',
  autocomplete: true,
  max_length: 100,
} as const;

/** The option that names an existing digest. */
export const nameOption = {
  type: Text,
  name: 'name',
  description: 'Which digest',
  required: true,
  autocomplete: true,
  max_length: 100,
} as const;

/** Suggestions for the parts of a digest: its days, its time zone and the tags of its articles. */
export async function suggestDigestParts(
  { options }: AutocompleteInteraction,
  context: Context,
): Promise<Choice[]> {
  const { name, value } = options.getFocused(true);
  if (name === 'days') return suggestDays(value).map(days => createChoice(days, days));
  if (name === 'tags') return await autocompleteTags(context, value);
  if (name === 'zone')
    return suggestZones(value).map(zone => ({ name: formatZone(zone, context.clock.now()), value: zone }));
  return [];
}

/** Suggestions for an existing digest: names that contain what was typed, else names that resemble it. */
export async function suggestDigests(
  { guildId, options }: AutocompleteInteraction,
  { digests }: Context,
): Promise<Choice[]> {
  if (guildId === null) return [];
  const typed = options.getFocused();
  const all = await digests.list(guildId);
  const containing = all.filter(digest => digest.name.toLowerCase().includes(typed.toLowerCase()));
  const fitting =
    containing.length > 0
      ? containing
      : all.filter(digest => scoreTitleMatch(typed, digest.name) >= MIN_SIMILARITY);
  return fitting.map(({ id, name, paused }) =>
    createChoice(paused ? formatPlain(createMessage('{{name}} (paused)', { name })) : name, id),
  );
}

/** Below this similarity, the typed text and a name are unrelated. */
const MIN_SIMILARITY = 0.6;

/** Suggests tags of the library, each appended to those already typed. */
async function autocompleteTags({ library }: Context, typed: string): Promise<Choice[]> {
  const before = typed.slice(0, typed.lastIndexOf(',') + 1);
  const begun = typed.slice(before.length).trim().toLowerCase();
  const libraryTags = await library.listTags();
  const chosen = before.split(',').map(tag => tag.trim().toLowerCase());
  return libraryTags
    .filter(({ tag }) => tag.startsWith(begun) && !chosen.includes(tag))
    .map(({ tag, articles }) => ({ tag: `${before}${before ? ' ' : ''}${tag}`, articles }))
    .filter(({ tag }) => tag.length <= 100)
    .map(({ tag, articles }) => createChoice(`${tag} (${articles})`, tag));
}

/** "Europe/Berlin, 09:12 there now". */
export function formatZone(zone: string, now: number): string {
  const time = formatDate(now, {
    timeZone: parseZone(zone),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return formatPlain(createMessage('{{zone}}, {{time}} there now', { zone, time }));
}
