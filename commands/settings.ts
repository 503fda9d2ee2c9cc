import type { Interaction } from 'discord.js';
import { InteractionContextType } from 'discord-api-types/v10';
import { displayHeadlineOf } from '../src/articles/article.ts';
import { visitorOf } from '../src/discord/access.ts';
import type { Command, CustomIdInteraction } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import { CHANGES_PER_PAGE, renderChanges } from '../src/discord/render/changes.ts';
import { feedNameOf } from '../src/discord/render/feeds.ts';
import {
  createLimitModal,
  LIMIT_FIELD,
  MEMBER_LANGUAGE,
  renderSettings,
} from '../src/discord/render/settings.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { textLanguages } from '../src/i18n/languages.ts';
import { setLocale } from '../src/i18n/translate.ts';
import type { AuditEntry } from '../src/storage/stores/audit.ts';
import type { ServerSettings } from '../src/storage/stores/settings.ts';

export default {
  data: {
    name: 'settings',
    description: 'How I behave in this server: language, who may ask, where, limits',
    contexts: [InteractionContextType.Guild],
  },
  isEphemeral: true,
  audience: 'editors',
  run: (interaction, context) => replyWithSettings(interaction, context),
  async handleComponent([what, ...values], interaction, context) {
    if (what === 'changes') return replyWithChanges(Number(values[0]) || 0, interaction, context);
    const change = parseChange(what, values, interaction);
    await context.settings.update(requireServerId(interaction), change);
    // the panel speaks at once as was chosen on it
    if (change.language !== undefined) setLocale(change.language ?? interaction.locale);
    return replyWithSettings(interaction, context);
  },
  fields: [LIMIT_FIELD],
  async getModal(_values, interaction, context) {
    return createLimitModal(await context.settings.get(interaction.guildId), context.ledger.limits);
  },
} satisfies Command;

async function replyWithSettings(interaction: Interaction, context: Context): Promise<Reply> {
  const settings = await context.settings.get(requireServerId(interaction));
  const { managesServer } = visitorOf(interaction);
  return renderSettings({
    settings,
    limits: context.ledger.limits,
    managesServer,
    exists: createExistenceCheck(interaction),
  });
}

async function replyWithChanges(
  wanted: number,
  interaction: CustomIdInteraction,
  context: Context,
): Promise<Reply> {
  const page = Math.min(Math.max(Math.trunc(wanted), 0), 1000);
  const serverId = requireServerId(interaction);
  const found = await context.audit.list(serverId, {
    offset: page * CHANGES_PER_PAGE,
    limit: CHANGES_PER_PAGE + 1,
  });
  const nameOf = await createNameLookup(serverId, context);
  const namedChanges = found
    .slice(0, CHANGES_PER_PAGE)
    .map(async change => ({ ...change, name: await nameOf(change) }));
  return renderChanges({
    changes: await Promise.all(namedChanges),
    page,
    more: found.length > CHANGES_PER_PAGE,
  });
}

/** The names of what was changed, as they are now; null for what is gone. */
async function createNameLookup(serverId: string, { library, digests, web }: Context) {
  const [ownDigests, feeds] = await Promise.all([digests.list(serverId), web.feeds.list(serverId)]);
  return async ({ kind, what }: AuditEntry): Promise<string | null> => {
    if (kind === 'digest') return ownDigests.find(({ id }) => id === what)?.name ?? null;
    const feed = kind === 'feed' ? feeds.find(({ id }) => id === what) : undefined;
    if (feed) return feedNameOf(feed);
    const article = kind === 'article' ? await library.get(what) : undefined;
    return article ? displayHeadlineOf(article) : null;
  };
}

/** The admission has seen to it that it is used in a server. */
function requireServerId({ guildId }: Interaction): string {
  if (guildId === null) throw new UserError('Settings belong to a server. Please use them there.');
  return guildId;
}

/** Where the server is not known (the bot is installed for a member alone), nothing is taken for deleted. */
function createExistenceCheck({ guild }: Interaction): (id: string) => boolean {
  return id => !guild || guild.roles.cache.has(id) || guild.channels.cache.has(id);
}

function parseChange(
  what: string | undefined,
  values: readonly string[],
  interaction: CustomIdInteraction,
): Partial<ServerSettings> {
  switch (what) {
    case 'language':
      return { language: parseLanguageSetting(values[0]) };
    case 'mask':
      return { maskStrongLanguage: values[0] === 'on' };
    case 'engine':
      return { engine: values[0] === 'built-in' ? 'built-in' : 'automatic' };
    case 'askers':
      return { askers: values.includes(interaction.guildId ?? '') ? [] : values };
    case 'channels':
      return { channels: values };
    case 'editors':
      return { editorRole: parseEditorRole(values, interaction) };
    case 'limit':
      return { answersPerMember: parseLimitField(interaction) };
    default:
      throw new UserError(
        'This is from an older version of mine and does nothing any more. Please use `/settings` again.',
      );
  }
}

function parseLanguageSetting(value: string | undefined): string | null {
  if (value === MEMBER_LANGUAGE) return null;
  if (value === undefined || !Object.hasOwn(textLanguages, value))
    throw new UserError('I do not speak this language. Please choose one of the menu.');
  return value;
}

/**
 * Whoever is an editor by a role does not choose the role. @everyone would make everybody an editor by
 * oversight.
 */
function parseEditorRole([role]: readonly string[], interaction: CustomIdInteraction): string | null {
  if (!visitorOf(interaction).managesServer)
    throw new UserError(
      'Who else is an editor is chosen by members who have the permission “Manage Server”.',
    );
  if (role === interaction.guildId)
    throw new UserError('`@everyone` cannot be the editors’ role: choose another one.');
  return role ?? null;
}

function parseLimitField(interaction: CustomIdInteraction): number | null {
  const typed = interaction.isModalSubmit() ? interaction.fields.getTextInputValue('limit').trim() : '';
  if (typed === '') return null;
  if (!/^\d{1,6}$/.test(typed))
    throw new UserError('“{{typed}}” is not a whole number. Nothing was changed.', { typed });
  return Number(typed);
}
