const DISCORD_EPOCH = 1_420_070_400_000n;

/** Makes ids like Discord's: milliseconds since 2015 above, a counter below, each greater than the last. */
export function createSnowflakes(now: () => number): () => string {
  let previous = 0n;
  return () => {
    const earliest = (BigInt(Math.floor(now())) - DISCORD_EPOCH) << 22n;
    previous = earliest > previous ? earliest : previous + 1n;
    return previous.toString();
  };
}
