import type { Message } from 'discord.js';
import type { AnyRecipe } from '../../src/answers/recipe.ts';
import { type AnswerKind, recipes } from '../../src/answers/recipes.ts';
import { hasInstructions } from '../../src/answers/verification/instructions.ts';
import { findTranslationError } from '../../src/answers/verification/translation-errors.ts';
import { findWordingError } from '../../src/answers/verification/wording.ts';
import { type Article, type Comment, identifyArticle } from '../../src/articles/article.ts';
import { stripMarkdown } from '../../src/articles/formats/markdown-marks.ts';
import { parseText } from '../../src/articles/formats/text.ts';
import { readPage } from '../../src/articles/html/page.ts';
import { readFileContent } from '../../src/articles/read-file.ts';
import { detectIntent } from '../../src/discord/intent.ts';
import { extractClaim } from '../../src/discord/message-content.ts';
import { renderAnswer } from '../../src/discord/render/answer.ts';
import { escapeLine, escapeMarkdown } from '../../src/discord/render/text.ts';
import { parseDraft, removeReasoning } from '../../src/engines/openai/parse-draft.ts';
import { articleTasks } from '../../src/engines/worker-tasks.ts';
import { fold } from '../../src/language/folding.ts';
import { extractDates } from '../../src/language/multilingual/dates.ts';
import { findReversedDirection } from '../../src/language/multilingual/directions.ts';
import { detectNegation } from '../../src/language/multilingual/negations.ts';
import { extractNumbers } from '../../src/language/multilingual/numbers.ts';
import { maskProfanity } from '../../src/language/profanity.ts';
import { foldWords, scoreTitleMatch } from '../../src/language/similarity.ts';
import { readCommentFeed, readFeed } from '../../src/web/feed.ts';
import { findFeedLinks } from '../../src/web/feed-discovery.ts';
import { listSearchWords, sketchOf } from '../../src/web/near-duplicates.ts';
import { findOptOut } from '../../src/web/opt-out.ts';

const news =
  'The council of the town decided on Monday to build a new bridge for 3 million euros, because the old one has been closed since 2019. ' +
  '“We have waited long enough,” said Mayor Ada Thorne, who did not say when the work would begin. According to an engineer, the old ' +
  'bridge could be repaired for less, but traders fear that they would lose customers again.';
const question = 'Who wants to build a bridge for the town, and when did the mayor say so?';
const claim =
  'Mayor Ada Thorne said on Monday that the council will not build 3 new bridges because of the traders.';

function createArticle(paragraphs: readonly string[], comments: readonly Comment[] = []): Article {
  return identifyArticle({
    headline: 'A town looks at its old bridge',
    byline: null,
    url: null,
    published: null,
    paragraphs: [news, ...paragraphs],
    comments: [...comments],
    commentsClosed: false,
    notices: [],
  });
}

/** The maximum length of a comment, in characters; Discord and exports cut off longer ones. */
const COMMENT = 400;

const cutText = (text: string, length: number) =>
  Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.slice(i * length, (i + 1) * length));
const commentsOf = (text: string, numberOf: (i: number) => string): Comment[] =>
  cutText(text, COMMENT).map((part, i) => ({ number: numberOf(i), author: null, paragraphs: [part] }));
const chainNumberOf = (i: number) => Array.from({ length: (i % 30) + 1 }, () => 1).join('.');

const whole = (text: string) => createArticle([text]);
const inParts = (text: string) => createArticle(cutText(text, 200));
const asComments = (text: string) =>
  createArticle(
    [],
    commentsOf(text, i => `${i + 1}`),
  );
const asReplies = (text: string) =>
  createArticle(
    [],
    commentsOf(text, chainNumberOf).map((comment, i) => ({
      ...comment,
      number: `${Math.floor(i / 30) + 1}${comment.number.slice(1)}`,
    })),
  );
const asOneComment = (text: string) => createArticle([], [{ number: '1', author: null, paragraphs: [text] }]);

/** A hostile article whose comments dispute it in its own words. */
const createDisputed = (text: string) =>
  createArticle(
    cutText(text, 200),
    cutText(text, 200).map((part, i) => ({
      number: `${i + 1}`,
      author: null,
      paragraphs: [`“${part}” is not true, it is 4, not 3. ${part} was not built.`],
    })),
  );

