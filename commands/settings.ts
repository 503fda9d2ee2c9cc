import { ApplicationCommandOptionType, InteractionContextType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Command } from '../src/discord/command.ts';
import { UserError } from '../src/errors.ts';

export default {
  data: {
    name: 'settings',
    description: 'How I behave in this server',
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'strong-language',
        description: 'Strong words in comments and quotes',
        choices: [
          { name: 'Mask them (b•••)', value: 'mask' },
          { name: 'Show them as they were written', value: 'show' },
        ],
      },
    ],
  },
  private: true,
  async run(interaction, house) {
    const { guildId } = interaction;
    if (guildId === null) throw new UserError('Settings belong to a server. Please use this command there.');
    const wanted = interaction.options.getString('strong-language');
    if (wanted !== null)
      await house.settings.set(guildId, { ...(await house.settings.get(guildId)), maskStrongLanguage: wanted === 'mask' });
    const { maskStrongLanguage } = await house.settings.get(guildId);
    return {
      content: `Strong language in comments and quotes is **${maskStrongLanguage ? 'masked' : 'shown as it was written'}** in this server.`,
    };
  },
} satisfies Command;
