import type { ImportProgress, ImportResult } from '../articles/import.ts';
import type { Terminal } from './terminal.ts';

/** Where progress is shown; a terminal, or nowhere. */
type Screen = Terminal['stderr'];

/** A progress line at the bottom of a terminal that can be cleared for other output. */
export function createProgressLine(screen: Screen): { show(progress: ImportProgress): void; clear(): void } {
  let isShown = false;
  return {
    show(progress) {
      if (!screen.isTTY) return;
      screen.write(`\r\x1b[K${formatProgress(progress)}`);
      isShown = true;
    },
    clear() {
      if (isShown) screen.write('\r\x1b[K');
      isShown = false;
    },
  };
}

/** Formats progress: `file 3 of 340`, or for an export `file 1 of 1, article 120 of 900`. */
function formatProgress({ place, places, article, articles }: ImportProgress): string {
  const within = articles > 1 ? `, article ${article} of ${articles}` : '';
  return `file ${place} of ${places}${within}`;
}

/** Prints the outcome for each file and article, and a total per outcome at the end. */
export async function printImport(
  results: AsyncIterable<ImportResult>,
  line: ReturnType<typeof createProgressLine>,
  terminal: Terminal,
): Promise<void> {
  const counts = new Map<ImportResult['outcome'], number>();
  for await (const result of results) {
    counts.set(result.outcome, (counts.get(result.outcome) ?? 0) + 1);
    line.clear();
    printResult(result, terminal);
  }
  line.clear();
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (counts.has('refused')) terminal.markFailed();
  if (all > 1)
    terminal.print(`in all: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}\n`);
}

function printResult(result: ImportResult, { print, printError }: Terminal): void {
  if ('reason' in result) printError(result.reason);
  else {
    const what = result.outcome === 'copy' ? 'copy of' : result.outcome;
    print(`${what}: ${result.article.id}  ${result.article.headline}\n`);
  }
}