/** The options for each kind: all defaults, except for the text that a member would type. */
const options = Object.fromEntries(
  Object.entries<AnyRecipe>(recipes).map(([kind, { options: schema, asks }]) => [
    kind,
    schema.parse(asks === undefined ? {} : { [asks]: kind === 'question' ? question : claim }),
  ]),
) as Readonly<Record<AnswerKind, unknown>>;

const drafted =
  (
    kind: AnswerKind,
    shape: (text: string) => Article,
    given: (text: string) => unknown = () => options[kind],
  ) =>
  (text: string) => {
    const article = shape(text);
    const asked = { recipe: kind, options: given(text) };
    const { answer: content } = articleTasks.check(article, {
      ...asked,
      draft: articleTasks.draft(article, asked),
    });
    const answered = { content, engine: 'extractive', notice: null, coverage: null, language: null } as const;
    const settings = { maskStrongLanguage: true };
    renderAnswer(kind, { article, options: asked.options, answered, settings } as never);
  };

const file =
  (name: string, wrap: (text: string) => string = text => text) =>
  (text: string) =>
    ignoreErrors(() => readFileContent(name, wrap(text)));

/** Runs a reader; rejecting the text is a valid result too. */
function ignoreErrors(read: () => unknown): void {
  try {
    read();
  } catch {
    // rejected with an error message
  }
}

const page = (text: string) =>
  `<!doctype html><html><head><title>Old bridge</title></head><body><article><p>${news}</p><p>${news}</p>${text}</article></body></html>`;
