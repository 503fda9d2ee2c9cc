import { type REST, Routes, type Shard, ShardingManager } from 'discord.js';
import type { APIGatewayBotInfo } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import { startTimer } from '../scheduling/clock.ts';
import { sendFirstRequest } from './first-request.ts';
import { isReadyMessage } from './shards.ts';

/** Interval between identifies in a concurrency slot (ms): a little more than Discord's 5 seconds. */
const IDENTIFY_INTERVAL_MS = 5_500;

/** How long a process may take to get ready before it counts as failed, in milliseconds. */
const READY_TIMEOUT_MS = 90_000;

/** The processes that serve the shards. */
interface ShardProcesses {
  readonly processes: number;
  /** Ends every process with SIGTERM, and resolves once the last has exited. */
  stop(): Promise<void>;
}

interface ManagerDependencies {
  /** The program that each process runs. */
  readonly file: string;
  readonly arguments: readonly string[];
  readonly rest: REST;
  readonly token: string;
  /** How many processes; `auto` for as many as Discord recommends. */
  readonly shards: number | 'auto';
  readonly log: Logger;
}

/**
 * Starts one process for each shard, on this machine, and restarts those that end. Resolves once all of them
 * answer; throws if Discord cannot be asked or a process does not get ready.
 */
export async function startShardProcesses({
  file,
  arguments: shardArgs,
  rest,
  token,
  shards,
  log,
}: ManagerDependencies): Promise<ShardProcesses> {
  const info = (await sendFirstRequest(rest, Routes.gatewayBot())) as APIGatewayBotInfo;
  const totalShards = shards === 'auto' ? info.shards : shards;
  const manager = new ShardingManager(file, {
    token,
    totalShards,
    shardArgs: [...shardArgs],
    execArgv: process.execArgv,
  });
  const answering: Promise<unknown>[] = [];
  manager.on('shardCreate', shard => {
    logShardEvents(shard, log);
    answering.push(
      new Promise(resolve => shard.on('message', message => isReadyMessage(message) && resolve(true))),
    );
  });
  try {
    const delay = Math.ceil(IDENTIFY_INTERVAL_MS / info.session_start_limit.max_concurrency);
    await manager.spawn({ amount: totalShards, delay, timeout: READY_TIMEOUT_MS });
    const patience = startTimer(READY_TIMEOUT_MS);
    const isReady = await Promise.race([Promise.all(answering), patience.elapsed]);
    patience.cancel();
    if (!isReady) throw new Error(`a process did not get ready in ${READY_TIMEOUT_MS / 1000} seconds`);
  } catch (error) {
    await waitForEnd(manager);
    throw error;
  }
  return { processes: totalShards, stop: () => waitForEnd(manager) };
}

function logShardEvents(shard: Shard, log: Logger): void {
  shard.on('spawn', () => log.info({ shard: shard.id }, 'a process was started'));
  shard.on('death', () => log.warn({ shard: shard.id }, 'a process ended'));
  shard.on('error', error => log.error({ err: error, shard: shard.id }, 'a process failed'));
}

async function waitForEnd(manager: ShardingManager): Promise<void> {
  manager.respawn = false;
  await Promise.all(manager.shards.map(stopShard));
}

function stopShard(shard: Shard): Promise<void> {
  const { process: child } = shard;
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise(resolve => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
