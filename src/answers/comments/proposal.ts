import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/stance.json' with { type: 'json' };
import { splitSentences } from '../../language/sentences.ts';
import { stem, stemText } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt, takeUntil } from '../../lists.ts';
import {
  directionOf,
  directionOfVerb,
  isNegating,
  sentencesOf,
  tokenizeForStance,
  wordsAfter,
} from './stance-words.ts';

/** What is proposed: that a thing be kept (1: allowed, begun, paid for) or ended (-1: banned, closed). */
export interface Proposal {
  /** The stems of the words for the thing. */
  readonly object: ReadonlySet<string>;
  readonly direction: 1 | -1;
  /** The stem of a verb that means neither keeping nor ending ("insured"); those who want that are for it. */
  readonly verb: string | null;
}

const DEMANDING = new Set(lexicon.demanding.words);
const CLAUSE_OPENERS = new Set(lexicon.clauses.words);
const PRONOUNS = new Set(lexicon.pronouns.words);
const PROPOSAL_STEMS = new Set(lexicon.proposals.words.map(stem));
const FINITE = new Set(lexicon.finite.words);
const SUPPORT = new RegExp(String.raw`\b${oneOf(lexicon.supporting.words)}\b`);
const OPPOSITION = new RegExp(String.raw`\b${oneOf(lexicon.opposing.words)}\b`);

/** How many paragraphs to search for a proposal if the headline makes none. */
const MAX_PARAGRAPHS = 5;

/** What an article proposes: its first sentence with a demand, or a headline of what is done; else null. */
export function findProposal({
  headline,
  paragraphs,
}: Pick<Article, 'headline' | 'paragraphs'>): Proposal | null {
  const sentences = [headline, ...paragraphs.slice(0, MAX_PARAGRAPHS).flatMap(splitSentences)];
  for (const [at, sentence] of sentences.entries()) {
    const words = tokenizeForStance(sentence);
    const found = readProposal(words, { needsDemand: at > 0 });
    if (found) return found;
  }
  return null;
}

function readProposal(words: readonly string[], { needsDemand }: { needsDemand: boolean }): Proposal | null {
  const demand = words.findIndex(word => DEMANDING.has(word));
  if (demand < 0 && needsDemand) return null;
  const known = words.findIndex((word, at) => at > demand && directionOf(word) !== 0);
  const verb = known >= 0 || needsDemand || demand < 0 ? known : findVerb(words, demand);
  if (verb < 0) return null;
  const between = words.slice(demand + 1, verb);
  const isPassive = demand >= 0 && between.some(isBe);
  const about = isPassive ? words.slice(0, demand) : words.slice(verb + 1);
  const object = new Set(stemText(about.join(' ')).filter(each => directionOf(each) === 0));
  if (object.size === 0 || object.size > MAX_OBJECT) return null;
  const turned = demand >= 0 && between.filter(isNegating).length % 2 === 1;
  const own = known >= 0 ? null : stem(elementAt(words, verb));
  const asked = own === null ? directionAt(words, verb, own) : 1;
  return { object, direction: asked * (turned ? -1 : 1) > 0 ? 1 : -1, verb: own };
}

const isBe = (word: string) => word === 'be' || word === 'been';

/** The verb that a headline demands: the first content word after "should"; -1 if there is none. */
function findVerb(words: readonly string[], demand: number): number {
  return words.findIndex(
    (word, at) => at > demand && !isNegating(word) && stemText(word).length > 0 && /^\p{Ll}+$/u.test(word),
  );
}

/** What a word wants for the thing: like `directionOf`, and 1 for the proposal's own verb. */
const directionIn = (word: string, verb: string | null) =>
  verb !== null && stem(word) === verb ? 1 : directionOf(word);

/** Maximum words for the thing; a sentence with more is about several things. */
const MAX_OBJECT = 6;

/** A reader's stance on a proposal in their own words: 1 for it, -1 against it, 0 if not plainly stated. */
export function readOwnWords(words: readonly string[], proposal: Proposal): -1 | 0 | 1 {
  const found = sentencesOf(words).flatMap(sentence => readSentence(sentence, proposal));
  const sides = new Set(found.filter(side => side !== 0));
  return sides.size === 1 ? elementAt([...sides], 0) : 0;
}

function readSentence(words: readonly string[], proposal: Proposal): (-1 | 0 | 1)[] {
  const { direction } = proposal;
  const demanded = words.flatMap((word, at) =>
    DEMANDING.has(word) ? [readDemand(words, at, proposal)] : [],
  );
  const ordered = readOrder(words, proposal);
  const performed = readPerformance(words, proposal);
  return [...demanded.map(each => times(each, direction)), times(ordered, direction), performed];
}

