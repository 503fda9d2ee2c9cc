import { join } from 'node:path';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { fillDatabase, findHeadline } from './articles.ts';
import { askOf, type BenchExtent, bothRows, createFolder, percentOverFloor } from './discord.ts';
import { type BenchRow, formatMilliseconds, medianOf, quantileOf, timeQuestion } from './measure.ts';
import { type ModelCall, startModelStub } from './model.ts';
import { type Program, startFloor, startStandfirst } from './programs.ts';

/** How many answers a model gives before measuring starts, in three batches. */
const WARM_UP_ANSWERS = 60;

/** Measures what the bot adds to a model's own time, and when the reader first sees progress. */
export async function measureModels(
  under: string,
  { answers, slowAnswers }: BenchExtent,
): Promise<BenchRow[]> {
  const stub = await startModelStub();
  const rows: BenchRow[] = [];
  for (const [delay, times] of [
    [50, answers],
    [3000, slowAnswers],
  ] as const)
    for (const how of ['stream', 'whole'] as const) {
      const folder = createFolder(under, `model-${delay}-${how}`);
      const ids = await fillDatabase(join(folder, 'standfirst.db'), { long: WARM_UP_ANSWERS + times });
      const env = { OPENAI_BASE_URL: stub.urlFor(delay, how), OPENAI_MODEL: 'stub', OPENAI_API_KEY: 'none' };
      const bot = await startStandfirst({ folder, env });
      const floor = await startFloor({ folder });
      try {
        const ask = (article: string, copy: number) =>
          askModel(bot, article, () => stub.calls.get(findHeadline(copy)));
        // warm up: the first answers load the client and run code that is not compiled yet
        for (let copy = 0; copy < WARM_UP_ANSWERS; copy += WARM_UP_ANSWERS / 3)
          await Promise.all(ids.slice(copy, copy + WARM_UP_ANSWERS / 3).map((id, at) => ask(id, copy + at)));
        for (let asked = 0; asked < WARM_UP_ANSWERS; asked++) await timeQuestion(askOf(floor, 'ping')());
        const measured: { first: number; over: number }[] = [];
        const bare: number[] = [];
        for (let copy = WARM_UP_ANSWERS; copy < ids.length; copy++) {
          measured.push(await ask(ids[copy]!, copy));
          bare.push(await timeQuestion(askOf(floor, 'ping')()));
        }
        const [firsts, overs] = [measured.map(({ first }) => first), measured.map(({ over }) => over)];
        const name = `a model of ${delay / 1000} s, ${how === 'stream' ? 'in pieces' : 'at once'}`;
        const part = 'With a model';
        const tail = (values: number[]) =>
          `p95 ${formatMilliseconds(quantileOf(values, 0.95))}, ${values.length} answers`;
        rows.push(
          {
            part,
            figure: `${name}: first reply, p50`,
            measured: medianOf(firsts),
            unit: 'ms',
            target: 100,
            beside: tail(firsts),
          },
          {
            part,
            figure: `${name}: first reply, over the bare bot’s`,
            measured: percentOverFloor(firsts, bare),
            unit: '×',
            target: 3,
            beside: bothRows('p50', firsts, bare),
          },
          {
            part,
            figure: `${name}: added to the model’s own time, p50`,
            measured: medianOf(overs),
            unit: 'ms',
            target: 10,
            beside: tail(overs),
          },
        );
      } finally {
        await Promise.all([bot.stop(), floor.stop()]);
      }
    }
  await stub.close();
  return rows;
}

/** Whether the answer is complete: until then there is only one row of buttons, with the one to cancel. */
const hasAllRows = ({ components = [] }: APIMessage) =>
  components.filter(({ type }) => type === ComponentType.ActionRow).length > 1;

async function askModel(
  bot: Program,
  article: string,
  call: () => ModelCall | undefined,
): Promise<{ first: number; over: number }> {
  const began = performance.now();
  const asked = await bot.member.command(bot.channel, 'summary', { article });
  await asked.settled();
  const first = performance.now() - began;
  await asked.replyWhere(hasAllRows);
  const whole = performance.now() - began;
  const made = call();
  if (!made || made.answered === 0)
    throw new Error('The model was not asked: the built-in engine answered in its place.');
  return { first, over: whole - (made.answered - made.asked) };
}
