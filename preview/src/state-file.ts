import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { APIApplicationCommand, APIGuildMember, APIRole, APIUser } from 'discord-api-types/v10';
import { z } from 'zod';
import { isLoading } from './interactions.ts';
import type { Log } from './log.ts';
import type { Channel, Stored, World } from './world.ts';

/** How long changes are collected before they are written, in milliseconds. */
const WRITE_DELAY_MS = 250;

const Id = z.string().regex(/^\d{1,20}$/);
const whole = <Value>() =>
  z.custom<Value>(
    value =>
      typeof value === 'object' && value !== null && Id.safeParse((value as { id?: unknown }).id).success,
  );
const State = z.object({
  version: z.literal(1),
  bot: whole<APIUser>(),
  users: z.array(whole<APIUser>()),
  servers: z
    .array(
      z.object({
        id: Id,
        name: z.string(),
        owner_id: Id,
        joined_at: z.string(),
        roles: z.array(whole<APIRole>()),
        members: z.array(
          z.custom<APIGuildMember>(
            value => whole<APIUser>().safeParse((value as APIGuildMember | null)?.user).success,
          ),
        ),
      }),
    )
    .min(1),
  channels: z.array(whole<Channel>()),
  messages: z.array(whole<Stored['message']>()),
  commands: z.record(z.string(), z.array(whole<APIApplicationCommand>())),
  files: z.array(z.object({ id: Id, name: z.string(), type: z.string(), base64: z.base64() })),
});

/** The state that outlives the process. Private messages do not: the tokens that could edit them are gone. */
function gather(world: World): z.infer<typeof State> {
  return {
    version: 1,
    bot: world.bot,
    users: [...world.users.values()],
    servers: [...world.servers.values()].map(server => ({
      ...server,
      roles: [...server.roles],
      members: [...server.members.values()],
    })),
    channels: [...world.channels.values()],
    messages: [...world.messages.values()]
      .flat()
      .flatMap(stored => (stored.onlyFor || isLoading(stored) ? [] : [stored.message])),
    commands: Object.fromEntries(world.commands),
    files: [...world.files].map(([id, { name, type, bytes }]) => ({
      id,
      name,
      type,
      base64: Buffer.from(bytes).toString('base64'),
    })),
  };
}

/** Restores the world from the file; returns false if there is none. An unreadable one is renamed. */
export async function restoreState(world: World, file: string, log: Log | undefined): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (text === undefined) return false;
  const state = parse(text);
  if (!state) {
    await rename(file, `${file}.unreadable`);
    log?.warn(
      { file: `${file}.unreadable` },
      'what the preview had kept cannot be read; it was put aside and the preview starts anew',
    );
    return false;
  }
  fill(world, state);
  return true;
}

function parse(text: string): z.infer<typeof State> | undefined {
  try {
    return State.safeParse(JSON.parse(text)).data;
  } catch {
    // Not JSON: truncated or not ours. The caller renames the file.
    return undefined;
  }
}

function fill(world: World, state: z.infer<typeof State>): void {
  Object.assign(world.bot, state.bot);
  world.users.clear();
  for (const user of [...state.users, world.bot]) world.users.set(user.id, user);
  for (const { members, ...server } of state.servers) {
    world.servers.set(server.id, {
      ...server,
      members: new Map(members.map(member => [member.user.id, member])),
    });
  }
  for (const channel of state.channels) world.channels.set(channel.id, channel);
  for (const message of state.messages) {
    world.messages.set(message.channel_id, [
      ...(world.messages.get(message.channel_id) ?? []),
      { message, onlyFor: null },
    ]);
  }
  for (const [scope, commands] of Object.entries(state.commands)) world.commands.set(scope, commands);
  for (const { id, name, type, base64 } of state.files)
    world.files.set(id, { name, type, bytes: Buffer.from(base64, 'base64') });
}

/** Writes the whole world to the file after changes and on closing. */
export function keepState(world: World, file: string, log: Log | undefined): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    timer = undefined;
    writing = writing
      .then(() => replace(file, JSON.stringify(gather(world))))
      .catch(error => log?.warn({ err: error, file }, 'the preview could not be kept'));
    return writing;
  };
  const listener = (change: { type: string }) => {
    if (change.type !== 'request' && change.type !== 'typing')
      timer ??= setTimeout(write, WRITE_DELAY_MS).unref();
  };
  world.listeners.add(listener);
  timer = setTimeout(write, WRITE_DELAY_MS).unref();
  return {
    async close() {
      world.listeners.delete(listener);
      clearTimeout(timer);
      await write();
    },
  };
}

/** Replaces a file atomically: a reader finds the old content or the new, never a part of one. */
async function replace(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
