import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { questionMaker } from '../src/answers/question/maker.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import type { QuestionAnswer } from '../src/answers/question/schema.ts';
import type { Article } from '../src/articles/article.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';
import { contentOf, isEphemeral } from './cards.ts';
import { pressableOf, startTestBot, type TestBot, visibleTextOf } from './support.ts';

const quay: Article = {
  ...createArticle(
    'The Quay Reopens',
    [
      'The old quay of Wexmouth opens again on 3 June 2025, the harbour board said. It had been closed since a storm took its railing.',
      'Repairs cost £410,000 and took 14 months, because the piles had to be made in Norway. The board had expected nine.',
      '“We thought about selling it,” said Ruth Amery, the harbour master. “Then 212 people wrote to us, and nobody spoke of selling any more.”',
      'Colin Drake, who runs the bait shop, called the new railing “an insult in steel”.',
      'Dogs must be kept on a lead. Swimming is not allowed.',
    ],
    {
      '1': 'The railing is ugly, but at least my children will not fall in.',
      '1.1': 'No, that is wrong. It is the finest railing on the coast.',
      '2': 'Where am I to park? The car park was built over in spring.',
    },
  ),
  byline: 'Ida Prout',
};

function ask(question: string, given?: object, article = quay): QuestionAnswer {
  const options = questionRecipe.options.parse({ question });
  const draft = questionRecipe.draft.parse(given ?? questionMaker.extract(article, options));
  return questionMaker.check(draft, article, options).answer;
}

const pier: Article = createArticle(
  'The Pier Stays Shut',
  [
    'The pier at Hale stays shut. Morag Bain, who keeps the inn beside it, has lost her guests. “I have eleven beds and one cat,” she said.',
    'The dockers’ union blames the port. Its chairman, Ferdi Braun, demands that the planks be counted every night. The port’s director, Stella Groth, said that fares would have to go up by a fifth.',
    'Seals had come to live below it. “They don’t work for us,” Groth said.',
    'A ticket costs £4, and cats travel free. Nobody has bought one since May.',
  ],
  {
    '1': 'A pier without trams is a wall. My children ask for trams daily.',
    '2': 'Nobody should pay twice. The toilets on the pier were locked in March.',
    '2.1': 'No, that is wrong. The toilets were open all year.',
    '3': 'Were the planks rotten?',
    '4': 'Four pounds! The zoo is cheaper.',
  },
);

describe('what is asked for is told first', () => {
  it.each([
    ['how many comments are there', 'There are 3 comments below the article.'],
    ['whos the author?', 'The article is by Ida Prout.'],
    ['Who is quoted?', 'The article quotes 2 speakers: Ruth Amery and Colin Drake.'],
    ['how many quotes does it have', 'The article has 3 quotations.'],
    ['Who is quoted the most?', 'Quoted most often, 2 times: Ruth Amery.'],
  ])('“%s” is a fact about the article itself', (question, text) => {
    expect(ask(question)).toMatchObject({ found: true, outcome: 'answered', text, statements: [] });
  });

  it('a fact is counted anew, whatever a draft says', () => {
    const lie = { name: 'comments', number: 99, texts: ['many'] };
    const { text } = ask('how many comments are there', {
      found: true,
      fact: lie,
      statements: [],
      nearest: null,
    });
    expect(text).toBe('There are 3 comments below the article.');
  });

  it('what is not stored is not answered', () => {
    expect(ask('when was this article published?')).toMatchObject({ found: false, outcome: 'not found' });
  });

  it.each([
    'tl;dr',
    'what is it about?',
    'sum it up please',
    'summarise in one sentence',
    'give me the gist in one line',
    'sum up in two sentences',
    'can you summarize this article in a few short sentences, please?',
    'a two-sentence summary',
  ])('“%s” is answered with a summary', question => {
    const { found, paragraphs } = ask(question);
    expect(found).toBe(true);
    expect(paragraphs.length).toBeGreaterThan(1);
  });

  it('what somebody said is taken from the quotations, with who says it where the sentence does not', () => {
    expect(ask('What did Amery say about selling?').statements).toMatchObject([
      { text: expect.stringContaining('We thought about selling it') },
      { text: expect.stringContaining('212 people'), speaker: 'Ruth Amery' },
    ]);
    expect(ask('what does the harbour master say about selling').text).toContain('selling it');
    expect(ask('Who called it an insult?').statements).toMatchObject([{ answer: 'Colin Drake' }]);
  });

  it('each sentence of a quotation has its speaker, also the one with a mark at only one of its ends', () => {
    const fence = createArticle('A Fence for the Quay', [
      'The quay of Wexmouth gets a fence. “They told me on Friday,” said Ruth Amery, the harbour master. “I like fences. They keep the dogs out of the water.”',
    ]);
    expect(ask('What did Ruth Amery say?', undefined, fence).statements).toMatchObject([
      { text: expect.stringContaining('They told me') },
      { text: '“I like fences.', speaker: 'Ruth Amery' },
      { text: 'They keep the dogs out of the water.”', speaker: 'Ruth Amery' },
    ]);
  });

  it('what nobody says is not put into the mouth of another', () => {
    expect(ask('What did the mayor say about the railing?').outcome).toBe('not found');
  });

  it('readers are searched as text, and contradict one another', () => {
    expect(ask('Which reader asks about parking?')).toMatchObject({ found: true, comments: ['2'] });
    const { text, comments } = ask('do the readers agree?');
    expect(text).toContain('1 reply disagrees');
    expect(comments).toEqual(['1.1']);
  });
});

