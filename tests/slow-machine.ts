import { type Preview, startPreview } from 'discord-preview/testing';
import { importSamples, startProgram } from './program.ts';
import { createFileTarget } from './support.ts';

const article = 'A Town Argues About Its Bridges';

/** A long article, like those in weekend newspapers, with readers' comments. */
function createLongRead(): string {
  const [towns, people] = [
    ['Ashby', 'Brennick', 'Calder', 'Denholm', 'Easton'],
    ['Ada Thorne', 'Ben Alder', 'Mira Okafor', 'Tom Reed', 'Lena Ruiz'],
  ];
  const paragraphs = Array.from({ length: 110 }, (_, index) => {
    const [town, person, other] = [towns[index % 5], people[(index * 3) % 5], people[(index * 2 + 1) % 5]];
    return `In ${1800 + index} the council of ${town} decided to build bridge number ${index + 1} over the river, although it cost ${index + 2} million euros more than planned. “Nobody in ${town} wants to walk ${index + 3} miles to a shop,” said ${person}, who did not say when the work would begin. According to ${other}, an engineer, the old bridge could have been repaired for less, but traders feared that they would lose customers again.`;
  });
  const comments = Array.from({ length: 60 }, (_, index) => {
    const said =
      index % 2
        ? 'No, that is wrong: a repair would cost more in ten years.'
        : 'The bridges cost too much, and our taxes rise again.';
    return {
      number: index % 3 ? `${Math.floor(index / 3) + 1}.${index % 3}` : `${index / 3 + 1}`,
      author: null,
      paragraphs: [said],
    };
  });
  const text = {
    headline: article,
    byline: null,
    url: null,
    published: null,
    paragraphs,
    comments,
    commentsClosed: false,
  };
  return JSON.stringify({ ...text, notices: [] });
}

/** Commands that a member may use first, with their options. */
const commands: readonly (readonly [name: string, options: Record<string, string>, subcommand?: string])[] = [
  ['ask', { article, question: 'Who is the mayor of Brennick?' }],
  ['check', { article, claim: 'The mayor of Brennick asked for a train.' }],
  ['quotes', { article }],
  ['summary', { article }],
  ['comments', { article }],
  ['digest', { name: 'Morning' }, 'preview'],
  ['discuss', { article }],
  ['articles', { search: 'railway' }],
  ['library', {}, 'list'],
  ['feed', {}, 'list'],
  ['settings', {}],
  ['usage', {}],
  ['help', {}],
  ['about', {}],
];

/**
 * The name of each command used, whether it was acknowledged within Discord's three seconds, and after how
 * many milliseconds.
 */
export type UsedCommands = readonly {
  readonly command: string;
  readonly isAcknowledged: boolean;
  readonly after: number;
}[];

/**
 * Starts the bot in a process limited to a share of a core, and uses every command for the first time as soon
 * as it is ready, all at once.
 */
export async function useAllFirst({ share }: { share: number }): Promise<UsedCommands> {
  const preview = await startPreview({ port: 0 });
  const target = createFileTarget();
  importSamples({ preview, target }, createLongRead());
  await createDigest(preview, target);
  const program = await startProgram({ preview, target, share });
  try {
    const ada = preview.member('Ada');
    const used = await Promise.all(
      commands.map(async ([command, options, subcommand]) => {
        const asked = await ada.command(
          preview.channels.articles,
          command,
          options,
          subcommand ? { subcommand } : {},
        );
        const began = performance.now();
        const how = await asked.settled();
        return { command, isAcknowledged: how === 'answered', after: Math.round(performance.now() - began) };
      }),
    );
    return used;
  } finally {
    await program.end('SIGKILL');
    await preview.close();
  }
}

/** Creates a digest to preview, in an earlier run of the program. */
async function createDigest(preview: Preview, target: ReturnType<typeof createFileTarget>): Promise<void> {
  const program = await startProgram({ preview, target });
  const { articles, news } = preview.channels;
  const options = { name: 'Morning', channel: news, days: 'weekdays', time: '8:30', zone: 'Europe/Berlin' };
  await (await preview.member('Ada').command(articles, 'digest', options, { subcommand: 'create' })).reply();
  await program.end('SIGTERM');
}
