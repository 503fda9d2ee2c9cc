import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyArticle } from '../src/articles/article.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { importFiles } from '../src/articles/import.ts';
import { createLibrary, type Library } from '../src/articles/library.ts';
import { UserError } from '../src/errors.ts';
import { systemClock } from '../src/scheduling/clock.ts';
import { openSqlite } from '../src/storage/sqlite.ts';
import type { Storage } from '../src/storage/storage.ts';
import { createArticle } from './articles.ts';

const start = Date.UTC(2026, 2, 1, 12);
const bridge = 'Council Votes for the Bridge over the Arrel\n\nThe bridge will cost two million.\n';
const bridgeAgain = `${bridge}\nIt will open in May.\n`;
const sessions =
  'Campaign Tells Sessions to Stop\n\nA letter was sent to Alabama.\n\n\n  1. A comment about penguins.\n';
const train =
  'The Night Train Comes Back\n\nThe café at the station is open again. Trains are running nightly.\n';

const everything = { offset: 0, limit: 100 };

let folder: string;
let storage: Storage;
let library: Library;
let now: number;

function openLibrary() {
  storage = openSqlite(join(folder, 'database.sqlite'));
  library = createLibrary({ articles: storage.articles, clock: { ...systemClock, now: () => now } });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standfirst-library-'));
  now = start;
  openLibrary();
});

afterEach(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});

/** Adds a text one minute after the previous one. */
async function addText(text: string, source: string) {
  now += 60_000;
  return library.add(identifyArticle(parseText(text)), source);
}

async function listHeadlines(): Promise<string[]> {
  return (await library.list(everything)).map(entry => entry.headline);
}

describe('the library', () => {
  it('keeps everything of an article over a restart', async () => {
    const { article, outcome } = await addText(sessions, 'letter.txt');
    expect(outcome).toBe('added');
    await storage.close();
    openLibrary();
    const kept = await library.get(article.id);
    expect(kept).toEqual({
      ...parseText(sessions),
      id: article.id,
      source: 'letter.txt',
      version: 1,
      addedAt: '2026-03-01T12:01:00.000Z',
    });
    expect(await library.get('0000000000000000')).toBeUndefined();
  });

  it('lists the last added first, with what a list needs', async () => {
    await addText(bridge, 'a');
    const { article } = await addText(sessions, 'b');
    expect(await listHeadlines()).toEqual([article.headline, parseText(bridge).headline]);
    expect((await library.list({ offset: 0, limit: 1 }))[0]).toEqual({
      id: article.id,
      headline: article.headline,
      source: 'b',
      version: 1,
      addedAt: article.addedAt,
      paragraphs: 1,
      comments: 1,
      renamedFrom: null,
      serverId: null,
      tags: [],
    });
    expect((await library.list({ offset: 1, limit: 5 })).map(entry => entry.source)).toEqual(['a']);
  });

  it('keeps the order in which articles were added at the same moment', async () => {
    const texts = Array.from({ length: 20 }, (_, i) =>
      identifyArticle(parseText(`Headline ${i}\n\nText ${i}.`)),
    );
    await Promise.all(texts.map((text, i) => library.add(text, `${i}`)));
    expect(await listHeadlines()).toEqual(texts.map(text => text.headline).reverse());
  });

  it('stores a text once, whatever it is called and however many add it at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => addText(bridge, i % 2 ? 'a' : 'b')),
    );
    expect(results.map(result => result.outcome).toSorted()).toEqual([
      'added',
      ...Array.from({ length: 9 }, () => 'unchanged'),
    ]);
    expect(new Set(results.map(result => `${result.article.source} ${result.article.version}`)).size).toBe(1);
    expect(await library.count()).toBe(1);
    expect(await library.list(everything)).toHaveLength(1);
    expect(await library.search('bridge', everything)).toHaveLength(1);
  });

  it('makes a changed text of the same source a new version and keeps the old one for those who hold its id', async () => {
    const old = (await addText(bridge, 'a')).article;
    const { article, outcome } = await addText(bridgeAgain, 'a');
    expect([outcome, article.version]).toEqual(['new version', 2]);
    expect((await library.list(everything)).map(entry => entry.id)).toEqual([article.id]);
    expect((await library.search('bridge', everything)).map(entry => entry.id)).toEqual([article.id]);
    expect((await library.suggest('bridge', 5)).map(entry => entry.id)).toEqual([article.id]);
    expect(await library.get(old.id)).toEqual(old);
    expect(await library.find(old.id)).toEqual(old);
    expect((await library.getLatest(old.id))?.id).toBe(article.id);
    expect((await library.getLatest(article.id))?.id).toBe(article.id);
  });

  it('shows the earlier text again when a source goes back to it', async () => {
    const first = (await addText(bridge, 'a')).article;
    const second = (await addText(bridgeAgain, 'a')).article;
    const third = await addText(bridge, 'a');
    expect([third.outcome, third.article.id, third.article.version]).toEqual(['new version', first.id, 3]);
    expect((await library.list(everything)).map(({ id, version }) => [id, version])).toEqual([[first.id, 3]]);
    expect((await library.getLatest(second.id))?.id).toBe(first.id);
    expect((await library.get(second.id))?.version).toBe(2);
  });

  it('goes on showing a text that one of two sources has changed', async () => {
    await addText(bridge, 'a');
    await addText(bridge, 'b');
    await addText(bridgeAgain, 'a');
    expect((await library.list(everything)).map(({ source, paragraphs }) => [source, paragraphs])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect((await addText(bridgeAgain, 'b')).outcome).toBe('new version');
    expect(await library.count()).toBe(1);
    expect(await library.list(everything)).toHaveLength(1);
  });

  it('tells what was added after a time, the first to come first', async () => {
    const first = (await addText(bridge, 'a')).article;
    const second = (await addText(sessions, 'b')).article;
    const third = (await addText(train, 'c')).article;
    const since = async (addedAfter: string) =>
      (await library.listArrivals({ addedAfter }, null)).map(entry => entry.id);
    expect(await since(first.addedAt)).toEqual([second.id, third.id]);
    expect(await since(third.addedAt)).toEqual([]);
  });

  it('lets two open libraries add to the same database at once', async () => {
    const other = openSqlite(join(folder, 'database.sqlite'));
    const at = { source: 'a', addedAt: new Date(now).toISOString() };
    const text = identifyArticle(parseText(bridge));
    const results = await Promise.all([storage.articles.add(text, at), other.articles.add(text, at)]);
    await other.close();
    expect(results.map(result => result.outcome)).toEqual(['added', 'unchanged']);
  });
});