describe('readers are asked', () => {
  it.each(['What do people say about the railing?', 'what are people saying about the railing'])(
    'by “%s”',
    question => {
      const { found, comments } = ask(question);
      expect([found, comments.length > 0]).toEqual([true, true]);
    },
  );

  it.each([
    ['what do folks think of the trams', ['1']],
    ['do people want trams', ['1']],
    ['what worries people about the trams', ['1']],
    ['does anyone complain about the toilets', ['2', '2.1']],
    ['what do locals say about the toilets', ['2', '2.1']],
  ])('of whom “%s” asks as people in general, with those who contradict them', (question, comments) => {
    expect(ask(question, undefined, pier)).toMatchObject({ outcome: 'answered', paragraphs: [], comments });
  });

  it('with the sentences that belong to the best one', () => {
    expect(ask('what do people think of the trams', undefined, pier).text).toBe(
      'A pier without trams is a wall. My children ask for trams daily.',
    );
  });

  it('by any part of the name of whom they speak', () => {
    const whole = createArticle('The Pier', ['The pier is run by Donal Keefe. “It stands,” Keefe said.'], {
      '1': 'I fished with Donal in the nineties. A careful man.',
    });
    expect(ask('what do people say about Donal Keefe', undefined, whole).text).toContain('A careful man.');
  });

  it('by their own names, votes or replies', () => {
    const named: Article = {
      ...pier,
      comments: pier.comments.map(comment =>
        comment.number === '4'
          ? { ...comment, author: 'Walter Hume', votes: 7 }
          : { ...comment, author: 'Ada' },
      ),
    };
    expect(ask('what did walter write', undefined, named)).toMatchObject({ found: true, comments: ['4'] });
    expect(ask('what is the most liked comment?', undefined, named)).toMatchObject({ comments: ['4'] });
    expect(ask('what is the most liked comment?', undefined, pier).found).toBe(false);
    expect(ask('which comment has the most replies', undefined, named)).toMatchObject({ comments: ['2'] });
  });

  it('who take up the figure that the article gives for it', () => {
    const { outcome, nearest } = ask('what do people think of the price of a ticket', undefined, pier);
    expect([outcome, nearest?.comments]).toEqual(['probable', ['4']]);
  });

  it('in place of an article that does not answer, if theirs is no question', () => {
    const { outcome, statements } = ask('when were the toilets locked', undefined, pier);
    expect([outcome, statements[0]?.answer, statements.map(each => each.comments)]).toEqual([
      'answered',
      'March',
      [['2'], ['2.1']],
    ]);
    expect(ask('were the planks rotten', undefined, pier).comments).toEqual([]);
  });

  it('in the language of the article', () => {
    const pool = createArticle(
      'Das Freibad öffnet',
      ['Die Kasse am Eingang öffnet um neun Uhr, und der Frühtarif entfällt, sagte die Bürgermeisterin.'],
      {
        '1': 'Der Frühtarif war das Beste an diesem Bad, ich bin jeden Morgen gekommen.',
        '2': 'Das Wasser ist mir im Mai noch viel zu kalt.',
      },
    );
    const comments = ['Was sagen die Leser zum Frühtarif?', 'was meinen die kommentare zum frühtarif'].map(
      question => {
        const options = questionRecipe.options.parse({ question });
        return withTextLanguage('deu', () => questionMaker.extract(pool, options)).statements.flatMap(
          each => each.comments,
        );
      },
    );
    expect(comments).toEqual([['1'], ['1']]);
  });
});

