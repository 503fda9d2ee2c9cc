import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { printClaims } from './claims/run.ts';
import { printDisputes } from './disputes/run.ts';
import { type EvalSet, type Figure, type PageFigure, pageSets, sets } from './eval-sets.ts';
import { MODEL_WORDS_FILES, measureModelWords, type ShownShare } from './model-words.ts';
import { printQuestionFigures } from './question-eval.ts';
import { printSpeakers } from './speakers/run.ts';

/**
 * Measures the quality of the built-in engine on published data and on the project's own, and prints Markdown
 * tables: `npm run eval -- [FOLDER]`. The folder (or the variable EVAL_DATA; `../shared/eval` otherwise)
 * contains the data and its scorer, neither of which is part of this project. `npm run eval -- questions`
 * only asks the project's own questions, `npm run eval -- disputes` measures on invented comments, and
 * `npm run eval -- speakers` and `npm run eval -- claims` on invented articles (see bench/questions,
 * bench/disputes, bench/speakers and bench/claims).
 */
if (process.argv[2] === 'questions') {
  await printQuestionFigures(process.argv.slice(3));
  process.exit();
}
if (process.argv[2] === 'disputes') {
  printDisputes({ isDetailed: process.argv.includes('--misjudged') });
  process.exit(0);
}
if (process.argv[2] === 'claims') {
  await printClaims({ isDetailed: process.argv.includes('--misjudged') });
  process.exit(0);
}
if (process.argv[2] === 'speakers') {
  printSpeakers({ isDetailed: process.argv.includes('--misjudged') });
  process.exit(0);
}

const folder = process.argv[2] ?? process.env.EVAL_DATA ?? '../shared/eval';
const PROJECT = join(import.meta.dirname, '..');

const missing = ['score.py', 'pages.py', 'inputs.py', ...sets.map(({ file }) => file)].filter(
  file => !existsSync(join(folder, file)),
);
if (missing.length > 0) {
  process.stderr.write(
    `No evaluation data in ${folder}: ${missing.join(', ')} missing.\nPut the data with its scorer there, or name its folder: npm run eval -- FOLDER (or EVAL_DATA=FOLDER).\n`,
  );
  process.exit(2);
}

const work = await mkdtemp(join(tmpdir(), 'standfirst-eval-'));
try {
  printRow(['data', 'figure', 'reached', '95 % interval', 'simple methods', 'target', 'met']);
  printRow(Array.from({ length: 7 }, () => '---'));
  for (const [i, set] of sets.entries()) {
    const reached = await measureSet(set, join(work, `${i}.jsonl`));
    for (const figure of set.figures) printRow(printFigure(set, figure, reached));
  }
  console.log('\nReading web pages:\n');
  printRow(['data', 'figure', 'reached', 'others', 'target', 'met']);
  printRow(Array.from({ length: 6 }, () => '---'));
  for (const { kind, data, figures } of pageSets) {
    const reached = await measurePages(kind, join(work, `read-${kind}.jsonl`));
    for (const figure of figures) printRow(printPageFigure(`${kind}: ${data}`, figure, reached));
  }
  console.log('\nA model that returns published summaries, through Discord:\n');
  printRow(['figure', 'reached']);
  printRow(['---', '---']);
  for (const row of await measureShownSentences()) printRow(row);
  console.log('\nThe project’s own questions, through Discord:\n');
  await printQuestionFigures([]);
  console.log('\nComments that dispute a sentence of the article:\n');
  printDisputes({ isDetailed: false });
  console.log('\nWho said what in invented articles:\n');
  printSpeakers({ isDetailed: false });
  console.log(
    `\nMeasured ${new Date().toISOString().slice(0, 10)} with Node ${process.version} on ${cpus().length} cores (${process.platform} ${process.arch}).`,
  );
} finally {
  await rm(work, { recursive: true });
}

