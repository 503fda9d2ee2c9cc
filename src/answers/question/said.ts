import type { Article } from '../../articles/article.ts';
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { extractContentWords, isReadingEnglish } from '../../language/stems.ts';
import { trimEnd } from '../../language/trimming.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { Quote } from '../quotes/schema.ts';
import { countWords } from './answer-words.ts';
import { getSpokenQuotes } from './article-facts.ts';
import { parseForeignSpeechQuestion } from './foreign-forms.ts';
import { collectTerms } from './parse-question.ts';
import { type QuestionTerm, readText, scoreTerm, termStemOf } from './question-terms.ts';
import { writeOut } from './route.ts';
import { type DraftStatement, MAX_WORDS, type QuestionDraft } from './schema.ts';
import { getSentenceIndex, type IndexedSentence } from './sentence-index.ts';

/** A question about what was said: the speaker, or null if the question asks who; and the subject. */
interface SpeechQuestion {
  readonly speaker: string | null;
  readonly about: string;
}

const VERB = oneOf(lexicon.said.words.verbs);
const NOUN = oneOf(lexicon.said.words.nouns);
/**
 * "What did Glassner say about the mailer?", "how did the club react to it"; speaker: up to 80 characters.
 */
const WHAT_SAID = new RegExp(
  String.raw`\b(?:what|how) (?:else )?(?:did|does|do|has|have|had|is|was|were) (?<speaker>.{1,80}?) (?:have to |actually |really |exactly )?${VERB}\b(?<about>[\s\S]*)`,
  'iu',
);
/** "What was the mayor's reaction to the vote?", "any quotes from Solheim?" */
const WHOSE_WORDS = new RegExp(
  String.raw`^(?:and |so |but )?(?:what (?:is|was|are|were) )?(?<speaker>[\p{L}.' -]{1,60}?)'s? ${NOUN}\b(?<about>[\s\S]*)`,
  'iu',
);
const WORDS_OF = new RegExp(
  String.raw`\b${NOUN} (?:from|by|of) (?<speaker>[^?.!,]{1,60}?)(?: (?<about>(?:about|on|to) [\s\S]*))?$`,
  'iu',
);
const WHO_SAID = new RegExp(
  String.raw`^(?:and |so |but )?who(?:m)?(?: was it that| is it that)? (?:has |had |have |is |was )?(?:also |actually )?${VERB}\b(?<about>[\s\S]*)`,
  'iu',
);

/** Parses a question about what was said; undefined if it asks something else. */
function parseSpeechQuestion(question: string): SpeechQuestion | undefined {
  const written = trimEnd(writeOut(question), /[\s?.!]/);
  if (!isReadingEnglish()) return parseForeignSpeechQuestion(written);
  const who = WHO_SAID.exec(written)?.groups;
  if (who) return { speaker: null, about: who.about ?? '' };
  const said = (WHAT_SAID.exec(written) ?? WORDS_OF.exec(written) ?? WHOSE_WORDS.exec(written))?.groups;
  return said?.speaker ? { speaker: said.speaker, about: said.about ?? '' } : undefined;
}

const FILLER = new Set([...lexicon.said.words.verbs, 'good', 'any', 'best'].map(termStemOf));

/** The quotations of the speaker meant by a name, a role or a part of either. */
function findQuotesOf(article: Article, named: string): Quote[] {
  const wanted = extractContentWords(named)
    .map(termStemOf)
    .filter(word => !FILLER.has(word));
  if (wanted.length === 0) return [];
  return getSpokenQuotes(article).filter(({ speaker, role }) => {
    const known = new Set(extractContentWords(`${speaker ?? ''} ${role ?? ''}`).map(termStemOf));
    return wanted.every(word => known.has(word));
  });
}

const OTHERS = new Set(lexicon.said.words.others.map(termStemOf));

/** Stems of the speaker whose words a question asks for; empty if it asks for anybody's, or for none. */
export function findNamedSpeaker(question: string): string[] {
  const speaker = parseSpeechQuestion(question)?.speaker ?? '';
  const wanted = extractContentWords(speaker).map(termStemOf);
  return wanted.some(word => OTHERS.has(word)) ? [] : wanted.filter(word => !FILLER.has(word));
}

