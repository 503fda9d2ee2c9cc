import { expect, it } from 'vitest';
import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import type { CommentsDraft } from '../src/answers/comments/schema.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { createBuiltInEngine } from '../src/engines/built-in.ts';
import { checkInWorker } from '../src/engines/in-worker.ts';
import { createArticle } from './articles.ts';

const engine = createBuiltInEngine();
const draft = async (article: Article) =>
  commentsRecipe.draft.parse(await engine.draft(commentsRecipe, article, {})) as CommentsDraft;

const HEADLINE = 'The tide gate stays shut';
const PARAGRAPHS = [
  'The council of Marlow voted on Tuesday to keep the tide gate shut for the winter, after divers found cracks in it.',
];
const CLAIM = 'The gate is in perfect order and needs no diver at all.';
const objections = {
  '1.1': 'No it is not, I saw the cracks myself.',
  '1.2': 'Then swim below it at high tide.',
  '1.3': 'Says who?',
};
const others = {
  '2': 'The toll is too high for fishermen like us.',
  '3': 'The toll costs far too much money.',
};
const plain = createArticle(HEADLINE, PARAGRAPHS, { '1': CLAIM, ...objections, ...others });

const quoting = (text: (own: string) => string) =>
  Object.fromEntries(Object.entries(objections).map(([number, own]) => [number, text(own)]));

it.each([
  ['behind an angle', (own: string) => `> ${CLAIM}\n${own}`],
  ['behind two, without a space', (own: string) => `>>${CLAIM}\n${own}`],
  ['as mail does', (own: string) => `On Tuesday Ada Lund wrote:\n> ${CLAIM}\n${own}`],
  ['as bulletin boards do', (own: string) => `[quote=Ada]${CLAIM}[/quote]\n${own}`],
  [
    'as bulletin boards do, over two lines',
    (own: string) => `[quote="Ada, post: 1"]\n${CLAIM}\n[/quote] ${own}`,
  ],
  ['in marks alone', (own: string) => `“${CLAIM}”\n${own}`],
  ['below', (own: string) => `${own}\n*${CLAIM}*`],
])('counts nobody to a view that they quote %s', async (_, text) => {
  const article = createArticle(HEADLINE, PARAGRAPHS, { '1': CLAIM, ...quoting(text), ...others });
  const found = await draft(article);
  expect(found).toEqual(await draft(plain));
  expect(found.contradictions.map(({ reply }) => reply)).toEqual(['1.1', '1.3']);
});

const wxr = (comments: string) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version>
<item><title>${HEADLINE}</title><link>https://marlow.example/gate</link><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA[<p>${PARAGRAPHS[0]}</p>]]></content:encoded>${comments}</item></channel></rss>`;
const wxrComment = (id: number, parent: number, html: string) =>
  `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_parent>${parent}</wp:comment_parent><wp:comment_approved>1</wp:comment_approved><wp:comment_content><![CDATA[${html}]]></wp:comment_content></wp:comment>`;

const reply = (body: string, replies: unknown = '') => ({
  kind: 't1',
  data: { author: 'ada', body, replies },
});
const listing = (...children: unknown[]) => ({ kind: 'Listing', data: { children } });

it.each([
  [
    'WordPress',
    'export.xml',
    wxr(
      wxrComment(1, 0, CLAIM) +
        wxrComment(2, 1, `<blockquote><p>${CLAIM}</p></blockquote>\n<p>${objections['1.1']}</p>`),
    ),
  ],
  [
    'Reddit',
    'thread.json',
    JSON.stringify([
      listing({ kind: 't3', data: { title: HEADLINE, selftext: PARAGRAPHS[0] } }),
      listing(reply(CLAIM, listing(reply(`&gt; ${CLAIM}\n\n${objections['1.1']}`)))),
    ]),
  ],
  [
    'a page',
    'page.html',
    `<html><head><title>${HEADLINE}</title></head><body><article><h1>${HEADLINE}</h1><p>${PARAGRAPHS[0]}</p><p>The ferry runs twice an hour from Monday on, and the toll stays as it was in the years before.</p></article>
    <div id="comments"><ol class="comment-list"><li class="comment" id="comment-1"><div class="comment-author">Ada</div><div class="comment-content"><p>${CLAIM}</p></div>
    <ol class="children"><li class="comment" id="comment-2"><div class="comment-author">Bob</div><div class="comment-content"><blockquote><p>${CLAIM}</p></blockquote><p>${objections['1.1']}</p></div></li></ol></li></ol></div></body></html>`,
  ],
])('hears who objects to what they quote in the comments of %s', async (_, file, content) => {
  const article = identifyArticle(readArticle(file, content));
  expect(article.comments[1]).toMatchObject({ number: '1.1', paragraphs: [`> ${CLAIM}`, objections['1.1']] });
  const { contradictions, gists } = await draft(article);
  expect(contradictions).toMatchObject([{ reply: '1.1', to: '1', text: objections['1.1'] }]);
  expect(gists).toMatchObject([
    { text: CLAIM, act: 'starts' },
    { text: objections['1.1'], act: 'contradicts' },
  ]);
});

it('takes no passage of a reader’s from what the reader quotes, whatever a model says', async () => {
  const article = createArticle(HEADLINE, PARAGRAPHS, {
    '1': CLAIM,
    '1.1': `> ${CLAIM}\nNo it is not.`,
    '1.2': `> ${CLAIM}`,
  });
  const viewpoint = { label: 'The gate', comments: ['1.1', '1.2'], passage: { comment: '1.1', text: CLAIM } };
  const { answer, complaints } = await checkInWorker(
    { recipe: commentsRecipe, article, options: {} },
    commentsRecipe.draft.parse({ viewpoints: [viewpoint], contradictions: [] }),
  );
  expect(answer.viewpoints).toMatchObject([
    { comments: ['1.1'], passage: { comment: '1.1', text: 'No it is not.' } },
  ]);
  expect(complaints.join('\n')).toContain('Comment 1.2 only quotes another.');
});

it('lets readers agree in the same words', async () => {
  const article = createArticle(HEADLINE, PARAGRAPHS, { '1': CLAIM, '1.1': CLAIM, ...others });
  const { gists } = await draft(article);
  expect(gists.filter(({ text }) => text === CLAIM).map(({ comment }) => comment)).toEqual(['1', '1.1']);
});
