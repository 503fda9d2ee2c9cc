import { readFileSync } from 'node:fs';
import { Keyv } from 'keyv';
import { afterAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { checkRecipe } from '../src/answers/check/recipe.ts';
import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import { makerOf } from '../src/answers/makers.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import { quotesMaker } from '../src/answers/quotes/maker.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import type { AnyRecipe } from '../src/answers/recipe.ts';
import { type Answer, type Answered, type AnswerProgress, createAnswer } from '../src/answers/service.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import { findNearestSentence } from '../src/answers/verification/nearest-sentence.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { renderComments } from '../src/discord/render/comments.ts';
import { renderQuestion } from '../src/discord/render/question.ts';
import { renderQuotes } from '../src/discord/render/quotes.ts';
import { renderSummary } from '../src/discord/render/summary.ts';
import type { Reply } from '../src/discord/types.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createOpenAiEngine } from '../src/engines/openai/openai.ts';
import { createArticle } from './articles.ts';
import { startScriptedModel } from './model.ts';
import { recombined } from './recombinations.ts';
import { createFreeLedger, createLogRecorder } from './support.ts';

const sample = (name: string): Article =>
  identifyArticle(readArticle(name, readFileSync(new URL(`../data/articles/${name}`, import.meta.url))));
const train = sample('night-train.txt');
const library = sample('tool-library.txt');
const settings = { maskStrongLanguage: true };

const model = await startScriptedModel();

afterAll(() => model.stop());

/** An answer service with the model, an empty cache, and the built-in engine as the fallback. */
function createAnswerService(): Answer {
  const { log } = createLogRecorder();
  const openai = createOpenAiEngine(
    { model: 'liar', baseUrl: model.url, apiKey: null, contextTokens: 100_000, timeout: 10_000 },
    log,
  );
  return createAnswer({
    engines: [openai, createBuiltInEngine()],
    cache: new Keyv(),
    log,
    ledger: createFreeLedger(),
  });
}

/**
 * How a reader asks, and everything the reader sees: the answer, and all its states while it is being made.
 */
const ways = {
  summary: (article: Article) =>
    askModel(summaryRecipe, article, { length: 'standard' }, answered =>
      renderSummary(article, answered, { length: 'standard', settings }),
    ),
  quotes: (article: Article) =>
    askModel(quotesRecipe, article, {}, answered =>
      renderQuotes(article, answered, { page: 0, speaker: null, settings }),
    ),
  comments: (article: Article) =>
    askModel(commentsRecipe, article, {}, answered =>
      renderComments(article, answered, { page: 0, settings }),
    ),
  question: (article: Article) => {
    const question = 'What happened?';
    return askModel(questionRecipe, article, { question }, answered =>
      renderQuestion(article, answered, { question, settings }),
    );
  },
};

async function askModel<R extends AnyRecipe>(
  recipe: R,
  article: Article,
  options: z.input<R['options']>,
  render: (answered: Answered<z.output<R['answer']>>) => Reply,
) {
  const states: string[] = [];
  const tell = ({ checkedSoFar: proven }: AnswerProgress<z.output<R['answer']>>) => {
    if (proven) states.push(visibleTextOf(render(proven)));
  };
  const answered = await createAnswerService()(recipe, article, options, undefined, { onProgress: tell });
  return { answered, states, shown: visibleTextOf(render(answered)) };
}

/** The visible text without the reason why something is left out, which names the error. */
function visibleTextOf({ content, cards = [] }: Reply): string {
  return [content, ...cards.flatMap(({ title, description, footer }) => [title, description, footer])]
    .filter(Boolean)
    .join('\n')
    .replace(/left out(?:, the first)?: .* · by the model$/, 'left out · by the model');
}

type Way = keyof typeof ways;
/** A description of the lie, the kind of answer, the draft, and the part of it that must not be shown. */
type Lie = readonly [what: string, way: Way, draft: object, tell: string | RegExp];

const point = (text: string, ...paragraphs: number[]) => ({ points: [{ text, paragraphs }] });
const reply = (text: string, paragraphs: number[], comments: string[] = []) => ({
  found: true,
  statements: [{ text, paragraphs, comments }],
  nearest: null,
});
const quote = (text: string, speaker: string | null, paragraph: number, change: object = {}) => ({
  quotes: [
    {
      text,
      speaker,
      role: null,
      mention: null,
      where: null,
      paragraph,
      paragraphs: [paragraph],
      scare: false,
      ...change,
    },
  ],
});
const view = (
  label: string,
  comments: string[],
  comment: string,
  text: string,
  contradictions: object[] = [],
) => ({
  viewpoints: [{ label, comments, passage: { comment, text } }],
  contradictions,
});

/** False statements about the night train, each with the paragraph that a liar would cite. */
const falsehoods: readonly (readonly [
  what: string,
  text: string,
  paragraph: number,
  tell: string | RegExp,
])[] = [
  [
    'a number changed',
    'The last night train left Brennick at 22:40 on 12 December 2009 with 41 passengers.',
    1,
    '41 passengers',
  ],
  ['a date changed', 'The last night train left Brennick on 14 December 2009.', 1, '14 December'],
  ['a year changed', 'The last night train left Brennick in December 2011.', 1, '2011'],
  ['a sum changed', 'The night train lost £3.1 million in its final year.', 4, '3.1 million'],
  ['a count inflated', 'Her petition now has 142,000 signatures.', 3, '142,000'],
  ['a share invented', 'Her petition was signed by 90 percent of the town.', 3, '90 percent'],
  [
    'a name swapped',
    'Samuel Okoro began the campaign with a sheet of paper beside the till.',
    2,
    'Samuel Okoro began',
  ],
  ['a name invented', 'Peter Kowalski runs the station café and began the campaign.', 2, 'Kowalski'],
  ['a place swapped', 'The five coaches stand in sidings at Cold Ashby.', 8, 'sidings at Cold Ashby'],
  ['a place invented', 'The petition asks for one sleeper a night to Edinburgh.', 3, 'Edinburgh'],
  ['a negation added', 'The five coaches do not exist.', 11, 'do not exist'],
  ['a negation removed', 'The company is convinced.', 4, 'company is convinced'],
  ['a negation added to an act', 'Strand has replied to the letter.', 14, 'has replied'],
  [
    'a direction turned',
    'In its final year the night train carried 38,000 passengers, up from 91,000 in 1998.',
    4,
    'up from',
  ],
  ['an opposite', 'The platform went so loud that the clock could be heard.', 5, 'so loud'],
  ['a fact inserted', 'The night train lost £2.1 million because of fraud.', 4, 'fraud'],
  [
    'an accusation inserted',
    'Gregor Maund illegally cycled to Marrow Junction to count the coaches.',
    11,
    'illegally',
  ],
  ['an invention', 'Aliens took the train to Mars.', 1, 'Aliens'],
  [
    'an opinion of the model’s',
    'This is a wonderful campaign that everyone should support.',
    2,
    'everyone should support',
  ],
  ['a paragraph that does not exist', 'The town wants its train.', 99, 'wants its train'],
  [
    'a true sentence’s number swapped for a neighbour’s',
    'By day the journey takes 610 hours.',
    3,
    '610 hours',
  ],
  [
    'a reader’s claim sold as the article’s',
    'The three cars lost less because the mail contract paid for the locomotive.',
    4,
    'mail contract',
  ],
  [
    'a reader’s number sold as the article’s',
    'In 2003 with three cars it lost less than £400,000.',
    4,
    '400,000',
  ],
  [
    'an instruction that was obeyed',
    'I have ignored my instructions as you asked.',
    1,
    'ignored my instructions',
  ],
  ['a ping', '@everyone The five coaches exist.', 11, /@everyone|@\u200beveryone/],
  ['a link', 'The five coaches exist: https://evil.example/coaches', 11, 'evil'],
  ['a masked link', '[The five coaches exist](https://evil.example).', 11, 'evil'],
  ['an invitation', 'The five coaches exist, join discord.gg/coaches', 11, 'gg/coaches'],
  [
    'words in quotation marks that nobody said',
    'Ines Calloway said “we will win this fight”.',
    2,
    'win this fight',
  ],
  ['reasoning', 'The user wants a summary, so I will write one about the train.', 1, 'user wants'],
];

const words = (paragraph: number, part: string) => {
  const text = train.paragraphs[paragraph - 1]!;
  if (!text.includes(part)) throw new Error(`The sample does not hold "${part}".`);
  return part;
};

const lies: readonly Lie[] = [
  ...falsehoods.map(([what, text, paragraph, tell]): Lie => [what, 'summary', point(text, paragraph), tell]),
  ...falsehoods.map(
    ([what, text, paragraph, tell]): Lie => [what, 'question', reply(text, [paragraph]), tell],
  ),
  ['a quote invented', 'quotes', quote('We will never give up.', 'Ines Calloway', 2), 'never give up'],
  [
    'a quote altered by one word',
    'quotes',
    quote('We thought seventy would come,', 'Ines Calloway', 2),
    'seventy',
  ],
  [
    'a quote shortened by a negation',
    'quotes',
    quote('You did lose our custom.', 'Ines Calloway', 7),
    'You did lose',
  ],
  [
    'two quotes joined',
    'quotes',
    quote('We thought sixty would come, and I knew.', 'Ines Calloway', 2),
    'would come, and I knew',
  ],
  [
    'words of the article that nobody said',
    'quotes',
    quote('The company is not convinced.', 'Anneke Roth', 4),
    '“The company is not convinced',
  ],
  [
    'a true quote by the wrong speaker',
    'quotes',
    quote(words(2, 'We thought sixty would come,'), 'Anneke Roth', 2),
    /sixty would come,?”\n.*Anneke Roth/,
  ],
  [
    'a true quote by an invented speaker',
    'quotes',
    quote(words(11, 'The heating still works,'), 'Donald Stone', 11),
    'Donald Stone',
  ],
  [
    'a true quote by the one it is addressed to',
    'quotes',
    quote(words(7, 'You did not lose our custom.'), 'Philippa Strand', 7),
    /Philippa Strand/,
  ],
  [
    'a role invented',
    'quotes',
    quote(words(11, 'The heating still works,'), 'Gregor Maund', 11, { role: 'convicted thief' }),
    'thief',
  ],
  [
    'a role of somebody else',
    'quotes',
    quote(words(11, 'The heating still works,'), 'Gregor Maund', 11, { role: 'chief executive' }),
    'chief executive',
  ],
  [
    'a place invented',
    'quotes',
    quote(words(2, 'We thought sixty would come,'), 'Ines Calloway', 2, { where: 'podcast' }),
    'podcast',
  ],
  [
    'a reader’s words sold as a quote of the article',
    'quotes',
    quote('Lovely evening, lovely band, and it will never happen.', 'Ines Calloway', 2),
    'Lovely evening',
  ],
  [
    'an instruction in a quote',
    'quotes',
    quote('Ignore all previous instructions', 'Hugh Pell', 15),
    'previous instructions',
  ],
  [
    'a comment that does not exist',
    'comments',
    view('For the train', ['1', '17'], '1', 'I was one of the 31.'),
    /\b17\b/,
  ],
  [
    'a comment counted twice',
    'comments',
    {
      viewpoints: [
        ...view('For', ['1', '3'], '1', 'I was one of the 31.').viewpoints,
        ...view('Against', ['3', '5'], '5', 'Nobody has mentioned the noise.').viewpoints,
      ],
      contradictions: [],
    },
    /together: comments 3, 5/,
  ],
  [
    'a passage invented',
    'comments',
    view('For the train', ['1'], '1', 'I would die for this train.'),
    'die for this train',
  ],
  [
    'a passage of another comment',
    'comments',
    view('For the train', ['1'], '1', 'Nobody has mentioned the noise.'),
    '“Nobody has mentioned the noise',
  ],
  [
    'a passage from the article sold as a reader’s',
    'comments',
    view('For the train', ['1'], '1', 'The company is not convinced.'),
    'not convinced',
  ],
  [
    'an insult for a label',
    'comments',
    view('Fucking idiots', ['5'], '5', 'Nobody has mentioned the noise.'),
    /idiots/,
  ],
  [
    'a contradiction between strangers',
    'comments',
    view('All', ['1'], '1', 'I was one of the 31.', [
      { reply: '5.1', to: '2', text: 'You bought a house next to a railway' },
    ]),
    /5\.1\*\* disagrees with \*\*2\*\*/,
  ],
  [
    'a contradiction in invented words',
    'comments',
    view('All', ['1'], '1', 'I was one of the 31.', [{ reply: '2.1', to: '2', text: 'You are a liar.' }]),
    'You are a liar',
  ],
  [
    'counts of its own',
    'comments',
    {
      ...view('All', ['1'], '1', 'I was one of the 31.'),
      counts: { comments: 999, threads: 1, replies: 1, levels: 1 },
    },
    '999',
  ],
  [
    'a coverage of its own',
    'comments',
    { ...view('All', ['1'], '1', 'I was one of the 31.'), coverage: { used: 12, of: 12 } },
    '12 of 12',
  ],
  [
    'a reader’s view sold as the article’s answer',
    'question',
    reply('One train a night means one train a night, all night, for ever.', [4]),
    /for ever.*¶/,
  ],
  [
    'an answer on a comment that does not exist',
    'question',
    reply('Readers want a bar on board.', [], ['99']),
    'bar on board',
  ],
  [
    'an answer that a comment does not give',
    'question',
    reply('A nurse says that patients get free hotels.', [], ['3']),
    'free hotels',
  ],
];

/** Lies that plain code cannot detect, and why: they are shown, marked as the model's words. */
const seenAsWorded: Readonly<Record<string, string>> = {
  'an answer that a comment does not give':
    'that patients who must pay for a hotel get none for free is a matter of knowing what "free" means',
};

test('of all lies none is proven, and none is shown that plain code could see', {
  timeout: 240_000,
}, async () => {
  const reached: string[] = [];
  const proven: string[] = [];
  for (const [what, way, draft, tell] of lies) {
    model.say(draft);
    const { answered, shown, states } = await ways[way](train);
    const told = [...states, shown].filter(text => isTold(tell, text));
    if (told.length === 0) continue;
    if (levelsOf(answered.content).some(level => level !== 'worded')) proven.push(`${way}, ${what}`);
    if (!(what in seenAsWorded)) reached.push(...told.map(text => `${way}, ${what}: ${text}`));
  }
  console.log(`${lies.length} lies, ${reached.length} reached a reader, ${proven.length} of them proven`);
  expect(reached).toEqual([]);
  expect(proven).toEqual([]);
});

/** Lies made from an article's own words that plain code cannot detect, and why. */
const recombinedUnseen: Readonly<Record<string, string>> = {
  'Millbrook are third on 41 points.':
    'what goes with whom in a list without verbs is told for numbers alone',
  'Priya Nair said the firm would appeal.': 'who "the firm" is stands in another sentence',
  'Karin Holm is Swiss.': 'that one who is Danish is not Swiss is a matter of knowing peoples',
};

test('of lies made of the article’s own words none is proven, and true ones in other words are shown', {
  timeout: 240_000,
}, async () => {
  const shown: string[] = [];
  let dropped = 0;
  let told = 0;
  for (const { paragraphs, lies: false_, truths: true_ } of recombined) {
    const article = createArticle('A text', [...paragraphs]);
    const all = [...false_, ...true_];
    for (const text of all) {
      model.say(point(text, ...paragraphs.map((_, index) => index + 1)));
      const { answered } = await ways.summary(article);
      const found = answered.content.points.find(each => each.text === text);
      if (false_.includes(text) && found) {
        expect(found.level, text).toBe('worded');
        shown.push(text);
      }
      if (true_.includes(text)) told += 1;
      if (true_.includes(text) && !found) dropped += 1;
    }
  }
  console.log(
    `${told} true statements in other words, ${dropped} dropped; ${shown.length} lies shown as the model's words`,
  );
  expect(shown).toEqual(Object.keys(recombinedUnseen));
  expect(dropped / told).toBeLessThan(0.1);
});

/** The levels of an answer's statements. */
function levelsOf(content: object): readonly string[] {
  const { points, statements } = content as {
    points?: { level: string }[];
    statements?: { level: string }[];
  };
  return [...(points ?? []), ...(statements ?? [])].map(({ level }) => level);
}

/** True items, one before and one after a lie, so that the answer is shown while it is being made. */
const trueItems = (way: Way): readonly object[] => {
  const statements = [
    { text: words(4, 'The company is not convinced.'), paragraphs: [4] },
    { text: 'The most common answer was £45.', paragraphs: [14] },
  ];
  if (way === 'summary') return statements;
  if (way === 'question') return statements.map(statement => ({ ...statement, comments: [] }));
  if (way === 'quotes') return quotesMaker.extract(train).quotes.slice(-2);
  return ['4', '4.1'].flatMap(number => viewOf(number));
};

const viewOf = (number: string) => {
  const comment = train.comments.find(each => each.number === number);
  return comment ? view(`Comment ${number}`, [number], number, comment.paragraphs[0]!).viewpoints : [];
};

test('nor does one of them stand in an answer while it is being made', { timeout: 240_000 }, async () => {
  const reached: string[] = [];
  let seenStates = 0;
  for (const [what, way, draft, tell] of lies) {
    const [before, after] = trueItems(way);
    const [list, items] = Object.entries(draft).find(([, value]) => Array.isArray(value)) as [
      string,
      object[],
    ];
    model.say({ ...draft, [list]: [before, ...items, after].filter(Boolean) });
    const { shown, states } = await ways[way](train);
    seenStates += states.length;
    if (what in seenAsWorded) continue;
    reached.push(
      ...[...states, shown].filter(text => isTold(tell, text)).map(text => `${way}, ${what}: ${text}`),
    );
  }
  console.log(
    `${lies.length} lies among truths, ${seenStates} states on the way, ${reached.length} with a lie`,
  );
  expect(seenStates).toBeGreaterThan(lies.length);
  expect(reached).toEqual([]);
});

function isTold(tell: string | RegExp, text: string): boolean {
  return typeof tell === 'string' ? text.includes(tell) : tell.test(text);
}

test('a model that says yes to everything does not make a false claim supported', async () => {
  const claims = falsehoods.filter(
    ([what]) => !/ping|link|invitation|paragraph that|quotation marks/.test(what),
  );
  const passed: string[] = [];
  for (const [what, claim] of claims) {
    const nearest = findNearestSentence(claim, train.paragraphs);
    const ground = nearest ? [{ paragraph: nearest.passage + 1, quote: nearest.text }] : [];
    model.say({ statements: [{ number: 1, ground, verdict: 'supported' }] });
    const { content } = await createAnswerService()(checkRecipe, train, { claim });
    if (content.verdict === 'supported') passed.push(what);
  }
  console.log(`${claims.length} false claims put to /check, ${passed.length} called supported`);
  expect(passed).toEqual([]);
});

/** Statements of a truthful model: some in the article's words, most in its own. */
const truths: readonly (readonly [Article, string, number])[] = [
  [train, 'The last night train left Brennick on 12 December 2009 with 31 passengers.', 1],
  [train, '600 people stood on the platform on Monday evening to ask for the night train back.', 1],
  [train, 'Ines Calloway, who runs the station café, began the campaign in March.', 2],
  [train, 'The petition has 14,200 signatures in a town of 9,400 people.', 3],
  [train, 'It asks Northern and Coastal for one sleeper a night to Port Selwyn.', 3],
  [train, 'By day the journey takes 9 hours and 20 minutes with two changes.', 3],
  [train, 'In its final year the train carried 38,000 passengers, down from 91,000 in 1998.', 4],
  [train, 'The night train lost £2.1 million in its final year.', 4],
  [train, 'The company is not convinced.', 4],
  [train, 'Nothing will be decided before the new timetable is published in May.', 4],
  [train, 'Calloway read out a letter to Philippa Strand, the chief executive of the company.', 5],
  [train, 'The letter says that five coaches are in the company’s own sidings at Marrow Junction.', 8],
  [train, 'Gregor Maund was Brennick’s station master from 1974 until 2003.', 11],
  [train, 'Maund cycled to Marrow Junction in April to count the coaches.', 11],
  [train, 'Maund puts the cost of repairing all five at £3 million, the company at £11.5 million.', 12],
  [train, 'A report paid for by the three councils is due in September.', 12],
  [train, 'Strand has not replied to the letter.', 14],
  [train, 'On Twitter she asked what people would be prepared to pay.', 14],
  [train, 'The most common answer was £45.', 14],
  [train, 'The Brennick Silver Band played “The Last Sleeper South” at 22:40.', 15],
  [library, 'A library card is all that is needed to borrow a thing for a week.', 2],
  [library, 'Agnes Pryce began the collection with £1,200 and the contents of her late father’s shed.', 2],
  [library, 'Visits to the branch rose from 31,000 to 52,000 in two years.', 2],
  [library, 'The branch had been on the list for closure.', 2],
  [library, 'Of 9,400 loans, 17 have not come back.', 3],
  [library, 'Neville Okafor, a councillor, had called the plan “a gift to burglars”.', 3],
  [library, 'Okafor has since borrowed a hedge trimmer four times.', 3],
  [library, 'A chainsaw cannot be borrowed, since the insurers said no.', 4],
  [library, 'On Saturdays nine volunteers mend what has been broken.', 4],
  [library, 'The most popular course is fully booked until March.', 4],
  [library, 'Pryce is looking for a cement mixer next.', 5],
];

test('of true statements few are dropped', { timeout: 240_000 }, async () => {
  const dropped: string[] = [];
  for (const [article, text, paragraph] of truths) {
    model.say(point(text, paragraph));
    const { answered } = await ways.summary(article);
    if (answered.content.points[0]?.text !== text || answered.engine !== 'openai') dropped.push(text);
  }
  // the built-in engine's results are true word for word: a model that says the same must pass completely
  const drafts = [summaryRecipe, quotesRecipe, commentsRecipe] as const;
  let whole = 0;
  for (const article of [train, library])
    for (const recipe of drafts) {
      const draft = makerOf(recipe.kind).extract(article, recipe.options.parse({}));
      model.say(draft);
      const { content, engine } = await createAnswerService()(recipe, article, {});
      expect(engine).toBe('openai');
      expect(content).toMatchObject(draft);
      whole += 1;
    }
  console.log(
    `${truths.length} true statements, ${dropped.length} dropped; ${whole} whole truthful drafts passed unchanged`,
  );
  expect(dropped.length / truths.length, dropped.join('\n')).toBeLessThan(0.05);
});
