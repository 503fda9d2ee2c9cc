import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findNearestSentence } from '../src/answers/verification/nearest-sentence.ts';
import { findBestParagraphs } from '../src/answers/verification/prove.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { createOpenAiEngine } from '../src/engines/openai/openai.ts';
import { type ScriptedModel, startScriptedModel } from '../tests/model.ts';
import { createLogRecorder, startTestBot, type TestBot, visibleTextOf } from '../tests/support.ts';

/** The files that are read from the folder of evaluation data. */
export const MODEL_WORDS_FILES = ['llm_summaries/dev.docs.jsonl.gz', 'llm_summaries/dev.jsonl.gz'] as const;

/**
 * How much of published summaries by models reaches a reader if a model returns them in the requested form.
 */
interface ModelWords {
  readonly summaries: number;
  /**
   * The share of a summary's true sentences that is shown: the median and the mean over summaries with true
   * sentences.
   */
  readonly medianShown: number;
  readonly meanShown: number;
  /** Of all true sentences, and of all false ones, how many are shown, and how many are shown as proven. */
  readonly true: ShownShare;
  readonly false: ShownShare;
}

/** How many of some sentences are shown, and how many are shown as proven. */
export interface ShownShare {
  readonly of: number;
  readonly shown: number;
  readonly proven: number;
}

interface Sentence {
  readonly doc: string;
  readonly model: string;
  readonly statement: string;
  readonly supported: boolean;
}

interface ShownSentence extends Sentence {
  readonly isShown: boolean;
  readonly isProven: boolean;
}

/**
 * Runs `/summary` on a loopback Discord once per published summary, with a scripted model that returns it.
 * Each sentence comes with the ground that a model would name: the nearest sentences in the best paragraphs.
 * When asked to repair statements, the model returns none.
 */
export async function measureModelWords(folder: string): Promise<ModelWords> {
  const [documents, sentences] = MODEL_WORDS_FILES.map(file => readRows(join(folder, file)));
  const articles = new Map(
    (documents as { doc: string; paragraphs: string[] }[]).map(each => [each.doc, each.paragraphs]),
  );
  const groups = Map.groupBy(sentences as Sentence[], ({ doc, model }) => `${doc} ${model}`);
  const server = await startScriptedModel();
  const settings = { model: 'm', baseUrl: server.url, apiKey: null, contextTokens: 100_000, timeout: 60_000 };
  const bot = await startTestBot({
    engines: [createOpenAiEngine(settings, createLogRecorder().log), createBuiltInEngine()],
  });
  try {
    const summaries: ShownSentence[][] = [];
    for (const group of groups.values()) {
      const paragraphs = articles.get(group[0]?.doc ?? '') ?? [];
      summaries.push(await showSummary({ bot, server }, group, paragraphs, summaries.length));
    }
    return summarize(summaries);
  } finally {
    await bot.stop();
    await server.stop();
  }
}

const readRows = (path: string): unknown[] =>
  gunzipSync(readFileSync(path))
    .toString()
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as unknown);

async function showSummary(
  { bot, server }: { readonly bot: TestBot; readonly server: ScriptedModel },
  group: readonly Sentence[],
  paragraphs: readonly string[],
  number: number,
): Promise<ShownSentence[]> {
  // each summary needs an article of its own, because the answer for an article is cached
  const article = identifyArticle({
    headline: 'News article',
    byline: null,
    url: `https://news.example/${number}`,
    published: null,
    paragraphs: [...paragraphs],
    comments: [],
    commentsClosed: false,
    notices: [],
  });
  const { id } = (await bot.library.add(article, `${number}.txt`)).article;
  server.say({ points: group.map(sentence => draftPoint(article, sentence)) }, { statements: [] });
  const asked = await bot.preview
    .member('Ben')
    .command(bot.preview.channels.articles, 'summary', { article: id, length: 'full' });
  const lines = visibleTextOf(await asked.final()).split('\n');
  return group.map(sentence => {
    const line = lines.find(each => fold(each).includes(fold(sentence.statement)));
    return { ...sentence, isShown: line !== undefined, isProven: line !== undefined && !line.includes('≈') };
  });
}

/** Only letters and digits, because the shown text is escaped and includes the article's own marks. */
const fold = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function draftPoint(article: Article, { statement }: Sentence): object {
  const paragraphs = findBestParagraphs(article, statement);
  const ground = paragraphs.flatMap(paragraph => {
    const nearest = findNearestSentence(statement, [article.paragraphs[paragraph - 1] ?? '']);
    return nearest ? [{ paragraph, quote: nearest.text }] : [];
  });
  return { ground, text: statement, paragraphs, translation: null };
}

function summarize(summaries: readonly (readonly ShownSentence[])[]): ModelWords {
  const shares = summaries
    .map(summary => summary.filter(({ supported }) => supported))
    .filter(({ length }) => length > 0)
    .map(summary => summary.filter(({ isShown }) => isShown).length / summary.length)
    .sort((a, b) => a - b);
  const all = summaries.flat();
  const middle = [shares[Math.floor((shares.length - 1) / 2)], shares[Math.ceil((shares.length - 1) / 2)]];
  return {
    summaries: shares.length,
    medianShown: ((middle[0] ?? 0) + (middle[1] ?? 0)) / 2,
    meanShown: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    true: shareOf(all.filter(({ supported }) => supported)),
    false: shareOf(all.filter(({ supported }) => !supported)),
  };
}

const shareOf = (sentences: readonly ShownSentence[]): ShownShare => ({
  of: sentences.length,
  shown: sentences.filter(({ isShown }) => isShown).length,
  proven: sentences.filter(({ isProven }) => isProven).length,
});

if (import.meta.main) {
  const folder = process.argv[2] ?? process.env.EVAL_DATA ?? '../shared/eval';
  const missing = MODEL_WORDS_FILES.filter(file => !existsSync(join(folder, file)));
  console.log(
    missing.length > 0
      ? `Skipped: no ${missing.join(', ')} in ${folder}.`
      : JSON.stringify(await measureModelWords(folder)),
  );
  process.exit();
}
