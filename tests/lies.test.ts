import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCommand } from './command-line.ts';

/*
 * Statements made of an article's own words, or nearly so: false ones ("-"; "?" if `/check` cannot see it yet), and for
 * what a rule costs true ones beside them ("+"; "~" if they are only shown as worded). They are put to the program
 * through the terminal.
 */

interface Statement {
  readonly kind: string;
  readonly mark: string;
  readonly text: string;
  readonly statement: string;
}

/** What surrounds each text, so that its language is certain. */
const AROUND = {
  english:
    'The weather had been mild, and people walked along the water with their children or sat in gardens.',
  german:
    'Das Wetter war in dieser Zeit sehr mild, und viele Menschen gingen gern am Wasser spazieren oder saßen mit ihren Kindern im Garten.',
};

function readStatements(language: keyof typeof AROUND): Statement[] {
  const file = new URL(`fixtures/lies/${language}.txt`, import.meta.url);
  let [kind, text] = ['', ''];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap(line => {
      const found = /^ {4}(?<mark>[-?+~]) (?<statement>.+)$/.exec(line)?.groups;
      if (found) return [{ kind, mark: found.mark ?? '', text, statement: found.statement ?? '' }];
      if (line.startsWith('# ')) kind = line.slice(2);
      else text = line;
      return [];
    });
}

/** What the program answers to each statement: its level or verdict. */
async function ask(
  batch: 'prove' | 'check',
  statements: readonly Statement[],
  around: string,
): Promise<string[]> {
  const field = batch === 'prove' ? 'statement' : 'claim';
  const input = statements
    .map(({ text, statement }, id) =>
      JSON.stringify({ id: String(id), text: `News\n\n${text}\n\n${around}\n`, [field]: statement }),
    )
    .join('\n');
  const { out } = await runCommand(['batch', batch], { input, environment: { ENGINE: 'extractive' } });
  return out
    .trim()
    .split('\n')
    .map(line => {
      const { answer } = JSON.parse(line) as { answer: { level: string; verdict?: string } };
      return answer.verdict ?? answer.level;
    });
}

const write = ({ kind, text, statement }: Statement, found = '') =>
  `${kind}: ${text} | ${statement} | ${found}`;

describe.each(['english', 'german'] as const)('statements made of %s words', language => {
  const statements = readStatements(language);
  const isFalse = ({ mark }: Statement) => mark === '-' || mark === '?';

  test('are of many kinds, false ones beside true ones', () => {
    expect(new Set(statements.map(({ kind }) => kind)).size).toBeGreaterThan(
      language === 'english' ? 40 : 10,
    );
    expect(statements.filter(isFalse).length).toBeGreaterThan(150);
  });

  test('are proven if they are true, and never if they are false', { timeout: 120_000 }, async () => {
    const levels = await ask('prove', statements, AROUND[language]);
    const isProven = (at: number) => /^(?:verbatim|shortened)$/.test(levels[at] ?? '');
    expect(levels).toHaveLength(statements.length);
    const lies = statements.flatMap((each, at) =>
      isFalse(each) && isProven(at) ? [write(each, levels[at])] : [],
    );
    expect(lies).toEqual([]);
    const lost = statements.flatMap((each, at) =>
      each.mark === '+' && !isProven(at) ? [write(each, levels[at])] : [],
    );
    expect(lost).toEqual([]);
  });

  test('are not what the article says if they are false', { timeout: 120_000 }, async () => {
    const asked = statements.filter(({ mark }) => mark === '-');
    const verdicts = await ask('check', asked, AROUND[language]);
    expect(verdicts).toHaveLength(asked.length);
    expect(asked.flatMap((each, at) => (verdicts[at] === 'supported' ? [write(each)] : []))).toEqual([]);
  });

  test('are never what the article denies if they are true', { timeout: 120_000 }, async () => {
    const asked = statements.filter(each => !isFalse(each));
    const verdicts = await ask('check', asked, AROUND[language]);
    expect(verdicts).toHaveLength(asked.length);
    expect(asked.flatMap((each, at) => (verdicts[at] === 'contradicted' ? [write(each)] : []))).toEqual([]);
  });
});
