const DISCORD_EPOCH = 1_420_070_400_000n;

/**
 * Returns a function that makes ids like Discord's: milliseconds since 2015 in the upper bits, a counter in
 * the lower ones. Each id is greater than the last.
 */
export function createSnowflakes(now: () => number, last = 0n): () => string {
  let previous = last;
  return () => {
    const earliest = (BigInt(Math.floor(now())) - DISCORD_EPOCH) << 22n;
    previous = earliest > previous ? earliest : previous + 1n;
    return previous.toString();
  };
}