interface HostedQuote {
  readonly quote: Quote;
  readonly sentences: readonly IndexedSentence[];
  /** Share of the question's subject that it holds. */
  readonly score: number;
}

/** The sentences that hold a quotation, or its first paragraph if it has several. */
function findHosts(article: Article, { text, paragraph }: Quote): IndexedSentence[] {
  const [first = ''] = text.split('\n\n');
  const { all } = getSentenceIndex(article, 'paragraphs');
  const own = all.filter(({ unit }) => unit === paragraph - 1);
  const start = own[0]?.whole.indexOf(first) ?? -1;
  return start < 0
    ? []
    : own.filter(sentence => sentence.start < start + first.length && sentence.end > start);
}

function scoreAbout(terms: readonly QuestionTerm[], weigh: (stem: string) => number, text: string): number {
  const reading = readText(text);
  let [held, all] = [0, 0];
  for (const term of terms) {
    const weight = term.weight * weigh(term.stem);
    all += weight;
    held += weight * scoreTerm(term, reading);
  }
  return all === 0 ? 0 : held / all;
}

/** Minimum share of the question's subject that a quotation must hold to be taken as the answer. */
const MIN_ABOUT = 0.6;

/**
 * Finds the quotations that answer who said what, each in its sentences and with its speaker. Null if the
 * question asks something else, or if no quotation fits.
 */
export function findSpokenAnswer(article: Article, question: string): QuestionDraft | null {
  const asked = parseSpeechQuestion(question);
  if (!asked) return null;
  const quotes = asked.speaker === null ? getSpokenQuotes(article) : findQuotesOf(article, asked.speaker);
  if (quotes.length === 0) return null;
  const terms = collectTerms(asked.about).filter(({ stem }) => !FILLER.has(stem));
  if (asked.speaker === null && terms.length === 0) return null;
  const { index, all } = getSentenceIndex(article, 'paragraphs');
  const rarest = Math.log(2 + 2 * all.length);
  const weigh = (stem: string) => index.inverseFrequency(stem) || rarest;
  const hosted = quotes
    .map((quote): HostedQuote => {
      const sentences = findHosts(article, quote);
      return {
        quote,
        sentences,
        score: scoreAbout(terms, weigh, sentences.map(({ text }) => text).join(' ')),
      };
    })
    .filter(
      ({ sentences, quote }) => sentences.length > 0 && (asked.speaker !== null || quote.speaker !== null),
    );
  const ranked = terms.length === 0 ? hosted : hosted.toSorted((a, b) => b.score - a.score);
  const [best] = ranked;
  if (!best) return null;
  const isSure = terms.length === 0 || best.score >= MIN_ABOUT;
  if (!isSure && asked.speaker === null) return null;
  const chosen = ranked.filter(
    each => terms.length === 0 || each.score >= best.score * 0.8 || isGoingOn(each.quote, best.quote),
  );
  const statements = listStatements(chosen, asked.speaker === null);
  const [first] = statements;
  if (!first) return null;
  return isSure
    ? { found: true, statements, nearest: null }
    : { found: false, outcome: 'probable', statements: [], nearest: first };
}

/** Whether the same speaker continues in the same paragraph: the subject often precedes the remark. */
const isGoingOn = (quote: Quote, best: Quote): boolean =>
  quote.paragraph === best.paragraph && quote.speaker === best.speaker && quote.speaker !== null;

function listStatements(hosted: readonly HostedQuote[], isSpeakerAsked: boolean): DraftStatement[] {
  const statements: DraftStatement[] = [];
  const seen = new Set<IndexedSentence>();
  let room = MAX_WORDS;
  for (const { quote, sentences } of isSpeakerAsked ? hosted.slice(0, 1) : hosted) {
    for (const sentence of sentences) {
      const length = countWords(sentence.text);
      if (seen.has(sentence) || length > room) continue;
      seen.add(sentence);
      room -= length;
      statements.push({
        text: sentence.text,
        ...sentence.evidence,
        ...nameSpeaker(sentence.text, quote, isSpeakerAsked),
      });
    }
  }
  return statements;
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
