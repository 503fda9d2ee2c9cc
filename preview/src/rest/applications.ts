import type { APIApplicationCommand } from 'discord-api-types/v10';
import { type CommandBody, commandListProblems, commandProblems, forSchema } from '../command-limits.ts';
import { demandNone, refusal } from '../errors.ts';
import { permissionsOf } from '../permissions.ts';
import type { Asked, Route } from '../route.ts';
import { applicationFlags } from '../shown.ts';
import { announce, directChannel, type World } from '../world.ts';

/** Routes for the bot itself, the gateway's address, and commands. */
export function applicationRoutes(gatewayUrl: () => string, shards: number): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/gateway',
      reply: 'GatewayResponse',
      open: true,
      run: () => ({ url: gatewayUrl() }),
    },
    {
      method: 'GET',
      path: '/gateway/bot',
      reply: 'GatewayBotResponse',
      run: () => ({
        url: gatewayUrl(),
        shards,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 16 },
      }),
    },
    {
      method: 'GET',
      path: '/users/@me',
      reply: 'UserPIIResponse',
      run: ({ world }) => ({
        ...world.bot,
        mfa_enabled: false,
        locale: 'en-US',
        verified: true,
        email: null,
      }),
    },
    {
      method: 'GET',
      path: '/users/:user',
      reply: 'UserResponse',
      run: ({ world, ids }) => found(world.users.get(ids.user!), 'Unknown User'),
    },
    {
      method: 'POST',
      path: '/users/@me/channels',
      body: 'CreatePrivateChannelRequest',
      reply: 'PrivateChannelResponse',
      run: openDirect,
    },
    { method: 'GET', path: '/users/@me/guilds', reply: ['MyGuildResponse'], run: ownServers },
    ...['/applications/@me', '/oauth2/applications/@me'].map(
      (path): Route => ({
        ...{ method: 'GET', path, reply: 'PrivateApplicationResponse' },
        run: ({ world }) => application(world),
      }),
    ),
    ...commandRoutes('/applications/:application/commands'),
    ...commandRoutes('/applications/:application/guilds/:server/commands'),
  ];
}

function found<Value>(value: Value | undefined, otherwise: Parameters<typeof refusal>[0]): Value {
  if (value === undefined) throw refusal(otherwise);
  return value;
}

function openDirect({ world, body }: Asked) {
  const id = (body as { recipient_id?: string }).recipient_id;
  return directChannel(world, found(id === undefined ? undefined : world.users.get(id), 'Unknown User'));
}

function ownServers({ world }: Asked) {
  return [...world.servers.values()].map(({ id, name }) => ({
    id,
    name,
    icon: null,
    banner: null,
    owner: false,
    permissions: permissionsOf(world, world.bot.id, { serverId: id }).toString(),
    features: [],
  }));
}

function application(world: World) {
  const { id, username: name } = world.bot;
  const flags = applicationFlags(world);
  const owner = [...world.users.values()].find(user => !user.bot) ?? world.bot;
  return {
    id,
    name,
    icon: null,
    description: '',
    type: null,
    flags,
    flags_new: String(flags),
    bot: world.bot,
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner,
    approximate_guild_count: world.servers.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}

function commandRoutes(path: string): readonly Route[] {
  const one = 'ApplicationCommandResponse';
  return [
    { method: 'GET', path, reply: [one], run: asked => listOf(asked) },
    {
      method: 'PUT',
      path,
      body: ['ApplicationCommandUpdateRequest'],
      reply: [one],
      forSchema: body => (Array.isArray(body) ? body.map(forSchema) : body),
      run: replaceAll,
    },
    {
      method: 'POST',
      path,
      body: 'ApplicationCommandCreateRequest',
      reply: one,
      status: 201,
      forSchema,
      run: addOne,
    },
    { method: 'GET', path: `${path}/:command`, reply: one, run: findOne },
    {
      method: 'PATCH',
      path: `${path}/:command`,
      body: 'ApplicationCommandPatchRequestPartial',
      reply: one,
      forSchema,
      run: changeOne,
    },
    { method: 'DELETE', path: `${path}/:command`, run: removeOne },
  ];
}

/** The key of the commands that this request is about. Throws 10002 or 50001. */
function scopeOf({ world, ids }: Asked): string {
  if (ids.application !== world.bot.id) throw refusal('Unknown Application');
  if (ids.server !== undefined && !world.servers.has(ids.server)) throw refusal('Missing Access');
  return ids.server ?? 'global';
}

function listOf(asked: Asked): APIApplicationCommand[] {
  return asked.world.commands.get(scopeOf(asked)) ?? [];
}

function keep(asked: Asked, commands: APIApplicationCommand[]): void {
  asked.world.commands.set(scopeOf(asked), commands);
  announce(asked.world, { type: 'commands' });
}

function replaceAll(asked: Asked): APIApplicationCommand[] {
  const bodies = asked.body as CommandBody[];
  demandNone(commandListProblems(bodies));
  const before = listOf(asked);
  const commands = bodies.map(body => made(asked, body, before.find(other => same(other, body))?.id));
  keep(asked, commands);
  return commands;
}

function addOne(asked: Asked): APIApplicationCommand {
  const body = asked.body as CommandBody;
  const others = listOf(asked).filter(other => !same(other, body));
  const problems = commandListProblems([...others, body]).filter(
    ({ path }) => path[0] === others.length || !path.length,
  );
  demandNone(problems.map(problem => ({ ...problem, path: problem.path.slice(1) })));
  const command = made(asked, body, listOf(asked).find(other => same(other, body))?.id);
  keep(asked, [...others, command]);
  return command;
}

const same = (command: APIApplicationCommand, body: CommandBody) =>
  command.name === body.name && command.type === (body.type ?? 1);

function findOne(asked: Asked): APIApplicationCommand {
  return found(
    listOf(asked).find(({ id }) => id === asked.ids.command),
    'Unknown application command',
  );
}

function changeOne(asked: Asked): APIApplicationCommand {
  const before = findOne(asked);
  const body = { ...before, ...(asked.body as Partial<CommandBody>) } as unknown as CommandBody;
  demandNone(commandProblems(body));
  const command = made(asked, body, before.id);
  keep(
    asked,
    listOf(asked).map(other => (other === before ? command : other)),
  );
  return command;
}

function removeOne(asked: Asked): undefined {
  const command = findOne(asked);
  keep(
    asked,
    listOf(asked).filter(other => other !== command),
  );
}

/** A command as Discord returns it, with defaults written out. */
function made(asked: Asked, body: CommandBody, id = asked.world.nextId()): APIApplicationCommand {
  const { server } = asked.ids;
  return {
    id,
    application_id: asked.world.bot.id,
    version: asked.world.nextId(),
    type: 1,
    default_member_permissions: null,
    nsfw: false,
    ...{ description: '', contexts: null, integration_types: [0] },
    ...(filled(body) as object),
    ...(server === undefined ? {} : { guild_id: server }),
  } as unknown as APIApplicationCommand;
}

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      inner === null || inner === undefined ? [] : [[key, filled(inner)]],
    ),
  );
}
