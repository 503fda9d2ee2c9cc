import type { Interaction } from 'discord.js';
import { InteractionContextType } from 'discord-api-types/v10';
import type { z } from 'zod';
import { displayHeadlineOf } from '../src/articles/article.ts';
import { visitorOf } from '../src/discord/access.ts';
import type { Command } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import type { ButtonId } from '../src/discord/custom-id.ts';
import {
  type AnyButton,
  type Button,
  type CustomIdInteraction,
  defineButton,
} from '../src/discord/define-button.ts';
import { loadPage } from '../src/discord/paging.ts';
import { CHANGES_PER_PAGE, changesButton, renderChanges } from '../src/discord/render/changes.ts';
import { feedNameOf } from '../src/discord/render/feeds.ts';
import {
  createLimitModal,
  LIMIT_FIELD,
  MEMBER_LANGUAGE,
  renderSettings,
  settingsButtons,
} from '../src/discord/render/settings.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { setLocale } from '../src/i18n/translate.ts';
import { type AuditEntry, parseSubject } from '../src/storage/stores/audit.ts';
import type { ServerSettings } from '../src/storage/stores/settings.ts';

export default {
  data: {
    name: 'settings',
    description: 'How I behave in this server: language, who can ask, where, limits',
    contexts: [InteractionContextType.Guild],
  },
  isEphemeral: true,
  audience: 'editors',
  run: (interaction, context) => replyWithSettings(interaction, context),
  buttons: [
    defineButton({
      ...changesButton,
      press: ({ page }, interaction, context) => replyWithChanges(page, interaction, context),
    }),
    defineSetting(settingsButtons.language, ({ language }) => ({
      language: language === MEMBER_LANGUAGE ? null : language,
    })),
    defineSetting(settingsButtons.mask, ({ mask }) => ({ maskStrongLanguage: mask === 'on' })),
    defineSetting(settingsButtons.proven, ({ proven }) => ({ provenOnly: proven === 'only' })),
    defineSetting(settingsButtons.engine, ({ engine }) => ({ engine })),
    // “everybody” is chosen as the role @everyone, which has the server's id
    defineSetting(settingsButtons.askers, (roles, { guildId }) => ({
      askers: roles.includes(guildId ?? '') ? [] : roles,
    })),
    defineSetting(settingsButtons.channels, channels => ({ channels })),
    defineSetting(settingsButtons.editors, ([role], interaction) => ({
      editorRole: checkEditorRole(role ?? null, interaction),
    })),
    defineSetting(
      settingsButtons.limit,
      (_values, interaction) => ({ answersPerMember: parseLimitField(interaction) }),
      {
        fields: [LIMIT_FIELD],
        form: async (_values, _interaction, context) =>
          createLimitModal(context.rules, context.ledger.limits),
      },
    ),
  ],
} satisfies Command;

/** Defines a button that changes settings and then shows the updated panel. */
function defineSetting<Values extends z.ZodType>(
  id: ButtonId<Values>,
  changeOf: (values: z.output<Values>, interaction: CustomIdInteraction) => Partial<ServerSettings>,
  modal: Pick<Button<Values>, 'fields' | 'form'> = {},
): AnyButton {
  return defineButton({
    ...id,
    ...modal,
    async press(values, interaction, context) {
      const change = changeOf(values, interaction);
      await context.settings.update(requireServerId(interaction), change);
      // show the panel in the newly chosen language
      if (change.language !== undefined) setLocale(change.language ?? interaction.locale);
      return replyWithSettings(interaction, context);
    },
  });
}

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
  const page = Math.min(wanted, 1000);
  const serverId = requireServerId(interaction);
  const { items, more } = await loadPage(page, CHANGES_PER_PAGE, range =>
    context.audit.list(serverId, range),
  );
  const nameOf = await createNameLookup(serverId, context);
  const changes = await Promise.all(items.map(async change => ({ ...change, name: await nameOf(change) })));
  return renderChanges({ changes, page, more });
}

/** Creates a lookup of the names of changed objects: of deleted ones, the last on record; null if unknown. */
async function createNameLookup(serverId: string, { library, digests, web }: Context) {
  const [ownDigests, feeds] = await Promise.all([digests.list(serverId), web.feeds.list(serverId)]);
  return async ({ kind, what }: AuditEntry): Promise<string | null> => {
    if (kind === 'article') {
      const article = await library.get(what);
      return article ? displayHeadlineOf(article) : null;
    }
    const { id, name } = parseSubject(what);
    const feed = kind === 'feed' ? feeds.find(each => each.id === id) : undefined;
    return feed ? feedNameOf(feed) : (ownDigests.find(each => each.id === id)?.name ?? (name || null));
  };
}

/** The id of the server; authorization has ensured that there is one. */
function requireServerId({ guildId }: Interaction): string {
  if (guildId === null) throw new UserError('Settings belong to a server. Please use them there.');
  return guildId;
}

/** Creates a check of whether a role or channel still exists; without a known server, all do. */
function createExistenceCheck({ guild }: Interaction): (id: string) => boolean {
  return id => !guild || guild.roles.cache.has(id) || guild.channels.cache.has(id);
}

/**
 * Checks a choice of the editors' role. Members who are editors only by that role may not change it, and
 * @everyone is rejected, because it would make everybody an editor by mistake.
 */
function checkEditorRole(role: string | null, interaction: CustomIdInteraction): string | null {
  if (!visitorOf(interaction).managesServer)
    throw new UserError('Only members with the “Manage Server” permission can choose who else is an editor.');
  if (role === interaction.guildId)
    throw new UserError('`@everyone` can’t be the editors’ role. Please choose another one.');
  return role;
}

function parseLimitField(interaction: CustomIdInteraction): number | null {
  const typed = interaction.isModalSubmit() ? interaction.fields.getTextInputValue('limit').trim() : '';
  if (typed === '') return null;
  if (!/^\d{1,6}$/.test(typed))
    throw new UserError(
      '“{{typed}}” is not a whole number. Nothing was changed. Type one such as 20, or leave it empty.',
      { typed },
    );
  return Number(typed);
}
