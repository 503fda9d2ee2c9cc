import nlp from 'compromise/two';
import { statedNumbers } from '../engines/extractive/language/numbers.ts';
import { areAlike, areOpposite } from '../engines/extractive/language/opposites.ts';
import { sentences } from '../engines/extractive/language/sentences.ts';
import { contentWords, stem, words } from '../engines/extractive/language/words.ts';
import { fold } from './evidence.ts';

/** A sentence of the passages, read once. */
interface Sentence {
  readonly text: string;
  readonly stems: ReadonlySet<string>;
  /** Stems that a negation stands right before. */
  readonly denied: ReadonlySet<string>;
}

/** The passages, read once for all that is asked of them. */
interface Source {
  readonly sentences: readonly Sentence[];
  readonly stems: ReadonlySet<string>;
  /** All words in small letters, unstemmed: names are looked up here. */
  readonly words: ReadonlySet<string>;
  readonly numbers: readonly number[];
  readonly folded: readonly string[];
}

const NEGATION =
  /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|hardly|fail|failed|fails|refuse|refused|refuses|\p{L}+n't)$/u;
/** How many words that carry meaning a negation reaches. */
const REACH = 2;

/** The stems that a negation reaches, as far as the next mark of punctuation. */
function deniedIn(text: string): Set<string> {
  const denied = new Set<string>();
  for (const clause of text.split(/[,;:.!?()]\s|\bbut\b/)) {
    let reach = 0;
    for (const word of words(clause)) {
      if (NEGATION.test(word)) reach = REACH;
      else if (reach > 0 && contentWords(word).length > 0) {
        denied.add(stem(word));
        reach -= 1;
      }
    }
  }
  return denied;
}

function read(text: string): Sentence {
  return { text, stems: new Set(contentWords(text).map(stem)), denied: deniedIn(text) };
}

function sourceOf(passages: readonly string[]): Source {
  const all = passages.flatMap(sentences).map(read);
  return {
    sentences: all,
    stems: new Set(all.flatMap(({ stems }) => [...stems])),
    words: new Set(passages.flatMap(words)),
    numbers: passages.flatMap(statedNumbers).map(({ value }) => value),
    folded: passages.map(passage => fold(passage).toLowerCase()),
  };
}

/** A word of the claim that carries meaning, with its part of speech. */
interface Term {
  readonly text: string;
  readonly stem: string;
  readonly part: 'name' | 'noun' | 'verb' | 'adjective' | 'adverb';
}

function partOf(tags: readonly string[], text: string, first: boolean): Term['part'] {
  if (/^\p{Lu}/u.test(text) && (!first || tags.includes('ProperNoun'))) return 'name';
  if (tags.includes('Verb')) return 'verb';
  if (tags.includes('Adjective')) return 'adjective';
  return tags.includes('Adverb') ? 'adverb' : 'noun';
}

interface Tagged {
  readonly terms: readonly { readonly text: string; readonly tags: readonly string[] }[];
}

function termsOf(claim: string): Term[] {
  const all = (nlp(claim).json() as Tagged[]).flatMap(({ terms }) => terms);
  return all.flatMap(({ text, tags }, index) =>
    contentWords(text)
      .filter(word => !/^\p{N}/u.test(word))
      .map(word => ({ text: word, stem: stem(word), part: partOf(tags, text, index === 0) })),
  );
}

const HEDGES =
  /\b(?:about|around|roughly|nearly|almost|approximately|some|over|more than|less than|under|at least|up to|close to)\s+\S{0,3}$/i;
const ROUNDING = 0.05;

function numberObjection(claim: string, { numbers }: Source): string | null {
  for (const { text, value, start } of statedNumbers(claim)) {
    if (value <= 1 && /^\p{L}/u.test(text)) continue;
    const hedged = HEDGES.test(claim.slice(0, start));
    const given = numbers.some(other => other === value || (hedged && Math.abs(other - value) <= ROUNDING * value));
    if (!given) return `The number ${text} does not stand there.`;
  }
  return null;
}

/** `Russia` and `Russian`, `Italy` and `Italians`: names of places and their people. */
function sameName(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.startsWith(short.slice(0, Math.max(4, short.length - 2))) && long.length - short.length <= 4;
}