describe('two servers side by side', () => {
  const north = () => library.forServer('100000000000000001');
  const south = () => library.forServer('100000000000000002');
  const text = (written: string) => identifyArticle(parseText(written));
  const shown = async (view: Library) =>
    (await view.list(everything)).map(({ headline, serverId }) => [headline, serverId]);

  it('see their own articles and everybody’s, in no way the other’s', async () => {
    await addText(train, 'train.txt');
    const { article, outcome } = await north().add(text(sessions), 'letter.txt');
    expect(outcome).toBe('added');
    expect(await shown(north())).toEqual([
      [parseText(sessions).headline, '100000000000000001'],
      [parseText(train).headline, null],
    ]);
    for (const other of [south(), library, library.forServer(null)]) {
      expect(await shown(other)).toEqual([[parseText(train).headline, null]]);
      expect(await other.count()).toBe(1);
      expect(await other.get(article.id)).toBeUndefined();
      expect(await other.getLatest(article.id)).toBeUndefined();
      expect(await other.search('Alabama', everything)).toEqual([]);
      expect(await other.suggest('campaign tells', 5)).toEqual([]);
      expect((await other.suggest('', 5)).map(({ source }) => source)).toEqual(['train.txt']);
      expect(await other.listArrivals({ after: 0 }, null)).toHaveLength(1);
      for (const named of [article.id, article.id.slice(0, 8), article.headline, 'Alabama'])
        await expect(other.find(named)).rejects.toThrow(UserError);
      expect(await other.remove(article.id)).toBe(false);
      expect(await other.rename(article.id, 'Mine')).toBe(false);
      expect(await other.changeTags(article.id, { add: ['mine'], remove: [] })).toBeUndefined();
    }
    expect(await north().get(article.id)).toEqual(article);
  });

  it('hold the same text and the same source without mixing versions, names and tags', async () => {
    const first = (await north().add(text(bridge), 'bridge.txt')).article;
    expect((await south().add(text(bridge), 'bridge.txt')).outcome).toBe('added');
    const second = await north().add(text(bridgeAgain), 'bridge.txt');
    await north().rename(second.article.id, 'The Arrel Bridge');
    await north().changeTags(second.article.id, { add: ['river', 'council'], remove: [] });
    expect([second.outcome, second.article.version]).toEqual(['new version', 2]);
    expect((await south().getLatest(first.id))?.version).toBe(1);
    expect((await south().getLatest(first.id))?.id).toBe(first.id);
    expect((await north().getLatest(first.id))?.id).toBe(second.article.id);
    expect(await south().get(second.article.id)).toBeUndefined();
    expect(await north().list(everything)).toMatchObject([
      { headline: 'The Arrel Bridge', renamedFrom: first.headline, tags: ['council', 'river'], version: 2 },
    ]);
    expect(await south().list(everything)).toMatchObject([
      { headline: first.headline, renamedFrom: null, tags: [], version: 1 },
    ]);
    expect(await south().listTags()).toEqual([]);
    expect(await north().listTags()).toEqual([
      { tag: 'council', articles: 1 },
      { tag: 'river', articles: 1 },
    ]);
    expect(await north().list({ ...everything, tag: 'river' })).toHaveLength(1);
    expect(await north().list({ ...everything, tag: 'sea' })).toHaveLength(0);
    expect(await north().listArrivals({ after: 0 }, null, ['river'])).toHaveLength(1);
  });

  it('show a text that is everybody’s too once, under the server’s own name', async () => {
    const { article } = await addText(bridge, 'bridge.txt');
    expect((await north().add(text(bridge), 'ours.txt')).outcome).toBe('unchanged');
    await north().rename(article.id, 'Ours');
    await library.rename(article.id, 'Everybody’s');
    expect(await shown(north())).toEqual([['Ours', '100000000000000001']]);
    expect(await north().count()).toBe(1);
    expect((await north().get(article.id))?.name).toBe('Ours');
    expect(await shown(south())).toEqual([['Everybody’s', null]]);
    expect(await north().list({ ...everything, ownOnly: true })).toHaveLength(1);
    expect(await south().list({ ...everything, ownOnly: true })).toHaveLength(0);
    expect([await north().count({ ownOnly: true }), await south().count({ ownOnly: true })]).toEqual([1, 0]);
  });

  it('find an article by its name and by its headline, in the server that named it', async () => {
    const { article } = await north().add(text(train), 'train.txt');
    await south().add(text(train), 'train.txt');
    await north().rename(article.id, 'Zugverkehr');
    for (const typed of ['zugv', 'zugverkher', 'night train']) {
      expect(await north().suggest(typed, 5)).toMatchObject([{ headline: 'Zugverkehr' }]);
      expect((await north().find(typed)).name).toBe('Zugverkehr');
    }
    expect(await north().search('Zugverkehr', everything)).toHaveLength(1);
    expect(await south().suggest('zugv', 5)).toEqual([]);
    expect(await south().search('Zugverkehr', everything)).toEqual([]);
    await north().rename(article.id, null);
    expect(await north().suggest('zugv', 5)).toEqual([]);
    expect(await north().suggest('night tr', 5)).toMatchObject([
      { headline: article.headline, renamedFrom: null },
    ]);
  });

  it('remove what is theirs, and the text goes with its last holder', async () => {
    const { article } = await north().add(text(bridge), 'bridge.txt');
    await south().add(text(bridge), 'bridge.txt');
    const newer = (await north().add(text(bridgeAgain), 'bridge.txt')).article;
    expect(await north().remove(newer.id)).toBe(true);
    for (const id of [article.id, newer.id]) expect(await north().get(id)).toBeUndefined();
    expect(await north().suggest('council', 5)).toEqual([]);
    expect(await north().search('bridge', everything)).toEqual([]);
    expect((await south().get(article.id))?.version).toBe(1);
    expect(await south().search('bridge', everything)).toHaveLength(1);
    expect(await south().remove(article.id)).toBe(true);
    expect(await south().remove(article.id)).toBe(false);
    await storage.close();
    const database = new DatabaseSync(join(folder, 'database.sqlite'));
    for (const table of ['article', 'article_holding', 'article_version', 'article_tag'])
      expect([table, database.prepare(`SELECT count(*) AS count FROM ${table}`).get()]).toEqual([
        table,
        { count: 0 },
      ]);
    database.close();
    openLibrary();
    expect((await north().add(text(bridge), 'bridge.txt')).outcome).toBe('added');
  });
});

