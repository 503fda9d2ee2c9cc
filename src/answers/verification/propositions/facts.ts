import { fillTemplate } from '../../../i18n/templates.ts';
import { reasons } from '../reasons.ts';
import type { ReadSentence } from './clause.ts';
import { shares } from './likeness.ts';
import { contentStemsOf, hasBreak, type Phrase } from './phrases.ts';
import type { SentenceWord } from './words.ts';

/** That somebody is something: name "Owen Pike", role "the mayor". */
interface RoleFact {
  readonly name: readonly SentenceWord[];
  readonly role: readonly SentenceWord[];
}

const isNameWord = ({ kind, text }: SentenceWord) => kind === 'name' && /^\p{Lu}/u.test(text);

/** Reads a phrase that begins with a role and ends with a name: "former football coach Tommy Tuberville". */
function splitTitle({ words }: Phrase): RoleFact | null {
  const first = words.findIndex(isNameWord);
  if (first <= 0 || !words.slice(first).every(isNameWord)) return null;
  const role = words.slice(0, first).filter(({ kind }) => kind === 'noun' || kind === 'adjective');
  return role.at(-1)?.kind === 'noun' && !words.slice(0, first).some(({ isOwner }) => isOwner)
    ? { name: words.slice(first), role }
    : null;
}

const isWholeName = ({ words }: Phrase) => words.every(isNameWord);
const roleWordsOf = ({ words }: Phrase) =>
  words.filter(({ kind }) => kind === 'noun' || kind === 'adjective');
const isRole = (phrase: Phrase) => phrase.head.kind === 'noun' && roleWordsOf(phrase).length > 0;

function readFacts({ words, phrases, clauses }: ReadSentence): RoleFact[] {
  const facts: RoleFact[] = [];
  const endingAt = new Map(phrases.map(phrase => [phrase.to, phrase]));
  for (const [index, phrase] of phrases.entries()) {
    const title = splitTitle(phrase);
    if (title) facts.push(title);
    const next = phrases[index + 1];
    if (!next || next.from !== phrase.to || !/^\s*,/.test(words[next.from]?.before ?? '')) continue;
    const isClosed =
      next.to >= words.length ||
      hasBreak(words[next.to]) ||
      words[next.to]?.kind === 'relative' ||
      ['of', 'at', 'for'].includes(words[next.to]?.lower ?? '');
    if (!isClosed) continue;
    // "A lawyer for Calder Lines, Hugo Brandt"
    const owner = ['for', 'of', 'at'].includes(words[phrase.from - 1]?.lower ?? '')
      ? endingAt.get(phrase.from - 1)
      : undefined;
    const [named, role] =
      isWholeName(phrase) && !(owner && isWholeName(next)) ? [phrase, next] : [next, owner ?? phrase];
    if (isWholeName(named) && isRole(role)) facts.push({ name: named.words, role: roleWordsOf(role) });
  }
  for (const clause of clauses) {
    if (clause.verb !== 'be' || clause.isNegated || clause.mood !== 'fact') continue;
    const [agent, role] = [clause.agents[0], clause.patients[0]];
    if (agent && role && isWholeName(agent) && isRole(role))
      facts.push({ name: agent.words, role: roleWordsOf(role) });
  }
  return facts;
}

/**
 * Variants of a statement with a role in place of a name, if the text gives that role to this name alone:
 * "the company" for "Northern and Coastal".
 */
export function renameRoles(statement: string, sentences: readonly ReadSentence[]): string[] {
  const facts = sentences.flatMap(readFacts);
  const variants = facts.flatMap(({ name, role }) => {
    const written = name.map(({ text }) => text).join(' ');
    const head = role.at(-1);
    const isSole = facts.every(
      other =>
        other.role.at(-1)?.stem !== head?.stem ||
        other.name.some(word => name.some(({ stem }) => stem === word.stem)),
    );
    const whole = findWholeName(statement, written);
    return head && isSole && whole ? [statement.replace(whole, `the ${head.text}`)] : [];
  });
  return [...new Set(variants)].slice(0, MAX_VARIANTS);
}

/** A name as written with the one joined to it: "Northern and Coastal"; undefined if it does not occur. */
function findWholeName(statement: string, name: string): string | undefined {
  if (!statement.includes(name)) return undefined;
  const before = statement.slice(0, statement.indexOf(name)).trimEnd().split(/\s+/);
  const [first = '', joint = ''] = before.slice(-2);
  const whole = `${first} ${joint} ${name}`;
  return /^(?:and|&)$/.test(joint) && /^\p{Lu}/u.test(first) && statement.includes(whole) ? whole : name;
}

const MAX_VARIANTS = 3;

/** Finds somebody given a role that the text gives only to somebody else. */
export function findOtherRole(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const given = sentences.flatMap(readFacts);
  for (const { name, role } of readFacts(statement)) {
    const [who, what] = [contentStemsOf(name), contentStemsOf(role)];
    const head = role.at(-1)?.stem ?? '';
    const isSaidOf = (fact: RoleFact) => shares(contentStemsOf(fact.name), who);
    const same = given.filter(
      fact => fact.role.at(-1)?.stem === head && [...what].every(each => contentStemsOf(fact.role).has(each)),
    );
    if (same.length === 0 || same.some(isSaidOf)) continue;
    if (sentences.some(sentence => isNearby(sentence, who, head))) continue;
    const [other] = same;
    if (!other) continue;
    return fillTemplate(reasons.otherAgent, {
      verb: role.map(({ text }) => text).join(' '),
      other: other.name.map(({ text }) => text).join(' '),
      word: name.map(({ text }) => text).join(' '),
    });
  }
  return null;
}

/** Whether a name and a role are so close that the role may belong to the name. */
function isNearby({ words }: ReadSentence, who: ReadonlySet<string>, head: string): boolean {
  const places = (test: (word: SentenceWord) => boolean) =>
    words.flatMap((word, at) => (test(word) ? [at] : []));
  const names = places(({ stem }) => who.has(stem));
  return places(({ stem }) => stem === head).some(at =>
    names.some(name => Math.abs(name - at) <= 3 && !isOtherNameBetween(words, at, name)),
  );
}

const isOtherNameBetween = (words: readonly SentenceWord[], a: number, b: number) =>
  words
    .slice(Math.min(a, b) + 1, Math.max(a, b))
    .some(
      word =>
        hasBreak(word) || word.kind === 'verb' || word.kind === 'participle' || word.kind === 'conjunction',
    );
