import type { Command } from '../src/discord/command.ts';
import { renderAbout } from '../src/discord/render/about.ts';

export default {
  data: {
    name: 'about',
    description: 'My version, what makes the answers, and the size of the library',
  },
  isEphemeral: true,
  audience: 'everyone',
  isReadOnly: true,
  async run(interaction, { about, library }) {
    const own = interaction.guildId === null ? 0 : await library.count({ ownOnly: true });
    return renderAbout(about, { all: await library.count(), own });
  },
} satisfies Command;
