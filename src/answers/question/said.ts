import type { Article } from '../../articles/article.ts';
import { namesPeople } from '../../language/animacy.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { splitSentences } from '../../language/sentences.ts';
import { isRoleNoun } from '../quotes/role-nouns.ts';
import type { Quote } from '../quotes/schema.ts';
import { countWords } from './answer-words.ts';
import { collectTerms } from './parse-question.ts';
import { pointsBack } from './passage-features.ts';
import { alternativesOf, type QuestionTerm, readText, scoreTerm, termStemOf } from './question-terms.ts';
import { type DraftStatement, MAX_WORDS, type QuestionDraft } from './schema.ts';
import { getSentenceIndex, type IndexedSentence } from './sentence-index.ts';
import { isCalled, listSpeakerWords } from './speaker-words.ts';
import { parseSpeechQuestion, type SpeechQuestion } from './speech-question.ts';
import { getDescriptions, getUtterances, type Utterance } from './utterances.ts';

const FILLER = new Set(
  [...lexicon.said.words.verbs, ...lexicon.said.words.wanting, ...lexicon.said.words.fillers].map(word =>
    termStemOf(word),
  ),
);

const OTHERS = new Set(lexicon.said.words.others.map(termStemOf));

/** The words for the speaker whom a question asks for; none if it asks for anybody's words, or for nobody's. */
function listSpeakerTerms(speaker: string): QuestionTerm[] {
  const terms = listSpeakerWords(speaker).filter(({ stem }) => !FILLER.has(stem));
  return terms.some(({ stem }) => OTHERS.has(stem)) ? [] : terms;
}

/** Stems of the speaker whose words a question asks for; empty if it asks for anybody's, or for none. */
export function findNamedSpeaker(question: string): string[] {
  const { speaker, verb = '' } = parseSpeechQuestion(question) ?? {};
  return WANTING.has(verb.toLowerCase()) ? [] : listSpeakerTerms(speaker ?? '').map(({ stem }) => stem);
}

/** What somebody wants may be told without their words. */
const WANTING = new Set<string>(lexicon.said.words.wanting);

/** Whether a question asks for the words of several people: "what do the islanders think of it". */
export function asksGroup(question: string): boolean {
  const noun = listSpeakerTerms(parseSpeechQuestion(question)?.speaker ?? '').at(-1)?.word ?? '';
  return noun.endsWith('s') && namesPeople(noun.slice(0, -1));
}

/** The words of a question's subject: what is said about it, without verbs of saying and "afterwards". */
const collectSubject = (about: string): QuestionTerm[] =>
  collectTerms(about).filter(({ stem }) => !FILLER.has(stem));

/** What is said, with how much of the question's subject it holds by itself and in its surroundings. */
interface RatedUtterance {
  readonly utterance: Utterance;
  readonly score: number;
}

/** How much what stands before an utterance in its paragraph counts; more if "it" points back to there. */
const BEFORE_WEIGHT = 0.5;
const POINTED_WEIGHT = 0.8;
/** What the verb of the question is worth: "warn" in "what does he warn against". */
const VERB_BONUS = 0.3;

/** Creates a function that rates how much of a subject an utterance holds, from 0 to 1. */
function createRating(article: Article, terms: readonly QuestionTerm[]) {
  const { index, all } = getSentenceIndex(article, 'paragraphs');
  const rarest = Math.log(2 + 2 * all.length);
  const weights = terms.map(({ stem, weight }) => weight * (index.inverseFrequency(stem) || rarest));
  const total = weights.reduce((a, b) => a + b, 0) || 1;
  return ({ sentences, before }: Utterance): number => {
    const text = sentences.map(sentence => sentence.text).join(' ');
    const [last = ''] = splitSentences(before).slice(-1);
    const [own, near, far] = [readText(text), readText(last), readText(before)];
    const nearWeight = pointsBack(text) ? POINTED_WEIGHT : BEFORE_WEIGHT;
    return terms.reduce((sum, term, i) => {
      const told = Math.max(nearWeight * scoreTerm(term, near), BEFORE_WEIGHT * scoreTerm(term, far));
      return sum + (Math.max(scoreTerm(term, own), told) * (weights[i] ?? 0)) / total;
    }, 0);
  };
}

/** Quotations tell more than reported words, and these more than a wish. */
const rateTelling = (utterance: Utterance, asked: VerbAlternatives): number =>
  (utterance.quote ? 1 : SAYING.has(utterance.verb ?? '') ? 0.9 : 0.7) +
  (isOfVerb(utterance, asked) ? 2 * VERB_BONUS : 0);

