import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Command } from '../src/discord/command.ts';
import { renderUsage } from '../src/discord/render/usage.ts';

export default {
  data: { name: 'usage', description: 'How many model answers you have used today, and what is left' },
  isEphemeral: true,
  audience: 'everyone',
  isReadOnly: true,
  async run(interaction, { ledger, about }) {
    const { guildId, user, memberPermissions } = interaction;
    const isManager = memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
    return renderUsage({
      hasModel: about.model !== null,
      limits: ledger.limits,
      own: await ledger.today({ memberId: user.id, serverId: null }),
      server:
        guildId !== null && isManager ? await ledger.today({ memberId: null, serverId: guildId }) : null,
    });
  },
} satisfies Command;
