import { isHuman } from '../../language/animacy.ts';
import { isSurelyPerson, type PeopleIndex } from '../../language/people.ts';
import { findNameRuns, nameWordsOf } from '../../language/person-names.ts';
import { isPronoun } from '../../language/syntax/function-words.ts';
import { findPhraseFrom, type NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { lowerTextAt, type Token, textAt } from '../../language/tokens.ts';
import { isBodyNoun } from './attribution/speech-subjects.ts';
import { beginningOf } from './context-window.ts';
import { type ArticleLayout, type HostSentence, phraseTextOf } from './layout.ts';
import { findSubject } from './referents.ts';
import { headTextOf, isRoleNoun } from './role-nouns.ts';

/** Number of sentences, including its own, that are searched for what "it" or "they" means. */
const REACH = 4;

/** Whether a phrase names a body or a document, which can be quoted like a person. */
export function isBody(list: readonly Token[]): boolean {
  const run = findNameRuns(list).at(-1);
  if (run?.to === list.length && run.from <= 1 && (run.to - run.from > 1 || run.from === 1)) return true;
  if (list.length <= 1) return false;
  const end = list.findIndex(({ text }) => /^(?:of|for|in|at|on|from|to)$/.test(text));
  return isBodyNoun(textAt(list, (end < 1 ? list.length : end) - 1));
}

function isNamedPerson(list: readonly Token[], people: PeopleIndex): boolean {
  const run = findNameRuns(list).at(-1);
  const person = run?.to === list.length ? people.find(nameWordsOf(list, run)) : undefined;
  return person !== undefined && isSurelyPerson(person);
}

/** Whether a phrase refers to several people: "protesters", "her parents". */
function isPeoplePhrase(list: readonly Token[]): boolean {
  const noun = headTextOf(list).toLowerCase();
  return noun.endsWith('s') && (isHuman(noun.slice(0, -1)) || isRoleNoun(noun.slice(0, -1)));
}

/** The people whom "they" at a token means: the subject of this sentence or the one before; or undefined. */
export function resolvePeople({ hosts }: ArticleLayout, index: number, at: number): string | undefined {
  for (const back of [index, index - 1]) {
    const host = hosts[back];
    const subject = host && findSubject(host.tokens, back === index ? at : host.tokens.length);
    if (subject && isPeoplePhrase(host.tokens.slice(subject.from, subject.to)))
      return phraseTextOf(host, subject);
  }
  return undefined;
}

/** The words of a phrase that names a body or a document; undefined for a pronoun or a person. */
function readThing(host: HostSentence, nounPhrase: NounPhrase, people: PeopleIndex): string | undefined {
  const text = phraseTextOf(host, nounPhrase);
  const list = host.tokens.slice(nounPhrase.from, nounPhrase.to);
  return !isPronoun(text) && !isNamedPerson(list, people) && isBody(list) ? text : undefined;
}

/** The words of a phrase that is an abbreviation ("ISIS"), but no agency in a dateline: "(CNN)". */
function readAbbreviation(host: HostSentence, nounPhrase: NounPhrase): string | undefined {
  const text = phraseTextOf(host, nounPhrase);
  return /^\p{Lu}{3,}$/u.test(text) && textAt(host.tokens, nounPhrase.from - 1) !== '(' ? text : undefined;
}

/**
 * The referent of "it" or "they" at a token of the host at `index`, in the article's words, or undefined: the
 * subject of this sentence or of one shortly before, if it names a body or a document.
 */
export function resolveThing(
  { hosts, people }: ArticleLayout,
  index: number,
  at: number,
): string | undefined {
  for (let back = index; back >= 0 && index - back < REACH; back--) {
    const host = hosts[back];
    const subject = host && findSubject(host.tokens, back === index ? at : host.tokens.length);
    const thing = subject && readThing(host, subject, people);
    if (thing) return thing;
  }
  return undefined;
}

/**
 * The document or source that "it" at a token of the host at `index` means, in the article's words, or
 * undefined: in this sentence or the one before it, the source after "according to", the subject, or, in the
 * one before it if nobody speaks there, a document it mentions.
 */
export function resolveNearThing(
  { hosts, people }: ArticleLayout,
  index: number,
  at: number,
): string | undefined {
  for (const back of [index, index - 1]) {
    const host = hosts[back];
    if (!host) continue;
    const limit = back === index ? at : host.tokens.length;
    for (const nounPhrase of [findSource(host.tokens, limit), findSubject(host.tokens, limit)]) {
      const thing = nounPhrase && (readThing(host, nounPhrase, people) ?? readAbbreviation(host, nounPhrase));
      if (thing) return thing;
    }
  }
  return undefined;
}

/** The source given by "according to" before an index of a sentence, or undefined. */
function findSource(tokens: readonly Token[], limit: number): NounPhrase | undefined {
  const list = beginningOf(tokens).slice(0, limit);
  const at = list.findLastIndex(
    ({ text }, index) => text === 'to' && lowerTextAt(list, index - 1) === 'according',
  );
  return at < 0 ? undefined : findPhraseFrom(list, at + 1);
}
