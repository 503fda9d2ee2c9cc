import type { Program } from './programs.ts';

/** One line of the report. */
export interface BenchRow {
  readonly part: string;
  readonly figure: string;
  readonly measured: number | null;
  readonly unit: string;
  /** The upper bound that is aimed for; null if there is no target. */
  readonly target: number | null;
  /** What the figure is derived from or compared with. */
  readonly beside?: string;
}

export interface BenchQuestion {
  readonly program: Program;
  readonly name: string;
  readonly options?: Readonly<Record<string, string>>;
  /** The option being typed. */
  readonly focused?: string;
  readonly channel?: string;
  readonly member?: Program['member'];
}

/** The time until Discord has the response to one interaction, in milliseconds. Throws if there is none. */
export async function timeQuestion({
  program,
  name,
  options = {},
  focused,
  ...where
}: BenchQuestion): Promise<number> {
  const { channel = program.channel, member = program.member } = where;
  const began = performance.now();
  if (focused !== undefined) {
    await member.autocomplete(channel, name, options, focused);
    return performance.now() - began;
  }
  const asked = await member.command(channel, name, options);
  const outcome = await asked.settled();
  if (outcome === 'failed') throw new Error(`/${name} was not answered by ${program.name}.`);
  // if a busy machine had to defer the reply, measure until the actual answer
  if (asked.wasDeferred) await asked.reply();
  const took = performance.now() - began;
  return took;
}

/**
 * Times several questions alternately for a number of rounds, so that other load on the machine affects all
 * of them equally; returns the times per question.
 */
export async function timeInTurn(
  rounds: number,
  questions: readonly ((round: number) => BenchQuestion)[],
): Promise<number[][]> {
  const times = questions.map((): number[] => []);
  const orders = listPermutations(questions.map((_, at) => at));
  for (let round = 0; round < rounds; round++)
    for (const at of orders[(round * STRIDE) % orders.length]!)
      times[at]!.push(await timeQuestion(questions[at]!(round)));
  return times;
}

/** Coprime to the number of orders, so that all of them occur in turn. */
const STRIDE = 7;

/**
 * All permutations: a program that was just asked is faster, so each one has to follow each of the others
 * equally often.
 */
function listPermutations(all: readonly number[]): number[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap(first =>
    listPermutations(all.filter(each => each !== first)).map(rest => [first, ...rest]),
  );
}

/** Like `timeInTurn`, but with `width` simultaneous questions per turn. */
export async function timeAtOnce(
  rounds: number,
  width: number,
  questions: readonly ((round: number) => BenchQuestion)[],
): Promise<number[][]> {
  const times = questions.map((): number[] => []);
  const orders = listPermutations(questions.map((_, at) => at));
  for (let round = 0; round < rounds; round++)
    for (const at of orders[(round * STRIDE) % orders.length]!) {
      const lot = Array.from({ length: width }, () => timeQuestion(questions[at]!(round)));
      times[at]!.push(...(await Promise.all(lot)));
    }
  return times;
}

/**
 * The mean processor time per answer for each question, in milliseconds: batches of `width` consecutive questions
 * take turns. Not a median of the batches, most of which are without a full garbage collection.
 */
export async function timeProcessor(
  rounds: number,
  width: number,
  questions: readonly ((round: number) => BenchQuestion)[],
): Promise<number[]> {
  const costs = questions.map(() => 0);
  for (let round = 0; round < rounds; round++)
    for (const [at, question] of questions.entries()) {
      const { program } = question(round);
      const before = program.cpu();
      for (let asked = 0; asked < width; asked++) await timeQuestion(question(round));
      costs[at]! += (program.cpu() - before) / (rounds * width);
    }
  return costs;
}

/** The quantile of the values for a share between 0 and 1. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const medianOf = (values: readonly number[]): number => quantileOf(values, 0.5);

export const formatMilliseconds = (value: number): string => `${value.toFixed(value < 100 ? 2 : 0)} ms`;
