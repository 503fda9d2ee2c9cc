import { type JudgedClaim, judgeClaims, PARTS } from './measure.ts';

/**
 * Prints the verdicts on claims about invented articles, as a Markdown table, and with `--misjudged` each wrong
 * verdict of the development parts; those of the held-out parts are not shown, as it is there to measure.
 */
export async function printClaims({ isDetailed }: { isDetailed: boolean }): Promise<void> {
  console.log('| articles | claims | true | says so, rightly | contradicts, rightly | left open |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const part of PARTS) {
    const judged = await judgeClaims(part);
    console.log(`| ${part}: ${formatFigures(judged)} |`);
    if (isDetailed && part.endsWith('development')) printMisjudged(judged);
  }
}

function formatFigures(judged: readonly JudgedClaim[]): string {
  const withVerdict = (verdict: JudgedClaim['verdict']) => judged.filter(each => each.verdict === verdict);
  const [supported, contradicted] = [withVerdict('supported'), withVerdict('contradicted')];
  return [
    new Set(judged.map(({ article }) => article)).size,
    judged.length,
    judged.filter(({ isTrue }) => isTrue).length,
    `${supported.filter(({ isTrue }) => isTrue).length} of ${supported.length}`,
    `${contradicted.filter(({ isTrue }) => !isTrue).length} of ${contradicted.length}`,
    `${((100 * withVerdict('unclear').length) / judged.length).toFixed(1)} %`,
  ].join(' | ');
}

function printMisjudged(judged: readonly JudgedClaim[]): void {
  const isWrong = ({ verdict, isTrue }: JudgedClaim) => verdict === (isTrue ? 'contradicted' : 'supported');
  for (const { article, text, changed, reason } of judged.filter(isWrong))
    console.log(`\n${article}: ${text}\n  changed: ${changed || '-'}; ${reason}`);
}
