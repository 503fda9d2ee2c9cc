/** `note`: worth knowing; `warning`: something works only in part; `fault`: the bot cannot work. */
export type Outcome = 'fine' | 'note' | 'warning' | 'fault';

/** One finding of a check, shown on a line. */
export interface Finding {
  readonly outcome: Outcome;
  /** The name of what was checked: "Database". */
  readonly what: string;
  /** The finding, without a full stop. */
  readonly found: string;
  /** The one thing to do about it; absent if there is nothing to do. */
  readonly todo?: string | undefined;
}

/** One check. An error it throws is reported as a fault. */
export interface Check {
  readonly what: string;
  run(): Promise<readonly Omit<Finding, 'what'>[]>;
}

const MARKS: Readonly<Record<Outcome, string>> = { fine: '✓', note: '·', warning: '!', fault: '✗' };

/** Formats a finding: `✗ Database: …`, with `→ do this` on a second line if there is something to do. */
export const formatFinding = ({ outcome, what, found, todo }: Finding): string =>
  `${MARKS[outcome]} ${what}: ${found}${todo === undefined ? '' : `\n    → ${todo}`}`;

/** The time limit of a check, in milliseconds; beyond it, the check is reported as a fault. */
const MAX_TIME_MS = 60_000;

/** Runs the checks one after another, and yields each finding as it arrives. */
export async function* runChecks(checks: readonly Check[]): AsyncGenerator<Finding> {
  for (const { what, run } of checks) for (const finding of await runOne(run)) yield { what, ...finding };
}

async function runOne(run: Check['run']): Promise<readonly Omit<Finding, 'what'>[]> {
  const { promise, resolve } = Promise.withResolvers<readonly Omit<Finding, 'what'>[]>();
  const timer = setTimeout(
    () => resolve([{ outcome: 'fault', found: `no answer within ${MAX_TIME_MS / 1000} seconds` }]),
    MAX_TIME_MS,
  );
  run().then(resolve, (error: unknown) => resolve([{ outcome: 'fault', found: describeError(error) }]));
  return promise.finally(() => clearTimeout(timer));
}

const describeError = (error: unknown) => (error instanceof Error ? error.message : String(error));
