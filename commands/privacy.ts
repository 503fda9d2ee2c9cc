import type { Command } from '../src/discord/command.ts';
import { renderForgetting, renderForgotten, renderPrivacy } from '../src/discord/render/about.ts';

export default {
  data: { name: 'privacy', description: 'What I keep of you, where it goes, and a button to delete it' },
  private: true,
  audience: 'everyone',
  run: async (_interaction, { about }) => renderPrivacy(about),
  async press([step], { user }, { about, threads, ledger, feedback }) {
    if (step === 'ask') return renderForgetting();
    if (step !== 'delete') return renderPrivacy(about);
    return renderForgotten({
      questions: await threads.forget(user.id),
      generations: await ledger.forget(user.id),
      votes: await feedback.forget(user.id),
    });
  },
} satisfies Command;
