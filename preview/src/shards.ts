/** The share of servers whose events a session receives: its shard number and the number of shards. */
export type Shard = readonly [number: number, count: number];

/** Discord's rule: a server's events go to shard (id >> 22) % count, events of no server to shard 0. */
export function hears([number, count]: Shard, serverId: string | null): boolean {
  return number === (serverId === null ? 0 : Number((BigInt(serverId) >> 22n) % BigInt(count)));
}
