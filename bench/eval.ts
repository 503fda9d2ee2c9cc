import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * The quality of the built-in engine on published data, as one table in Markdown: `npm run eval -- [FOLDER]`.
 * The folder (or the variable EVAL_DATA; `../shared/eval` otherwise) holds the data and its scorer; nothing
 * of it is part of this project.
 */
const folder = process.argv[2] ?? process.env.EVAL_DATA ?? '../shared/eval';
const PROJECT = join(import.meta.dirname, '..');

/**
 * A figure as the scorer names it, in percent after `times`; what a simple method reaches; what is aimed at.
 */
interface Figure {
  readonly label: string;
  readonly name: string;
  readonly baseline: string;
  readonly target: number;
}

interface EvalSet {
  readonly kind: string;
  readonly data: string;
  /** The references within the folder. */
  readonly file: string;
  /** What the scorer's numbers are multiplied with. */
  readonly times: number;
  readonly figures: readonly Figure[];
}

const sets: readonly EvalSet[] = [
  {
    kind: 'summary',
    data: 'CNN/DM, 300 articles, 3 points',
    file: 'cnndm/dev.jsonl.gz',
    times: 1,
    figures: [
      { label: 'ROUGE-1', name: 'rouge1', baseline: '29.3 first three sentences, 30.2 PacSum', target: 30.6 },
      {
        label: 'gain over the first three sentences',
        name: 'gain over lead3',
        baseline: '0.8 PacSum',
        target: 0,
      },
    ],
  },
  {
    kind: 'summary',
    data: 'summaries by freelance writers, 54 articles',
    file: 'newswriters/dev.jsonl.gz',
    times: 1,
    figures: [
      { label: 'ROUGE-1', name: 'rouge1', baseline: '38.3 first three sentences, 37.8 PacSum', target: 38.3 },
    ],
  },
  {
    kind: 'quotes',
    data: 'PolNeAR, 84 articles, 614 quotations',
    file: 'polnear/dev.jsonl.gz',
    times: 100,
    figures: [
      {
        label: 'precision',
        name: 'precision',
        baseline: '97.6 regular expressions, 83.6 compromise',
        target: 97.5,
      },
      {
        label: 'recall',
        name: 'recall',
        baseline: '99.8 regular expressions, 84.4 compromise',
        target: 99.5,
      },
      {
        label: 'speakers right of all',
        name: 'speakers right of all',
        baseline: '66.6 regular expressions',
        target: 82,
      },
      {
        label: 'speakers right when named',
        name: 'speakers right when named',
        baseline: '90.1 regular expressions',
        target: 92,
      },
      {
        label: 'name in the text: speaker right',
        name: 'name in the text: speaker right',
        baseline: '–',
        target: 80,
      },
    ],
  },
  {
    kind: 'question',
    data: 'SQuAD 2.0, 500 questions over whole articles',
    file: 'squad2/dev.jsonl.gz',
    times: 100,
    figures: [
      { label: 'hit', name: 'hit', baseline: '72.0 BM25, 21.6 with full coverage', target: 50 },
      { label: 'refused', name: 'refused', baseline: '0 BM25, 90.0 with full coverage', target: Number.NaN },
      { label: 'balanced', name: 'balanced', baseline: '36.0 BM25, 55.8 with full coverage', target: 59 },
      { label: 'right passage shown', name: 'right passage shown', baseline: '72.0 BM25', target: 78 },
    ],
  },
  {
    kind: 'comments',
    data: 'KPA-2021, 4 topics, 932 comments',
    file: 'kpa2021/dev.jsonl.gz',
    times: 100,
    figures: [
      { label: 'B-cubed F1', name: 'b3 f1', baseline: '49.8 tf-idf with average link', target: 58 },
      {
        label: 'adjusted Rand',
        name: 'adjusted rand',
        baseline: '29.7 tf-idf with average link',
        target: 36,
      },
    ],
  },
  {
    kind: 'check',
    data: 'SummEdits, 390 claims about 12 news texts',
    file: 'summedits_news/dev.jsonl.gz',
    times: 100,
    figures: [
      {
        label: 'balanced accuracy',
        name: 'balanced',
        baseline: '53.5 word coverage, 61.9 SummaC-Conv (a neural model)',
        target: 62,
      },
    ],
  },
];

/** Reading web pages; the scorer counts strings where `of` names the whole. */
const pageSets: readonly { kind: string; data: string; figures: readonly PageFigure[] }[] = [
  {
    kind: 'article',
    data: '90 news pages (article-extraction-benchmark)',
    figures: [
      {
        label: 'F1 over four-word shingles',
        name: 'f1',
        baseline: '0.951 trafilatura, 0.941 readability.js, 0.916 defuddle',
        target: 0.955,
      },
      { label: 'precision', name: 'precision', baseline: '–' },
      { label: 'recall', name: 'recall', baseline: '–' },
      { label: 'pages read', name: 'read', of: 'pages', baseline: '–' },
    ],
  },
  {
    kind: 'comments',
    data: '82 pages with comments (trafilatura’s tests)',
    figures: [
      {
        label: 'comment strings found in a comment',
        name: 'found in a comment',
        of: 'comment strings',
        baseline: '–',
        target: 0.8,
      },
      {
        label: 'comment strings wrongly in the article',
        name: 'wrongly in the article',
        of: 'comment strings',
        baseline: '–',
        most: 0.05,
      },
      { label: 'article strings found', name: 'found in the article', of: 'article strings', baseline: '–' },
      {
        label: 'boilerplate let in',
        name: 'boilerplate let in',
        of: 'boilerplate strings',
        baseline: '–',
        most: 0.1,
      },
    ],
  },
];

interface PageFigure {
  readonly label: string;
  readonly name: string;
  readonly of?: string;
  readonly baseline: string;
  readonly target?: number;
  readonly most?: number;
}

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
  console.log(
    `\nMeasured ${new Date().toISOString().slice(0, 10)} with Node ${process.version} on ${cpus().length} cores (${process.platform} ${process.arch}).`,
  );
} finally {
  await rm(work, { recursive: true });
}

function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function printFigure(
  { kind, data, times }: EvalSet,
  { label, name, baseline, target }: Figure,
  reached: Record<string, number>,
) {
  const shown = (key: string) => (reached[key] === undefined ? undefined : (reached[key] * times).toFixed(1));
  const [low, high] = label.startsWith('gain')
    ? [shown('gain low'), shown('gain high')]
    : [shown(`${name} low`), shown(`${name} high`)];
  const value = shown(name) ?? 'missing';
  // a gain counts when its whole interval is above the target; what is shown is what is compared
  const met = Number(label.startsWith('gain') ? low : value) >= target;
  return [
    `${kind}: ${data}`,
    label,
    value,
    low === undefined ? '–' : `${low} to ${high}`,
    baseline,
    Number.isNaN(target) ? '–' : `${target}`,
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

/** The scorer's figures for what `standfirst batch` answers. Throws when a step fails. */
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
