import { afterAll, afterEach, expect, test } from 'vitest';
import { type ChatMessage, estimateMessages } from '../src/engines/openai/tokens.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import { createLedger, type Limits, type Price } from '../src/usage/ledger.ts';
import { createModelEngines, startScriptedModel } from './model.ts';
import { startTestBot, type TestBot, UNLIMITED, visibleTextOf } from './support.ts';

const model = await startScriptedModel();
let bot: TestBot;
let article: string;

afterAll(() => model.stop());

afterEach(() => bot.stop());

const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };

type Some = { readonly [What in keyof Limits]?: Partial<Limits[What]> };

async function startBot(
  limits: Some,
  { price = { input: 2, output: 10 } }: { price?: Price | null } = {},
): Promise<void> {
  bot = await startTestBot({
    engines: createModelEngines(model),
    limits: {
      answers: { ...UNLIMITED.answers, ...limits.answers },
      tokens: { ...UNLIMITED.tokens, ...limits.tokens },
      dollars: { ...UNLIMITED.dollars, ...limits.dollars },
    },
    price,
  });
  const train = await bot.library.find('22:40');
  article = train.id;
  const nearest = { text: train.paragraphs[0]!, paragraphs: [1], comments: [] };
  const draft = { found: true, statements: [nearest], nearest: null };
  model.say({ content: JSON.stringify(draft), usage });
}

async function askQuestion(member: string, question: string): Promise<string> {
  const asked = await bot.preview
    .member(member)
    .command(bot.preview.channels.articles, 'ask', { article, question });
  return visibleTextOf(await asked.final());
}

async function readUsage(member: string): Promise<string> {
  const asked = await bot.preview.member(member).command(bot.preview.channels.articles, 'usage');
  return visibleTextOf(await asked.final());
}

const OVER = 'You’ve used your 2 model answers for today';

test('a member over the limit gets the built-in engine’s answer and the reason, the next member the model’s', async () => {
  await startBot({ answers: { member: 2 } });
  for (const question of ['When did it stop?', 'Who was the guard?'])
    expect(await askQuestion('Ben', question)).toContain('· by the model');
  const third = await askQuestion('Ben', 'What did the pigeons do?');
  expect(third).toContain(OVER);
  expect(third).toContain('built-in engine');
  expect(await askQuestion('Ada', 'What did the pigeons do?')).toContain('· by the model');
  // cached answers are free and never refused, whoever asks
  expect(await askQuestion('Ben', 'What did the pigeons do?')).toContain('· by the model');
  expect(model.requests).toHaveLength(3);
});

test('twelve questions at once do not pass a limit of two', async () => {
  await startBot({ answers: { member: 2 } });
  const texts = await Promise.all(
    Array.from({ length: 12 }, (_, index) => askQuestion('Ben', `What about number ${index}?`)),
  );
  expect(texts.filter(text => text.includes('· by the model'))).toHaveLength(2);
  expect(texts.filter(text => text.includes(OVER))).toHaveLength(10);
  expect(model.requests).toHaveLength(2);
});

test('who waits with somebody over the limit is not refused for it', async () => {
  await startBot({ answers: { member: 1 } });
  await askQuestion('Ben', 'When did it stop?');
  const [ben, ada] = await Promise.all([
    askQuestion('Ben', 'Who was the guard?'),
    askQuestion('Ada', 'Who was the guard?'),
  ]);
  expect(ada).toContain('· by the model');
  expect(ben).toMatch(/openai|You’ve used your 1 model answers/);
});

test('a server and a day have limits of their own', async () => {
  await startBot({ answers: { server: 1 } });
  await askQuestion('Ben', 'When did it stop?');
  expect(await askQuestion('Ada', 'Who was the guard?')).toContain(
    'This server has used its 1 model answers',
  );
  await bot.stop();
  await startBot({ answers: { day: 0 } });
  expect(await askQuestion('Ada', 'Who was the guard?')).toContain('reached its limit for today');
});

test('a server allows its members less than the operator does, or no model at all', async () => {
  await startBot({ answers: { member: 50 } });
  const change = bot.storage.settings.update;
  await change(bot.preview.serverId, { answersPerMember: 1 });
  expect(await askQuestion('Ben', 'When did it stop?')).toContain('· by the model');
  expect(await askQuestion('Ben', 'Who was the guard?')).toContain(
    'the 1 model answers that this server allows each member',
  );
  const south = bot.preview.addServer('South');
  const ben = bot.preview.addMember('Bea', { serverId: south.id });
  const there = await ben.command(south.channels.general, 'ask', { article, question: 'Who was the guard?' });
  expect(visibleTextOf(await there.final())).toContain('· by the model');
  await change(south.id, { engine: 'built-in' });
  const builtIn = await ben.command(south.channels.general, 'ask', {
    article,
    question: 'When did it stop?',
  });
  expect(visibleTextOf(await builtIn.final())).not.toMatch(/openai|You’ve had/);
  expect(model.requests).toHaveLength(2);
});

