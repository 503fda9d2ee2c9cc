import { isEditor, visitorOf } from '../src/discord/access.ts';
import type { Command, Press } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import {
  renderForgetting,
  renderForgotten,
  renderKept,
  renderPrivacy,
  renderServerForgetting,
  renderServerForgotten,
} from '../src/discord/render/privacy.ts';
import type { Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { dayOf, forgetServer } from '../src/privacy/erasure.ts';
import { memberFile, memberJson } from '../src/privacy/member-export.ts';

export default {
  data: {
    name: 'privacy',
    description: 'What I store about you, where it goes, and buttons to export or delete it',
  },
  private: true,
  audience: 'everyone',
  run: (interaction, house) => privacy(interaction, house),
  async press([step], interaction, house) {
    const { user } = interaction;
    if (step === 'ask') return renderForgetting();
    if (step === 'delete') return renderForgotten(await house.members.forget(user.id, dayOf(house.clock)));
    if (step === 'export') return kept(user.id, house);
    if (step === 'server')
      return renderServerForgetting(await house.servers.count(await ownServer(interaction, house)));
    if (step === 'server-delete') return deleteServer(await ownServer(interaction, house), house);
    return privacy(interaction, house);
  },
} satisfies Command;

type Asking = Pick<Press, 'guildId'> & Parameters<typeof visitorOf>[0];

async function privacy(interaction: Asking, { about, settings }: House): Promise<Reply> {
  const isForEditor = isEditor(visitorOf(interaction), await settings.get(interaction.guildId));
  return renderPrivacy(about, { isForEditor });
}

async function kept(memberId: string, { members, clock }: House): Promise<Reply> {
  const at = new Date(clock.now()).toISOString();
  return renderKept(memberFile(memberJson(await members.mentions(memberId), { memberId, at })));
}

/** The server of an editor. Throws a UserError for everybody else. */
async function ownServer(interaction: Press, { settings }: House): Promise<string> {
  const { guildId } = interaction;
  if (guildId === null || !isEditor(visitorOf(interaction), await settings.get(guildId)))
    throw new UserError('Only editors can delete a server’s data.');
  return guildId;
}

async function deleteServer(serverId: string, { servers, clock, log }: House): Promise<Reply> {
  await forgetServer(servers, serverId, clock);
  log.info({ server: serverId }, 'an editor had all deleted that was kept of a server');
  return renderServerForgotten();
}
