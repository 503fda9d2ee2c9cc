import { describe, expect, test } from 'vitest';
import { NOUN_RULES } from '../src/answers/quotes/attribution/noun-rules.ts';
import { ANNOUNCEMENT_RULES, SENTENCE_RULES } from '../src/answers/quotes/attribution/sentence-rules.ts';
import { TAG_RULES } from '../src/answers/quotes/attribution/tag-rules.ts';
import { VERB_RULES } from '../src/answers/quotes/attribution/verb-rules.ts';
import { explainQuotes } from '../src/answers/quotes/extract.ts';
import { CONTEXT_RULES, OWN_SENTENCE_RULES } from '../src/answers/quotes/quotation-rules.ts';
import { SCARE_QUOTE_RULES } from '../src/answers/quotes/scare-quotes.ts';

/** For each example: the rules that decide about its last quotation, the paragraphs, and the speaker. */
const attributions: readonly (readonly [
  rules: string,
  paragraphs: readonly string[],
  speaker: string | null,
])[] = [
  [
    'its sentence > behind it > tag > verb before its subject',
    ['“The ferry stays,” said Ada Quill.'],
    'Ada Quill',
  ],
  [
    'its sentence > behind it > tag > manner of speaking',
    ['“The ferry stays!” Ada Quill sighed.'],
    'Ada Quill',
  ],
  ['its sentence > behind it > tag > passive report', ['“The ferry stays,” callers were told.'], null],
  ['its sentence > behind it > tag > subject and verb', ['“The ferry stays,” Ada Quill said.'], 'Ada Quill'],
  [
    'its sentence > behind it > tag > subject, appositions and verb',
    ['“The ferry stays,” Ada Quill (R), the harbour master, one of many, said.'],
    'Ada Quill',
  ],
  [
    'its sentence > behind it > tag > owner of the words',
    ["“The ferry stays,” was Ada Quill's reply."],
    'Ada Quill',
  ],
  [
    'its sentence > before it > source of the words',
    ['In the words of Ada Quill of the harbour, “the ferry stays for good”.'],
    'Ada Quill',
  ],
  [
    'its sentence > noun before it',
    ['The petition ends with the plea: “Let the ferry stay.”'],
    'the petition',
  ],
  ['turn of a dialogue', ['“Does the ferry stay?” asked Ada Quill.', '“It does, and for good.”'], null],
  [
    'answer to the writer > last speaker',
    ['“The ferry stays,” said Ada Quill.', 'For how long?', '“For good, I hope, and all of us do.”'],
    'Ada Quill',
  ],
  [
    'sentence before > about somebody else > last speaker',
    ['“The ferry stays,” said Ada Quill.', 'Her father sold tickets. “He was never paid for it.”'],
    'Ada Quill',
  ],
  ['announced with a colon > according to', ['According to Ada Quill:', '“The ferry stays.”'], 'Ada Quill'],
  ['its sentence > label', ['Tom Reed rose. Ada Quill: “The ferry stays.”'], 'Ada Quill'],
  ['its sentence > behind it > signature', ['“The ferry is old, dear readers.” — Ada Quill'], 'Ada Quill'],
  [
    'its sentence > before it > subject and verb',
    ['Ada Quill said that “the ferry stays for good”.'],
    'Ada Quill',
  ],
  [
    'its sentence > before it > subject and verb > negation',
    ['Ada Quill never said “the ferry stays for good”.'],
    null,
  ],
  [
    'its sentence > before it > shared subject',
    ['Ada Quill went out and said “the ferry stays for good”.'],
    'Ada Quill',
  ],
  [
    'its sentence > before it > possessor of a speech noun',
    ["Ada Quill's claim that “the ferry stays for good” fell flat."],
    'Ada Quill',
  ],
  [
    'its sentence > before it > agent of a passive',
    ['The ferry was described by Ada Quill as “a danger to all of us”.'],
    'Ada Quill',
  ],
  [
    'its sentence > before it > verb before its subject',
    ['“It is old,” said Ada Quill, “but the ferry stays.”'],
    'Ada Quill',
  ],
  [
    'its sentence > before it > name before a participle',
    ['The talks ended with Ada Quill calling the ferry “a danger to all of us”.'],
    'Ada Quill',
  ],
  [
    'its sentence > before it > opening participle',
    ['After calling the ferry “a danger to all of us”, she went home.'],
    null,
  ],
  [
    'its sentence > before it > subject of the governing verb',
    ['Tom Reed has sold it, and Ada Quill is left to wonder: “What is the ferry worth?”'],
    'Ada Quill',
  ],
  [
    'its sentence > before it > issuer of a document',
    ['Ada Quill issued a statement that said “the ferry stays for good”.'],
    'Ada Quill',
  ],
  [
    'its sentence > tag at the end',
    ['They sang of “the ferry that nobody loves” for hours, Ada Quill said.'],
    'Ada Quill',
  ],
  [
    'its sentence > according to',
    ['The ferry is “not worth a penny of it”, according to Ada Quill.'],
    'Ada Quill',
  ],
  [
    'its sentence > subject of the sentence',
    ['Ada Quill felt it would be “the end of the ferry for good”.'],
    'Ada Quill',
  ],
  ['', ['Ada Quill had no time for “the ferry that nobody loves”.'], null],
  [
    'its sentence > subject of the sentence',
    ['Ada Quill went after it as “the ferry that nobody loves”.'],
    'Ada Quill',
  ],
  [
    'its sentence > subject of the sentence',
    ['Quill Ferries released a letter that it “is committed to the island”.'],
    'Quill Ferries',
  ],
  [
    'its sentence > behind it > tag > quoted by another',
    ['“The ferry stays for good,” the paper quoted Ada Quill as saying.'],
    'Ada Quill',
  ],
  [
    'its sentence > behind it > tag > subject and verb',
    ['“The ferry stays,” Port Selwyn coach Ada Quill told reporters.'],
    'Ada Quill',
  ],
  [
    'behind the last quotation > last speaker',
    ['“It is old,” said Ada Quill.', '“The ferry stays.”'],
    'Ada Quill',
  ],
  [
    'its sentence > before it > quoted by another',
    ['The paper quoted Ada Quill as saying “the ferry stays for good”.'],
    'Ada Quill',
  ],
  [
    'its sentence > tag at the end',
    ['Some “fell into the river and were lost” to the town, said Ada Quill.'],
    'Ada Quill',
  ],
  [
    'its sentence > behind it > tag > subject, appositions and verb',
    ['“The ferry stays,” Ada Quill, director of the harbour museum told the Courier.'],
    'Ada Quill',
  ],
  [
    'same paragraph > last speaker',
    ['"The ferry stays," said Ada Quill. "It is old. "It will be mended in the spring."'],
    'Ada Quill',
  ],
  [
    'its sentence > behind it > tag > subject and verb',
    ['Ada Quill runs the ferry.', '“It stays for good,” the 61-year-old said.'],
    'Ada Quill',
  ],
  [
    'its sentence > behind it > tag > verb before its subject',
    ['“The ferry stays,” says al-Masri Quill.'],
    'al-Masri Quill',
  ],
  [
    'document issued before it > subject of the sentence',
    ['Ada Quill issued a brief statement about the ferry.', '“It stays for as long as we need it.”'],
    'Ada Quill',
  ],
  [
    'read out before it > before it > subject and verb',
    ['A letter came from a skipper named Ada Quill. Tom Reed read it aloud.', '“The ferry stays.”'],
    'Ada Quill',
  ],
  ['its sentence > name that nobody gives', ['The ferry was to be called “a danger to all of us”.'], null],
  [
    'its sentence > before it > subject and verb',
    ['There is a ferry, which the skipper Ada Quill, who has won prizes, called “a danger to all of us”.'],
    'Ada Quill',
  ],
  [
    'sentence of its end > behind it > tag > verb before its subject',
    ['“The ferry stays for good.', '“We will see to it for years!” said Ada Quill.'],
    'Ada Quill',
  ],
  ['turn of a transcript', ['“QUILL: Let us begin with the ferry.”'], 'QUILL'],
  [
    'announced with a colon > before it > subject and verb',
    ['Ada Quill wrote to us last week:', '“The ferry stays.”'],
    'Ada Quill',
  ],
  [
    'same paragraph > last speaker',
    ['“The ferry stays,” said Ada Quill. “Nobody will take it.”'],
    'Ada Quill',
  ],
  ['sentence before > subject of the sentence', ['Ada Quill was angry. “The ferry stays.”'], 'Ada Quill'],
  [
    'behind the last quotation > last speaker',
    ['“The ferry stays,” said Ada Quill.', '“Nobody will take it.”'],
    'Ada Quill',
  ],
];