/** Whether the question has the reporting verb of an utterance, and not just "say". */
const isOfVerb = ({ verb }: Utterance, asked: VerbAlternatives) =>
  verb !== null && (asked.get(verb) ?? 0) >= MIN_SAME_VERB;

type VerbAlternatives = ReadonlyMap<string, number>;
const MIN_SAME_VERB = 0.8;
/** The stems that may stand for the verb of a question; none if it is as general as "say". */
function listVerbs(verb: string): VerbAlternatives {
  const found = alternativesOf(verb.toLowerCase());
  return GENERAL_VERBS.has(termStemOf(verb.toLowerCase())) ? new Map() : found;
}

const GENERAL_VERBS = new Set(['say', 'said', 'tell', 'think', 'write', 'speak'].map(termStemOf));
const SAYING = new Set(lexicon.said.words.verbs.map(termStemOf));

/** Minimum share of the question's subject that an utterance must hold to be the answer, or probably so. */
const MIN_ABOUT = 0.6;
const MIN_PROBABLE = 0.25;
/** Minimum share relative to the best one of what is shown besides. */
const MIN_RELATIVE = 0.8;
/** Maximum number of utterances shown without a subject, and how much less telling than the best they may be. */
const MAX_UTTERANCES = 4;
const MAX_LESS_TELLING = 0.15;
/** What somebody only wants is not what they say, unless the question asks for that. */
const MIN_TELLING = 0.8;

/**
 * Finds the words that answer who said what, each in its sentences and with its speaker: quotations and
 * reported words. Null if the question asks something else, or if nobody meant says anything. A speaker who
 * does not speak of the subject gives no answer; `nearest` is then what they do say. What was `shown` already
 * is not repeated.
 */
export function findSpokenAnswer(
  article: Article,
  question: string,
  shown: readonly string[] = [],
): QuestionDraft | null {
  const asked = parseSpeechQuestion(question);
  if (!asked) return null;
  const terms = collectSubject(asked.about);
  return asked.speaker === null
    ? findSpeaker(article, terms)
    : findWordsOf(article, { ...asked, speaker: asked.speaker }, { terms, shown });
}

/** Finds the quotation that is about a subject, for its speaker. */
function findSpeaker(article: Article, terms: readonly QuestionTerm[]): QuestionDraft | null {
  if (terms.length === 0) return null;
  const rate = createRating(article, terms);
  const [best] = getUtterances(article)
    .flatMap(utterance => (utterance.quote?.speaker ? { utterance, score: rateOwn(utterance, rate) } : []))
    .toSorted((a, b) => b.score - a.score);
  if (!best || best.score < MIN_ABOUT) return null;
  const statements = listStatements([best.utterance], { isSpeakerAsked: true });
  return statements.length > 0 ? { found: true, statements, nearest: null } : null;
}

const rateOwn = (utterance: Utterance, rate: (utterance: Utterance) => number) =>
  rate({ ...utterance, before: '' });

function findWordsOf(
  article: Article,
  { speaker, verb }: SpeechQuestion & { readonly speaker: string },
  { terms, shown: earlier }: { readonly terms: readonly QuestionTerm[]; readonly shown: readonly string[] },
): QuestionDraft | null {
  const wanted = listSpeakerTerms(speaker);
  const isShown = ({ sentences }: Utterance) =>
    sentences.every(({ text }) => earlier.some(each => each.includes(text)));
  const spoken = findUtterancesBy(article, wanted).filter(utterance => !isShown(utterance));
  if (spoken.length === 0) return null;
  const verbs = listVerbs(verb);
  const rate = createRating(article, terms);
  const rated = spoken
    .map((utterance): RatedUtterance => {
      const telling = rateTelling(utterance, verbs);
      const ofVerb = isOfVerb(utterance, verbs) ? VERB_BONUS : 0;
      return { utterance, score: terms.length === 0 ? telling : rate(utterance) + ofVerb + telling / 100 };
    })
    .toSorted((a, b) => b.score - a.score);
  const [best] = rated;
  if (!best || (WANTING.has(verb.toLowerCase()) && !isOfVerb(best.utterance, verbs))) return null;
  if (terms.length === 0) {
    const telling = rated
      .filter(({ score }) => score >= best.score - MAX_LESS_TELLING)
      .slice(0, MAX_UTTERANCES)
      .map(({ utterance }) => utterance);
    return best.score >= MIN_TELLING || verbs.size > 0 ? answerWith(telling) : showProbable(telling);
  }
  const about = rated.filter(
    ({ utterance, score }) => score >= best.score * MIN_RELATIVE || isGoingOn(utterance, best.utterance),
  );
  if (best.score >= MIN_ABOUT) return answerWith(about.map(({ utterance }) => utterance));
  const isAbout = best.score >= MIN_PROBABLE;
  const shown = isAbout
    ? about
    : rated.toSorted((a, b) => rateTelling(b.utterance, verbs) - rateTelling(a.utterance, verbs));
  const draft = showProbable(shown.map(({ utterance }) => utterance));
  return isAbout ? draft : { found: false, outcome: 'not found', statements: [], nearest: draft.nearest };
}

