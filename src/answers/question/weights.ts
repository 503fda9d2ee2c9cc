/** The sum of the signs that have a weight, each by its weight; with the constant where there is one. */
export function weigh(
  signs: ReadonlyMap<string, number>,
  weights: Readonly<Partial<Record<string, number>>> & { readonly constant?: number },
): number {
  let sum = weights.constant ?? 0;
  for (const [name, value] of signs) sum += value * (weights[name] ?? 0);
  return sum;
}

/** The likelihood that a logit stands for. */
export const toLikelihood = (logit: number): number => 1 / (1 + Math.exp(-logit));
