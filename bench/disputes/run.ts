import { loadDisputeCases, measureDisputes, Part } from './measure.ts';

/** Prints how well disputes are found, as a Markdown table, and with `isDetailed` every misjudged comment. */
export function printDisputes({ isDetailed }: { isDetailed: boolean }): void {
  const cases = loadDisputeCases();
  console.log('| comments | of | that dispute the article | found | right | precision | recall |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  const measured = Part.options.map(part => ({ part, ...measureDisputes(cases, part) }));
  const percent = (count: number, of: number) => `${((count / of) * 100).toFixed(1)} %`;
  for (const { part, comments, disputes, shown, right } of measured)
    console.log(
      `| ${part} | ${comments} | ${disputes} | ${shown} | ${right} | ${percent(right, shown)} | ${percent(right, disputes)} |`,
    );
  if (!isDetailed) return;
  for (const { name, number, text, meant, found } of measured.flatMap(({ misjudged }) => misjudged)) {
    const judged = found ? `¶${found.paragraph} by ${found.sign}` : 'not seen';
    console.log(
      `\n${name} ${number}: ${judged}, meant ${meant.map(each => `¶${each}`).join(' or ') || 'nothing'}\n  ${text}`,
    );
  }
}
