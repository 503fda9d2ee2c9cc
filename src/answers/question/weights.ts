/** The weighted sum of the signs, plus the constant if there is one. Signs without a weight count nothing. */
export function weigh(
  signs: ReadonlyMap<string, number>,
  weights: Readonly<Partial<Record<string, number>>> & { readonly constant?: number },
): number {
  let sum = weights.constant ?? 0;
  for (const [name, value] of signs) sum += value * (weights[name] ?? 0);
  return sum;
}

/** The probability for a logit. */
export const toLikelihood = (logit: number): number => 1 / (1 + Math.exp(-logit));
