const DISCORD_EPOCH = 1_420_070_400_000n;

/**
 * Makes ids as Discord does: milliseconds since 2015 in the upper bits, a running number below; each is
 * greater than the last.
 */
export function createSnowflakes(now: () => number, last = 0n): () => string {
  let previous = last;
  return () => {
    const earliest = (BigInt(Math.floor(now())) - DISCORD_EPOCH) << 22n;
    previous = earliest > previous ? earliest : previous + 1n;
    return previous.toString();
  };
}

/** The milliseconds since 1970 at which an id was made. */
export function timeOf(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
}