/** How many sentences written by models reach the reader, or a row that names the missing files. */
async function measureShownSentences(): Promise<string[][]> {
  const missing = MODEL_WORDS_FILES.filter(file => !existsSync(join(folder, file)));
  if (missing.length > 0) return [['skipped: there is no', missing.join(', ')]];
  const { summaries, medianShown, meanShown, true: borneOut, false: wrong } = await measureModelWords(folder);
  const percent = (part: number, of = 1) => `${((part / of) * 100).toFixed(1)} %`;
  const sentences = ({ of, shown, proven }: ShownShare) =>
    `${percent(shown, of)} shown, ${percent(proven, of)} as proven, of ${of}`;
  return [
    [
      `true sentences of a summary that are shown, median of ${summaries} (mean)`,
      `${percent(medianShown)} (${percent(meanShown)})`,
    ],
    ['true sentences', sentences(borneOut)],
    ['false sentences', sentences(wrong)],
  ];
}

function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function printFigure(
  { kind, data, times }: EvalSet,
  { label, name, baseline, target, isMost }: Figure,
  reached: Record<string, number>,
) {
  const shown = (key: string) => (reached[key] === undefined ? undefined : (reached[key] * times).toFixed(1));
  const [low, high] = label.startsWith('gain')
    ? [shown('gain low'), shown('gain high')]
    : [shown(`${name} low`), shown(`${name} high`)];
  const value = shown(name) ?? 'missing';
  // a gain only counts if its whole interval is above the target; compare the rounded figure that is printed
  const figure = Number(label.startsWith('gain') ? low : value);
  const met = isMost ? figure <= target : figure >= target;
  return [
    `${kind}: ${data}`,
    label,
    value,
    low === undefined ? '–' : `${low} to ${high}`,
    baseline,
    Number.isNaN(target) ? '–' : isMost ? `at most ${target}` : `${target}`,
    Number.isNaN(target) ? '–' : met ? 'yes' : 'no',
  ];
}

function printPageFigure(
  data: string,
  { label, name, of, baseline, target, most }: PageFigure,
  reached: Record<string, number>,
) {
  const value = of === undefined ? reached[name]! : reached[name]! / reached[of]!;
  const shown =
    of === undefined
      ? value.toFixed(3)
      : `${reached[name]} of ${reached[of]} (${(value * 100).toFixed(1)} %)`;
  const wanted = target !== undefined ? `${target}` : most !== undefined ? `at most ${most}` : '–';
  const met = target !== undefined ? value >= target : most !== undefined ? value <= most : null;
  return [data, label, shown, baseline, wanted, met === null ? '–' : met ? 'yes' : 'no'];
}

async function measurePages(kind: string, answers: string): Promise<Record<string, number>> {
  return scoreAnswers('read', ['pages.py', 'inputs', kind], ['pages.py', 'score', kind, answers], answers);
}

async function measureSet({ kind, file }: EvalSet, answers: string): Promise<Record<string, number>> {
  const references = join(folder, file);
  return scoreAnswers(
    kind,
    ['inputs.py', kind, references],
    ['score.py', kind, references, answers],
    answers,
  );
}

type Script = readonly [string, ...string[]];

/** The scorer's figures for the answers of `standfirst batch`. Throws if a step fails. */
async function scoreAnswers(
  kind: string,
  input: Script,
  score: Script,
  answers: string,
): Promise<Record<string, number>> {
  const inputs = startPython(input);
  const batch = spawn(process.execPath, ['src/main.ts', 'batch', kind], {
    cwd: PROJECT,
    env: { ...process.env, ENGINE: 'extractive', LOG_LEVEL: 'error' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await Promise.all([
    pipeline(inputs.stdout!, batch.stdin!),
    pipeline(batch.stdout!, createWriteStream(answers)),
    waitForExit(inputs, input[0]),
    waitForExit(batch, `batch ${kind}`),
  ]);
  const scorer = startPython(score);
  const [printed] = await Promise.all([readOutput(scorer), waitForExit(scorer, score[0])]);
  return JSON.parse(printed.trimEnd().split('\n').at(-1)!) as Record<string, number>;
}

function startPython([script, ...rest]: Script): ChildProcess {
  return spawn('python3', [join(folder, script), ...rest], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function readOutput({ stdout }: ChildProcess): Promise<string> {
  let all = '';
  for await (const chunk of stdout!.setEncoding('utf8')) all += chunk;
  return all;
}

async function waitForExit(child: ChildProcess, name: string): Promise<void> {
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
}
