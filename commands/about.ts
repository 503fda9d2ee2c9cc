import type { Command } from '../src/discord/command.ts';
import { renderAbout } from '../src/discord/render/about.ts';

export default {
  data: {
    name: 'about',
    description: 'Which version this is, what makes the answers, and how large the library is',
  },
  isEphemeral: true,
  audience: 'everyone',
  isReadOnly: true,
  async run(interaction, { about, library }) {
    const own = interaction.guildId === null ? 0 : await library.count({ ownOnly: true });
    return renderAbout(about, { all: await library.count(), own });
  },
} satisfies Command;