const feed = (text: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Town</title>${text}</channel></rss>`;
const item = (text: string) =>
  feed(
    `<item><title>${text.replaceAll('<', '&lt;')}</title><description>${text.replaceAll('<', '&lt;')}</description></item>`,
  );
const wxr = (text: string) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version><item><title>Old bridge</title><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA[${text}]]></content:encoded></item></channel></rss>`;
const url = 'https://town.example/bridge';
const schema = {
  type: 'object',
  properties: {
    points: { type: 'array', items: { type: 'object', properties: { text: {}, paragraphs: {} } } },
  },
};

/** Every function that takes untrusted text, by name. */
export const entries: Readonly<Record<string, (text: string) => unknown>> = {
  'summary of one paragraph': drafted('summary', whole),
  'summary of many paragraphs': drafted('summary', inParts),
  'quotes of one paragraph': drafted('quotes', whole),
  'quotes of many paragraphs': drafted('quotes', inParts),
  'comments, many': drafted('comments', asComments),
  'comments, replies': drafted('comments', asReplies),
  'comments, one': drafted('comments', asOneComment),
  'disputes, many': text => articleTasks.findDisputes(asComments(text)),
  'disputes, replies': text => articleTasks.findDisputes(asReplies(text)),
  'disputes, one': text => articleTasks.findDisputes(asOneComment(text)),
  'disputes of a hostile article': text => articleTasks.findDisputes(createDisputed(text)),
  'question about one paragraph': drafted('question', whole),
  'question about many paragraphs': drafted('question', inParts),
  'question about comments': drafted('question', asComments),
  'question that is hostile': drafted('question', inParts, text => ({
    question: text.slice(0, 1000),
    context: [text.slice(0, 1000)],
    language: null,
  })),
  'follow-up that is hostile': text =>
    articleTasks.complete(whole(text), {
      question: text.slice(0, 250),
      turns: [
        {
          question: text.slice(0, 1000),
          found: true,
          statements: [
            { text: text.slice(0, 600), paragraphs: [1], comments: [], answer: text.slice(0, 200) },
          ],
        },
      ],
    }),
  'follow-up about many paragraphs': text =>
    articleTasks.complete(inParts(text), {
      question: 'and what else did she say?',
      turns: [
        {
          question: 'Who wants a bridge?',
          found: true,
          statements: [{ text: text.slice(0, 600), paragraphs: [1], comments: [] }],
        },
      ],
    }),
  'questions that can be asked next': text => articleTasks.suggest(inParts(text)),
  'check of a claim': drafted('check', whole),
  'check of a claim against many paragraphs': drafted('check', inParts),
  'check of a hostile claim': drafted('check', inParts, text => ({ claim: text.slice(0, 1000) })),
  nearest: text => articleTasks.findNearest(whole(text), { recipe: 'question', options: options.question }),
  prepare: text => articleTasks.prepare(inParts(text)),
  'what a message speaks of': text => articleTasks.isAbout(inParts(text), { text, least: 0.3 }),
  "a model's statement": text =>
    ignoreErrors(() =>
      articleTasks.check(inParts(text), {
        recipe: 'summary',
        options: options.summary,
        draft: {
          points: [{ text: text.slice(0, 2000), paragraphs: [1, 2, 3] }],
        },
      }),
    ),
  "a model's quotation": text =>
    ignoreErrors(() =>
      articleTasks.check(whole(text), {
        recipe: 'quotes',
        options: options.quotes,
        draft: {
          quotes: [
            {
              text: text.slice(0, 2000),
              paragraph: 2,
              paragraphs: [2],
              speaker: 'Smith',
              role: null,
              mention: null,
              scare: false,
              where: null,
            },
          ],
        },
      }),
    ),
  faultOf: text => findWordingError(text.slice(0, 2000), [text], [text]),
  orders: hasInstructions,
  fold,
  numbers: text => extractNumbers(text, 'en'),
  dates: text => extractDates(text, 'de'),
  denials: text => detectNegation(text, 'fr'),
  turns: text => findReversedDirection(text, 'en', text, 'de'),
  'a translation': text =>
    findTranslationError(text.slice(0, 4000), text.slice(0, 4000), 'de', createArticle([text])),
  mask: text => maskProfanity(text, { maskStrongLanguage: true }),
  plain: text => escapeMarkdown(text, 2000),
  'plain, unlimited': text => escapeMarkdown(text),
  plainLine: text => escapeLine(text, 200),
  'a search term': text => scoreTitleMatch(text.slice(0, 100), text.slice(0, 300)),
  foldedWords: foldWords,
  'a message': text =>
    detectIntent(text.slice(0, 4000), { addressee: 'all', article: null, isTranslated: false }),
  'a claim in a message': text =>
    extractClaim({ content: text, embeds: [], attachments: new Map() } as unknown as Message),
  parseText: text => ignoreErrors(() => parseText(text)),
  'a text file': file('a.txt'),
  'a text file with comments': file('a.txt', text => `Bridge\n\n${news}\n\n\n  1. ${text}`),
  'a Markdown file': file('a.md'),
  'a Markdown file with front matter': file('a.md', text => `---\ntitle: ${text}\n---\n\n${news}`),
  withoutMarkdown: stripMarkdown,
  'a page': text => readPage({ content: page(text), url }),
  'a page that is nothing else': text => readPage({ content: text, url }),
  'a head': text =>
    readPage({ content: `<html><head>${text}</head><body><p>${news}</p></body></html>`, url }),
  'JSON in a page': text =>
    readPage({
      content: `<html><head><script type="application/ld+json">${text}</script></head><body><p>${news}</p></body></html>`,
      url,
    }),
  'a JSON file': file('a.json'),
  'a JSON article': file('a.json', text =>
    JSON.stringify({ headline: text.slice(0, 300), paragraphs: [text], comments: [{ text }] }),
  ),
  'an export of WordPress': file('a.xml', wxr),
  'a feed': text => ignoreErrors(() => readFeed(feed(text), url)),
  "a feed's item": text => ignoreErrors(() => readFeed(item(text), url)),
  "a feed's comments": text => ignoreErrors(() => readCommentFeed(item(text), url)),
  'marks of a page': text => [findOptOut({}, text), findFeedLinks(text, url)],
  sketch: text => [sketchOf({ paragraphs: [text] }), listSearchWords({ paragraphs: [text] })],
  "a model's reply": text => parseDraft(text, schema),
  "a model's reply that is JSON": text =>
    parseDraft(
      JSON.stringify({ points: cutText(text, 40).map(part => ({ text: part, paragraphs: [1] })) }),
      schema,
    ),
  withoutReasoning: removeReasoning,
};
