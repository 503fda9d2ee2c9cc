import type { REST } from 'discord.js';
import { Routes } from 'discord-api-types/v10';
import { z } from 'zod';
import { commands } from '../../../commands/index.ts';
import { createRest, type DiscordAccess, readAccess } from '../../discord/client.ts';
import { listUnregistered } from '../../discord/deploy.ts';
import { listMissing, neededPermissions } from '../../discord/permissions.ts';
import type { AppSettings } from '../../env.ts';
import { createLazy } from '../../lazy.ts';
import type { Check, Finding } from './check.ts';

/** Checks token, intent, commands, servers and clock with Discord, or tells what happens without a token. */
export function createDiscordChecks({ discordToken, discordApiUrl }: AppSettings): Check[] {
  if (discordToken === null)
    return [
      {
        what: 'Discord',
        run: async () => [
          {
            outcome: 'note',
            found: 'no DISCORD_TOKEN, so npm start opens a preview of Discord on this machine',
            todo: 'set DISCORD_TOKEN to serve Discord (README, “On your Discord server”)',
          },
        ],
      },
    ];
  const rest = createRest(discordApiUrl, discordToken);
  const access = createLazy(() => readAccess(rest));
  /** Runs a check that needs a valid token; an invalid token is already reported by the first check. */
  const whenAdmitted = (check: (access: DiscordAccess) => Promise<Found>) => async () => {
    const granted = await access().catch(() => null);
    return granted ? check(granted) : [];
  };
  return [
    { what: 'Discord', run: async () => describeAccess(await access()) },
    { what: 'Commands', run: whenAdmitted(({ applicationId }) => checkCommands(rest, applicationId)) },
    { what: 'Servers', run: whenAdmitted(() => checkServers(rest)) },
    { what: 'Clock', run: () => checkClock(discordApiUrl) },
  ];
}

type Found = readonly Omit<Finding, 'what'>[];

function describeAccess({ readsMessages }: DiscordAccess): Found {
  return [
    { outcome: 'fine', found: 'reached, and the token is right' },
    readsMessages
      ? { outcome: 'fine', found: 'the message content intent is on' }
      : {
          outcome: 'warning',
          found: 'the message content intent is off: in threads I see only messages that mention me',
          todo: 'Developer Portal, your application, Bot, “Message Content Intent”',
        },
  ];
}

async function checkCommands(rest: REST, applicationId: string): Promise<Found> {
  const { count, changed } = await listUnregistered(rest, applicationId, commands);
  if (changed.length === 0) return [{ outcome: 'fine', found: `all ${count} are registered` }];
  return [
    {
      outcome: 'note',
      found: `${changed.length} of ${count} are new or changed: ${changed.slice(0, 5).join(', ')}`,
      todo: 'npm start registers them, or npm run -s standfirst -- deploy',
    },
  ];
}

/** The fields that are read of the servers the bot is in. */
const Guilds = z.array(
  z.object({ id: z.string(), name: z.string(), permissions: z.string().regex(/^\d+$/) }),
);

/** The maximum number of servers that are reported individually. */
const MAX_TOLD = 10;

const NEEDED = [...new Set([...Object.values(neededPermissions).flat(), 'Attach Files' as const])];

async function checkServers(rest: REST): Promise<Found> {
  const guilds = Guilds.parse(await rest.get(Routes.userGuilds()));
  if (guilds.length === 0)
    return [
      {
        outcome: 'warning',
        found: 'the bot is in no server',
        todo: 'invite it: Developer Portal, Installation, with the scopes bot and applications.commands',
      },
    ];
  const lacking = guilds.flatMap(({ name, permissions }) => {
    const granted = BigInt(permissions);
    const missing = listMissing({ has: flag => (granted & flag) === flag || (granted & 8n) === 8n }, NEEDED);
    return missing.length === 0 ? [] : [{ name, missing }];
  });
  const known = `in ${guilds.length === 1 ? '1 server' : `${guilds.length} servers`}`;
  if (lacking.length === 0) return [{ outcome: 'fine', found: `${known}, with all that I need` }];
  const untold = lacking.length - MAX_TOLD;
  return [
    ...lacking.slice(0, MAX_TOLD).map(({ name, missing }) => ({
      outcome: 'warning' as const,
      found: `“${name}” does not give me ${missing.map(each => `“${each}”`).join(', ')}`,
      todo: 'Server Settings, Roles, my role; a channel may differ from its server',
    })),
    ...(untold > 0 ? [{ outcome: 'warning' as const, found: `and ${untold} more lack something` }] : []),
  ];
}

/** The tolerated difference to Discord's clock (ms); beyond it, times in digests and logs are wrong. */
const MAX_SKEW_MS = 30_000;

async function checkClock(apiUrl: string): Promise<Found> {
  const response = await fetch(`${apiUrl}/v10/gateway`, { signal: AbortSignal.timeout(10_000) });
  await response.arrayBuffer();
  const theirs = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return [{ outcome: 'note', found: 'Discord tells no time to compare with' }];
  const skew = Math.round((Date.now() - theirs) / 1000);
  return Math.abs(skew) * 1000 <= MAX_SKEW_MS
    ? [{ outcome: 'fine', found: 'as Discord’s' }]
    : [
        {
          outcome: 'warning',
          found: `${Math.abs(skew).toLocaleString('en')} seconds ${skew > 0 ? 'ahead of' : 'behind'} Discord’s`,
          todo: 'set this machine’s time (NTP): digests come when its clock says',
        },
      ];
}
