import { DiscordAPIError, type RESTJSONErrorCodes } from 'discord.js';

/** Whether an error is a Discord API error with the given code. */
export function hasErrorCode(error: unknown, code: RESTJSONErrorCodes): error is DiscordAPIError {
  return error instanceof DiscordAPIError && error.code === code;
}