function nameObjection(terms: readonly Term[], source: Source): string | null {
  for (const { text, part, stem: root } of terms) {
    if (part !== 'name' || source.stems.has(root) || source.words.has(text)) continue;
    if ([...source.words].some(word => sameName(word, text))) continue;
    return `The name ${text.replace(/^\p{Ll}/u, letter => letter.toUpperCase())} does not stand there.`;
  }
  return null;
}

/** The sentences that say most of what the claim says, the best first. */
function nearest(terms: readonly Term[], source: Source): Sentence[] {
  const wanted = new Set(terms.map(term => term.stem));
  const scored = source.sentences.map(sentence => ({
    sentence,
    score: [...wanted].filter(word => sentence.stems.has(word)).length,
  }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ sentence }) => sentence);
}

function directionObjection(terms: readonly Term[], source: Source, best: readonly Sentence[]): string | null {
  for (const { text, stem: root } of terms) {
    if (source.stems.has(root) || best.some(({ stems }) => [...stems].some(other => areAlike(root, other)))) continue;
    for (const { stems, text: sentence } of best) {
      const other = [...stems].find(each => areOpposite(root, each));
      if (other === undefined) continue;
      const said = words(sentence).find(word => stem(word) === other) ?? other;
      return `The text says "${said}", the claim "${text}".`;
    }
  }
  return null;
}

function negationObjection(claim: string, terms: readonly Term[], source: Source, best: readonly Sentence[]): string | null {
  const denied = deniedIn(claim);
  if (denied.size > 0 && !source.sentences.some(sentence => [...denied].some(word => sentence.denied.has(word))))
    return 'The claim denies what the text does not deny.';
  for (const { stem: root, text } of terms) {
    const holding = best.filter(({ stems }) => stems.has(root));
    if (!denied.has(root) && holding.length > 0 && source.sentences.every(s => !s.stems.has(root) || s.denied.has(root)))
      return `The text denies "${text}", the claim does not.`;
  }
  return null;
}

/** What a word that stands nowhere in the passages weighs: things and qualities change the meaning, verbs mostly say the same otherwise. */
const WEIGHT = { name: 2, noun: 1, adjective: 1, adverb: 0.5, verb: 0.5 } as const;
const TOO_MUCH = 4;

function insertionObjection(terms: readonly Term[], source: Source): string | null {
  const known = ({ stem: root }: Term) => source.stems.has(root) || [...source.stems].some(other => areAlike(root, other));
  const inserted = terms.filter(term => term.part !== 'name' && !known(term));
  const weight = inserted.reduce((sum, { part }) => sum + WEIGHT[part], 0);
  if (weight < TOO_MUCH) return null;
  return `The text does not speak of ${inserted.map(({ text }) => `"${text}"`).join(', ')}.`;
}

function isVerbatim(claim: string, { folded }: Source): boolean {
  const wanted = fold(claim)
    .toLowerCase()
    .replace(/[.!?…]+$/, '');
  return wanted !== '' && folded.some(passage => passage.includes(wanted));
}

/**
 * Null when the passages bear the claim out, else one sentence that says why not. Plain rules over words, in the spirit of the lexical
 * features of MacCartney & Manning 2008 ("Modeling semantic containment and exclusion in natural language inference").
 */
export function objection(claim: string, passages: readonly string[]): string | null {
  const source = sourceOf(passages);
  if (isVerbatim(claim, source)) return null;
  const terms = termsOf(claim);
  if (terms.length === 0) return 'The claim says nothing that could be looked up.';
  const best = nearest(terms, source);
  return (
    numberObjection(claim, source) ??
    nameObjection(terms, source) ??
    directionObjection(terms, source, best) ??
    negationObjection(claim, terms, source, best) ??
    insertionObjection(terms, source)
  );
}

/** The sentence that says most of what the claim says, verbatim, and which passage (from 0) it stands in; null if none shares a word. */
export function nearestSentence(claim: string, passages: readonly string[]): { text: string; passage: number } | null {
  const wanted = new Set(contentWords(claim).map(stem));
  let best: { text: string; passage: number; score: number } | null = null;
  for (const [passage, text] of passages.entries()) {
    for (const sentence of sentences(text)) {
      const own = new Set(contentWords(sentence).map(stem));
      const shared = [...wanted].filter(word => own.has(word)).length;
      const score = shared / Math.sqrt(own.size + 5);
      if (shared > 0 && score > (best?.score ?? 0)) best = { text: sentence, passage, score };
    }
  }
  return best && { text: best.text, passage: best.passage };
}
