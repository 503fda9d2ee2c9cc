import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkMaker } from '../src/answers/check/maker.ts';
import { checkRecipe } from '../src/answers/check/recipe.ts';
import { createArticle } from './articles.ts';
import { cardsOf, isEphemeral } from './cards.ts';
import { runCommand } from './command-line.ts';
import { startTestBot, type TestBot, visibleTextOf } from './support.ts';

describe('the answer to a claim', () => {
  const article = createArticle(
    'Bridge opens',
    ['The bridge opened on Friday.', 'It cost £2 million, said Ann Lee.'],
    {
      '1': 'The bridge cost £9 million with the lamps.',
    },
  );
  const answerTo = (claim: string, draft = checkMaker.extract(article, { claim })) =>
    checkMaker.check(checkRecipe.draft.parse(draft), article, { claim });

  test('an engine that says "supported" cannot make it so', () => {
    const says = (ground: { paragraph: number; quote: string }[]) => ({
      statements: [{ number: 1, verdict: 'supported' as const, ground }],
    });
    const invented = answerTo(
      'The bridge cost £3 million.',
      says([{ paragraph: 2, quote: 'It cost £3 million.' }]),
    );
    const borrowed = answerTo(
      'The bridge cost £3 million.',
      says([{ paragraph: 2, quote: 'It cost £2 million, said Ann Lee.' }]),
    );
    for (const { answer, complaints } of [invented, borrowed]) {
      expect(answer.verdict).not.toBe('supported');
      expect(answer.passage?.text).not.toContain('3');
      expect(complaints).toHaveLength(1);
    }
  });

  test('an engine’s verdict stands where its words stand in the article and nothing speaks against it', () => {
    const owned = createArticle('Mill burns', ['Owned by Ann Lee, the mill burned down.', 'It rained.']);
    const claim = 'The mill, owned by Ann Lee, burned down.';
    const ground = [{ paragraph: 1, quote: 'Owned by Ann Lee, the mill burned down.' }];
    const says = (verdict: 'supported' | 'contradicted' | 'unclear', words = ground) =>
      checkMaker.check({ statements: [{ number: 1, verdict, ground: words }] }, owned, { claim }).answer;
    expect(says('unclear').verdict).toBe('unclear');
    expect(says('supported')).toMatchObject({ verdict: 'supported', level: 'worded', ground });
    expect(says('contradicted')).toMatchObject({ verdict: 'contradicted', level: null, ground });
    const elsewhere = [{ paragraph: 1, quote: 'The mill still stands.' }];
    expect(says('contradicted', elsewhere)).toMatchObject({ verdict: 'unclear', ground: [] });
    expect(says('supported', elsewhere)).toMatchObject({ verdict: 'unclear', ground: [] });
    const against = { statements: [{ number: 1, verdict: 'contradicted' as const, ground: [] }] };
    expect(answerTo('The bridge opened on Friday.', against).answer.verdict).toBe('supported');
  });

  test('what only a reader says is called the readers’', () => {
    const { answer } = answerTo('The bridge cost £9 million with the lamps.');
    expect(answer).toMatchObject({ verdict: 'unclear', comments: ['1'] });
    expect(answer.reason).toMatch(/^Only readers say so/);
  });

  test('nothing is called the readers’ alone whose words stand in the article too', () => {
    const claim = 'Ann Lee costs £4.20.';
    const text = 'A loaf now costs £4.20 in the shop that Ann Lee runs.';
    const shop = createArticle('Bread', [text], { '1': claim });
    const { answer } = checkMaker.check(checkMaker.extract(shop, { claim }), shop, { claim });
    expect(answer).toMatchObject({ verdict: 'unclear', comments: [] });
    expect(answer.reason).not.toContain('Only readers');
  });

  test('checking an answer again changes nothing', () => {
    for (const claim of [
      'The bridge opened on Friday.',
      'The bridge cost £9 million with the lamps.',
      'Tigers sing.',
      'The bridge opened on Friday. It cost £7 million. Tigers sing.',
    ]) {
      const { answer } = answerTo(claim);
      expect(answerTo(claim, answer)).toEqual({ answer, complaints: [] });
    }
  });

  test('words from nowhere are replaced by the article’s own', () => {
    const ground = [{ paragraph: 1, quote: 'The bridge opened on Sunday.' }];
    const { answer } = answerTo('The bridge opened on Friday.', {
      statements: [{ number: 1, verdict: 'supported', ground }],
    });
    expect(answer).toMatchObject({
      verdict: 'supported',
      level: 'verbatim',
      passage: { text: 'The bridge opened on Friday.', paragraphs: [1] },
      ground: [{ paragraph: 1, quote: 'The bridge opened on Friday.' }],
    });
  });

  test('each sentence has a verdict of its own, and the whole holds where all of it does', () => {
    const { answer } = answerTo(
      'Hello all! The bridge opened on Friday. It opened on Sunday? It cost £7 million.',
    );
    expect(answer.statements.map(({ text, verdict }) => [text, verdict])).toEqual([
      ['The bridge opened on Friday.', 'supported'],
      ['It cost £7 million.', 'contradicted'],
    ]);
    expect(answer).toMatchObject({ verdict: 'contradicted', left: 0 });
    const both = answerTo('The bridge opened on Friday. Tigers sing.').answer;
    expect(both.verdict).toBe('unclear');
    const long = answerTo('The bridge opened on Friday. '.repeat(15)).answer;
    expect(long).toMatchObject({ verdict: 'unclear', left: 3 });
    expect(long.statements).toHaveLength(12);
  });
});

