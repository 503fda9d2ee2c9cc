import { measureSpeakers, PARTS, readCases, type SpeakerFigures } from './measure.ts';

/**
 * Prints how many speakers are right on invented articles, as a Markdown table, and with `--misjudged` each
 * misjudged quotation of the development part; those of the held-out part are not shown, as it is there to
 * measure.
 */
export function printSpeakers({ isDetailed }: { isDetailed: boolean }): void {
  console.log('| articles | quotations | with a speaker | right of all | right when named |');
  console.log('| --- | --- | --- | --- | --- |');
  const measured = PARTS.map(part => ({ part, figures: measureSpeakers(readCases(part)) }));
  for (const { part, figures } of measured) console.log(`| ${part}: ${formatFigures(figures)} |`);
  if (isDetailed) printMisjudged(measured[0]?.figures);
}

const formatShare = (part: number, of: number) => `${part} of ${of} (${((part / of) * 100).toFixed(1)} %)`;

const formatFigures = ({ articles, quotations, spoken, right, named, namedRightly }: SpeakerFigures) =>
  [articles, quotations, spoken, formatShare(right, spoken), formatShare(namedRightly, named)].join(' | ');

function printMisjudged(figures: SpeakerFigures | undefined): void {
  for (const { name, paragraph, before, speakers, found } of figures?.misjudged ?? []) {
    const judged = found ? `${found.quote.speaker ?? 'nobody'} by ${found.rules.join(', ')}` : 'not seen';
    const scare = found?.quote.scare ? ` (${found.scareRule})` : '';
    console.log(
      `\n${name} ¶${paragraph}: ${judged}${scare}, meant ${speakers.join(' or ')}\n  …${before.slice(-100)}`,
    );
  }
}
