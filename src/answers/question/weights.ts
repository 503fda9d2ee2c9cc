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

/**
 * Adds to alternatives, best first, the share of each in the odds of the first `rivals` (softmax): how likely it is
 * the right one, given that one of them is.
 */
export function addShares<Scored extends { readonly score: number }>(
  alternatives: readonly Scored[],
  rivals = alternatives.length,
): (Scored & { readonly share: number })[] {
  const most = alternatives[0]?.score ?? 0;
  const odds = alternatives.slice(0, rivals).reduce((sum, { score }) => sum + Math.exp(score - most), 0);
  return alternatives.map(each => ({ ...each, share: Math.exp(each.score - most) / odds }));
}