test('tokens are limited too, with all that a running answer may still take', async () => {
  // a question reads about 2,200 tokens here and may write 4,000; the server reports 1,100 used
  await startBot({ tokens: { member: 7_800 } });
  const together = await Promise.all(
    ['When did it stop?', 'Who was the guard?'].map(question => askQuestion('Ben', question)),
  );
  expect(together.filter(text => text.includes('· by the model'))).toHaveLength(1);
  expect(await askQuestion('Ben', 'What did the pigeons do?')).toContain('· by the model');
  const over = await askQuestion('Ben', 'What is the name of the mayor?');
  expect(over).toContain(
    'Your share of the model for today (7,800 tokens) is used up, or too little is left',
  );
  expect(over).toContain('built-in engine');
  expect(await askQuestion('Ada', 'What is the name of the mayor?')).toContain('· by the model');
  expect(await askQuestion('Ben', 'What is the name of the mayor?')).toContain('· by the model');
  expect(await readUsage('Ben')).toContain('2,200 of 7,800 tokens (2,000 tokens read, 200 tokens written)');
});

test('where tokens are limited, all that a question reads is counted', async () => {
  await startBot({});
  await askQuestion('Ada', 'When did it stop?');
  const reads = estimateMessages(model.requests[0]!.messages as ChatMessage[]);
  await bot.stop();
  await startBot({ tokens: { member: reads + 4_000 + 5 } });
  expect(await askQuestion('Ben', 'When did it stop?')).toContain('· by the model');
  await bot.stop();
  await startBot({ tokens: { member: reads + 4_000 - 5 } });
  expect(await askQuestion('Ben', 'When did it stop?')).toContain('too little is left');
});

test('money is limited for a member, a server and all, as far as the price is known', async () => {
  // a question may cost up to about $0.045 here, and costs $0.003
  await startBot({ dollars: { server: 0.0475 } });
  expect(await askQuestion('Ben', 'When did it stop?')).toContain('· by the model');
  expect(await askQuestion('Ada', 'Who was the guard?')).toMatch(
    /This server’s share of the model for today \(\$0\.05\) is used up|· by the model/,
  );
  expect(await askQuestion('Ada', 'What did the pigeons do?')).toContain(
    'This server’s share of the model for today ($0.05) is used up',
  );
  expect(await readUsage('Ada')).toMatch(/\*\*This server, today:\*\* .* · \$0\.00[36]0 of \$0\.05/);
  await bot.stop();
  await startBot({ dollars: { day: 0.01 } });
  expect(await askQuestion('Ada', 'Who was the guard?')).toContain('The model is used up for today ($0.01)');
  expect(model.requests).toHaveLength(0);
});

test('an answer that a crash left unsettled counts with what it might have taken', async () => {
  await startBot({ tokens: { day: 10_000 } });
  const ledger = createLedger({
    store: bot.storage.ledger,
    limits: UNLIMITED,
    price: null,
    clock: systemClock,
  });
  const ben = { memberId: bot.preview.member('Ben').id, serverId: null };
  await ledger.reserve(
    ben,
    { recipe: 'question', articleId: article },
    { inputTokens: 5_000, outputTokens: 4_000 },
  );
  await bot.restart();
  expect(await askQuestion('Ada', 'Who was the guard?')).toContain(
    'The model is used up for today (10,000 tokens)',
  );
  expect(await readUsage('Ben')).toContain(
    '1 answer · 5,000 tokens read, 4,000 tokens written · 1 answer without a known price · 1 answer of them',
  );
});

test('another call for the same answer is counted, and left out where it would pass a limit', async () => {
  const lie = {
    found: true,
    statements: [{ text: 'Aliens took the train to Mars.', paragraphs: [1], comments: [] }],
    nearest: null,
  };
  await startBot({});
  model.say({ content: JSON.stringify(lie), usage });
  await askQuestion('Ben', 'When did it stop?');
  expect(model.requests).toHaveLength(2);
  expect(await readUsage('Ben')).toContain('1 answer · 2,000 tokens read');
  await bot.stop();
  // there is enough for the draft, but too little left for the statement that did not pass
  await startBot({ tokens: { member: 8_000 } });
  const much = { prompt_tokens: 4_000, completion_tokens: 100, total_tokens: 4_100 };
  model.say({ content: JSON.stringify(lie), usage: much });
  await askQuestion('Ben', 'When did it stop?');
  expect(model.requests).toHaveLength(1);
});

test('shows a member their own tokens and money, and a manager the server’s', async () => {
  await startBot({ answers: { member: 50 } });
  await askQuestion('Ben', 'When did it stop?');
  await askQuestion('Ben', 'When did it stop?');
  await askQuestion('Ada', 'Who was the guard?');
  const ben = await readUsage('Ben');
  expect(ben).toContain('**You, today:** 1 of 50 answers · 1,000 tokens read, 100 tokens written · $0.0030');
  expect(ben).not.toContain('This server');
  expect(await readUsage('Ada')).toContain(
    '**This server, today:** 2 answers · 2,000 tokens read, 200 tokens written · $0.0060',
  );
});
