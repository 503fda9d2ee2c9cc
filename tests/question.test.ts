import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionMaker } from '../src/answers/question/maker.ts';
import { questionRecipe } from '../src/answers/question/recipe.ts';
import type { DraftStatement, QuestionAnswer, QuestionDraft } from '../src/answers/question/schema.ts';
import { type Article, commentTextOf, identifyArticle } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { createArticle } from './articles.ts';

const sample = (name: string): Article =>
  identifyArticle(readArticle(name, readFileSync(new URL(`../data/articles/${name}`, import.meta.url))));

function answerQuestion(article: Article, question: string, ...context: string[]): QuestionAnswer {
  const options = questionRecipe.options.parse({ question, context });
  const { answer, complaints } = questionMaker.check(questionMaker.extract(article, options), article);
  expect(complaints).toEqual([]);
  return answer;
}

/** Expects every statement, or the words it is based on, to be where it says. */
function expectTrue({ statements, nearest, found }: QuestionAnswer, article: Article): void {
  expect(found).toBe(statements.length > 0);
  const bodiesOf = ({ paragraphs, comments }: DraftStatement) => [
    ...paragraphs.map(number => article.paragraphs[number - 1]),
    ...article.comments.filter(({ number }) => comments.includes(number)).map(commentTextOf),
  ];
  for (const statement of statements) {
    const bodies = bodiesOf(statement).map(body => body?.toLowerCase());
    // a statement in somebody's own words is based on words that are there
    const stands =
      statement.level === 'worded' ? statement.ground.map(({ quote }) => quote) : [statement.text];
    expect(stands.length).toBeGreaterThan(0);
    for (const words of stands) expect(bodies.some(body => body?.includes(words.toLowerCase()))).toBe(true);
  }
  if (nearest) {
    expect(bodiesOf(nearest)).toHaveLength(1);
    expect(bodiesOf(nearest)[0]).toContain(nearest.text);
  }
}

