import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { analyse } from 'scslre';
import { parseSync } from 'vite';

/**
 * Every regular expression of the program, tested for more than linear time: by analysis (scslre, which finds
 * repetitions that share characters with the next one or with the search for a start), and by experiment
 * (texts built from what the expression itself matches, which finds what the analysis misses, such as
 * `<!--[\s\S]*?-->` on many openings).
 */
export interface Expression {
  readonly source: string;
  readonly flags: string;
  /** `src/x.ts:12`. */
  readonly places: readonly string[];
}

export const ROOT = new URL('..', import.meta.url).pathname;

export const listSourceFiles = (): string[] =>
  globSync('{src,commands,preview/src}/**/*.ts', { cwd: ROOT }).toSorted();

interface Node {
  readonly type: string;
  readonly start: number;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly type: string; readonly name?: string };
}

function* walkNodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* walkNodes(one);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value) yield value as Node;
    for (const one of Object.values(value)) yield* walkNodes(one);
  }
}

const isMade = ({ type, callee }: Node) =>
  (type === 'NewExpression' || type === 'CallExpression') &&
  callee?.type === 'Identifier' &&
  callee.name === 'RegExp';

/**
 * The expressions written as literals, each once, and the locations where one is constructed (`new
 * RegExp(...)`).
 */
export function listWrittenExpressions(): { written: Expression[]; made: string[] } {
  const written = new Map<string, { source: string; flags: string; places: string[] }>();
  const made: string[] = [];
  for (const file of listSourceFiles()) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const node of walkNodes(parseSync(file, text).program)) {
      const target = `${file}:${text.slice(0, node.start).split('\n').length}`;
      if (isMade(node)) made.push(target);
      if (!node.regex) continue;
      const { pattern: source, flags } = node.regex;
      const key = `/${source}/${flags}`;
      if (!written.has(key)) written.set(key, { source, flags, places: [] });
      written.get(key)!.places.push(target);
    }
  }
  return { written: [...written.values()], made };
}

/** The problems that the analysis reports for an expression. */
export function analyzeExpression({ source, flags }: Expression): string[] {
  return analyse({ source, flags }).reports.map(({ type, exponential }) =>
    exponential ? `${type}, exponential` : type,
  );
}

/** Returns a generator of numbers from 0 to 1 that is the same in every run. */
function createRandom(seed: string): () => number {
  let state = Array.from(seed).reduce(
    (hash, letter) => (Math.imul(hash, 31) + letter.codePointAt(0)!) | 0,
    7,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const letters = [
  ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)),
  ...'\t\n\r\u00a0éÉßªñ“”‘’«»„…–—•·©¿、。！？中文吗０日кд😀\u200d\ufe0f\u0301',
];

/** Creates texts that match an expression or its parts. */
function createWriter({ source, flags }: Expression, random: () => number) {
  const fitting = new Map<string, string[]>();
  const pick = <Value>(all: readonly Value[]): Value => all[Math.floor(random() * all.length)]!;
  const unicode = { unicode: flags.includes('u'), unicodeSets: flags.includes('v') };
  const pattern = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, unicode);

  function letterFor(raw: string): string {
    if (!fitting.has(raw)) {
      const one = new RegExp(`^(?:${raw})$`, flags.replace(/[gy]/g, ''));
      fitting.set(
        raw,
        letters.filter(letter => one.test(letter)),
      );
    }
    return pick(fitting.get(raw)!) ?? '';
  }

  const many = (elements: readonly AST.Node[]) => elements.map(write).join('');

  function write(node: AST.Node): string {
    switch (node.type) {
      case 'Alternative':
        return many(node.elements);
      case 'Group':
      case 'CapturingGroup':
      case 'Pattern':
        return write(pick(node.alternatives));
      case 'Quantifier': {
        const times = Math.min(node.max, node.min + Math.floor(random() * random() * 4));
        return Array.from({ length: Math.min(times, 40) }, () => write(node.element)).join('');
      }
      case 'Assertion':
        return node.kind === 'lookahead' && !node.negate && random() < 0.5
          ? write(pick(node.alternatives))
          : '';
      case 'Backreference':
        return Array.isArray(node.resolved) ? '' : write(node.resolved as AST.CapturingGroup);
      case 'Character':
      case 'CharacterClass':
      case 'CharacterSet':
      case 'ExpressionCharacterClass':
        return letterFor(node.raw);
      default:
        return '';
    }
  }

  const repeated: AST.Element[] = [];
  const gather = (node: AST.Node): void => {
    if (node.type === 'Quantifier' && node.max > 3) repeated.push(node.element);
    if ('alternatives' in node) for (const one of node.alternatives as AST.Node[]) gather(one);
    if ('elements' in node && node.type === 'Alternative') for (const one of node.elements) gather(one);
    if (node.type === 'Quantifier') gather(node.element);
  };
  gather(pattern);
  const cut = (text: string) => text.slice(0, Math.floor(random() * (text.length + 1)));
  return {
    pick,
    whole: () => write(pattern),
    beginning: () => cut(write(pattern)),
    part: () =>
      repeated.length === 0
        ? cut(write(pattern))
        : write(pick(repeated)) + (random() < 0.4 ? write(pick(repeated)) : ''),
  };
}

