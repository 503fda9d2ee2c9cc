import type { Article } from '../../../articles/article.ts';
import { capitalize, uncapitalize } from '../../../language/capitals.ts';
import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { trimEnd } from '../../../language/trimming.ts';
import { createWordTest, oneOf, type Words } from '../../../language/word-lists.ts';
import { agrees, findPeopleIn, type Referent } from './referents.ts';
import { listShown, type Turn } from './turn.ts';

/*
 * Follow-ups in the bot's other languages, whose grammar is not parsed. They are completed with word lists,
 * and only where word order lets one question word replace another (German, French and Spanish questions
 * begin with it).
 */

interface Completed {
  readonly question: string;
  readonly exclude: readonly string[];
}

const { openings, questionWords, more, adding, otherPronouns } = lexicon;

/** The word lists of all languages but English, joined. */
function others({ en: _, ...words }: Readonly<Record<string, readonly string[]>>): Words {
  // longest first: "wie lange" before "wie"
  return Object.values(words)
    .flat()
    .toSorted((a, b) => b.length - a.length);
}

const END = String.raw`(?![\p{L}\p{N}'’])`;
const OPENING = new RegExp(String.raw`^${oneOf(others(openings.words))}${END}[\s,]*`, 'iu');
const ADDING = new RegExp(
  String.raw`^${oneOf(others(adding.words))}(?:${END}|(?=\p{Script=Han}))[\s,]*`,
  'iu',
);
const ASKING = new RegExp(String.raw`^[¿¡\s]*${oneOf(others(questionWords.words))}${END}`, 'iu');
const MORE = new RegExp(String.raw`^[¿¡\s]*${oneOf(others(more.words))}$`, 'iu');
const MALE = new RegExp(String.raw`(?<![\p{L}'’-])${oneOf(otherPronouns.words.male)}${END}`, 'iu');
const FEMALE = new RegExp(String.raw`(?<![\p{L}'’-])${oneOf(otherPronouns.words.female)}${END}`, 'iu');
const HAN = /\p{Script=Han}/u;
const CHINESE_MALE = /他(?!们|們)/u;
const CHINESE_FEMALE = /她(?!们|們)/u;

const strip = (text: string) => trimEnd(text, /[\s?？.。!！,，¿]/u);

const mark = (text: string) => (HAN.test(text) ? `${strip(text)}？` : `${capitalize(strip(text))}?`);

function findPerson(turns: readonly Turn[], article: Article, kind: 'male' | 'female'): Referent | undefined {
  const texts = turns
    .slice(0, 3)
    .flatMap(({ question, statements }) => [
      ...statements.flatMap(({ answer, speaker }) => [answer ?? '', speaker ?? '']),
      question,
      ...statements.map(({ text }) => text),
    ]);
  return texts.flatMap(text => findPeopleIn(text, article)).find(referent => agrees(kind, referent));
}

/** Question words that ask for the subject: replacing one would leave the question without a subject. */
const SUBJECTS = Object.entries(lexicon.askingForSubjects.words).map(
  ([and, words]) => [and, new RegExp(String.raw`^[¿¡\s]*${oneOf(words)}${END}`, 'iu')] as const,
);

/** The last question with its question word replaced: "Wann wurde sie verschoben?", "Warum?" */
function replaceAsking(asked: string, last: string): string {
  const before = ASKING.exec(last)?.[0];
  if (HAN.test(asked) || HAN.test(last)) return `${strip(last)}，${strip(asked)}？`;
  const conjunction = SUBJECTS.find(([, pattern]) => pattern.test(last))?.[0];
  if (conjunction !== undefined) return mark(`${strip(last)}, ${conjunction} ${asked}`);
  if (before !== undefined) return mark(`${asked}${last.slice(before.length)}`);
  return mark(`${asked} ${uncapitalize(last)}`);
}

/** Replaces a name in the last question with another, else appends what is added. */
function replaceName(added: string, last: string, article: Article): string {
  const [person] = findPeopleIn(added, article);
  const [before] = findPeopleIn(last, article);
  const named =
    before &&
    [before.text, before.text.split(' ').at(-1) ?? ''].find(name => name !== '' && last.includes(name));
  if (person && named) return mark(last.replace(named, person.text));
  const [first = ''] = added.split(' ');
  return mark(isPreposition(first) ? `${strip(last)} ${added}` : `${strip(last)} – ${added}`);
}

const isPreposition = createWordTest(lexicon.otherPrepositions.words, { ignoreCase: true });

/** "Was sagen die Leser dazu?": replaces the word that refers back with the last question. */
function replacePointing(asked: string, last: Turn): string | null {
  for (const [preposition, pattern] of POINTING)
    if (pattern.test(asked))
      return mark(asked.replace(pattern, () => `${preposition} „${strip(last.question)}“`));
  return null;
}

const POINTING = Object.entries(lexicon.towards.words).map(
  ([preposition, words]) =>
    [preposition, new RegExp(String.raw`(?<![\p{L}'’-])${oneOf(words)}${END}`, 'iu')] as const,
);

/** A message without the opening words of a follow-up in a language other than English. */
export const removeOpening = (text: string): string => text.replace(ADDING, '').replace(OPENING, '');

/** Completes a follow-up in German, French, Spanish or Chinese; null if it is none. `turns`: latest first. */
export function completeInOtherLanguage(
  text: string,
  turns: readonly Turn[],
  article: Article,
): Completed | null {
  const [last] = turns;
  if (!last) return null;
  const core = strip(text);
  const isAdding = ADDING.test(core);
  const asked = core
    .replace(ADDING, '')
    .replace(OPENING, '')
    .replace(/^[¿¡\s]+/u, '');
  if (asked === '' || MORE.test(asked)) return { question: last.question, exclude: listShown(turns) };
  const asking = ASKING.exec(asked)?.[0];
  if (asking?.length === asked.length) return { question: replaceAsking(asked, last.question), exclude: [] };
  for (const [kind, pattern] of PRONOUNS) {
    const person = pattern.test(asked) ? findPerson(turns, article, kind) : undefined;
    if (person) return { question: mark(asked.replace(pattern, () => person.text)), exclude: [] };
  }
  const pointed = replacePointing(asked, last);
  if (pointed !== null) return { question: pointed, exclude: [] };
  const isBare = asking === undefined && asked.split(' ').length <= 4;
  return isAdding && isBare ? { question: replaceName(asked, last.question, article), exclude: [] } : null;
}

const PRONOUNS = [
  ['male', MALE],
  ['male', CHINESE_MALE],
  ['female', FEMALE],
  ['female', CHINESE_FEMALE],
] as const;