const times = (a: number, b: number): -1 | 0 | 1 => (a * b > 0 ? 1 : a * b < 0 ? -1 : 0);

/** Maximum words between a demand and its verb, and between the verb and the thing. */
const DEMAND_REACH = 5;
const OBJECT_REACH = 8;

/** What a demand wants for the thing: "it should not be allowed" -1, "we must keep it" 1; else 0. */
function readDemand(words: readonly string[], at: number, { object, verb: own }: Proposal): number {
  const open = takeUntil(wordsAfter(words, at, DEMAND_REACH), opensClause);
  const verb = open.findIndex(word => directionIn(word, own) !== 0);
  if (verb < 0) return 0;
  const between = open.slice(0, verb);
  const turned = [...words.slice(Math.max(0, at - 3), at), ...between].filter(isNegating).length % 2 === 1;
  const place = at + 1 + verb;
  const isPassive = between.some(isBe);
  const after = clauseAfter(words, place);
  const isSubject = isPassive || after.length === 0;
  const argument = isSubject ? clauseBefore(words, at) : after;
  if (!isAbout(argument, { isPassive: isSubject, object })) return 0;
  return directionAt(words, place, own) * (turned ? -1 : 1);
}

/** The direction of a verb; an end to keeping reverses it: "Stop allowing it". */
function directionAt(words: readonly string[], at: number, verb: string | null): number {
  const own = directionIn(elementAt(words, at), verb);
  const next = directionIn(words[at + 1] ?? '', verb);
  return own === -1 && next !== 0 ? -next : own;
}

const opensClause = (word: string) => CLAUSE_OPENERS.has(word);

const clauseBefore = (words: readonly string[], at: number) =>
  takeUntil(words.slice(Math.max(0, at - OBJECT_REACH), at).reverse(), opensClause);

const clauseAfter = (words: readonly string[], at: number) =>
  takeUntil(
    words.slice(at + 1, at + 1 + DEMAND_REACH),
    (word, i) => (i > 0 || !PRONOUNS.has(word)) && opensClause(word),
  );

function isAbout(
  argument: readonly string[],
  { isPassive, object }: { isPassive: boolean; object: ReadonlySet<string> },
): boolean {
  if (argument.some(word => object.has(stem(word)))) return true;
  return isPassive
    ? argument.length <= 2 && argument.some(word => PRONOUNS.has(word))
    : PRONOUNS.has(argument[0] ?? '');
}

/** The direction of an imperative that begins a sentence: "Ban it", "Keep the ferry"; else 0. */
function readOrder(words: readonly string[], { object, verb: own }: Proposal): number {
  const start = words[0] === 'please' || words[0] === 'just' ? 1 : 0;
  const turned = words[start] === 'do' && words[start + 1] === 'not' ? 2 : 0;
  const at = start + turned;
  const verb = words[at];
  if (
    verb === undefined ||
    (directionOfVerb(verb) === 0 && stem(verb) !== own) ||
    /(?:ed|s|ing|ion|al)$/.test(verb)
  )
    return 0;
  const argument = clauseAfter(words, at);
  // "Ban them and you will see" is an imperative; "Banning it would …" and "Support for it is …" are not
  if (turned === 0 && argument.some(word => FINITE.has(word))) return 0;
  return isAbout(argument.slice(0, 4), { isPassive: false, object })
    ? directionAt(words, at, own) * (turned > 0 ? -1 : 1)
    : 0;
}

/** The stance stated outright: "I agree", "I am against banning it", "I support the ban"; else 0. */
function readPerformance(words: readonly string[], { object, direction, verb: own }: Proposal): -1 | 0 | 1 {
  const sentence = words.join(' ');
  const support = SUPPORT.exec(sentence);
  const opposition = OPPOSITION.exec(sentence);
  const found = opposition ?? support;
  if (!found) return 0;
  const sign = opposition ? -1 : 1;
  const rest = sentence
    .slice(found.index + found[0].length)
    .trim()
    .split(' ')
    .slice(0, OBJECT_REACH);
  const verb = rest.find(word => directionIn(word, own) !== 0);
  const isOfObject = rest.some(word => object.has(stem(word)));
  if (verb !== undefined && (isOfObject || rest.indexOf(verb) <= 2))
    return times(sign * directionIn(verb, own), direction);
  if (rest.slice(0, 4).some(word => PROPOSAL_STEMS.has(stem(word)))) return sign;
  if (isOfObject) return times(sign, direction);
  return rest.length === 0 || rest[0] === '' ? sign : 0;
}
