import type { REST, RouteLike } from 'discord.js';
import { UserError } from '../errors.ts';
import { createMessage, type MessageDescriptor } from '../i18n/template-values.ts';

/**
 * Sends the first request to Discord, before it is known whether Discord can be reached and accepts the
 * token. Throws a `UserError` that says what is wrong and which setting to check.
 */
export async function sendFirstRequest(rest: REST, route: RouteLike): Promise<unknown> {
  try {
    return await rest.get(route);
  } catch (error) {
    throw new UserError(explainFailure(error, rest.options.api), {}, { cause: error });
  }
}

function explainFailure(error: unknown, apiUrl: string): MessageDescriptor {
  const { status } = error as { status?: number };
  if (status === 401)
    return createMessage(
      'Discord refuses the token: DISCORD_TOKEN is not the one that the bot has now. Developer Portal, your application, Bot, Reset Token gives a new one.',
    );
  if (status !== undefined && status >= 500)
    return createMessage(
      'Discord has a fault of its own ({{status}} from {{apiUrl}}): try again later; https://discordstatus.com says more.',
      {
        status,
        apiUrl,
      },
    );
  if (status !== undefined)
    return createMessage(
      'What answers at {{apiUrl}} is not as Discord does ({{status}}): DISCORD_API_URL says where Discord is, and is best left empty.',
      { apiUrl, status },
    );
  return createMessage(
    'Discord cannot be reached at {{apiUrl}} ({{reason}}): is the network up, and DISCORD_API_URL right?',
    {
      apiUrl,
      reason: networkReasonOf(error),
    },
  );
}

/** The reason for a failed fetch, which Node puts in the cause, or in an error per address. */
function networkReasonOf(error: unknown): string {
  const { cause, errors, message, code } = error as Error & { errors?: readonly unknown[]; code?: string };
  if (cause !== undefined) return networkReasonOf(cause);
  if (errors?.length) return networkReasonOf(errors[0]);
  return message || code || String(error);
}