describe('whoever speaks is known', () => {
  it.each([
    ['what does the innkeeper say', '“I have eleven beds and one cat,” she said.'],
    [
      'what does the union demand',
      'Its chairman, Ferdi Braun, demands that the planks be counted every night.',
    ],
    [
      'what does the director say about fares',
      'The port’s director, Stella Groth, said that fares would have to go up by a fifth.',
    ],
  ])('by role or description, in reported words too: %s', (question, text) => {
    expect(ask(question, undefined, pier)).toMatchObject({ outcome: 'answered', text });
  });

  it('to speak of what the sentence before names', () => {
    const { text } = ask('what does groth say about the seals', undefined, pier);
    expect(text).toBe('“They don’t work for us,” Groth said.');
  });

  it('to say nothing of the subject, and what they do say is shown', () => {
    const { outcome, nearest } = ask('what does the innkeeper say about the fares', undefined, pier);
    expect([outcome, nearest?.text]).toEqual(['not found', '“I have eleven beds and one cat,” she said.']);
  });
});

describe('the answer itself', () => {
  it.each([
    ['When does the quay open again?', '3 June 2025'],
    ['How much did the repairs cost?', '£410,000'],
    ['How long did the repairs take?', '14 months'],
    ['How many people wrote to the board?', '212 people'],
    ['Why did the repairs take 14 months?', 'because the piles had to be made in Norway'],
  ])('of “%s” stands in its sentence', (question, words) => {
    const { statements, nearest } = ask(question);
    const shown = [...statements, ...(nearest ? [nearest] : [])];
    expect(shown.some(({ text }) => text.includes(words))).toBe(true);
    const marked = shown.flatMap(({ answer }) => answer ?? []).join(' ');
    expect(words.startsWith(marked) || marked.includes(words)).toBe(true);
    for (const { text, answer } of shown) if (answer) expect(text).toContain(answer);
  });

  it.each([
    ['When was the mill shut?', 'The mill was built in 1931. It was shut in 1998.', '1998'],
    ['How much did the boat cost?', 'The boat cost £84,000, £6,000 less than the old one.', '£84,000'],
    ['How much less did the boat cost?', 'The boat cost £84,000, £6,000 less than the old one.', '£6,000'],
    [
      'How long does the crossing take?',
      'The crossing takes 9 hours and 20 minutes.',
      '9 hours and 20 minutes',
    ],
    [
      'How many boards does the club own?',
      'The club owns boards: aged 7 to 91, and 14 boards more.',
      '14 boards',
    ],
    ['When may a wolf be shot?', 'A wolf may be shot if it is seen twice.', undefined],
  ])('to “%s” is of all that may answer what does', (question, text, answer) => {
    const mill = createArticle('The Mill', [text, 'A gull sat on the wall and looked at nobody.']);
    const { statements, nearest } = ask(question, undefined, mill);
    expect([...statements, ...(nearest ? [nearest] : [])].map(each => each.answer).find(Boolean)).toBe(
      answer,
    );
  });

  it.each(['who is Agatha?', 'Who is Agatha?'])('to “%s” is the sentence that gives the name', question => {
    const bakery = createArticle('Jars', [
      'The oldest employee of the bakery lives in a crock. Her name is Agatha, and she is a sourdough starter.',
      'On Saturday the bakery gave a piece of Agatha to anybody with a jar.',
    ]);
    expect(ask(question, undefined, bakery)).toMatchObject({
      outcome: 'answered',
      text: bakery.paragraphs[0],
    });
  });

  it('is refused where it does not stand in the sentence word for word, and so is a speaker who did not say it', () => {
    const statement = {
      text: 'Dogs must be kept on a lead.',
      paragraphs: [5],
      comments: [],
      answer: 'cats',
      speaker: 'Ruth Amery',
    };
    const [kept] = ask('Must dogs be kept on a lead?', {
      found: true,
      statements: [statement],
      nearest: null,
    }).statements;
    expect(kept?.text).toBe(statement.text);
    expect([kept?.answer, kept?.speaker]).toEqual([undefined, undefined]);
  });

  it('to a question for a time is no sentence without one', () => {
    expect(ask('When was the bait shop founded?').found).toBe(false);
  });

  it('to a question for a number is none that counts something else', () => {
    expect(ask('How many boats did the storm take?').found).toBe(false);
  });
});