describe('search', () => {
  beforeEach(async () => {
    await addText(bridge, 'a');
    await addText(sessions, 'b');
    await addText(train, 'c');
  });

  const found = async (query: string) => (await library.search(query, everything)).map(entry => entry.source);

  it('finds words of headline and paragraphs in any form, and headlines first', async () => {
    expect(await found('letters')).toEqual(['b']);
    expect(await found('CAFE')).toEqual(['c']);
    expect(await found('run trains')).toEqual(['c']);
    await addText('Something else\n\nThe night is young. The night is long.', 'd');
    expect(await found('night')).toEqual(['c', 'd']);
  });

  it('prefers articles with all words, and takes any of them where none has all', async () => {
    expect(await found('bridge million')).toEqual(['a']);
    expect((await found('bridge penguin letter')).toSorted()).toEqual(['a', 'b']);
    expect(await found('penguins')).toEqual([]);
  });

  it('pages', async () => {
    const all = (await library.search('the', everything)).map(entry => entry.id);
    const pages = await Promise.all(all.map((_, offset) => library.search('the', { offset, limit: 1 })));
    expect(pages.flat().map(entry => entry.id)).toEqual(all);
  });

  it('takes any text for a query and reads no operators into it', async () => {
    const odd = [
      '"',
      '""',
      '*',
      'a*',
      'NOT',
      'AND OR',
      'bridge NOT',
      'headline:x',
      '^a',
      '(',
      'a"b',
      "'",
      ';--',
      '🧵',
      '\u0000',
      'NEAR(a b)',
      '-x',
      '',
    ];
    for (const query of [...odd, 'word '.repeat(50_000)]) {
      expect(await library.search(query, everything)).toBeInstanceOf(Array);
      expect(await library.suggest(query, 5)).toBeInstanceOf(Array);
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async query => {
        await library.search(query, everything);
        await library.suggest(query, 5);
      }),
    );
  });
});