describe('/check', () => {
  let bot: TestBot;
  let id: string;
  beforeAll(async () => {
    bot = await startTestBot();
    id = (await bot.library.list({ offset: 0, limit: 100 })).find(({ headline }) =>
      headline.includes('22:40'),
    )?.id as string;
  });
  afterAll(async () => {
    await bot.stop();
  });
  const asked = async (claim: string, options: { private?: boolean } = {}) =>
    await (
      await bot.preview
        .member('Ben')
        .command(bot.preview.channels.articles, 'check', { article: id, claim, ...options })
    ).reply();

  test('says that the article says so, with the passage', async () => {
    const reply = await asked('The night train lost £2.1 million in its final year.');
    const text = visibleTextOf(reply);
    expect(text).toContain('**Supported.** The article says so.');
    expect(text).toMatch(/> In its final year .+ lost £2\.1 million\.\s`¶4`/);
    expect(cardsOf(reply)[0]?.colour).toBe(0x2e8b57);
  });

  test('says what the article says otherwise, with the words that do', async () => {
    const reply = await asked('The night train lost £3.1 million in its final year.');
    const text = visibleTextOf(reply);
    expect(text).toContain('**Contradicted.** The text says “£2.1 million”; the claim says “£3.1 million”.');
    expect(text).toMatch(/> In its final year .+ lost £2\.1 million\.\s`¶4`/);
    expect(cardsOf(reply)[0]?.colour).toBe(0xc0392b);
  });

  test('leaves open what it cannot tell, and says what does not stand there', async () => {
    const reply = await asked('The night train lost £2.1 million because of a strike.');
    const text = visibleTextOf(reply);
    expect(text).toContain('**Can’t tell.** The text doesn’t mention “strike”. The closest passage:');
    expect(text).toMatch(/\s`¶4`/);
    expect(cardsOf(reply)[0]?.colour).toBe(0xe0a030);
  });

  test('judges several sentences one by one, also where they are too many or long', async () => {
    const text = visibleTextOf(
      await asked(
        'The night train lost £2.1 million in its final year. It carried 91,000 passengers. Agatha is a cat.',
      ),
    );
    expect(text).toContain('🟢 **The night train lost £2.1 million in its final year.**');
    expect(text).toContain('🔴 **It carried 91,000 passengers.**');
    expect(text).toContain('🟡 **Agatha is a cat.**');
    expect(text).toContain('1 supported · 1 contradicted · 1 unclear');
    const many = visibleTextOf(await asked('The *night* train lost [much](x) of it. '.repeat(24)));
    expect(many).toContain('12 more sentences, not checked');
  });

  test('gives to the readers what only they say', async () => {
    const text = visibleTextOf(
      await asked('In 2003 with three cars the night train lost less than £400,000.'),
    );
    expect(text).toContain('**Can’t tell.** Only readers say so, not the article.');
    expect(text).toContain('\n-# by a reader\nThe closest passage:\n> ');
    const unsaid = visibleTextOf(await asked('The guard hates the pigeons.'));
    expect(unsaid).toContain('**Can’t tell.** The text doesn’t mention “hates”.');
  });

  test('answers in private when asked to, and lets nobody be pinged', async () => {
    const reply = await asked('@everyone [free](https://evil.example) trains', { private: true });
    expect(isEphemeral(reply)).toBe(true);
    expect(visibleTextOf(reply)).not.toContain('[free](');
    expect(reply.mention_everyone).toBe(false);
  });

  test('says what to do when the claim is blank', async () => {
    expect(visibleTextOf(await asked('   '))).toContain('Please type a claim.');
  });
});

describe('check in a terminal', () => {
  test('prints the verdict, the reason and the passage', async () => {
    const { out } = await runCommand([
      'check',
      'data/articles/night-train.txt',
      'The petition has 15,200 signatures.',
    ]);

    expect(out).toMatch(
      /^contradicted: The text says “14,200”; the claim says “15,200”\.\n {2}Her petition now has 14,200 .+ \[¶3\]\n$/,
    );
    const json = await runCommand([
      'check',
      'data/articles/night-train.txt',
      'The petition has 14,200 signatures.',
      '--json',
    ]);
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'supported',
      level: 'shortened',
      ground: [{ paragraph: 3 }],
      passage: { paragraphs: [3] },
      comments: [],
      statements: [{ text: 'The petition has 14,200 signatures.', verdict: 'supported' }],
    });
  });

  test('answers a batch line by line, and says which line lacks its claim', async () => {
    const text = 'Bridge opens\n\nThe bridge opened on Friday.\n';
    const lines = [
      { id: 1, text, claim: 'The bridge opened on Friday.' },
      { id: 2, text, claim: 'The bridge opened on Sunday.' },
      { id: 3, text },
    ];
    const input = lines.map(line => JSON.stringify(line)).join('\n');
    const { out, code } = await runCommand(['batch', 'check'], { input });
    const results = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(results).toMatchObject([
      { id: 1, answer: { verdict: 'supported' } },
      {
        id: 2,
        answer: { verdict: 'contradicted', reason: 'The text says “Friday”; the claim says “Sunday”.' },
      },
      { id: 3, error: '“claim” is missing.' },
    ]);
    expect(code).toBe(1);
  });
});
