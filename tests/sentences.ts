import { globSync, readFileSync } from 'node:fs';
import { commands } from '../commands/index.ts';

const root = new URL('..', import.meta.url).pathname;
const all = globSync('{src,commands}/**/*.ts', { cwd: root }).map(file => ({
  file,
  text: readFileSync(`${root}${file}`, 'utf8'),
}));

/** The files that may contain sentences for members. */
export const sentenceSources = all.filter(({ file }) => !/^src\/cli\//.test(file));

/** Files whose sentences only operators read, which stay in English. */
const forOperators =
  /^src\/(?:cli|app|storage\/(?!error-messages\.ts)|answers\/quotes\/recipe\.ts|articles\/(?:import|export)\.ts|discord\/first-request\.ts|engines\/openai\/article-reader\.ts)/;
export const STRING = String.raw`'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"`;

/** The value of a string literal of the program. */
export const readString = (single = '', double = '') =>
  (single || double).replaceAll('\\n', '\n').replaceAll(/\\(['"\\])/g, '$1');

/** Whether a sentence has words of its own to translate, besides its placeholders. */
export const hasWords = (sentence: string) => /\p{L}/u.test(sentence.replaceAll(/\{\{\w+\}\}/g, ''));

/** The names of the error classes that take a sentence, found in the program. */
function findThrownClasses(): string[] {
  const known = ['MessageError'];
  for (let before = 0; before < known.length; ) {
    before = known.length;
    for (const { text } of all)
      for (const [, name, base] of text.matchAll(/\bclass (\w+) extends (\w+)/g))
        if (known.includes(base!) && !known.includes(name!)) known.push(name!);
  }
  return known;
}

/** An error created with a sentence. */
export interface Thrown {
  readonly file: string;
  /** All of its arguments. */
  readonly given: string;
  /** Null if it is not a literal. */
  readonly sentence: string | null;
}

/** Every place in the program that creates an error with a sentence. */
export function findThrown(): Thrown[] {
  const begins = new RegExp(String.raw`new (?:${findThrownClasses().join('|')})\(`, 'g');
  return all.flatMap(({ file, text }) =>
    [...text.matchAll(begins)].map(({ index, 0: { length } }) => {
      const given = sliceArguments(text, index + length);
      // the kind of failure, or the file and line, may precede the sentence
      const match = new RegExp(
        String.raw`^(?:'(?:failed|refused)',|file, (?:null|\d+|\w+\([\w, ]*\)),)?\s*(?:${STRING})`,
      ).exec(given);
      return { file, given, sentence: match && readString(match[1], match[2]) };
    }),
  );
}

/** The text from after an opening bracket to the one that closes it, ignoring brackets in strings. */
function sliceArguments(text: string, start: number): string {
  let depth = 1;
  for (const { 0: token, index } of text
    .slice(start)
    .matchAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[()]/g)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0) return text.slice(start, start + index).trim();
  }
  throw new Error('a bracket is not closed');
}

/**
 * Every sentence that the program shows to members: in errors, `t`, `createMessage`, `defineMessage` or
 * `formatCount`, and in command data.
 */
export function collectSentences(): Set<string> {
  const said = sentenceSources.flatMap(({ file, text }) => [
    ...[
      ...text.matchAll(
        new RegExp(
          String.raw`\b(?:t|defineMessage|translateDrawable${forOperators.test(file) ? '' : '|createMessage'})\(\s*(?:${STRING})`,
          'g',
        ),
      ),
    ].map(([, a, b]) => readString(a, b)),
    ...[
      ...text.matchAll(new RegExp(String.raw`\bformatCount\((?:[^()]|\([^()]*\))*?,\s*(?:${STRING})`, 'g')),
    ].map(([, a, b]) => `{{count}} ${readString(a, b)}`),
  ]);
  const spoken = findThrown().flatMap(({ file, sentence }) =>
    sentence === null || forOperators.test(file) ? [] : [sentence],
  );
  return new Set([
    ...said,
    ...spoken,
    ...collectCommandTexts(commands.flatMap(({ data, contextMenu: menu }) => [data, menu])),
    ...menuNames,
  ]);
}

const menuNames = commands.flatMap(({ contextMenu: menu }) => (menu ? [menu.data.name] : []));

function collectCommandTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collectCommandTexts);
  if (typeof value !== 'object' || value === null) return [];
  const { description, name } = value as { description?: string; name?: string };
  const own = description ?? ('value' in value ? name : undefined);
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(collectCommandTexts)];
}