describe('suggestions', () => {
  beforeEach(async () => {
    await addText(bridge, 'bridge');
    await addText(sessions, 'sessions');
    await addText(train, 'train');
    await addText('Trains of Thought: Stop and Go\n\nMore.', 'thought');
    await addText('Überraschung im Café\n\nMore.', 'café');
    await addText('東京の橋が開通\n\nMore.', 'tokyo');
  });

  it.each([
    ['', ['tokyo', 'café', 'thought', 'train', 'sessions', 'bridge']],
    ['c', ['sessions', 'bridge', 'café', 'train']],
    ['tr', ['thought', 'train']],
    ['trai', ['thought', 'train']],
    ['night tr', ['train']],
    ['sesions', ['sessions']],
    ['sesions campain', ['sessions']],
    ['campiagn tels', ['sessions']],
    ['ubberaschung', ['café']],
    ['CAFÉ', ['café', 'train']],
    ['uberraschung', ['café']],
    ['nigth', []],
    ['alabana', ['sessions']],
    ['bridge council', ['bridge']],
    ['東京', ['tokyo']],
    ['zebra', []],
    ['!!!', []],
  ])('for “%s” are %j', async (typed, sources) => {
    expect((await library.suggest(typed, 10)).map(entry => entry.source)).toEqual(sources);
  });

  it('are no more than asked for', async () => {
    expect(await library.suggest('', 2)).toHaveLength(2);
    expect(await library.suggest('t', 1)).toHaveLength(1);
  });

  it('find a headline in spite of one wrong letter in any of its longer words', async () => {
    const mistakes = (word: string) => [
      word.slice(0, 3) + word.slice(4),
      `${word.slice(0, 3)}x${word.slice(3)}`,
      `${word.slice(0, 3)}x${word.slice(4)}`,
      word.slice(0, 2) + word[3] + word[2] + word.slice(4),
    ];
    for (const word of ['campaign', 'sessions', 'council'])
      for (const typed of mistakes(word)) {
        const [best] = await library.suggest(typed, 3);
        expect([typed, best?.source]).toEqual([typed, word === 'council' ? 'bridge' : 'sessions']);
      }
  });
});

