import { describe, expect, test } from 'vitest';
import { readFeedListInWorker } from '../src/web/feed-in-worker.ts';
import { readOpml } from '../src/web/opml.ts';

const wrap = (outlines: string) => `<?xml version="1.0"?><opml version="2.0"><body>${outlines}</body></opml>`;
const outline = (url: string, more = '') => `<outline text="a" xmlUrl="${url}" ${more}/>`;

test('takes the feeds of all folders in their order, each once, with those categories that can be tags', () => {
  const list = wrap(
    `<outline text="Papers">${outline('https://a.example/feed', 'category="/News/Local, Harbour,!,#x"')}<outline text="Deeper">${outline('https://b.example/')}</outline></outline>${outline('https://a.example/feed')}${outline('https://c.example/x?a=1&amp;b=2')}<OUTLINE TEXT="d" XMLURL="http://d.example/"/>`,
  );
  expect(readOpml(list)).toEqual([
    { url: 'https://a.example/feed', tags: ['news local', 'harbour', 'x'] },
    { url: 'https://b.example/', tags: [] },
    { url: 'https://c.example/x?a=1&b=2', tags: [] },
    { url: 'http://d.example/', tags: [] },
  ]);
});

test('passes over what is no address of the web', () => {
  const addresses = [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'feed',
    '',
    `https://e.example/${'x'.repeat(2000)}`,
  ];
  expect(readOpml(wrap(addresses.map(address => outline(address)).join('')))).toEqual([]);
});

const refusal = 'This is no list of feeds (OPML) that I can read.';

describe('a list of a stranger', () => {
  test.each([
    ['another XML', '<rss version="2.0"><channel/></rss>'],
    ['no XML', 'feeds: none'],
    ['nothing', ''],
    [
      '20,000 folders in one another',
      wrap('<outline text="a">'.repeat(20_000) + '</outline>'.repeat(20_000)),
    ],
  ])('that is %s is refused with a sentence', async (_what, list) => {
    await expect(readFeedListInWorker(Buffer.from(list))).rejects.toThrow(refusal);
  });

  test('that is endless is read as far as it may', async () => {
    const many = Array.from({ length: 30_000 }, (_, number) => outline(`https://a.example/${number}`));
    expect(await readFeedListInWorker(Buffer.from(wrap(many.join(''))))).toHaveLength(500);
  });

  test('whose entities would grow without end is read or refused, and does not grow', async () => {
    const entities = Array.from(
      { length: 20 },
      (_, number) => `<!ENTITY e${number + 1} "${`&e${number};`.repeat(10)}">`,
    ).join('');
    const bomb = `<!DOCTYPE opml [<!ENTITY e0 "x">${entities}]>${wrap(outline('https://a.example/', 'category="&e20;"'))}`;
    const read = await readFeedListInWorker(Buffer.from(bomb)).catch((error: Error) => error.message);
    expect([refusal, JSON.stringify([{ url: 'https://a.example/', tags: [] }])]).toContain(
      typeof read === 'string' ? read : JSON.stringify(read),
    );
  });
});
