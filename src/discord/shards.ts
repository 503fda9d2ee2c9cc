/** The part of a bot's servers that one process serves. */
export interface Shards {
  readonly list: readonly number[];
  /** How many there are in all processes together. */
  readonly count: number;
}

/** One process for everything. */
export const whole: Shards = { list: [0], count: 1 };

/** Whether a server's events come to these shards, by Discord's own rule (Gateway, "Sharding"). Direct messages (null) come to the first. */
export function isServedBy({ list, count }: Shards, serverId: string | null): boolean {
  const shard = serverId === null ? 0 : Number((BigInt(serverId) >> 22n) % BigInt(count));
  return list.includes(shard);
}