/** Shows utterances as passages that probably answer. */
function showProbable(utterances: readonly Utterance[]): QuestionDraft {
  const [nearest = null, ...further] = listStatements(utterances);
  return {
    found: false,
    outcome: 'probable',
    statements: [],
    nearest,
    ...(further.length > 0 && { further }),
  };
}

/**
 * What a speaker says whom the text calls so. If it calls nobody so, what is quoted where it speaks of such a
 * person, or else what is reported there.
 */
function findUtterancesBy(article: Article, wanted: readonly QuestionTerm[]): readonly Utterance[] {
  if (wanted.length === 0) return [];
  const all = getUtterances(article);
  const called = all.filter(({ speaker }) => isCalled(wanted, speaker));
  // somebody else, who says nothing
  const isSilent = getDescriptions(article)
    .values()
    .some(description => isCalled(wanted, description));
  if (called.length > 0 || isSilent) return called;
  const isSuch = isPerson(wanted) ? ({ speaker }: Utterance) => speaker !== '' : isOfThing;
  const near = all.filter(each => isSuch(each) && isCalled(wanted, `${each.speaker} ${each.before}`));
  const quoted = near.filter(({ quote }) => quote !== null);
  return quoted.length > 0 ? quoted : near;
}

/** Whether the last word with which a question calls somebody is one for a person. */
function isPerson(wanted: readonly QuestionTerm[]): boolean {
  const noun = wanted.at(-1)?.word ?? '';
  return isRoleNoun(noun) || namesPeople(noun);
}

/** Whether it is the wording of a thing or of nobody: "It says: …" */
const isOfThing = ({ quote }: Utterance): boolean =>
  quote !== null && (quote.speaker === null || quote.mention?.toLowerCase() === 'it');

function answerWith(utterances: readonly Utterance[]): QuestionDraft | null {
  const statements = listStatements(utterances);
  return statements.length > 0 ? { found: true, statements, nearest: null } : null;
}

/** Whether an utterance of the same speaker follows in the same paragraph: the subject often precedes the remark. */
const isGoingOn = ({ sentences: [next] }: Utterance, { sentences: [best] }: Utterance): boolean =>
  next !== undefined && best !== undefined && next.unit === best.unit && next.start > best.start;

/** The sentences of utterances as far as there is room, the first ones first; in the order of the text. */
function listStatements(
  utterances: readonly Utterance[],
  { isSpeakerAsked = false }: { readonly isSpeakerAsked?: boolean } = {},
): DraftStatement[] {
  const chosen = new Map<IndexedSentence, DraftStatement>();
  let room = MAX_WORDS;
  for (const { quote, sentences } of utterances)
    for (const sentence of sentences) {
      const length = countWords(sentence.text);
      if (chosen.has(sentence) || length > room) continue;
      room -= length;
      const named = quote ? nameSpeaker(sentence.text, quote, isSpeakerAsked) : {};
      chosen.set(sentence, { text: sentence.text, ...sentence.evidence, ...named });
    }
  return [...chosen]
    .toSorted(([a], [b]) => a.unit - b.unit || a.start - b.start)
    .map(([, statement]) => statement);
}

/**
 * The speaker as the answer within the sentence, if asked for and named there; as `speaker` besides if the
 * sentence does not have the full name.
 */
function nameSpeaker(
  text: string,
  { speaker, mention }: Quote,
  isAsked: boolean,
): Pick<DraftStatement, 'answer' | 'speaker'> {
  if (speaker === null) return {};
  const surname = speaker.split(' ').at(-1) ?? speaker;
  const named = [speaker, mention, surname].find(
    name => name && /^\p{Lu}|\s/u.test(name) && text.includes(name),
  );
  return {
    ...(isAsked && named && { answer: named }),
    ...(!text.includes(speaker) && { speaker }),
  };
}
