import { uncapitalize } from '../../../language/capitals.ts';
import { getReadingLanguage } from '../../../language/stems.ts';
import { memoizePerObject } from '../../../memo.ts';
import type { ArticleLayout } from '../layout.ts';
import { readSpeaker, type SpeakerPhrase } from './phrases.ts';
import { firstPieces, isCapitalAt, lowerAt, type Piece } from './pieces.ts';
import { getSpeechWords, type SpeechLanguage, type SpeechWords } from './speech-words.ts';

/** The people of an article, by what it calls them. */
interface KnownPeople {
  /** The person meant by a phrase: the fullest form of the name, and the role. */
  resolve(phrase: SpeakerPhrase): { readonly speaker: string; readonly role: string | null };
  /** The people named in some pieces, each once, by their fullest name. */
  listNamed(list: readonly Piece[]): string[];
}

/** The forms in which the bearers of a surname are named. */
interface Bearers {
  readonly full: Set<string>;
  readonly titled: Set<string>;
}

const readPeople: Readonly<Record<SpeechLanguage, (layout: ArticleLayout) => KnownPeople>> = {
  deu: memoizePerObject((layout: ArticleLayout) => collectPeople(layout, 'deu')),
  fra: memoizePerObject((layout: ArticleLayout) => collectPeople(layout, 'fra')),
  spa: memoizePerObject((layout: ArticleLayout) => collectPeople(layout, 'spa')),
  ita: memoizePerObject((layout: ArticleLayout) => collectPeople(layout, 'ita')),
};

/** The people of an article in a language, read once per article. */
export const getKnownPeople = (layout: ArticleLayout, { language }: SpeechWords): KnownPeople =>
  readPeople[language](layout);

function collectPeople({ hosts }: ArticleLayout, code: SpeechLanguage): KnownPeople {
  const words = getSpeechWords(code) as SpeechWords;
  const bearers = new Map<string, Bearers>();
  const roles = new Map<string, string>();
  const byRole = new Map<string, Set<string>>();
  for (const { narration } of hosts)
    for (const phrase of listPhrases(firstPieces(narration), words)) noteName(phrase, bearers);
  for (const { narration } of hosts)
    for (const { name, role } of listPhrases(firstPieces(narration), words)) {
      if (name.length === 0 || role === null) continue;
      const full = fullNameOf(name, bearers);
      if (!roles.has(full)) roles.set(full, role);
      const head = headOf(role, words);
      byRole.set(head, (byRole.get(head) ?? new Set()).add(full));
    }
  return {
    resolve({ name, title, role, text }) {
      if (name.length > 0) {
        const speaker = fullNameOf(name, bearers, title);
        return { speaker, role: role ?? roles.get(speaker) ?? null };
      }
      const [only, ...others] = byRole.get(headOf(role ?? text, words)) ?? [];
      if (only !== undefined && others.length === 0) return { speaker: only, role: roles.get(only) ?? null };
      return { speaker: uncapitalize(text), role: null };
    },
    listNamed: list => [
      ...new Set(
        listPhrases(list, words).flatMap(({ name }) =>
          name.length > 1 || bearers.has(name.at(-1) ?? '') ? [fullNameOf(name, bearers)] : [],
        ),
      ),
    ],
  };
}

/** The phrases with a name in a sentence, in order. */
function listPhrases(list: readonly Piece[], words: SpeechWords): SpeakerPhrase[] {
  const found: SpeakerPhrase[] = [];
  for (let at = 0; at < list.length; ) {
    const begins = isCapitalAt(list, at) || words.isDeterminer(lowerAt(list, at));
    const phrase = begins ? readSpeaker(list, at, words) : undefined;
    if (phrase && phrase.name.length > 0) found.push(phrase);
    at = phrase && phrase.name.length > 0 ? phrase.to : at + 1;
  }
  return found;
}

/** Records a name. A surname alone does not introduce a person: a full name or a title is needed. */
function noteName({ name, title }: SpeakerPhrase, bearers: Map<string, Bearers>): void {
  const surname = name.at(-1) ?? '';
  if (name.length < 2 && title === null) return;
  const known = bearers.get(surname) ?? { full: new Set(), titled: new Set() };
  if (name.length > 1) known.full.add(name.join(' '));
  else known.titled.add(`${title} ${surname}`);
  bearers.set(surname, known);
}

function fullNameOf(
  name: readonly string[],
  bearers: ReadonlyMap<string, Bearers>,
  title: string | null = null,
): string {
  const known = name.length === 1 ? bearers.get(name[0] ?? '') : undefined;
  const [full, ...namesakes] = known?.full ?? [];
  if (full !== undefined && namesakes.length === 0) return full;
  const [titled, ...others] = known?.titled ?? [];
  if (full === undefined && titled !== undefined && others.length === 0) return titled;
  return title === null || name.length > 1 ? name.join(' ') : `${title} ${name.join(' ')}`;
}

/** The word that names a role, in lower case, with an adjective before it that makes it another role. */
function headOf(role: string, { isDeterminer, isSameRole, isOtherRole }: SpeechWords): string {
  const all = role.toLowerCase().split(/[ ’']/);
  const [first = '', second = ''] = all.slice(
    all.findIndex(word => word !== 'l' && !isDeterminer(word) && !isSameRole(word)),
  );
  return isOtherRole(first) ? `${first} ${second}` : first;
}

/** UTF-16 offsets of people's names in a sentence of the language being read; empty if it is not known. */
export function findForeignNames(sentence: string): { readonly start: number; readonly end: number }[] {
  const words = getSpeechWords(getReadingLanguage());
  if (!words) return [];
  const names = listPhrases(firstPieces(sentence), words).filter(
    ({ name, title, role }) => name.length > 1 || title !== null || role !== null,
  );
  return names.flatMap(({ name }) => {
    const text = name.join(' ');
    const start = sentence.indexOf(text);
    return start < 0 ? [] : [{ start, end: start + text.length }];
  });
}