describe('the built-in answer to a question', () => {
  it.each([
    ['night-train.txt', 'When did the last night train leave Brennick?', 1, '12 December 2009'],
    ['night-train.txt', 'How many signatures does the petition have?', 3, '14,200'],
    ['roof-bees.txt', 'How many species of wild bee did the survey count?', 2, '43 species'],
    ['tool-library.txt', 'What cannot be borrowed?', 4, 'chainsaw'],
    ['footbridge.txt', 'How long would the bridge be?', 2, '84 metres'],
  ])('finds in %s: %s', (name, question, paragraph, words) => {
    const article = sample(name);
    const answer = answerQuestion(article, question);
    expect(answer.found).toBe(true);
    expect(answer.paragraphs).toContain(paragraph);
    expect(answer.text).toContain(words);
    expectTrue(answer, article);
  });

  it('takes no infinitive for a reason that tells what somebody was told to do', () => {
    const article = createArticle('The ferry', [
      'The ferry was stopped on Monday, and its guard, who had been told not to make a speech, wept.',
      'A band played until the tide had turned.',
    ]);
    expect(answerQuestion(article, 'Why was the ferry stopped?').found).toBe(false);
    const reason = createArticle('The ferry', [
      'The ferry was stopped on Monday to make room for a bridge.',
      'A band played until the tide had turned.',
    ]);
    const answer = answerQuestion(reason, 'Why was the ferry stopped?');
    expect(answer.statements[0]?.answer).toBe('to make room for a bridge');
  });

  it.each([
    ['night-train.txt', 'What do readers say about the eye clinic?', '3', 'clinic'],
    ['roof-bees.txt', 'What do readers say about the lamp in their street?', '4', 'lamp'],
    ['old-agatha.json', 'What do readers say about the price of a loaf?', '2', '£4.20'],
  ])('takes from the comments of %s: %s', (name, question, number, words) => {
    const article = sample(name);
    const answer = answerQuestion(article, question);
    const shown = answer.found ? answer : { ...answer, ...answer.nearest };
    expect(shown.comments).toContain(number);
    expect(answer.paragraphs).toEqual([]);
    expect(answer.text).toContain(words);
    expectTrue(answer, article);
  });

  it('tells behind who writes what that reader says of it', () => {
    const answer = answerQuestion(sample('night-train.txt'), 'What do readers say about the eye clinic?');
    expect(answer.text).toContain('must pay for a hotel');
  });

  it('takes for what readers say of something those who name it', () => {
    const answer = answerQuestion(sample('night-train.txt'), 'What do readers say about the band?');
    expect(answer.comments).toEqual(['2', '2.1.1']);
  });

  it('takes for a price a sum of money, not how long something takes', () => {
    const answer = answerQuestion(sample('footbridge.txt'), 'How much does the bridge cost?');
    expect(answer.statements?.map(({ answer: bold }) => bold)).toEqual(['£2.4 million']);
  });

  it.each(['who is against the bridge', 'Who opposes the bridge?', 'who’s against the bridge'])(
    'looks for whoever takes a side: %s',
    question => {
      const { statements } = answerQuestion(sample('footbridge.txt'), question);
      expect(statements[0]).toMatchObject({ answer: 'Hannah Birtwhistle', paragraphs: [10] });
    },
  );

  it('says that the article does not say, and shows the nearest passage', () => {
    const article = sample('tool-library.txt');
    const answer = answerQuestion(article, 'What does the chainsaw cost?');
    expect(answer).toMatchObject({ found: false, statements: [], nearest: { paragraphs: [4] } });
    expectTrue(answer, article);
    expect(answerQuestion(article, 'Which goalkeeper won the tournament?')).toMatchObject({
      found: false,
      nearest: null,
    });
  });

  it('adds no sentence that shares only the word which stands everywhere', () => {
    const answer = answerQuestion(sample('footbridge.txt'), 'Who designed the bridge?');
    expect(answer.statements.map(({ text }) => text)).toEqual([
      expect.stringContaining('Tom Achebe, the engineer who designed'),
    ]);
  });

  it.each([
    ['night-train.txt', 'How many people signed the petition?', '14,200 signatures'],
    ['footbridge.txt', 'Who runs the ferry?', 'Derek Fallowfield'],
    ['laundrette-chess.txt', 'How old is Jun Ashdown?', '11'],
    ['laundrette-chess.txt', 'What does membership cost?', 'costs nothing'],
  ])('sets in bold what is asked for in %s: %s', (name, question, words) => {
    const { found, statements } = answerQuestion(sample(name), question);
    expect(found).toBe(true);
    expect(statements[0]).toMatchObject({ answer: words });
  });

  it.each([
    ['footbridge.txt', 'What was the vote?', '11 to 9'],
    // "where" does not occur in this article, "were" does
    ['tool-library.txt', 'where is the library', 'Castle Lane'],
  ])('understands a question of few words about %s: %s', (name, question, words) => {
    expect(answerQuestion(sample(name), question).statements[0]).toMatchObject({ answer: words });
  });

  it('looks for a place where something is, not for one that is only named in the sentence', () => {
    const { found, nearest } = answerQuestion(sample('footbridge.txt'), 'Where is the bridge?');
    expect(found).toBe(false);
    expect(nearest).toMatchObject({ answer: 'Mill Lane and the Eyot' });
  });

  const observatory = createArticle('The observatory on Garve Hill', [
    'The observatory on Garve Hill is shut until the new dome arrives from Leeds.',
    'The alarm was raised at 3:12 in the morning by the caretaker, Tove Lind, who has worked there for six years.',
    'Somebody had thrown a pair of goggles at the old dome.',
    'An oceanographer, Ines Carrow, has written to the council. Another visitor, Bernard Hale, wept. He is 81.',
  ]);

  it.each([
    ['how long is the observatory shut?', 'until the new dome arrives from Leeds'],
    ['who is the scientist?', 'Ines Carrow'],
    ['how old is Bernard Hale?', '81'],
  ])('knows the form of what answers: %s', (question, words) => {
    const { statements, nearest } = answerQuestion(observatory, question);
    expect((statements[0] ?? nearest)?.answer).toBe(words);
  });

  it.each(['how old is the caretaker?', 'how old is Tove Lind?'])(
    'takes no time of day and no length of service for an age: %s',
    question => {
      const { statements, nearest } = answerQuestion(observatory, question);
      expect(statements).toEqual([]);
      expect(nearest?.answer).toBeUndefined();
    },
  );

  it('takes no pair of things for a person', () => {
    const { statements } = answerQuestion(observatory, 'who threw the goggles?');
    expect(statements.map(({ text, answer }) => [text.slice(0, 8), answer])).toEqual([
      ['Somebody', undefined],
    ]);
  });

  it('takes nobody who is named elsewhere in the sentence for the one who has a role', () => {
    const answer = answerQuestion(sample('night-train.txt'), 'Who was the guard?');
    expect(answer).toMatchObject({ found: false });
  });

  it('hears the question behind a greeting or a yes', () => {
    const article = sample('night-train.txt');
    expect(answerQuestion(article, 'ok, who is the mayor?').text).toContain('Samuel Okoro');
    expect(answerQuestion(article, 'ok, good bot')).toMatchObject({ found: false, nearest: null });
  });

  it.each([
    ['footbridge.txt', 'who is Nandakumar', 'who leads the council’s transport committee'],
    ['night-train.txt', 'and who is philippa strand?', 'the company’s chief executive'],
    ['tool-library.txt', 'What does Agnes Pryce do for a living?', 'librarian'],
    ['footbridge.txt', 'who’s Derek Fallowfield again?', undefined],
  ])('tells who somebody is, not who else is named there (%s): %s', (name, question, words) => {
    const { found, statements } = answerQuestion(sample(name), question);
    expect(found).toBe(true);
    expect(statements).toHaveLength(1);
    expect(statements[0]?.answer ?? undefined).toBe(words);
    if (!words) expect(statements[0]?.text).toContain('He has run the ferry for 26 years');
  });

  it.each([
    [
      'An expert from the zoo, Dr Kenji Morrow, looked at the ring.',
      'who is Dr Morrow?',
      'An expert from the zoo',
    ],
    ['The new owner is Hattie Crewe.', 'who is Hattie Crewe', 'The new owner'],
    ['The clock will be wound by her niece, Tess Ridley, from now on.', 'who is tess ridley', 'her niece'],
    ['On the bridge, Callum Rennie noticed a crack.', 'who is Callum Rennie', undefined],
  ])('reads who somebody is from what stands beside the name: %s', (text, question, words) => {
    const { statements } = answerQuestion(createArticle('News', [text]), question);
    expect(statements[0]?.answer ?? undefined).toBe(words);
  });

  it.each([
    ['How much does gas cost now?', '£2,150'],
    ['How much was gas in 2020?', '£900'],
    ['How much is a loaf now?', '£4.20'],
    ['How much was a loaf before?', '£3.60'],
    ['How many bakers work there today?', '38'],
    ['How many bakers worked there before?', '60 bakers'],
  ])('picks the value whose clause is of the time asked for: %s', (question, words) => {
    const article = createArticle('The bakery', [
      'Gas for the oven cost £900 a month in 2020; this winter it was £2,150.',
      'The price of a loaf rose from £3.60 to £4.20.',
      'There used to be 60 bakers and today there are 38.',
    ]);
    const { statements } = answerQuestion(article, question);
    expect(statements.map(({ answer }) => answer)).toContain(words);
  });

  it('does not answer when something will be with when something was', () => {
    const article = createArticle('The pool', [
      'The council closed the pool on Tuesday night after a debate of four hours.',
      'The pool had opened in 1962 and was the pride of the town.',
    ]);
    expect(answerQuestion(article, 'When will the pool be closed again?').found).toBe(false);
    expect(answerQuestion(article, 'When was the pool closed?')).toMatchObject({
      found: true,
      paragraphs: [1],
    });
  });

  it('reads a word without its accents, and a question behind “Another question”', () => {
    const article = createArticle('The café', [
      'The Rosé café on the green employs six people.',
      'It is blue.',
    ]);
    for (const question of [
      'How many people does the rose cafe employ?',
      'Another question: how many people does the café employ?',
    ])
      expect(answerQuestion(article, question)).toMatchObject({ found: true, paragraphs: [1] });
  });

  it('understands a follow-up from the questions before it', () => {
    const article = sample('night-train.txt');
    expect(answerQuestion(article, 'and when?')).toMatchObject({ found: false, nearest: null });
    const answer = answerQuestion(article, 'and when?', 'How did the last night train leave Brennick?');
    expect(answer).toMatchObject({ found: true });
    expect(answer.text).toContain('12 December 2009');
    expect(
      answerQuestion(article, 'What cannot be borrowed?', 'How did the last night train leave Brennick?')
        .text,
    ).not.toContain('2009');
  });
});

