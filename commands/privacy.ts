import { isEditor, visitorOf } from '../src/discord/access.ts';
import type { Command } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import { type CustomIdInteraction, defineButton } from '../src/discord/define-button.ts';
import {
  privacyButtons,
  renderErasureQuestion,
  renderMemberData,
  renderMemberErased,
  renderPrivacy,
  renderServerErased,
  renderServerErasureQuestion,
} from '../src/discord/render/privacy.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { eraseServerData } from '../src/privacy/erasure.ts';
import { createMemberFile, formatMemberJson } from '../src/privacy/member-export.ts';
import { formatTimestamp, utcDayOf } from '../src/scheduling/clock.ts';

export default {
  data: {
    name: 'privacy',
    description: 'What I store about you, where it goes, and buttons to export or delete it',
  },
  isEphemeral: true,
  audience: 'everyone',
  run: (interaction, context) => replyWithPrivacy(interaction, context),
  buttons: [
    defineButton({ ...privacyButtons.ask, press: async () => renderErasureQuestion() }),
    defineButton({
      ...privacyButtons.delete,
      press: async (_values, { user }, { members, clock }) =>
        renderMemberErased(await members.forget(user.id, utcDayOf(clock))),
    }),
    defineButton({
      ...privacyButtons.export,
      press: (_values, { user }, context) => exportMemberData(user.id, context),
    }),
    defineButton({
      ...privacyButtons.server,
      press: async (_values, interaction, context) =>
        renderServerErasureQuestion(
          await context.servers.countBelongings(await requireEditorServer(interaction, context)),
        ),
    }),
    defineButton({
      ...privacyButtons['server-delete'],
      press: async (_values, interaction, context) =>
        deleteServer(await requireEditorServer(interaction, context), context),
    }),
    defineButton({
      ...privacyButtons.keep,
      press: (_values, interaction, context) => replyWithPrivacy(interaction, context),
    }),
  ],
} satisfies Command;

type PrivacyInteraction = Pick<CustomIdInteraction, 'guildId'> & Parameters<typeof visitorOf>[0];

async function replyWithPrivacy(
  interaction: PrivacyInteraction,
  { about, settings }: Context,
): Promise<Reply> {
  const isForEditor = isEditor(visitorOf(interaction), await settings.get(interaction.guildId));
  return renderPrivacy(about, { isForEditor });
}

async function exportMemberData(memberId: string, { members, clock }: Context): Promise<Reply> {
  const at = formatTimestamp(clock);
  return renderMemberData(
    createMemberFile(formatMemberJson(await members.listMentions(memberId), { memberId, at })),
  );
}

/** The id of the server, if the member is an editor there. Throws a UserError otherwise. */
async function requireEditorServer(interaction: CustomIdInteraction, { settings }: Context): Promise<string> {
  const { guildId } = interaction;
  if (guildId === null || !isEditor(visitorOf(interaction), await settings.get(guildId)))
    throw new UserError(
      'Only editors can delete a server’s data. Ask one of them, or someone who manages the server.',
    );
  return guildId;
}

async function deleteServer(serverId: string, { servers, clock, log }: Context): Promise<Reply> {
  await eraseServerData(servers, serverId, clock);
  log.info({ server: serverId }, 'an editor had all deleted that was kept of a server');
  return renderServerErased();
}
