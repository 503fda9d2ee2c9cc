import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './measure.ts';

/** The measured rows with the machine and date, as stored in `bench/results.json`. */
export interface Report {
  readonly date: string;
  readonly machine: string;
  readonly rows: readonly BenchRow[];
}

export function describeMachine(): string {
  const [processor] = cpus();
  const load = loadavg().map(value => value.toFixed(1));
  return `${cpus().length} cores (${processor?.model.trim()}), ${process.platform} ${process.arch}, Node ${process.version}; load of the machine (1, 5, 15 minutes) ${load.join(', ')}`;
}

export function isMet({ measured, target }: BenchRow): boolean | null {
  return target === null || measured === null ? null : measured <= target;
}

const digits = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : value < 1000 ? 1 : 0 });

export function formatRow(row: BenchRow): string {
  const value = row.measured === null ? '–' : `${digits(row.measured)} ${row.unit}`;
  const target = row.target === null ? '–' : `at most ${digits(row.target)} ${row.unit}`;
  const met = { true: 'yes', false: '**no**', null: '–' }[String(isMet(row)) as 'true' | 'false' | 'null'];
  return `| ${row.figure} | ${value} | ${target} | ${met} | ${row.beside ?? ''} |`;
}

const head = '| figure | measured | target | met | beside |\n| --- | --- | --- | --- | --- |';

/** Formats the report as Markdown tables, one per part. */
export function formatReport({ date, machine: where, rows }: Report): string {
  const parts = [...new Set(rows.map(({ part }) => part))];
  const tables = parts.map(
    part =>
      `**${part}**\n\n${head}\n${rows
        .filter(row => row.part === part)
        .map(formatRow)
        .join('\n')}`,
  );
  return `${tables.join('\n\n')}\n\nMeasured ${date} on ${where}.\n`;
}

const SHOWN = join(import.meta.dirname, '../docs/quality.md');
const [BEGIN, END] = ['<!-- bench: begin -->', '<!-- bench: end -->'];

/** Writes `results.json`, `results.md`, and the table between the two marks in `docs/quality.md`. */
export function writeReport(report: Report): void {
  const table = formatReport(report);
  writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(
    join(import.meta.dirname, 'results.md'),
    `# Speed, as \`npm run bench\` measured it\n\n${table}`,
  );
  const page = readFileSync(SHOWN, 'utf8');
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`docs/quality.md has no place for the table: ${BEGIN} … ${END}`);
  writeFileSync(SHOWN, `${page.slice(0, begin + BEGIN.length)}\n${table}${page.slice(end)}`);
}
