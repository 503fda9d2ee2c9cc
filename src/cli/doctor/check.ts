/** How a check came out: `note` is worth knowing, `warning` works only in part, `fault` keeps the bot from its work. */
export type Outcome = 'fine' | 'note' | 'warning' | 'fault';

/** What one check found, in a line. */
export interface Finding {
  readonly outcome: Outcome;
  /** What was looked at: "Database". */
  readonly what: string;
  /** What was found, without a full stop. */
  readonly found: string;
  /** The one thing to do about it; absent where there is nothing. */
  readonly todo?: string | undefined;
}

/** One thing that is looked at. What it throws is a fault of its own. */
export interface Check {
  readonly what: string;
  run(): Promise<readonly Omit<Finding, 'what'>[]>;
}

const MARKS: Readonly<Record<Outcome, string>> = { fine: '✓', note: '·', warning: '!', fault: '✗' };

/** `✗ Database: … — do this` */
export const formatFinding = ({ outcome, what, found, todo }: Finding): string =>
  `${MARKS[outcome]} ${what}: ${found}${todo === undefined ? '' : `\n    → ${todo}`}`;

/** What a check may take, in milliseconds, before it is told to hang. */
const MAX_TIME = 60_000;

/** Looks at one thing after the other, and tells what is found as it comes. */
export async function* runChecks(checks: readonly Check[]): AsyncGenerator<Finding> {
  for (const { what, run } of checks) for (const finding of await runOne(run)) yield { what, ...finding };
}

async function runOne(run: Check['run']): Promise<readonly Omit<Finding, 'what'>[]> {
  const { promise, resolve } = Promise.withResolvers<readonly Omit<Finding, 'what'>[]>();
  const timer = setTimeout(
    () => resolve([{ outcome: 'fault', found: `no answer within ${MAX_TIME / 1000} seconds` }]),
    MAX_TIME,
  );
  run().then(resolve, (error: unknown) => resolve([{ outcome: 'fault', found: describeError(error) }]));
  return promise.finally(() => clearTimeout(timer));
}

const describeError = (error: unknown) => (error instanceof Error ? error.message : String(error));
