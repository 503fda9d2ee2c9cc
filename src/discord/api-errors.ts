import { DiscordAPIError, type RESTJSONErrorCodes } from 'discord.js';

/** Whether an error is Discord's, with a code of its own. */
export function hasErrorCode(error: unknown, code: RESTJSONErrorCodes): error is DiscordAPIError {
  return error instanceof DiscordAPIError && error.code === code;
}
