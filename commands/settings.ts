import type { Interaction } from 'discord.js';
import { InteractionContextType } from 'discord-api-types/v10';
import { shownHeadline } from '../src/articles/article.ts';
import { visitorOf } from '../src/discord/access.ts';
import type { Command, Press } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { CHANGES_PER_PAGE, renderChanges } from '../src/discord/render/changes.ts';
import { feedName } from '../src/discord/render/feeds.ts';
import {
  languages,
  limitField,
  limitForm,
  OWN_LANGUAGE,
  renderSettings,
} from '../src/discord/render/settings.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { speak } from '../src/i18n/translate.ts';
import type { Change, ServerSettings } from '../src/storage/storage.ts';

export default {
  data: {
    name: 'settings',
    description: 'How I behave in this server: language, who may ask, where, limits',
    contexts: [InteractionContextType.Guild],
  },
  private: true,
  audience: 'editors',
  run: (interaction, house) => panel(interaction, house),
  async press([what, ...values], interaction, house) {
    if (what === 'changes') return changes(Number(values[0]) || 0, interaction, house);
    const change = changeOf(what, values, interaction);
    await house.settings.change(serverOf(interaction), change);
    // the panel speaks at once as was chosen on it
    if (change.language !== undefined) speak(change.language ?? interaction.locale);
    return panel(interaction, house);
  },
  fields: [limitField],
  async form(_values, interaction, house) {
    return limitForm(await house.settings.get(interaction.guildId), house.ledger.limits);
  },
} satisfies Command;

async function panel(interaction: Interaction, house: House): Promise<Reply> {
  const settings = await house.settings.get(serverOf(interaction));
  const { managesServer } = visitorOf(interaction);
  return renderSettings({
    settings,
    limits: house.ledger.limits,
    managesServer,
    isThere: isThereIn(interaction),
  });
}

async function changes(wanted: number, interaction: Press, house: House): Promise<Reply> {
  const page = Math.min(Math.max(Math.trunc(wanted), 0), 1000);
  const serverId = serverOf(interaction);
  const found = await house.audit.list(serverId, {
    offset: page * CHANGES_PER_PAGE,
    limit: CHANGES_PER_PAGE + 1,
  });
  const nameOf = await namesIn(serverId, house);
  const named = found
    .slice(0, CHANGES_PER_PAGE)
    .map(async change => ({ ...change, name: await nameOf(change) }));
  return renderChanges({ changes: await Promise.all(named), page, more: found.length > CHANGES_PER_PAGE });
}

/** The names of what was changed, as they are now; null for what is gone. */
async function namesIn(serverId: string, { library, digests, web }: House) {
  const [ownDigests, feeds] = await Promise.all([digests.list(serverId), web.feeds.list(serverId)]);
  return async ({ kind, what }: Change): Promise<string | null> => {
    if (kind === 'digest') return ownDigests.find(({ id }) => id === what)?.name ?? null;
    const feed = kind === 'feed' ? feeds.find(({ id }) => id === what) : undefined;
    if (feed) return feedName(feed);
    const article = kind === 'article' ? await library.get(what) : undefined;
    return article ? shownHeadline(article) : null;
  };
}

/** The admission has seen to it that it is used in a server. */
function serverOf({ guildId }: Interaction): string {
  if (guildId === null) throw new UserError('Settings belong to a server. Please use them there.');
  return guildId;
}

/** Where the server is not known (the bot is installed for a member alone), nothing is taken for deleted. */
function isThereIn({ guild }: Interaction): (id: string) => boolean {
  return id => !guild || guild.roles.cache.has(id) || guild.channels.cache.has(id);
}

function changeOf(
  what: string | undefined,
  values: readonly string[],
  interaction: Press,
): Partial<ServerSettings> {
  switch (what) {
    case 'language':
      return { language: languageOf(values[0]) };
    case 'mask':
      return { maskStrongLanguage: values[0] === 'on' };
    case 'engine':
      return { engine: values[0] === 'built-in' ? 'built-in' : 'automatic' };
    case 'askers':
      return { askers: values.includes(interaction.guildId ?? '') ? [] : values };
    case 'channels':
      return { channels: values };
    case 'editors':
      return { editorRole: editorRoleOf(values, interaction) };
    case 'limit':
      return { answersPerMember: limitOf(interaction) };
    default:
      throw new UserError(
        'This is from an older version of mine and does nothing any more. Please use `/settings` again.',
      );
  }
}

function languageOf(value: string | undefined): string | null {
  if (value === OWN_LANGUAGE) return null;
  if (value === undefined || !Object.hasOwn(languages, value))
    throw new UserError('I do not speak this language. Please choose one of the menu.');
  return value;
}

/**
 * Whoever is an editor by a role does not choose the role. @everyone would make everybody an editor by
 * oversight.
 */
function editorRoleOf([role]: readonly string[], interaction: Press): string | null {
  if (!visitorOf(interaction).managesServer)
    throw new UserError(
      'Who else is an editor is chosen by members who have the permission “Manage Server”.',
    );
  if (role === interaction.guildId)
    throw new UserError('`@everyone` cannot be the editors’ role: choose another one.');
  return role ?? null;
}

function limitOf(interaction: Press): number | null {
  const typed = interaction.isModalSubmit() ? interaction.fields.getTextInputValue('limit').trim() : '';
  if (typed === '') return null;
  if (!/^\d{1,6}$/.test(typed))
    throw new UserError('“{{typed}}” is not a whole number. Nothing was changed.', { typed });
  return Number(typed);
}
