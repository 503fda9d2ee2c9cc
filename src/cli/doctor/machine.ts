import { constants, existsSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AppSettings } from '../../env.ts';
import { createFolder } from '../../folders.ts';
import { createLog } from '../../log.ts';
import { cacheNameOf } from '../../storage/cache-target.ts';
import { targetNameOf } from '../../storage/database-target.ts';
import { openStorage } from '../../storage/open.ts';
import type { Check } from './check.ts';

/** The oldest major version of Node that runs the sources as they are. */
const MIN_NODE = 24;

/** Checks whether the running Node is new enough. */
export const nodeCheck: Check = {
  what: 'Node',
  run: async () => {
    const major = Number(process.versions.node.split('.')[0]);
    return major >= MIN_NODE
      ? [{ outcome: 'fine', found: process.version }]
      : [
          {
            outcome: 'fault',
            found: `${process.version} is too old`,
            todo: `start me with npm run or npx, which use the Node ${MIN_NODE} that npm ci brings along`,
          },
        ];
  },
};

/** The free space, in bytes, below which a database may soon be unable to grow. */
const LITTLE_SPACE = 500_000_000;

/** Checks whether the data folder is writable and has enough free space. */
export function createFolderCheck({ dataDirectory }: AppSettings): Check {
  return {
    what: 'Data folder',
    async run() {
      const isNew = !existsSync(dataDirectory);
      createFolder(dataDirectory);
      await access(dataDirectory, constants.W_OK | constants.R_OK);
      const { bavail, bsize } = await statfs(dataDirectory);
      const free = `${Math.round((bavail * bsize) / 1_000_000).toLocaleString('en')} MB free`;
      return bavail * bsize < LITTLE_SPACE
        ? [
            {
              outcome: 'warning',
              found: `${dataDirectory}, only ${free}`,
              todo: 'make room, or set DATA_DIR',
            },
          ]
        : [{ outcome: 'fine', found: `${dataDirectory}${isNew ? ' (new)' : ''}, ${free}` }];
    },
  };
}

/** Checks whether the database can be opened, and counts the servers with data in it. */
export function createDatabaseCheck({ database }: AppSettings): Check {
  return {
    what: 'Database',
    async run() {
      const storage = await openStorage(database, createLog('silent'));
      try {
        const servers = await storage.servers.listKnown();
        return [
          {
            outcome: 'fine',
            found: `${targetNameOf(database)} opens, data of ${count(servers.length, 'server')}`,
          },
        ];
      } finally {
        await storage.close();
      }
    },
  };
}

const count = (number: number, noun: string) =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/** Checks whether the cache server stores and returns a value; none if answers are in the database. */
export function createCacheChecks({ cacheUrl }: AppSettings): Check[] {
  if (cacheUrl === null) return [];
  const server = cacheNameOf(cacheUrl);
  return [
    {
      what: 'Answer cache',
      async run() {
        const { openCacheServer } = await import('../../storage/cache-server.ts');
        const { probe, close } = await openCacheServer(cacheUrl, createLog('silent'));
        try {
          await probe();
          return [{ outcome: 'fine', found: `${server} answers` }];
        } catch (error) {
          return [
            {
              outcome: 'warning',
              found: `${server}: ${(error as Error).message}`,
              todo: 'look at CACHE_URL; until it answers, every answer is made anew',
            },
          ];
        } finally {
          await close();
        }
      },
    },
  ];
}

/** Checks whether the ports that the bot listens on are free. */
export function createPortCheck({ discordToken, port, operations }: AppSettings): Check {
  const wanted = [
    ...(discordToken === null ? [{ name: 'PORT', port, host: '127.0.0.1' }] : []),
    ...(operations ? [{ name: 'OPERATIONS_PORT', port: operations.port, host: operations.host }] : []),
  ].filter(({ port: number }) => number !== 0);
  return {
    what: 'Ports',
    async run() {
      const taken = [];
      for (const each of wanted) if (!(await isFree(each))) taken.push(each);
      if (taken.length === 0)
        return [
          {
            outcome: 'fine',
            found: `${wanted.map(({ port: number }) => number).join(' and ') || 'any'} free`,
          },
        ];
      return taken.map(({ name, port: number }) => ({
        outcome: 'warning' as const,
        found: `${number} is in use`,
        todo: `end what listens there (another Standfirst?), or set ${name}`,
      }));
    },
  };
}

function isFree({ port, host }: { port: number; host: string }): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host }, () => server.close(() => resolve(true)));
  });
}