/** A text intended to be slow: a start, a repeated part, and an end that does not match. */
export interface SlowText {
  readonly before: string;
  readonly again: string;
  readonly after: string;
}

/** Creates attacks on an expression, the same ones each time. */
export function createAttacks(expression: Expression, count: number): SlowText[] {
  const random = createRandom(`/${expression.source}/${expression.flags}`);
  const { pick, whole, beginning, part } = createWriter(expression, random);
  const ends = ['', '\0', '\n', '!', 'b', ' ', 'é'];
  return Array.from({ length: count }, () => ({
    before: pick([() => '', () => 'x', beginning, whole])(),
    again: pick([part, part, beginning, whole, () => part() + beginning(), () => pick(letters)])(),
    after: pick(ends),
  })).filter(({ again }) => again !== '');
}

export function buildText({ before, again, after }: SlowText, length: number): string {
  return before + again.repeat(Math.ceil(length / again.length)) + after;
}

/** How long an expression takes for a text, in milliseconds; for a global one, to find all matches. */
function measureTime({ source, flags }: Expression, text: string): number {
  const expression = new RegExp(source, flags);
  const started = performance.now();
  if (expression.global) for (const _ of text.matchAll(expression));
  else expression.test(text);
  return performance.now() - started;
}

/**
 * The processor time that this thread takes, regardless of other load on the machine; some systems measure it
 * in steps of several milliseconds.
 */
function measureCpu(expression: Expression, text: string): number {
  const before = process.threadCpuUsage();
  const time = measureTime(expression, text);
  const { user, system } = process.threadCpuUsage(before);
  return Math.min(time, (user + system) / 1000);
}

const leastOf = (times: number, measure: () => number) => Math.min(...Array.from({ length: times }, measure));

/** The text lengths to try, in order, as long as they take measurable time. */
const LENGTHS = [400, 1600, 6400, 25_600] as const;
/** A time in milliseconds below which longer texts need not be tried. */
const QUICK = 0.7;
/** A time in milliseconds that no expression here takes for LENGTHS unless it is worse than linear. */
const SLOW = 12;
/**
 * The growth that counts as worse than linear: four times the length takes four times as long in linear time,
 * sixteen times as long in quadratic time.
 */
const GROWTH = 7;

/** The attack for which an expression takes more than linear time, or null. */
export function findDefeat(expression: Expression, attacks: readonly SlowText[]): SlowText | null {
  return attacks.find(attack => isExponential(expression, attack) || isQuadratic(expression, attack)) ?? null;
}

/** The number of repetitions grows slowly, because an exponential expression would never finish. */
function isExponential(expression: Expression, { before, again, after }: SlowText): boolean {
  for (let times = 4; times <= 28; times += 3) {
    const text = before + again.repeat(times) + after;
    if (measureTime(expression, text) > SLOW && leastOf(3, () => measureCpu(expression, text)) > SLOW)
      return true;
  }
  return false;
}

function isQuadratic(expression: Expression, attack: SlowText): boolean {
  for (const [i, length] of LENGTHS.entries()) {
    const text = buildText(attack, length);
    const first = measureTime(expression, text);
    if (first < QUICK && i > 1) return false;
    if (first < SLOW) continue;
    const quarter = buildText(attack, length / 4);
    const grows = (times: number) => {
      const long = leastOf(times, () => measureCpu(expression, text));
      if (long <= SLOW) return false;
      return i === 0 || long > leastOf(times, () => measureCpu(expression, quarter)) * GROWTH;
    };
    // the system's steps may be charged to the wrong thread, but not twenty times
    if (grows(3) && grows(20)) return true;
  }
  return false;
}