describe('what probably answers', () => {
  const question = 'Why did the board want to sell it?';

  it('is the likeliest sentence and those that come next, each word for word with its place, 60 words at most', () => {
    const { outcome, nearest, further = [], text, paragraphs } = ask(question);
    expect(outcome).toBe('probable');
    expect(further.length).toBeGreaterThan(0);
    const passages = [...(nearest ? [nearest] : []), ...further];
    for (const { text: words, paragraphs: places } of passages)
      expect(places.some(place => quay.paragraphs[place - 1]?.includes(words))).toBe(true);
    expect(new Set(passages.map(each => each.text)).size).toBe(passages.length);
    expect(text.split(' ').length).toBeLessThanOrEqual(60);
    expect(text).toBe(passages.map(each => each.text).join(' '));
    expect(paragraphs).toEqual([...new Set(passages.flatMap(each => each.paragraphs))].toSorted());
  });

  it('has the sentence before one that begins with a pronoun in an answer too', () => {
    expect(ask('Why was the quay closed?').text).toContain(
      'opens again on 3 June 2025, the harbour board said. It had been closed',
    );
  });

  it('loses a further passage that does not stand in the text, or is too long', () => {
    const passage = (text: string) => ({ text, paragraphs: [5], comments: [] });
    const long = quay.paragraphs.slice(0, 4).join(' ');
    const draft = {
      found: false,
      outcome: 'probable',
      statements: [],
      nearest: passage('Swimming is not allowed.'),
    };
    const further = [
      passage('Cats must be kept on a lead.'),
      passage(long),
      passage('Dogs must be kept on a lead.'),
    ];
    expect(ask(question, { ...draft, further }).further).toMatchObject([
      { text: 'Dogs must be kept on a lead.' },
    ]);
  });

  it('stands beside no passage that is only the nearest', () => {
    const passage = { text: 'Swimming is not allowed.', paragraphs: [5], comments: [] };
    const draft = { found: false, statements: [], nearest: passage, further: [passage] };
    expect(ask(question, draft)).not.toHaveProperty('further');
  });
});

describe('yes and no', () => {
  it.each([
    ['Is swimming allowed?', 'no'],
    ['Does Colin Drake run the bait shop?', 'yes'],
  ])('“%s” is answered outright: %s', (question, verdict) => {
    expect(ask(question)).toMatchObject({ found: true, verdict });
  });

  it('are said only where a sentence says so', () => {
    expect(ask('Is the harbour board proud of the quay?').verdict).toBeNull();
    const statement = { text: 'Dogs must be kept on a lead.', paragraphs: [5], comments: [] };
    const draft = { found: true, verdict: 'yes', statements: [statement], nearest: null };
    expect(ask('Are dogs allowed to swim?', draft).verdict).toBeNull();
  });
});

