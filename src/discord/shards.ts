import type { ServerPartition } from '../scheduling/leases.ts';

/** The part of a bot's servers that one process serves. */
export type Shards = ServerPartition;

/** A single process that serves everything. */
export const SINGLE_SHARD: Shards = { list: [0], count: 1 };

/** Whether these shards serve a server (Gateway, "Sharding"). Direct messages (null) are the first's. */
export function isServedBy({ list, count }: Shards, serverId: string | null): boolean {
  return list.includes(serverId === null ? 0 : shardOf(serverId, count));
}

/** Whether a server's events arrive at this shard of `count`. */
export function isOfShard(shard: number, count: number, serverId: string): boolean {
  return shardOf(serverId, count) === shard;
}

function shardOf(serverId: string, count: number): number {
  return Number((BigInt(serverId) >> 22n) % BigInt(count));
}

/** The message that a process sends to its parent once it answers. */
const READY_MESSAGE = 'Standfirst answers';

/** Tells the parent process that this one is ready. */
export function sendReady(): void {
  process.send?.(READY_MESSAGE);
}

/** Whether a message of a child process says that it is ready. */
export function isReadyMessage(message: unknown): boolean {
  return message === READY_MESSAGE;
}
