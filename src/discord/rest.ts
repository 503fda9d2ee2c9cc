import { type RateLimitData, REST, RESTEvents, type RESTOptions } from 'discord.js';
import { createRequest } from './rest-request.ts';

/** How long Discord takes an interaction's first reply, and what changes or follows it; in milliseconds. */
const FIRST_REPLY_LIMIT_MS = 3_000;
const ANSWER_LIMIT_MS = 15 * 60_000;

/** Gives up a request at a rate limit that ends when Discord no longer takes it. Others wait for the end. */
function giveUpTooLate({ route, ...waits }: RateLimitData): false {
  const wait = Math.max(waits.timeToReset, waits.retryAfter, waits.sublimitTimeout);
  const [, kind] = route.split('/');
  const limit = kind === 'interactions' ? FIRST_REPLY_LIMIT_MS : kind === 'webhooks' ? ANSWER_LIMIT_MS : wait;
  // discord.js's own error has no message
  if (wait > limit) throw new Error('Discord limits requests for longer than it takes this one.');
  return false;
}

type Request = Parameters<REST['queueRequest']>[0];

/** Whether a request edits an interaction's first reply or follows it. First replies have no limit. */
const isInteractionAnswer = ({ fullRoute }: Request) => fullRoute.startsWith('/webhooks/');

/**
 * A client for Discord's REST API. A bot is limited to 50 requests a second, but answers to interactions are
 * not: "interaction endpoints are not bound to the bot's Global Rate Limit" (Discord's documentation, Rate
 * Limits). The limits of each route apply to both.
 */
export class DiscordRest extends REST {
  /** The client for answers to interactions. */
  readonly answers: REST;

  constructor(options: Partial<RESTOptions>) {
    super(options);
    this.answers = new REST({ ...options, globalRequestsPerSecond: Number.POSITIVE_INFINITY });
    this.answers.on(RESTEvents.RateLimited, info => this.emit(RESTEvents.RateLimited, info));
    this.answers.on(RESTEvents.InvalidRequestWarning, info =>
      this.emit(RESTEvents.InvalidRequestWarning, info),
    );
  }

  override queueRequest(request: Request): ReturnType<REST['queueRequest']> {
    return isInteractionAnswer(request) ? this.answers.queueRequest(request) : super.queueRequest(request);
  }

  override setToken(token: string): this {
    this.answers.setToken(token);
    return super.setToken(token);
  }

  override clearHashSweeper(): void {
    this.answers.clearHashSweeper();
    super.clearHashSweeper();
  }

  override clearHandlerSweeper(): void {
    this.answers.clearHandlerSweeper();
    super.clearHandlerSweeper();
  }
}

/** A client for Discord's REST API at `apiUrl` (`https://discord.com/api` or a stand-in), without a token. */
export function createDiscordRest(apiUrl: string, options: Partial<RESTOptions> = {}): DiscordRest {
  return new DiscordRest({
    ...{ version: '10', ...options },
    ...{ api: apiUrl, makeRequest: createRequest(), rejectOnRateLimit: giveUpTooLate },
  });
}