describe('in Discord', () => {
  let bot: TestBot;
  let article: string;

  beforeAll(async () => {
    bot = await startTestBot();
    const { id: _, ...text } = quay;
    article = (await bot.library.add({ ...text, id: 'aaaabbbbccccdddd' }, 'quay')).article.id;
  });
  afterAll(async () => {
    await bot.stop();
  });

  const ben = () => bot.preview.member('Ben');
  const here = () => bot.preview.channels.articles;
  const askHere = async (question: string, options = {}): Promise<APIMessage> =>
    (await ben().command(here(), 'ask', { article, question, ...options })).reply();

  test('the answer stands in bold in its sentence, and needs no further button', async () => {
    const reply = await askHere('When does the quay open again?');
    expect(visibleTextOf(reply)).toContain('opens again on **3 June 2025**, the harbour board said.');
    expect(pressableOf(reply)).not.toHaveProperty('Ask the channel');
  });

  /** The text of an answer about one of the sample articles, without its buttons. */
  const askSample = async (headline: string, question: string) =>
    visibleTextOf(
      await (
        await ben().command(here(), 'ask', { article: (await bot.library.find(headline)).id, question })
      ).reply(),
    );

  test('an article that mentions none of the things asked about does not answer', async () => {
    const reply = await askSample('In Fenwick Street', 'Why was the lighthouse closed?');
    expect(reply).toContain('I didn’t find a clear answer in the article.');
  });

  test('who did something is in bold, not who is only mentioned with it', async () => {
    expect(await askSample('In Fenwick Street', 'Who started the chess club?')).toContain(
      '**Whitcombe**, 58, started the chess club',
    );
  });

  test('who takes a side is told by words that say so, not by a vote or a denial', async () => {
    const reply = await askSample('Footbridge That Half of Ostley', 'Who is against it?');
    expect(reply).toContain('**Hannah Birtwhistle**');
    expect(reply).not.toMatch(/Tansley|She is not against|\*\*the diving board/);
  });

  test('a passage that probably answers says so, and who confirms it is kept with the votes', async () => {
    const reply = await askHere('Why did the board want to sell it?');
    expect(visibleTextOf(reply)).toContain('The answer is probably here:\n> ');
    const thanks = await (await ben().click(reply, pressableOf(reply)['That answers it'] as string)).reply();
    expect(contentOf(thanks)).toContain('answer is here');
    expect(isEphemeral(thanks)).toBe(true);
    const sources = await (
      await bot.preview.member('Ada').click(reply, pressableOf(reply).Sources as string)
    ).reply();
    expect(visibleTextOf(sources)).toContain('1 found it useful');
  });

  test('what is not found can be asked of the comments, and of the members here', async () => {
    const reply = await askHere('How ugly is the quay?');
    expect(visibleTextOf(reply)).not.toMatch(/doesn’t say|don’t say/);
    const buttons = pressableOf(reply);
    const posted = await (await ben().click(reply, buttons['Ask the channel'] as string)).reply();
    expect(contentOf(posted)).toContain(`<@${ben().id}> asks about “The Quay Reopens”`);
    expect(contentOf(posted)).toContain('How ugly is the quay?');
    expect(isEphemeral(posted)).toBe(false);
    const asked = await ben().click(reply, buttons['Ask the comments'] as string);
    const turned = await asked.replyWhere(message => visibleTextOf(message).includes('railing is ugly'));
    expect(pressableOf(turned)).not.toHaveProperty('Ask the comments');
  });

  test('what a reader answers in place of the article is said to be a reader’s', async () => {
    const reply = await askHere('When was the car park built over?');
    expect(visibleTextOf(reply)).toContain(
      'I didn’t find that in the article, but a reader writes:\nWhere am',
    );
    expect(visibleTextOf(reply)).toContain('(by a reader)');
    expect(visibleTextOf(await askHere('Where can I park my car?'))).toContain(
      'A reader probably says it here:',
    );
  });

  test('a speaker who does not speak of something is said not to', async () => {
    const reply = await askHere('What does the harbour master say about the dogs?');
    expect(visibleTextOf(reply)).toContain(
      'I didn’t find them saying anything about that. The closest passage:',
    );
  });
});
