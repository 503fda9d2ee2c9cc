import type { Article } from '../../articles/article.ts';
import { capitalize } from '../../language/capitals.ts';
import type { Person } from '../../language/people.ts';
import { isTitle, surnameOf } from '../../language/person-names.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { tokenize } from '../../language/tokens.ts';
import { isPersonPhrase } from '../quotes/role-nouns.ts';
import { countWords, findAnswerWords } from './answer-words.ts';
import { findNamedPeople } from './follow-ups/referents.ts';
import { writeOut } from './route.ts';
import { MAX_WORDS, type QuestionDraft } from './schema.ts';
import { fits, getSentenceIndex, type IndexedSentence } from './sentence-index.ts';

/*
 * Who somebody named in the article is: what it introduces them with, rather than the name of another person
 * who is mentioned beside them.
 */

const OPENING = `^(?:(?:and|so|but|ok|okay|wait),? )*`;
const CLOSING = `(?: again| anyway| exactly| please)?[\\s?!.]*$`;
const IDENTITY = [
  `who(?: exactly| the hell| on earth)? (?:is|was)(?: this| that)? (?<name>[^?!,;:]{2,60}?)`,
  `tell me (?:more |something )?about (?<name>[^?!,;:]{2,60}?)`,
  `what (?:does|did) (?<name>[^?!,;:]{2,60}?) do(?: for (?:a living|work|a job))?`,
  `what (?:is|was) (?<name>[^?!,;:]{2,60}?)'s? (?:job|profession|occupation|position|role|trade|work)`,
].map(form => new RegExp(`${OPENING}${form}${CLOSING}`, 'iu'));

/** What may stand behind a name and say who its bearer is: "who designed the bridge", "is a baker". */
const BEHIND = /^,? (?:(?=whos?e? )|(?:is|was) (?=(?:an?|the|one of) ))([^,;:.“”"]{4,90})/u;
/** What may stand between a description and the name: "An expert from the zoo, Dr Morrow", "is Hattie Crewe". */
const JOINED = /(?:, | is | was )(?:\p{Lu}[\p{L}.'’-]{0,30} ){0,3}$/u;
const DETERMINER = /\b(?:an?|the|his|her|its|their) /giu;
/** Longest stretch before a name in which its description is looked for, in characters. */
const WINDOW = 80;

/** The name in a question about who somebody is; undefined if it asks something else. */
function readAskedName(question: string): string | undefined {
  const written = writeOut(question);
  return IDENTITY.map(form => form.exec(written)?.groups?.name).find(Boolean);
}

/** The one person of an article whom a name means; undefined if none. */
function findAskedPerson(name: string, article: Article): Person | undefined {
  const [person, ...others] = findNamedPeople(name, article);
  if (!person || others.length > 0) return undefined;
  const known = new Set(person.name.toLowerCase().split(' '));
  const isName = (word: string) => known.has(word) || isTitle(capitalize(word));
  return name.toLowerCase().split(' ').every(isName) ? person : undefined;
}

/** The words of a sentence that say who a person is; undefined if it only mentions them. */
function findDescription(text: string, { name, role }: Person): string | undefined {
  const at = role === null ? -1 : text.toLowerCase().indexOf(role.toLowerCase());
  if (role !== null && at >= 0) return text.slice(at, at + role.length);
  const named = findAnswerWords(text, surnameOf(name.split(' ')));
  if (!named) return undefined;
  const clause = BEHIND.exec(text.slice(named.end, named.end + WINDOW + 20))?.[1];
  if (clause) return clause.trim();
  const near = text.slice(Math.max(0, named.start - 2 * WINDOW), named.start);
  const joined = JOINED.exec(near);
  if (!joined) return undefined;
  const before = near.slice(0, joined.index).slice(-WINDOW);
  return [...before.matchAll(DETERMINER)]
    .map(({ index }) => before.slice(index))
    .find(phrase => !/[,;:.“”"]/.test(phrase) && isPersonPhrase(tokenize(phrase, 0, phrase.length)));
}

/** The sentence, with the next one if that goes on about "him" or "her". */
function withNext(
  { text, unit, part, whole, start }: IndexedSentence,
  next: IndexedSentence | undefined,
): string {
  if (next?.unit !== unit || next.part !== part || !/^(?:he|she)\b/i.test(next.text)) return text;
  const joined = whole.slice(start, next.end);
  return countWords(joined) <= MAX_WORDS ? joined : text;
}

/** How a sentence introduces a name: "Her name is Agatha", "a starter called Agatha". */
const NAMING =
  /(?:\bnames? (?:is|was|are|were)|\b(?:called|named|nicknamed|dubbed|known as)) [“"‘]?(?:the )?$/i;

/**
 * Answers who bears a name that is no known person's with the sentence that introduces the name, after the one
 * before it if it points back: "Her name is Agatha, and she is a sourdough starter."
 */
function findNaming(article: Article, asked: string): QuestionDraft | null {
  const { all } = getSentenceIndex(article, 'paragraphs');
  const name = asked.replace(/^(?:the|an?) /i, '').toLowerCase();
  const at = all.findIndex(({ text }) => {
    const found = findAnswerWords(text.toLowerCase(), name);
    return (
      found !== null &&
      /^\p{Lu}/u.test(text.slice(found.start)) &&
      NAMING.test(text.slice(Math.max(0, found.start - WINDOW), found.start))
    );
  });
  const sentence = all[at];
  if (!sentence || countWords(sentence.text) > MAX_WORDS) return null;
  const isBack = /^[“"]?(?:his|her|its|their|it|he|she|they)\b/i.test(sentence.text);
  const before = isBack && fits(all, { first: at - 1, last: at }, MAX_WORDS) ? all[at - 1] : undefined;
  const text = before ? sentence.whole.slice(before.start, sentence.end) : sentence.text;
  return { found: true, statements: [{ text, ...sentence.evidence }], nearest: null };
}

/** A sentence that mentions a person, with the words that say who they are. */
interface Mention {
  readonly sentence: IndexedSentence;
  readonly description: string | undefined;
}

/**
 * Answers who a person named in the article is, with the sentence that introduces them: the first that says
 * who they are, else the first that names them. Null if the question asks something else or names nobody.
 */
export function findIdentity(article: Article, question: string): QuestionDraft | null {
  const name = isReadingEnglish() ? readAskedName(question) : undefined;
  if (name === undefined) return null;
  const person = findAskedPerson(name, article);
  if (!person) return findNaming(article, name);
  const surname = surnameOf(person.name.split(' '));
  const { all } = getSentenceIndex(article, 'paragraphs');
  const mentions = all
    .filter(({ text }) => findAnswerWords(text, surname) !== null && countWords(text) <= MAX_WORDS)
    .map((sentence): Mention => ({ sentence, description: findDescription(sentence.text, person) }));
  const mention = mentions.find(({ description }) => description !== undefined) ?? mentions[0];
  if (!mention) return null;
  const { sentence, description } = mention;
  const isTold = description !== undefined && findAnswerWords(sentence.text, description) !== null;
  const text = isTold ? sentence.text : withNext(sentence, all[all.indexOf(sentence) + 1]);
  return {
    found: true,
    statements: [{ text, ...(isTold && { answer: description }), ...sentence.evidence }],
    nearest: null,
  };
}
