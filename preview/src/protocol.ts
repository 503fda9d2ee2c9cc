import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIChannel,
  APIMessage,
  APIUser,
} from 'discord-api-types/v10';
import { z } from 'zod';

/**
 * The protocol between the preview's page and its server. The page listens to `GET /preview/events?member=ID`
 * (server-sent events, each an `Event` as JSON) and acts with `POST /preview/act?member=ID` (an `Act`; the
 * response is an `Outcome`). Anything that exists in Discord's API has Discord's own format.
 */
export type Event =
  /** The complete state, first on every connection; the messages that this member sees, oldest first. */
  | {
      type: 'snapshot';
      server: { id: string; name: string };
      bot: APIUser;
      botOnline: boolean;
      me: Member;
      members: Member[];
      /** Without @everyone and the roles managed by bots. */
      roles: { id: string; name: string }[];
      channels: APIChannel[];
      messages: APIMessage[];
      commands: APIApplicationCommand[];
    }
  | { type: 'message'; message: APIMessage }
  | { type: 'message delete'; channel_id: string; id: string }
  | { type: 'channel'; channel: APIChannel }
  | { type: 'channel delete'; id: string }
  | { type: 'commands'; commands: APIApplicationCommand[] }
  | { type: 'typing'; channel_id: string; user: APIUser }
  | { type: 'bot'; online: boolean }
  /** The bot answered an interaction with a modal. */
  | {
      type: 'modal';
      interaction_id: string;
      channel_id: string;
      custom_id: string;
      title: string;
      components: unknown[];
    }
  /** The bot answered an interaction, or failed to within 3 seconds ("The application did not respond"). */
  | { type: 'interaction'; id: string; state: 'answered' | 'failed' };

export interface Member {
  user: APIUser;
  /** A note on the member for the page, for example "may manage the server". */
  note: string;
  manager: boolean;
}

const id = z.string().regex(/^\d{1,20}$/);
const value = z.union([z.string(), z.number(), z.boolean()]);

/** An action of a member. */
export const Act = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('say'),
    channel_id: id,
    content: z.string().min(1).max(2000),
    reply_to: id.optional(),
  }),
  z.strictObject({
    do: z.literal('command'),
    channel_id: id,
    name: z.string(),
    /** The subcommand's name, if the command has subcommands. */
    subcommand: z.string().optional(),
    options: z.record(z.string(), value),
  }),
  z.strictObject({
    do: z.literal('autocomplete'),
    channel_id: id,
    name: z.string(),
    subcommand: z.string().optional(),
    options: z.record(z.string(), value),
    /** The option being typed; it is in `options` too. */
    focused: z.string(),
  }),
  /** One of the bot's commands in a message's menu. */
  z.strictObject({ do: z.literal('menu'), message_id: id, name: z.string() }),
  z.strictObject({ do: z.literal('button'), message_id: id, custom_id: z.string() }),
  z.strictObject({
    do: z.literal('select'),
    message_id: id,
    custom_id: z.string(),
    values: z.array(z.string()),
  }),
  z.strictObject({
    do: z.literal('modal'),
    interaction_id: id,
    custom_id: z.string(),
    /** By custom id: the text or value; a list for multiple values; whether a box is ticked. */
    fields: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
  }),
  z.strictObject({ do: z.literal('dismiss'), message_id: id }),
]);
export type Act = z.infer<typeof Act>;

/** Sent with status 200, or 400 for an `error`. Autocomplete waits for the bot's choices. */
export type Outcome =
  | { interaction_id: string }
  | { message_id: string }
  | { choices: APIApplicationCommandOptionChoice[] }
  | { done: true }
  /** The outcome of `POST /preview/upload?member=ID&name=NAME&type=TYPE`, whose body is the file. */
  | { file_id: string }
  | { error: string };
