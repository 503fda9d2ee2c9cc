import type { Program } from './programs.ts';

/** One line of the report. */
export interface BenchRow {
  readonly part: string;
  readonly figure: string;
  readonly measured: number | null;
  readonly unit: string;
  /** At most this much; null where there is no target. */
  readonly target: number | null;
  /** What the figure comes from, and what it stands beside. */
  readonly beside?: string;
}

export interface BenchQuestion {
  readonly program: Program;
  readonly name: string;
  readonly options?: Readonly<Record<string, string>>;
  /** The option that is being typed. */
  readonly focused?: string;
  readonly channel?: string;
  readonly member?: Program['member'];
}

/** Milliseconds until Discord has the answer to one interaction. Throws where there is none. */
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
  // where the machine has so much else to do that “thinking…” came first, the answer counts
  if (asked.wasDeferred) await asked.reply();
  const took = performance.now() - began;
  return took;
}

/**
 * Several questions, one after the other in turn for so many rounds, so that whatever else the machine does
 * hits all alike; times by question.
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

/** Prime to the numbers of orders, so that all of them come in turn. */
const STRIDE = 7;

/**
 * All orders: a program that was just asked is quicker, so each must come after each of the others as often.
 */
function listPermutations(all: readonly number[]): number[][] {
  if (all.length < 2) return [[...all]];
  return all.flatMap(first =>
    listPermutations(all.filter(each => each !== first)).map(rest => [first, ...rest]),
  );
}

/** The same with `width` at once, one lot after the other in turn. */
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
 * Milliseconds on the processor for an answer, the mean of each lot of `width` that are asked one after the other, by
 * question: the kernel counts in hundredths of a second.
 */
export async function timeProcessor(
  rounds: number,
  width: number,
  questions: readonly ((round: number) => BenchQuestion)[],
): Promise<number[][]> {
  const costs = questions.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [at, question] of questions.entries()) {
      const { program } = question(round);
      const before = program.cpu();
      for (let asked = 0; asked < width; asked++) await timeQuestion(question(round));
      costs[at]!.push((program.cpu() - before) / width);
    }
  return costs;
}

/** The value below which so large a share of the values lies. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const medianOf = (values: readonly number[]): number => quantileOf(values, 0.5);

export const formatMilliseconds = (value: number): string => `${value.toFixed(value < 100 ? 2 : 0)} ms`;