describe('an article that a reader names', () => {
  beforeEach(async () => {
    await addText(bridge, 'bridge');
    await addText(sessions, 'sessions');
    await addText(train, 'train');
  });

  const refusal = async (named: string) => {
    const error = await library.find(named).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  };

  it('is found by its id, by the beginning of its id, and by its headline with its errors', async () => {
    const [entry] = await library.search('letter', everything);
    for (const named of [
      entry!.id,
      entry!.id.slice(0, 6),
      ` ${entry!.id.toUpperCase()} `,
      'campaign tells sessions to stop',
      'Sesions',
      'tells sesions',
    ])
      expect((await library.find(named)).source).toBe('sessions');
  });

  it('is not guessed where several are meant as well', async () => {
    await addText('The Night Train Is Late\n\nMore.', 'late');
    const message = await refusal('the night train');
    expect(message).toContain('The Night Train Comes Back');
    expect(message).toContain('The Night Train Is Late');
    expect((await library.find('The Night Train is late')).source).toBe('late');
  });

  it('is not guessed where two have the same headline', async () => {
    await addText(`${train}\nAnother paragraph.`, 'other');
    const message = await refusal('The Night Train Comes Back');
    for (const { id } of await library.suggest('night train', 5)) expect(message).toContain(id);
  });

  it('is found by a word that only its text has, and offered with others that have it too', async () => {
    expect((await library.find('Alabama')).headline).toContain('Campaign Tells Sessions to Stop');
    const { article } = await library.add(
      createArticle('A second one', ['They moved to Alabama.']),
      'second.txt',
    );
    const both = await refusal('Alabama');
    expect(both).toContain('Campaign Tells Sessions to Stop');
    expect(both).toContain(article.id);
  });

  it('is none that only resembles a short word, or has no more than some of the words', async () => {
    await library.add(createArticle('A Knight at the Fair', ['He rode.']), 'knight');
    await storage.articles.remove((await library.find('The Night Train Comes Back')).id);
    expect(await refusal('night')).toContain('I don’t have an article like “night”');
    expect(await refusal('fair weather')).toContain('No article has all the words of “fair weather”');
    expect((await library.find('a knigth of the fair')).source).toBe('knight');
  });

  it('is found by its headline though others have the words in their text', async () => {
    await library.add(createArticle('Other News', ['A night train came, with a knight.']), 'other');
    expect((await library.find('night train')).source).toBe('train');
    expect((await library.find('nights')).source).toBe('train');
  });

  it('is found without the articles that lose a vowel', async () => {
    await library.add(createArticle('L’hôpital de l’Arve', ['Il ouvre.']), 'hôpital');
    for (const named of ['hopital', 'l’hôpital', "hôpital de l'arve", 'arve'])
      expect((await library.find(named)).source, named).toBe('hôpital');
  });

  it('is refused with what to do where there is none', async () => {
    expect(await refusal('penguins')).toContain('/articles');
    expect(await refusal(' ')).toContain('Which article?');
    await storage.close();
    storage = openSqlite(':memory:');
    library = createLibrary({ articles: storage.articles, clock: systemClock });
    expect(await refusal('penguins')).toContain('There are no articles yet');
  });
});

describe('importing files', () => {
  const write = (name: string, content: string | Uint8Array) => {
    const path = join(folder, 'files', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  const root = () => join(folder, 'files');
  const imported = async (...paths: string[]) => {
    const results = await Array.fromAsync(importFiles(paths, library, { root: root() }));
    return results.map(result => [
      result.file,
      result.outcome === 'refused' ? result.reason : result.outcome,
    ]);
  };

  beforeEach(() => {
    write('news/bridge.txt', bridge);
    write('news/deep/er/train.json', JSON.stringify(parseText(train)));
  });

  it('goes on after a bad file and says what was wrong with it', async () => {
    write('news/a-broken.txt', Buffer.from([0x48, 0x0a, 0x00]));
    write('news/empty.txt', '');
    write('news/list.json', '[1]');
    write('news/notes.md', 'Not imported');
    write('news/.hidden.txt', 'Not imported');
    symlinkSync(root(), join(root(), 'news/loop'));
    expect(await imported('news', 'missing.txt')).toEqual([
      ['news/a-broken.txt', 'news/a-broken.txt, line 2: this is not text (it holds a zero byte)'],
      ['news/bridge.txt', 'added'],
      ['news/deep/er/train.json', 'added'],
      ['news/empty.txt', 'news/empty.txt, line 1: there is no text in it'],
      ['news/list.json', expect.stringMatching(/^news\/list\.json: the file: /)],
      ['missing.txt', 'missing.txt: there is no such file'],
    ]);
    expect(await library.count()).toBe(2);
  });

  it('knows a file again, changed or not, whichever way it is named', async () => {
    expect(await imported('news')).toEqual([
      ['news/bridge.txt', 'added'],
      ['news/deep/er/train.json', 'added'],
    ]);
    write('news/bridge.txt', bridgeAgain);
    expect(await imported('news/*.txt', join(root(), 'news/bridge.txt'), 'news/deep')).toEqual([
      ['news/bridge.txt', 'new version'],
      ['news/deep/er/train.json', 'unchanged'],
    ]);
    expect(await library.count()).toBe(2);
  });

  it('keeps files of the same name in two folders apart', async () => {
    write('other/bridge.txt', sessions);
    expect(await imported('news/bridge.txt', 'other/bridge.txt')).toEqual([
      ['news/bridge.txt', 'added'],
      ['other/bridge.txt', 'added'],
    ]);
  });

  it('says so when a folder or a pattern has nothing to import', async () => {
    mkdirSync(join(root(), 'bare'));
    expect(await imported('bare', '*.nothing')).toEqual([
      ['bare', 'bare: there is no file in this folder that could be an article (.txt, .json, .html, .xml)'],
      ['*.nothing', '*.nothing: no file matches this pattern'],
    ]);
  });
});
