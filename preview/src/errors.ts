/** One problem of a request; `path` leads to the field. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** One problem if something is wrong, otherwise none. */
export function problemIf(
  isWrong: unknown,
  path: readonly PropertyKey[],
  code: string,
  message: string,
): Problem[] {
  return isWrong ? [{ path, code, message }] : [];
}

/** The problem of a field that is required and absent. */
export function missing(path: readonly PropertyKey[]): Problem {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
}

/** Throws 50035 if there are any problems. */
export function demandNone(problems: readonly Problem[]): void {
  if (problems.length) throw invalidForm(problems);
}

/** An error response in Discord's format. */
export class DiscordError extends Error {
  override readonly name = 'DiscordError';
  readonly status: number;
  readonly code: number;
  readonly problems: readonly Problem[];

  constructor(status: number, code: number, message: string, problems: readonly Problem[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.problems = problems;
  }
}

/** An action that Discord's client or this program refuses; the message tells the user why. */
export class PreviewError extends Error {
  override readonly name: string = 'PreviewError';
}

/** Status and code of each of Discord's error messages that the preview returns. */
const REFUSALS = {
  '401: Unauthorized': [401, 0],
  '404: Not Found': [404, 0],
  'Unknown Application': [404, 10002],
  'Unknown Channel': [404, 10003],
  'Unknown Guild': [404, 10004],
  'Unknown Member': [404, 10007],
  'Unknown Message': [404, 10008],
  'Unknown Role': [404, 10011],
  'Unknown User': [404, 10013],
  'Unknown Webhook': [404, 10015],
  'Unknown interaction': [404, 10062],
  'Unknown application command': [404, 10063],
  'Interaction has already been acknowledged.': [400, 40060],
  'Missing Access': [403, 50001],
  'Cannot edit a message authored by another user': [403, 50005],
  'Cannot send an empty message': [400, 50006],
  'Cannot send messages in a non-text channel': [400, 50008],
  'Missing Permissions': [403, 50013],
  'Invalid Webhook Token': [401, 50027],
  'Invalid Form Body': [400, 50035],
  'Thread is archived': [400, 50083],
  'The request body contains invalid JSON.': [400, 50109],
  'A thread has already been created for this message': [400, 160004],
} as const;

/** One of Discord's standard errors. */
export function refusal(message: keyof typeof REFUSALS): DiscordError {
  const [status, code] = REFUSALS[message];
  return new DiscordError(status, code, message);
}

/** The error for a request body with these problems. */
export function invalidForm(problems: readonly Problem[]): DiscordError {
  return new DiscordError(400, 50035, 'Invalid Form Body', problems);
}

interface ErrorTree {
  [key: string]: ErrorTree | { code: string; message: string }[];
}

/** Nested in Discord's format: `{ embeds: { 0: { title: { _errors: [...] } } } }`. */
function nest(problems: readonly Problem[]): ErrorTree {
  const root: ErrorTree = {};
  for (const { path, code, message } of problems) {
    let node = root;
    for (const key of path) {
      node[String(key)] ??= {};
      node = node[String(key)] as ErrorTree;
    }
    node._errors = [...((node._errors as { code: string; message: string }[]) ?? []), { code, message }];
  }
  return root;
}

/** The body of the error response. */
export function errorBody({ code, message, problems }: DiscordError) {
  return problems.length ? { message, code, errors: nest(problems) } : { message, code };
}