const pier = createArticle(
  'The pier',
  ['The old pier opened on Monday. It was shut for two years.', 'Repairs cost 40,000 pounds.'],
  {
    '1': 'The repairs were far too dear.',
    '1.1': 'They were cheap at the price.',
  },
);
const draft = (change: Partial<QuestionDraft>): QuestionDraft => ({
  found: true,
  statements: [],
  nearest: null,
  ...change,
});
const inParagraph = (text: string, ...paragraphs: number[]) => ({ text, paragraphs, comments: [] });
const inComment = (text: string, ...comments: string[]) => ({ text, paragraphs: [], comments });

describe('the check of an answer', () => {
  it.each([
    ['an altered figure', inParagraph('Repairs cost 90,000 pounds.', 2)],
    ['what nobody says', inParagraph('The mayor resigned.', 1)],
    ['words of a reader as the article’s', inParagraph('The repairs were far too dear.', 1)],
    ['words of the article as a reader’s', inComment('Repairs cost 40,000 pounds.', '1')],
    ['a sentence cut within a word', inParagraph('epairs cost 40,000 pound', 2)],
  ])('refuses %s', (_, statement) => {
    const { answer, complaints } = questionMaker.check(draft({ statements: [statement] }), pier);
    expect(answer).toMatchObject({ found: false, statements: [], text: '', paragraphs: [], comments: [] });
    expect(complaints.length).toBeGreaterThan(0);
  });

  it('corrects the place, drops the lie and keeps the truth', () => {
    const { answer, complaints } = questionMaker.check(
      draft({ statements: [inParagraph('Repairs cost 40,000 pounds.', 1), inParagraph('It was free.', 2)] }),
      pier,
    );
    expect(answer.statements).toMatchObject([inParagraph('Repairs cost 40,000 pounds.', 2)]);
    expect(complaints).toHaveLength(2);
  });

  it('never mixes what the article says with what readers say, and counts what that leaves out', () => {
    const statements = [
      inParagraph('Repairs cost 40,000 pounds.', 2),
      inComment('They were cheap at the price.', '1.1'),
    ];
    const [article, readers] = [statements, statements.toReversed()].map(
      given => questionMaker.check(draft({ statements: given }), pier).answer,
    );
    expect(article).toMatchObject({ comments: [], leftOut: ['A reader says so, not the article.'] });
    expect(readers).toMatchObject({ paragraphs: [], leftOut: ['The article says so, not a reader.'] });
  });

  it('gives a true answer for any draft, and leaves it alone the second time', () => {
    const statement = fc.record({
      text: fc.constantFrom(
        'Repairs cost',
        'the old pier',
        'The old pier opened on Monday.',
        'dear',
        'It was',
        'invented',
        'were',
      ),
      paragraphs: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
      comments: fc.array(fc.constantFrom('1', '1.1', '7'), { maxLength: 2 }),
    });
    const any = fc.record({
      found: fc.boolean(),
      statements: fc.array(statement, { maxLength: 4 }),
      nearest: fc.option(statement),
    });
    fc.assert(
      fc.property(any, lies => {
        const { answer } = questionMaker.check(lies, pier);
        expectTrue(answer, pier);
        expect(questionMaker.check(answer, pier)).toEqual({
          answer,
          complaints: [],
          refused: [],
          mistranslated: [],
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('what follows a question of the article', () => {
  it('answers it, and rows of a table answer nothing', () => {
    const interview = createArticle('The Engineer Who Inspects What Others Drive Across', [
      'Noor Haddad has spent 22 years under motorways. She spoke to Tom Lacey about rust and fear.',
      'Tom Lacey: How does one become a bridge inspector?',
      'Noor Haddad: By being the only one in the office who was not afraid of heights.',
      'What are you looking for?',
      'Water, mostly. Concrete does not mind weight, it minds water.',
      '| Region | Bridges | Inspectors | Played | | --- | --- | --- | --- | | North | 3,100 | 12 | 8 |',
    ]);
    const { statements } = answerQuestion(interview, 'How did she become a bridge inspector?');
    expect(statements.map(({ text, paragraphs }) => [text, ...paragraphs])).toContainEqual([
      'Noor Haddad: By being the only one in the office who was not afraid of heights.',
      3,
    ]);
    expect(statements.filter(({ text }) => text.endsWith('?'))).toEqual([]);
    const { text } = answerQuestion(interview, 'Which region has played most inspectors?');
    expect(text).not.toContain('|');
  });
});