const explainLast = (paragraphs: readonly string[]) => {
  const last = explainQuotes({ paragraphs: [...paragraphs] }).at(-1);
  if (!last) throw new Error('nothing is quoted');
  return last;
};

describe('the rule that decided who said something is told', () => {
  test.each(attributions)('%s', (rules, paragraphs, speaker) => {
    const explained = explainLast(paragraphs);
    expect(explained.rules.join(' > ')).toBe(rules);
    expect(explained.quote.speaker).toBe(speaker);
  });

  test('of a quotation before the one that names its speaker', () => {
    const [first] = explainQuotes({
      paragraphs: ['“The ferry stays.” It rained. “It is old,” Ada Quill said.'],
    });
    expect(first?.rules).toEqual(['tag of the next quotation', 'behind it', 'tag', 'subject and verb']);
    expect(first?.quote.speaker).toBe('Ada Quill');
  });

  test('of whoever tells, not of who is told', () => {
    const { quote } = explainLast([
      'Ada Quill, who called it “possibly the worst day,” told the Courier that it rained.',
    ]);
    expect(quote.speaker).toBe('Ada Quill');
  });

  test('of a quotation behind one that names its speaker, rather than before one that does', () => {
    const [, second] = explainQuotes({
      paragraphs: [
        '“It is old,” said Ada Quill.',
        '“The ferry stays.” It rained. “I like it,” Tom Reed said.',
      ],
    });
    expect(second?.quote.speaker).toBe('Ada Quill');
  });

  test.each([
    [
      'a name of which a title stands',
      'Ada Quill told the BBC’s “The Lead with Tom Reed” that the ferry stays.',
    ],
    ['a verb without a subject', '“The ferry stays for good,” said.'],
    ['a clause about somebody', 'She told a man who suggested that “the ferry should go at once” to leave.'],
  ])('where a sentence names nobody: %s', (_, paragraph) => {
    expect(explainLast([paragraph]).quote.speaker).toBeNull();
  });

  test('no rule, where words of its own name nobody and another spoke elsewhere', () => {
    const paragraphs = ['“The ferry stays,” said Ada Quill.', 'Later: “Nobody will take it from us.”'];
    expect(explainLast(paragraphs)).toMatchObject({ rules: [], quote: { speaker: null } });
  });

  test('by each rule of the lists', () => {
    const decided = new Set([
      ...attributions.flatMap(([rules]) => rules.split(' > ')),
      'tag of the next quotation',
      // names for cases in which no rule applies
      'clause about somebody',
      'words of its own',
    ]);
    const names = [
      ...OWN_SENTENCE_RULES,
      ...CONTEXT_RULES,
      ...SENTENCE_RULES,
      ...ANNOUNCEMENT_RULES,
      ...TAG_RULES,
      ...VERB_RULES,
      ...NOUN_RULES,
    ].map(({ name }) => name);
    expect(names.filter(name => !decided.has(name))).toEqual([]);
  });
});

/** For each example: the rule that decides whether somebody is quoted, the text, and the decision. */
const scareQuotes: readonly (readonly [rule: string, text: string, scare: boolean])[] = [
  ['title of a work', 'A book called “The Old Ferry” came out.', true],
  ['title that nobody says', 'They thought of “The Old Ferry” all night.', true],
  ['more than a few words', 'Ada Quill called it “a danger to all of us”.', false],
  ['announced sentence', 'Ada Quill, from the door: “I heard!”', false],
  ['before a tag', '“Nonsense,” came the answer.', false],
  ['words alone', '“Nonsense.”', false],
  ['given as a name', 'Ada Quill called it “nonsense”.', false],
  ['modifier', 'The “green” plan failed.', true],
  ['no cue', 'It was a “mess”.', true],
];

describe('the rule that decided whether somebody is quoted is told', () => {
  test.each(scareQuotes)('%s', (rule, text, scare) => {
    const explained = explainLast([text]);
    expect(explained.scareRule).toBe(rule);
    expect(explained.quote.scare).toBe(scare);
  });

  test('by each rule of the list', () => {
    expect(SCARE_QUOTE_RULES.map(({ name }) => name)).toEqual(scareQuotes.map(([rule]) => rule));
  });
});
