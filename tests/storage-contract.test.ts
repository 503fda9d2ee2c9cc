import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { comparableUrlOf } from '../src/articles/source-url.ts';
import { type Digest, nonceOf, type Post } from '../src/digests/digest.ts';
import { createMessage } from '../src/i18n/template-values.ts';
import { moveStorage } from '../src/storage/bulk-copy.ts';
import type { DatabaseTarget } from '../src/storage/database-target.ts';
import { createHeartbeat } from '../src/storage/heartbeat.ts';
import { LOCKED } from '../src/storage/locks.ts';
import { openStorage } from '../src/storage/open.ts';
import type { Storage } from '../src/storage/storage.ts';
import { packValue, unpackBytes, unpackValue } from '../src/storage/stores/cache.ts';
import type { Vote } from '../src/storage/stores/feedback.ts';
import type { Generation, Limits } from '../src/storage/stores/ledger.ts';
import type { StoredFeed, WebPage } from '../src/web/feed-records.ts';
import { createArticle } from './articles.ts';
import { listDatabases, usePostgres } from './databases.ts';
import { createFileTarget, createLogRecorder } from './support.ts';

const server = usePostgres();

const everything = { offset: 0, limit: 1000 };
const hostile = [
  "'; DROP TABLE article; --",
  '"quoted" and \'quoted\' and $1 and ? and :name',
  'back\\slash and % and _',
  'zero\0width\u200b and \u202e turned',
  '\ud800 alone',
  '😀 привет 世界 שלום ñ',
  'a & b | !c <-> d:*',
];
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();

/** The contract of every storage; the second storage is another process's view of the same database. */
describe.each(listDatabases(server, () => server.empty()))('%s', (_name, createPlace) => {
  let target: DatabaseTarget;
  let storage: Storage;
  let other: Storage;

  beforeEach(async () => {
    target = await createPlace();
    storage = await openStorage(target, createLogRecorder().log);
    other = await openStorage(target, createLogRecorder().log);
  });
  afterEach(async () => {
    await storage.close();
    await other.close();
  });

  const add = (article: Article, source: string, minute = 0) =>
    storage.articles.add(article, { source, addedAt: at(minute) });
  const ids = (entries: readonly { id: string }[]) => entries.map(entry => entry.id);

  describe('articles', () => {
    it('come back as they were, whatever stands in them', async () => {
      for (const [index, text] of hostile.entries()) {
        const article = createArticle(text, [text, `${text} again`], { '1': text, '1.1': text });
        const { article: stored, outcome } = await add(article, `source ${index} ${text}`);
        expect(outcome).toBe('added');
        expect(stored).toMatchObject(article);
        expect(await other.articles.get(article.id)).toEqual(stored);
        await storage.articles.search(text, everything);
        await storage.articles.suggest(text, 5);
        await storage.articles.findIdsByPrefix(text, 5);
        expect(await storage.articles.get(text)).toBeUndefined();
      }
      expect(await storage.articles.count()).toBe(hostile.length);
    });

    it('are found by the address of their page, the viewer’s own before everybody’s, the newest text of it', async () => {
      const page = (headline: string) => {
        const { id: _id, ...text } = createArticle(headline, ['A text.']);
        return identifyArticle({ ...text, url: 'https://www.example.org/bridge/?utm_source=x' });
      };
      const [old, newest, own] = [page('The bridge'), page('The bridge opens'), page('Our bridge')];
      await add(old, 'a', 1);
      await add(newest, 'a', 2);
      await other.articles.forServer('s').add(own, { source: 'b', addedAt: at(3) });
      const address = comparableUrlOf('http://example.org/bridge')!;
      expect((await storage.articles.findByUrl(address))?.id).toBe(newest.id);
      expect((await storage.articles.forServer('s').findByUrl(address))?.id).toBe(own.id);
      expect((await storage.articles.forServer('t').findByUrl(address))?.id).toBe(newest.id);
      expect(await storage.articles.findByUrl('example.org/none')).toBeUndefined();
    });

    it('are read as another process has left them: under another name, gone, and added anew', async () => {
      const { id: _id, ...text } = createArticle('The bridge', ['It opens in May.']);
      const plain = identifyArticle(text);
      const pictured = identifyArticle({ ...text, image: 'https://example.org/bridge.jpg' });
      // a picture is no part of what an article is known by
      expect(pictured.id).toBe(plain.id);
      await add(plain, 'a');
      expect(await storage.articles.get(plain.id)).not.toHaveProperty('image');
      await other.articles.rename(plain.id, 'Bridge');
      expect(await storage.articles.get(plain.id)).toMatchObject({ name: 'Bridge' });
      await other.articles.remove(plain.id);
      expect(await storage.articles.get(plain.id)).toBeUndefined();
      await other.articles.add(pictured, { source: 'a', addedAt: at(0) });
      const again = await storage.articles.get(plain.id);
      expect(again).toMatchObject({ image: pictured.image });
      expect(again).not.toHaveProperty('name');
    });

    it('may be large', async () => {
      const paragraphs = Array.from(
        { length: 20_000 },
        (_, i) => `Paragraph ${i} of a long report, item number${i * 7919}.`,
      );
      const article = createArticle(`A long report ${'with a long headline '.repeat(300)}`, paragraphs);
      await add(article, `https://example.org/${'long/'.repeat(2000)}`);
      expect(await other.articles.get(article.id)).toMatchObject(article);
      expect(ids(await storage.articles.search('report', everything))).toEqual([article.id]);
      expect(ids(await storage.articles.suggest('long report', 5))).toEqual([article.id]);
    });

    it('are versions of their source: the newest is listed, found and latest, every one can be read', async () => {
      const first = createArticle('The bridge opens', ['It opens in May.']);
      const second = createArticle('The bridge opens late', ['It opens in June.']);
      const [old, changed] = [await add(first, 'a', 1), await add(second, 'a', 2)];
      expect([old.outcome, changed.outcome]).toEqual(['added', 'new version']);
      expect(changed.article.version).toBe(2);
      expect(ids(await storage.articles.list(everything))).toEqual([second.id]);
      expect(ids(await storage.articles.search('bridge', everything))).toEqual([second.id]);
      expect(ids(await storage.articles.suggest('bridge', 5))).toEqual([second.id]);
      expect(await storage.articles.get(first.id)).toEqual(old.article);
      expect((await storage.articles.getLatest(first.id))?.id).toBe(second.id);
      const back = await add(first, 'a', 3);
      expect([back.outcome, back.article.version]).toEqual(['new version', 3]);
      expect((await storage.articles.getLatest(second.id))?.id).toBe(first.id);
      expect((await storage.articles.get(second.id))?.version).toBe(2);
      expect(await storage.articles.getLatest('0000000000000000')).toBeUndefined();
    });

    it('are read as they stand now, after a new name and after new votes', async () => {
      const voted = (votes: number) => {
        const { id: _id, ...text } = createArticle('The bridge opens', ['It opens in May.'], {
          '1': 'At last.',
        });
        return identifyArticle({ ...text, comments: text.comments.map(comment => ({ ...comment, votes })) });
      };
      const { article } = await add(voted(3), 'a');
      expect((await storage.articles.get(article.id))?.name).toBeUndefined();
      expect(await storage.articles.get(article.id)).toBe(await storage.articles.get(article.id));
      await other.articles.rename(article.id, 'Bridge');
      expect((await storage.articles.get(article.id))?.name).toBe('Bridge');
      await other.articles.remove(article.id);
      expect(await storage.articles.get(article.id)).toBeUndefined();
      await other.articles.add(voted(7), { source: 'a', addedAt: at(1) });
      expect((await storage.articles.get(article.id))?.comments[0]?.votes).toBe(7);
    });

    it('are stored once, under however many sources and by however many processes at once', async () => {
      const article = createArticle('The bridge opens', ['It opens in May.']);
      const added = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          (i % 2 ? storage : other).articles.add(article, { source: i % 3 ? 'a' : 'b', addedAt: at(i) }),
        ),
      );
      expect(added.filter(({ outcome }) => outcome === 'added')).toHaveLength(1);
      expect(added.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(19);
      expect(await storage.articles.count()).toBe(1);
      expect(await storage.articles.list(everything)).toHaveLength(1);
      // the other source still holds it
      const changed = createArticle('The bridge opens', ['It opens in June.']);
      await add(changed, added.find(({ outcome }) => outcome === 'added')!.article.source, 30);
      expect(ids(await storage.articles.list(everything))).toEqual([changed.id, article.id]);
    });

    it('of one source that are added at once count their versions without a gap', async () => {
      const articles = Array.from({ length: 12 }, (_, i) => createArticle(`Version ${i}`, ['Text.']));
      await Promise.all(
        articles.map((article, i) =>
          (i % 2 ? storage : other).articles.add(article, { source: 'a', addedAt: at(i) }),
        ),
      );
      const stored = await Promise.all(articles.map(({ id }) => storage.articles.get(id)));
      expect(stored.map(article => article!.version).toSorted((a, b) => a - b)).toEqual(
        articles.map((_, i) => i + 1),
      );
      expect(await storage.articles.count()).toBe(1);
    });

    it('are listed page by page, the last added first, and by the time they were added', async () => {
      const articles = Array.from({ length: 7 }, (_, i) =>
        createArticle(`Headline ${i}`, ['Text.'], { '1': 'Comment.' }),
      );
      for (const [i, article] of articles.entries()) await add(article, `${i}`, Math.floor(i / 2));
      const newestFirst = ids(articles).reverse();
      expect(ids(await storage.articles.list(everything))).toEqual(newestFirst);
      expect(ids(await storage.articles.list({ offset: 2, limit: 3 }))).toEqual(newestFirst.slice(2, 5));
      expect((await storage.articles.list({ offset: 0, limit: 1 }))[0]).toEqual({
        id: newestFirst[0],
        headline: 'Headline 6',
        source: '6',
        version: 1,
        addedAt: at(3),
        paragraphs: 1,
        comments: 1,
        renamedFrom: null,
        serverId: null,
        tags: [],
      });
      expect(ids(await storage.articles.listArrivals({ addedAfter: at(0) }, 6))).toEqual(
        ids(articles).slice(2, 6),
      );
      const known = newestFirst[3]!;
      expect(await storage.articles.findIdsByPrefix(known.slice(0, 12), 2)).toEqual([known]);
      expect(await storage.articles.findIdsByPrefix('', 3)).toEqual(newestFirst.toSorted().slice(0, 3));
    });

    it('are found by words in any form, all of them before any, those of the headline first', async () => {
      const letter = createArticle('A letter was sent', [
        'It was written to the council in Alabama about the café.',
      ]);
      const bridge = createArticle('Council votes for a bridge', ['The bridge costs two million.']);
      const night = createArticle('Something else', ['The night is young. The council slept.']);
      for (const [i, article] of [letter, bridge, night].entries()) await add(article, `${i}`, i);
      const found = async (query: string) => ids(await storage.articles.search(query, everything));
      expect(await found('letters')).toEqual([letter.id]);
      expect(await found('CAFE')).toEqual([letter.id]);
      expect(await found('the council voting')).toEqual([bridge.id]);
      expect((await found('council'))[0]).toBe(bridge.id);
      expect((await found('letter million')).toSorted()).toEqual([letter.id, bridge.id].toSorted());
      expect(await found('penguin')).toEqual([]);
      expect(await found('!?')).toEqual([]);
      const all = await found('the');
      expect(all).toHaveLength(3);
      const pages = await Promise.all(
        all.map((_, offset) => storage.articles.search('the', { offset, limit: 1 })),
      );
      expect(ids(pages.flat())).toEqual(all);
    });

    it('are suggested by what was typed so far, typing errors and other alphabets included', async () => {
      const bridge = createArticle('Council Votes for the Bridge over the Arrel', ['Text.']);
      const train = createArticle('The Night Train Comes Back', ['Text.']);
      const russian = createArticle('Погода на завтра', ['Текст.']);
      for (const [i, article] of [bridge, train, russian].entries()) await add(article, `${i}`, i);
      const suggested = async (typed: string) => ids(await storage.articles.suggest(typed, 5));
      expect(await suggested('bri')).toEqual([bridge.id]);
      expect(await suggested('brigde arel')).toEqual([bridge.id]);
      expect(await suggested('counsil arrel')).toEqual([bridge.id]);
      expect(await suggested('nigth tran')).toEqual([]);
      expect(await suggested('погоду')).toEqual([russian.id]);
      expect(await suggested('погда')).toEqual([]);
      expect(await suggested('zebra')).toEqual([]);
      expect(await suggested('')).toEqual(ids([russian, train, bridge]));
    });
  });

  describe('an article that was meant', () => {
    it('is found among many by its whole headline or name, whatever else is looked for', async () => {
      const harbour = createArticle('Harbour Road Closed', ['Text.']);
      await add(harbour, 'harbour');
      await add(createArticle('Harbour Road Closed for Gas Works', ['Text.']), 'longer', 1);
      await storage.articles.rename(harbour.id, "O'Hara’s “Harbour”");
      const many = Array.from({ length: 450 }, (_, i) => ['road', 'closed', `${i}`]);
      const found = async (...titles: string[][]) =>
        (await storage.articles.findTitled(titles)).map(({ source }) => source);
      expect(await found(...many, ['harbour', 'road', 'closed'])).toEqual(['harbour']);
      expect(await found(['oharas', 'harbour'], ...many)).toEqual(['harbour']);
      expect(await found(...many, ['harbour', 'road'])).toEqual([]);
      expect(await found()).toEqual([]);
    });

    const matched = async (typed: string) =>
      (await storage.articles.match(typed, 9)).map(({ entry, kind }) => [entry.source, kind]);

    it('is told with what it was found by, the headline before the text before errors, and some words last', async () => {
      await add(createArticle('Ferries at Low Tide', ['The pilots waited.']), 'ferries');
      await add(createArticle('Pilots on Strike', ['No ferry sailed in the estuary.']), 'pilots', 1);
      await add(createArticle('Something Else', ['Nobody paid.']), 'else', 2);
      expect(await matched('the ferry')).toEqual([
        ['ferries', 'headline'],
        ['pilots', 'text'],
      ]);
      expect((await matched('pilots of the ferry')).toSorted()).toEqual([
        ['ferries', 'text'],
        ['pilots', 'text'],
      ]);
      expect(await matched('estu')).toEqual([['pilots', 'text']]);
      expect(await matched('feries')).toEqual([['ferries', 'mistyped']]);
      expect(await matched('estuayr')).toEqual([['pilots', 'mistyped']]);
      expect(await matched('ferry penguin')).toEqual([
        ['ferries', 'some'],
        ['pilots', 'some'],
      ]);
      expect(await matched('tidy')).toEqual([]);
      expect(await matched('the')).toHaveLength(2);
    });

    it('is found by its new words, and by no words of what it was before', async () => {
      await add(createArticle('A Bridge', ['It is wooden.']), 'bridge');
      await add(createArticle('A Bridge', ['It is granite.']), 'bridge', 1);
      expect(await matched('wood')).toEqual([]);
      expect(await matched('gran')).toEqual([['bridge', 'text']]);
    });
  });

  describe('articles of two servers', () => {
    const bridge = createArticle('Council Votes for the Bridge', ['It will cost two million.']);
    const again = createArticle('Council Votes for the Bridge', ['It will cost three million.']);
    const [north, south] = ['100000000000000001', '100000000000000002'];

    it('are seen in their own server alone, with their own versions, names and tags', async () => {
      const [here, there] = [storage.articles.forServer(north), other.articles.forServer(south)];
      await here.add(bridge, { source: 'bridge.txt', addedAt: at(0) });
      expect((await there.add(bridge, { source: 'bridge.txt', addedAt: at(1) })).outcome).toBe('added');
      await here.add(again, { source: 'bridge.txt', addedAt: at(2) });
      expect(await here.rename(again.id, 'Brücke')).toBe(true);
      expect(await here.changeTags(again.id, { add: ['river', 'council'], remove: [] })).toEqual([
        'council',
        'river',
      ]);
      expect(await here.changeTags(again.id, { add: [], remove: ['river'] })).toEqual(['council']);
      expect(await here.getTags(again.id)).toEqual(['council']);
      expect(await there.getTags(again.id)).toEqual([]);
      expect(await here.listVersions(bridge.id)).toEqual([bridge.id, again.id]);
      expect(await there.listVersions(bridge.id)).toEqual([bridge.id]);
      expect(await there.listVersions(again.id)).toEqual([]);
      expect((await there.getLatest(bridge.id))?.id).toBe(bridge.id);
      expect(await here.list({ ...everything, tag: 'council', ownOnly: true })).toMatchObject([
        {
          id: again.id,
          headline: 'Brücke',
          renamedFrom: bridge.headline,
          serverId: north,
          tags: ['council'],
          version: 2,
        },
      ]);
      expect(ids(await there.list({ ...everything, tag: 'council' }))).toEqual([]);
      for (const [view, found] of [
        [here, [again.id]],
        [there, []],
        [other.articles, []],
      ] as const) {
        expect(ids(await view.suggest('brucke', 5))).toEqual(found);
        expect(ids(await view.search('Brücke', everything))).toEqual(found);
        expect(await view.findIdsByPrefix(again.id.slice(0, 8), 2)).toEqual(found);
        expect(ids(await view.listArrivals({ after: 0 }, null, ['sea', 'council']))).toEqual(found);
        expect((await view.get(again.id))?.name).toBe(found.length > 0 ? 'Brücke' : undefined);
      }
      expect(await there.listTags()).toEqual([]);
      expect([await there.remove(again.id), await there.rename(again.id, 'x')]).toEqual([false, false]);
    });

    it('hide everybody’s copy, are suggested alone where that is asked for, and leave it when they go', async () => {
      const here = storage.articles.forServer(north);
      await add(bridge, 'bridge.txt');
      expect((await here.add(bridge, { source: 'ours.txt', addedAt: at(1) })).outcome).toBe('unchanged');
      await add(again, 'again.txt', 2);
      for (const typed of ['', 'council', 'concil vots']) {
        expect(ids(await here.suggest(typed, 5, { ownOnly: true }))).toEqual([bridge.id]);
        expect(await other.articles.forServer(south).suggest(typed, 5, { ownOnly: true })).toEqual([]);
      }
      expect(await here.list(everything)).toMatchObject([
        { id: again.id },
        { id: bridge.id, source: 'ours.txt', serverId: north },
      ]);
      expect([await here.count(), await here.count({ ownOnly: true })]).toEqual([2, 1]);
      expect(await here.remove(bridge.id)).toBe(true);
      expect(await here.get(bridge.id)).toMatchObject({ source: 'bridge.txt' });
      expect(await storage.articles.remove(bridge.id)).toBe(true);
      expect(await other.articles.get(bridge.id)).toBeUndefined();
      expect(ids(await other.articles.search('million', everything))).toEqual([again.id]);
    });
  });

  describe('threads', () => {
    it('are found by their article, in their server', async () => {
      const thread = (threadId: string, serverId: string, articleId: string) =>
        storage.threads.open({ threadId, serverId, articleId, openedBy: '1', openedAt: at(0) });
      await thread('1', 'north', 'a');
      await thread('2', 'north', 'b');
      await thread('3', 'north', 'c');
      await thread('4', 'south', 'a');
      expect((await other.threads.listPinned('north', ['a', 'b'])).map(({ threadId }) => threadId)).toEqual([
        '1',
        '2',
      ]);
      expect(await other.threads.listPinned('north', [])).toEqual([]);
    });

    it('of direct messages are listed from a time on, the newest first, as far as asked for', async () => {
      const open = (threadId: string, minute: number, serverId: string | null = null) =>
        storage.threads.open({ threadId, serverId, articleId: 'a', openedBy: '1', openedAt: at(minute) });
      await open('1', 1);
      await open('2', 2);
      await open('3', 3);
      await open('4', 4, 'north');
      expect(await other.threads.listDirectSince(at(2), 10)).toEqual(['3', '2']);
      expect(await other.threads.listDirectSince(at(1), 2)).toEqual(['3', '2']);
      await storage.threads.addQuestion({
        ...{ threadId: '1', messageId: '9', memberId: '1', question: 'And now?', askedAt: at(5) },
      });
      expect(await other.threads.listDirectSince(at(4), 10)).toEqual(['1']);
      expect(await other.threads.close('1')).toBe(true);
      expect(await other.threads.close('1')).toBe(false);
      expect(await other.threads.listDirectSince(at(4), 10)).toEqual([]);
    });

    it('keep their article and the questions before a message, oldest first', async () => {
      const thread = { threadId: '900', serverId: null, articleId: 'abc', openedBy: '1', openedAt: at(0) };
      await storage.threads.open(thread);
      await storage.threads.open({ ...thread, serverId: '5' });
      expect(await other.threads.get('900')).toEqual({ ...thread, serverId: '5' });
      expect(await storage.threads.get('901')).toBeUndefined();
      const ask = (messageId: string, question: string) =>
        storage.threads.addQuestion({ threadId: '900', messageId, memberId: '1', question, askedAt: at(1) });
      for (const [messageId, question] of [
        ['99', 'first'],
        ['100', 'second'],
        ['1000', '😀 "third" \\ \''],
      ] as const)
        await ask(messageId, question);
      await ask('100', 'not this');
      expect(
        (await other.threads.listQuestionsBefore('900', '1001', 5)).map(({ question }) => question),
      ).toEqual(['first', 'second', '😀 "third" \\ \'']);
      expect(
        (await other.threads.listQuestionsBefore('900', '1000', 1)).map(({ question }) => question),
      ).toEqual(['second']);
      expect(await other.threads.listQuestionsBefore('901', '1000', 5)).toEqual([]);
      await storage.threads.pin('900', 'def');
      expect(await other.threads.get('900')).toMatchObject({ articleId: 'def' });
      expect(await other.threads.listQuestionsBefore('900', '1001', 5)).toHaveLength(3);
      await storage.threads.open(thread);
      expect(await other.threads.get('900')).toEqual(thread);
      expect(await other.threads.listQuestionsBefore('900', '1001', 5)).toEqual([]);
    });

    it('go over to another article with their questions, and forget one member’s', async () => {
      const opened = { threadId: '7', serverId: null, articleId: 'a', openedBy: 'm', openedAt: at(1) };
      await storage.threads.open(opened);
      for (const [messageId, memberId] of [
        ['10', 'm'],
        ['11', 'n'],
      ] as const)
        await storage.threads.addQuestion({
          threadId: '7',
          messageId,
          memberId,
          question: `of ${memberId}`,
          askedAt: at(2),
        });
      await storage.threads.pin('7', 'b');
      expect(await other.threads.get('7')).toEqual({ ...opened, articleId: 'b' });
      expect((await other.threads.listQuestionsBefore('7', '99', 5)).map(({ question }) => question)).toEqual(
        ['of m', 'of n'],
      );
      // a stored turn may contain words of earlier askers
      await storage.threads.saveTurn('11', '{"question":"Why of m?"}');
      await storage.threads.saveTurn('12', '{"question":"of nobody"}');
      expect((await other.threads.listQuestionsBefore('7', '99', 5)).map(({ turn }) => turn)).toEqual([
        null,
        '{"question":"Why of m?"}',
      ]);
      expect(await other.threads.forget('m')).toBe(1);
      expect((await other.threads.listQuestionsBefore('7', '99', 5)).map(({ turn }) => turn)).toEqual([null]);
      expect(
        (await storage.threads.listQuestionsBefore('7', '99', 5)).map(({ question }) => question),
      ).toEqual(['of n']);
      expect((await storage.threads.get('7'))?.openedBy).toBe('');
    });
  });

  describe('digests', () => {
    const digest: Digest = {
      id: 'd1',
      serverId: '100',
      channelId: '200',
      name: 'Évening “news” 😀',
      days: [1, 5],
      time: '08:30',
      zone: 'Europe/Berlin',
      count: 3,
      paused: false,
      activeSince: at(0),
      createdBy: '1',
      createdAt: at(0),
    };
    const claimOf = (minute: number, change: Partial<Post> = {}): Post => ({
      digestId: 'd1',
      slot: at(minute),
      occasion: 'schedule',
      nonce: nonceOf('d1', at(minute)),
      state: 'claimed',
      articleIds: [],
      messageId: null,
      reason: null,
      at: at(minute),
      ...change,
    });

    it('are kept by server and name', async () => {
      await storage.digests.create(digest);
      await storage.digests.create({ ...digest, id: 'd2', name: 'Another', paused: true });
      await storage.digests.create({ ...digest, id: 'd3', serverId: '101' });
      await expect(
        storage.digests.create({ ...digest, id: 'd4', name: 'éVENING “NEWS” 😀' }),
      ).rejects.toThrow();
      expect(await other.digests.get('d1')).toEqual(digest);
      expect(await other.digests.get('d9')).toBeUndefined();
      expect(ids(await other.digests.list('100'))).toEqual(['d2', 'd1']);
      expect(ids((await other.digests.listActive()).map(active => active.digest))).toEqual(['d1', 'd3']);
      await storage.digests.update({ ...digest, paused: true, name: 'Renamed' });
      expect(ids((await other.digests.listActive()).map(active => active.digest))).toEqual(['d3']);
      expect((await other.digests.get('d1'))?.name).toBe('Renamed');
    });

    it('have each slot claimed by one of many, and not after they are removed', async () => {
      await storage.digests.create(digest);
      const claims = await Promise.all(
        Array.from({ length: 30 }, (_, i) => (i % 2 ? storage : other).digests.claim(claimOf(i % 3))),
      );
      expect(claims.filter(Boolean)).toHaveLength(3);
      await storage.digests.remove('d1');
      expect(await other.digests.claim(claimOf(9))).toBe(false);
      expect(await other.digests.listPosts('d1', 10)).toEqual([]);
      // removed while slots are being claimed: a claim fails or is removed with it
      await storage.digests.create(digest);
      await Promise.all([
        ...Array.from({ length: 10 }, (_, i) => other.digests.claim(claimOf(i))),
        storage.digests.remove('d1'),
        ...Array.from({ length: 10 }, (_, i) => storage.digests.claim(claimOf(10 + i))),
      ]);
      expect(await storage.digests.listUnsettled()).toEqual([]);
    });

    it('know their slots: the newest, the last of the schedule, the last posted, and what is not settled', async () => {
      await storage.digests.create(digest);
      for (const claim of [claimOf(1), claimOf(2), claimOf(3, { occasion: 'now' })])
        await storage.digests.claim(claim);
      await storage.digests.settle(claimOf(1, { state: 'posted', messageId: 'm1', articleIds: ['a'] }));
      await storage.digests.settle(
        claimOf(3, { state: 'skipped', occasion: 'now', reason: createMessage('Nothing new.') }),
      );
      expect(await other.digests.getPost('d1', at(1))).toEqual(
        claimOf(1, { state: 'posted', messageId: 'm1', articleIds: ['a'] }),
      );
      expect(await other.digests.getPost('d1', at(7))).toBeUndefined();
      expect((await other.digests.listPosts('d1', 2)).map(post => post.slot)).toEqual([at(3), at(2)]);
      expect((await other.digests.getLastScheduled('d1'))?.slot).toBe(at(2));
      expect((await other.digests.getLastPosted('d1'))?.slot).toBe(at(1));
      expect((await other.digests.listUnsettled()).map(post => post.slot)).toEqual([at(2)]);
      expect(await other.digests.listUnsettled('d2')).toEqual([]);
    });

    it('know nothing of the slots of another one', async () => {
      const ofOther = (minute: number, change: Partial<Post> = {}) =>
        claimOf(minute, { digestId: 'd2', nonce: nonceOf('d2', at(minute)), ...change });
      await storage.digests.create(digest);
      await storage.digests.create({ ...digest, id: 'd2', name: 'Another' });
      await storage.digests.claim(claimOf(1));
      await add(createArticle('Came for both', ['Text.']), 'both');
      await storage.digests.claim(ofOther(2));
      await storage.digests.settle(ofOther(2, { state: 'posted', messageId: 'm2', articleIds: ['a'] }));
      await storage.digests.claim(ofOther(3));
      expect((await other.digests.listPosts('d1', 10)).map(post => post.slot)).toEqual([at(1)]);
      expect((await other.digests.listPosts('d2', 10)).map(post => post.slot)).toEqual([at(3), at(2)]);
      expect(await other.digests.getPost('d1', at(2))).toBeUndefined();
      expect((await other.digests.getLastScheduled('d1'))?.slot).toBe(at(1));
      expect(await other.digests.getLastPosted('d1')).toBeUndefined();
      expect((await other.digests.getLastPosted('d2'))?.slot).toBe(at(2));
      expect(await other.digests.getArrivalSpan('d1', null)).toEqual({ after: 0, upTo: null, isFirst: true });
      expect(await other.digests.getArrivalSpan('d2', null)).toEqual({
        after: 1,
        upTo: null,
        isFirst: false,
      });
      expect(await other.digests.getArrivalSpan('gone', null)).toEqual({ after: 0, upTo: 0, isFirst: true });
      expect((await other.digests.listUnsettled('d1')).map(post => post.slot)).toEqual([at(1)]);
      // settling one digest's post changes nothing for the other
      await storage.digests.settle(claimOf(1, { state: 'skipped', reason: createMessage('Nothing new.') }));
      expect((await other.digests.getPost('d2', at(3)))?.state).toBe('claimed');
      await storage.digests.remove('d1');
      expect(await other.digests.listPosts('d2', 10)).toHaveLength(2);
      expect(ids(await other.digests.list('100'))).toEqual(['d2']);
    });
  });

  it('an article comes into one digest, in the order in which articles came in, whatever the clock said and wherever all was moved to', async () => {
    const north = '100000000000000001';
    const digest: Digest = {
      id: 'd1',
      serverId: north,
      channelId: '200',
      name: 'News',
      days: [1],
      time: '08:30',
      zone: 'Europe/Berlin',
      count: 3,
      paused: false,
      activeSince: at(0),
      createdBy: '1',
      createdAt: at(0),
    };
    const article = (what: string) => createArticle(what, ['Text.']);
    const slotAt = async (minute: number, kept: Storage = storage) => {
      const post: Post = {
        digestId: 'd1',
        slot: at(minute),
        occasion: 'now',
        nonce: nonceOf('d1', at(minute)),
        state: 'claimed',
        articleIds: [],
        messageId: null,
        reason: null,
        at: at(minute),
      };
      expect(await kept.digests.claim(post)).toBe(true);
      return async () => {
        const { after, upTo } = await kept.digests.getArrivalSpan('d1', at(minute));
        await kept.digests.settle({ ...post, state: 'posted', messageId: 'm' });
        return (await kept.articles.forServer(north).listArrivals({ after }, upTo)).map(
          ({ headline }) => headline,
        );
      };
    };
    await add(article('Before'), 'before', 30);
    await storage.digests.create(digest);
    expect(await other.digests.getArrivalSpan('d1', null)).toEqual({ after: 1, upTo: null, isFirst: true });
    await add(article('First'), 'first', 20);
    const first = await slotAt(20);
    await add(article('Came while the first was drafted'), 'second', 20);
    expect(await first()).toEqual(['First']);
    // the clock is an hour back, and the server adds what everybody had before as its own too
    await add(article('Clock set back'), 'third', 3);
    await storage.articles.forServer(north).add(article('First'), { source: 'ours', addedAt: at(4) });
    await storage.articles.add(createArticle('First', ['Text.'], { '1': 'Comment.' }), {
      source: 'first',
      addedAt: at(5),
      keepsPosition: true,
    });
    expect(await (await slotAt(5, other))()).toEqual(['Came while the first was drafted', 'Clock set back']);
    await add(article('Clock set forward'), 'fourth', 50);
    const gone = await add(article('Removed again'), 'fifth', 50);
    expect(await (await slotAt(10))()).toEqual(['Clock set forward', 'Removed again']);
    await storage.articles.remove(gone.article.id);
    const moved = await openStorage(
      target.kind === 'postgres' ? await server.create() : await createPlace(),
      createLogRecorder().log,
    );
    await moveStorage(storage.bulk, moved.bulk, { source: 'here' });
    for (const [target, minute] of [
      [moved, 7],
      [storage, 8],
    ] as const) {
      await target.articles.add(article('After all'), { source: 'sixth', addedAt: at(1) });
      expect(await (await slotAt(minute, target))()).toEqual(['After all']);
    }
    await moved.close();
  });

  it('a fault that is no absence is told, and not answered from memory', async () => {
    const { article } = await add(createArticle('The pier', ['It is open.']), 'pier');
    expect((await storage.articles.get(article.id))?.headline).toBe('The pier');
    const change = async (sql: string) => {
      if (target.kind === 'postgres') await server.run(target, sql);
      else new DatabaseSync(target.path).exec(sql);
    };
    await change('ALTER TABLE article_version RENAME TO elsewhere');
    try {
      await expect(storage.articles.get(article.id)).rejects.toThrow(/article_version/);
      expect(storage.outageNotice()).toBeNull();
    } finally {
      await change('ALTER TABLE elsewhere RENAME TO article_version');
    }
  });

  it('settings are the defaults with what was changed, also by several at once', async () => {
    const defaults = await storage.settings.get('1');
    expect(defaults).toMatchObject({ maskStrongLanguage: true, provenOnly: false, language: null });
    await Promise.all([
      storage.settings.update('1', { maskStrongLanguage: false }),
      other.settings.update('1', { language: 'fr' }),
      storage.settings.update('1', { answersPerMember: 7 }),
      other.settings.update('1', { provenOnly: true }),
    ]);
    expect(await other.settings.get('1')).toEqual({
      ...defaults,
      maskStrongLanguage: false,
      language: 'fr',
      answersPerMember: 7,
      provenOnly: true,
    });
    expect(await other.settings.get('2')).toEqual(defaults);
    expect(await other.settings.get(null)).toEqual(defaults);
  });

  /** A process's claim, which lasts a minute. */
  const claimAt = (minute: number, by = 'one') => ({ by, now: at(minute), until: at(minute + 1) });

  describe('feeds and pages', () => {
    const feed = (id: string, change: Partial<StoredFeed> = {}): StoredFeed => ({
      id,
      serverId: '1',
      url: `https://example.org/${id}`,
      channelId: null,
      tags: ['a'],
      paused: false,
      addedBy: '7',
      addedAt: at(0),
      state: {
        title: hostile[0]!,
        movedTo: null,
        etag: '"1"',
        lastModified: null,
        nextLook: at(10),
        lastLook: null,
        lastSuccess: null,
        failures: 0,
        lastError: null,
        told: false,
        ended: null,
        taken: 0,
        refused: 0,
        lastRefusal: null,
      },
      ...change,
    });

    it('are kept, once in a server, and go with their items', async () => {
      expect(await storage.feeds.create(feed('a'))).toBe(true);
      expect(await other.feeds.create(feed('b', { url: 'https://example.org/a' }))).toBe(false);
      expect(await other.feeds.create(feed('c', { url: 'https://example.org/a', serverId: '2' }))).toBe(true);
      expect(await other.feeds.get('a')).toEqual(feed('a'));
      expect((await storage.feeds.list('1')).map(({ id }) => id)).toEqual(['a']);
      const item = {
        feedId: 'a',
        key: hostile[1]!,
        state: 'taken' as const,
        tries: 1,
        reason: null,
        at: at(1),
      };
      await storage.feeds.recordItem({ ...item, state: 'waiting' });
      await storage.feeds.recordItem(item);
      expect(await other.feeds.listSeen('a', [hostile[1]!, 'unknown'])).toEqual([item]);
      await storage.feeds.remove('a');
      await storage.feeds.recordItem(item);
      expect(await storage.feeds.get('a')).toBeUndefined();
      expect(await storage.feeds.listSeen('a', [hostile[1]!])).toEqual([]);
    });

    it('are due unless they are paused or have ended, and begun anew while nobody is at them', async () => {
      for (const id of ['a', 'b', 'paused', 'ended']) await storage.feeds.create(feed(id));
      await storage.feeds.pause('paused', { paused: true });
      const { state } = feed('a');
      expect(await storage.feeds.restart('ended', { ...state, ended: createMessage('gone') }, at(1))).toBe(
        true,
      );
      expect(await storage.feeds.claimDue(claimAt(9), 9)).toEqual([]);
      expect((await other.feeds.claimDue(claimAt(10), 9)).sort()).toEqual([['a'], ['b']]);
      expect(await storage.feeds.restart('a', { ...state, nextLook: at(11) }, at(10))).toBe(false);
      // another process's result does not count
      await storage.feeds.settle('a', { ...state, nextLook: at(40), taken: 7 }, 'another');
      expect((await other.feeds.get('a'))?.state.taken).toBe(0);
      await storage.feeds.settle('a', { ...state, nextLook: at(50), taken: 8 }, 'one');
      expect((await other.feeds.get('a'))?.state.taken).toBe(8);
      expect(await storage.feeds.claimDue(claimAt(49, 'two'), 9)).toEqual([['b']]);
      expect((await storage.feeds.claimDue(claimAt(50, 'two'), 9)).sort()).toEqual([['a'], ['b']]);
    });

    it('are pages to be looked at, in the same way', async () => {
      const page: WebPage = {
        serverId: null,
        url: 'https://example.org/page',
        articleId: 'a1',
        isCopy: false,
        commentFeed: null,
        addedAt: at(0),
        etag: null,
        lastModified: null,
        nextLook: at(10),
        lastError: hostile[2]!,
      };
      await storage.pages.put(page);
      await storage.pages.put({ ...page, serverId: '1', nextLook: null });
      expect(await other.pages.get(null, page.url)).toEqual(page);
      const claims = await Promise.all(
        [storage, other].map(({ pages }, i) => pages.claimDue(claimAt(10, `${i}`), 9)),
      );
      expect(claims.flat()).toEqual([['', page.url]]);
      // once recorded, the claim is released
      await storage.pages.put({ ...page, nextLook: at(11) });
      expect(await other.pages.claimDue(claimAt(11, 'two'), 9)).toEqual([['', page.url]]);
      await storage.pages.remove(null, page.url);
      expect(await other.pages.get(null, page.url)).toBeUndefined();
      expect(await other.pages.get('1', page.url)).toBeDefined();
    });
  });

  describe('what is due', () => {
    const digest: Digest = {
      ...{ id: 'd', serverId: '100', channelId: '200', name: 'News', days: [1], time: '08:30', zone: 'UTC' },
      ...{ count: 3, paused: false, activeSince: at(0), createdBy: '1', createdAt: at(0) },
    };
    const create = (id: string, serverId = '100') =>
      storage.digests.create({ ...digest, id, name: id, serverId });
    const claim = async (minute: number, by: string, limit = 9, store = storage) =>
      (await store.digests.claimDue(claimAt(minute, by), limit)).flat().sort();

    it('is one process’s alone, however many want it at once, and another’s when its lease has ended', async () => {
      for (let i = 0; i < 10; i++) await create(`d${i}`);
      const claims = await Promise.all(
        Array.from({ length: 12 }, (_, i) => claim(1, `${i}`, 2, i % 2 ? storage : other)),
      );
      const claimed = claims.flat();
      // rows that another process is writing at the moment are skipped
      while (claimed.length < 10) claimed.push(...(await claim(1, 'late')));
      expect(claimed.sort()).toEqual(Array.from({ length: 10 }, (_, i) => `d${i}`));
      expect(await claim(1, 'another')).toEqual([]);
      expect(await other.digests.findNextDue('another')).toBe(at(2));
      expect(await claim(2, 'another', 3)).toHaveLength(3);
    });

    it('stays a process’s for as long as it says so', async () => {
      await create('d');
      expect(await claim(1, 'one')).toEqual(['d']);
      await storage.digests.renew([['d']], claimAt(2, 'one'));
      await other.digests.renew([['d']], claimAt(5, 'another'));
      expect(await claim(2, 'another')).toEqual([]);
      expect(await claim(3, 'another')).toEqual(['d']);
      // the late result of the first process does not count
      expect(await storage.digests.release(['d'], 'one', at(50))).toBeNull();
      expect(await claim(3, 'third')).toEqual([]);
      expect(await other.digests.release(['d'], 'another', at(9))).toBe(at(9));
      expect(await other.digests.findNextDue('third')).toBe(at(9));
      expect(await claim(8, 'third')).toEqual([]);
      expect(await claim(9, 'third')).toEqual(['d']);
      await other.digests.release(['d'], 'third', null);
      expect(await claim(99, 'third')).toEqual([]);
      expect(await other.digests.findNextDue('third')).toBeNull();
    });

    it('is due again where it was changed while somebody was at it, and at the earlier of two times', async () => {
      await create('d');
      expect(await claim(1, 'one')).toEqual(['d']);
      await other.digests.update({ ...digest, id: 'd', name: 'd', time: '09:00' });
      expect(await claim(1, 'another')).toEqual([]);
      expect(await storage.digests.release(['d'], 'one', at(50))).toBe('');
      expect(await claim(1, 'another')).toEqual(['d']);
      await other.digests.schedule('d', at(20));
      await storage.digests.renew([['d']], claimAt(1, 'another'));
      expect(await storage.digests.release(['d'], 'another', at(50))).toBe(at(20));
      await other.digests.schedule('d', at(30));
      expect(await storage.digests.findNextDue('one')).toBe(at(20));
      await other.digests.schedule('d', at(10));
      expect(await storage.digests.findNextDue('one')).toBe(at(10));
    });

    it('is not kept from all by a lease that a wrong clock gave', async () => {
      await create('d');
      expect(await claim(10_000, 'one')).toEqual(['d']);
      expect(await claim(1, 'another')).toEqual(['d']);
    });

    it('is left to the process that has the shard of its server', async () => {
      for (const shard of [0, 1, 2, 3]) await create(`d${shard}`, `${BigInt(shard) << 22n}`);
      const even = { list: [0, 2], count: 4 };
      expect((await storage.digests.claimDue(claimAt(1), 9, even)).flat().sort()).toEqual(['d0', 'd2']);
      expect(await storage.digests.findNextDue('another', even)).toBe(at(2));
      expect(await storage.digests.findNextDue('another', { list: [1], count: 4 })).toBe('');
      expect((await storage.digests.listActive(even)).map(active => active.digest.id)).toEqual(['d0', 'd2']);
      expect(await claim(1, 'all')).toEqual(['d1', 'd3']);
    });
  });

  describe('the ledger', () => {
    const generation: Generation = {
      day: '2026-03-01',
      at: at(0),
      memberId: 'm',
      serverId: 's',
      recipe: 'summary',
      articleId: 'a',
      answers: 1,
      inputTokens: 900,
      outputTokens: 100,
      dollars: 0.5,
    };
    const free = { member: null, memberHere: null, server: null, day: null };
    const none: Limits = { answers: free, tokens: free, dollars: free };

    it('lets nobody past a limit, however many reserve at once in however many processes', async () => {
      for (const [day, reached, limits] of [
        ['2026-03-02', { whose: 'member', what: 'answers' }, { ...none, answers: { ...free, member: 3 } }],
        ['2026-03-03', { whose: 'server', what: 'tokens' }, { ...none, tokens: { ...free, server: 3_999 } }],
        ['2026-03-04', { whose: 'day', what: 'dollars' }, { ...none, dollars: { ...free, day: 1.5 } }],
        [
          '2026-03-05',
          { whose: 'memberHere', what: 'answers' },
          { ...none, answers: { ...free, memberHere: 3, day: 100 } },
        ],
      ] as const) {
        const reserved = await Promise.all(
          Array.from({ length: 24 }, (_, i) =>
            (i % 2 ? storage : other).ledger.reserve({ ...generation, day }, limits),
          ),
        );
        expect(reserved.filter(each => 'id' in each)).toHaveLength(3);
        expect(reserved.filter(each => 'what' in each)).toEqual(Array.from({ length: 21 }, () => reached));
        const given = reserved.flatMap(each => ('id' in each ? [each.id] : []));
        expect(new Set(given).size).toBe(3);
      }
      expect(
        await storage.ledger.reserve(
          { ...generation, memberId: null, serverId: null },
          { ...none, answers: { ...free, member: 0, server: 0 } },
        ),
      ).toHaveProperty('id');
    });

    it('sums what was settled, once', async () => {
      const reserve = async (change: Partial<Generation>) =>
        (await storage.ledger.reserve({ ...generation, ...change }, none)) as { id: number };
      const [first, second] = [await reserve({}), await reserve({ memberId: 'n' })];
      await reserve({ day: '2026-03-02' });
      await other.ledger.settle(first.id, {
        inputTokens: 1000,
        outputTokens: 10,
        dollars: 0.1,
        isCounted: false,
      });
      await other.ledger.settle(first.id, { inputTokens: 5, outputTokens: 5, dollars: 5, isCounted: true });
      await other.ledger.settle(second.id, {
        inputTokens: 1,
        outputTokens: 1,
        dollars: null,
        isCounted: true,
      });
      const all = await storage.ledger.getSpending('2026-03-01', { serverId: null, memberId: null });
      expect(all).toEqual({
        answers: 2,
        inputTokens: 1001,
        outputTokens: 11,
        dollars: 0.1,
        unpriced: 1,
        counted: 1,
      });
      const own = await storage.ledger.getSpending('2026-03-01', { serverId: 's', memberId: 'm' });
      expect(own).toMatchObject({ answers: 1, inputTokens: 1000, unpriced: 0 });
      const unsettled = await storage.ledger.getSpending('2026-03-02', { serverId: null, memberId: null });
      expect(unsettled).toMatchObject({
        inputTokens: 900 * unsettled.answers,
        outputTokens: 100 * unsettled.answers,
        unpriced: 0,
      });
      expect(unsettled.counted).toBe(unsettled.answers);
      const nothing = await storage.ledger.getSpending('2026-03-09', { serverId: null, memberId: null });
      expect(nothing).toEqual({
        answers: 0,
        inputTokens: 0,
        outputTokens: 0,
        dollars: null,
        unpriced: 0,
        counted: 0,
      });
    });

    it('takes a member’s id from what is over, and from what is of today when the day is over', async () => {
      const record = (memberId: string, day: string) =>
        storage.ledger.reserve({ ...generation, memberId, day }, none);
      for (const day of ['2026-03-01', '2026-03-02'])
        for (const member of ['m', 'n']) await record(member, day);
      const of = async (memberId: string, day: string) =>
        (await other.ledger.getSpending(day, { serverId: null, memberId })).answers;
      expect(await storage.ledger.forget('m', '2026-03-02')).toBe(2);
      expect([await of('m', '2026-03-01'), await of('m', '2026-03-02')]).toEqual([0, 1]);
      await record('n', '2026-03-03');
      expect(await of('m', '2026-03-02')).toBe(0);
      expect([await of('n', '2026-03-01'), await of('n', '2026-03-02'), await of('n', '2026-03-03')]).toEqual(
        [1, 1, 1],
      );
      expect(
        (await storage.ledger.getSpending('2026-03-02', { serverId: null, memberId: null })).answers,
      ).toBe(2);
    });
  });

  describe('feedback', () => {
    it('keeps what an answer was asked with until nobody has seen it for long', async () => {
      const day = (number: number) => new Date(Date.UTC(2026, 2, number, 12)).toISOString();
      const options = hostile.join('\n').replaceAll('\0', '');
      await storage.feedback.saveQuestion({ key: 'k1', options, at: day(1) });
      await storage.feedback.saveQuestion({ key: 'k2', options: '{}', at: day(5) });
      await other.feedback.saveQuestion({ key: 'k2', options: '{"a":1}', at: day(6) });
      expect(await other.feedback.findQuestion('k1')).toContain('😀 привет');
      await storage.feedback.saveQuestion({ key: 'k3', options: '{}', at: day(3 + 400) });
      expect(await other.feedback.findQuestion('k1')).toBeUndefined();
      expect(await storage.feedback.findQuestion('k2')).toBe('{"a":1}');
    });

    it('counts a member’s last vote on an answer, in its server', async () => {
      const vote: Vote = {
        answer: 'summary:a:standard',
        articleId: 'a',
        serverId: '1',
        memberId: '7',
        verdict: 'useful',
        reason: null,
        shown: null,
        at: at(0),
      };
      await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          (i % 2 ? storage : other).feedback.vote({ ...vote, memberId: `${i}` }),
        ),
      );
      const wrong: Vote = { ...vote, verdict: 'wrong', reason: 'It’s “not” so.', shown: '{}', at: at(2) };
      await storage.feedback.vote(wrong);
      await storage.feedback.vote({ ...wrong, serverId: null });
      expect(await other.feedback.countVotes(vote.answer, '1')).toEqual({ useful: 7, wrong: 1 });
      expect(await other.feedback.countVotes(vote.answer, null)).toEqual({ useful: 0, wrong: 1 });
      expect(await other.feedback.countVotes('none', '1')).toEqual({ useful: 0, wrong: 0 });
      expect(await other.feedback.listWrong('1', { offset: 0, limit: 5 })).toEqual([wrong]);
      expect(await other.feedback.listWrong('1', { offset: 1, limit: 5 })).toEqual([]);
      expect(await storage.feedback.forget('7')).toBe(2);
      expect(await storage.feedback.countVotes(vote.answer, '1')).toEqual({ useful: 7, wrong: 0 });
    });
  });

  it('the cache keeps a value until it expires, the last one written', async () => {
    const value = JSON.stringify({ value: hostile.join(' '), large: 'x'.repeat(3_000_000) });
    await storage.cache.set('k', value);
    expect(await other.cache.get('k')).toBe(value);
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => (i % 2 ? storage : other).cache.set('k', `"${i}"`)),
    );
    await storage.cache.set('k', '"last"');
    expect(await other.cache.get('k')).toBe('"last"');
    await storage.cache.set('stays', '"x"', Date.now() + 60_000);
    expect(await other.cache.get('stays')).toBe('"x"');
    await storage.cache.set('gone', '"x"', Date.now() + 20);
    await new Promise(resolve => setTimeout(resolve, 25));
    expect(await other.cache.get('gone')).toBeUndefined();
    expect(await other.cache.delete('k')).toBe(true);
    expect(await storage.cache.delete('k')).toBe(false);
    await storage.cache.set('k', '"x"');
    await other.cache.clear();
    expect(await storage.cache.get('k')).toBeUndefined();
  });

  it('the cache keeps usual answers in half of their size at most, and gives short, hostile and earlier ones back', async () => {
    const answer = JSON.stringify({
      value: {
        statements: Array.from({ length: 4 }, (_, i) => ({
          text: `The harbour was closed on day ${i}.`,
          paragraphs: [i],
          level: 'verbatim',
          ground: [{ paragraph: i, quote: `The harbour was closed on day ${i}.` }],
        })),
      },
    });
    const values = [
      answer,
      ...hostile.map(text => JSON.stringify(text)),
      '~',
      '~not packed',
      '^',
      '^not packed',
      '',
    ];
    for (const [i, value] of values.entries()) await storage.cache.set(`k${i}`, value);
    for (const store of [storage, other])
      for (const [i, value] of values.entries()) expect(await store.cache.get(`k${i}`)).toBe(value);
    const rows = await storage.bulk.read(
      async snapshot => (await snapshot.rows('cached_answer')[Symbol.asyncIterator]().next()).value,
    );
    const row = (rows as { key: string; value: string }[]).find(({ key }) => key === 'k0');
    // two digits for each byte
    expect((row?.value.length ?? 0) / 2).toBeLessThan(answer.length / 3);
    // as earlier versions of the program packed it
    const packed = `~${deflateRawSync(answer).toString('base64')}`;
    expect(unpackValue(packed)).toBe(answer);
    for (const text of [packed, packValue(answer), answer])
      expect(unpackBytes(Buffer.from(text))).toBe(answer);
  });

  it('a claim is one process’s alone, may go to another while it has no answer, and is dropped when it is old', async () => {
    const [message, interaction] = [
      { id: '11', owner: 'a', channelId: '7', at: at(1) },
      { id: '12', owner: 'a', channelId: null, at: at(2) },
    ];
    const both = (id: string) =>
      [storage, other].map(({ claims }, number) =>
        claims.claim({ ...message, id, at: at(0), owner: `${number}` }),
      );
    expect((await Promise.all(both('10'))).filter(Boolean)).toHaveLength(1);
    expect(await storage.claims.claim(message)).toBe(true);
    expect(await storage.claims.claim(interaction)).toBe(true);
    expect(await other.claims.claim({ ...message, owner: 'b' })).toBe(false);
    expect(await other.claims.get('11')).toEqual({ ...message, isAnswered: false });
    expect((await other.claims.listOpen(at(1), 1)).map(({ id }) => id)).toEqual(['11']);
    expect(await other.claims.listOpen(at(2), 10)).toEqual([]);
    expect(await other.claims.takeOver('11', 'c', 'b')).toBe(false);
    expect(await other.claims.takeOver('11', 'a', 'b')).toBe(true);
    await storage.claims.settle('11');
    expect(await other.claims.takeOver('11', 'b', 'c')).toBe(false);
    expect(await storage.claims.get('11')).toEqual({ ...message, owner: 'b', isAnswered: true });
    expect((await storage.claims.listOpen(at(0), 10)).map(({ id }) => id)).toEqual(['10']);
    expect(await storage.claims.deleteBefore(at(2), 1)).toBe(1);
    expect(await storage.claims.deleteBefore(at(2), 10)).toBe(1);
    expect(await storage.claims.get('12')).toEqual({ ...interaction, isAnswered: false });
    expect(await storage.claims.get('13')).toBeUndefined();
  });

  describe('locks', () => {
    it('let one work under a key at a time, and another key’s at once', async () => {
      let [running, most, done] = [0, 0, 0];
      const work = async () => {
        most = Math.max(most, ++running);
        await new Promise(resolve => setTimeout(resolve, 3));
        running -= 1;
        done += 1;
      };
      await Promise.all(
        Array.from({ length: 12 }, (_, i) => (i % 2 ? storage : other).locks.runExclusive('key', work)),
      );
      expect([most, done]).toEqual([1, 12]);
      await storage.locks.runExclusive('key', async () => {
        expect(await other.locks.runUnlessLocked('key', async () => 'ran')).toBe(LOCKED);
        expect(await storage.locks.runUnlessLocked('key', async () => 'ran')).toBe(LOCKED);
        expect(await other.locks.runUnlessLocked('another', async () => 'ran')).toBe('ran');
      });
      await expect(
        storage.locks.runExclusive('key', () => Promise.reject(new Error('failed'))),
      ).rejects.toThrow('failed');
      expect(await other.locks.runUnlessLocked('key', async () => 'ran')).toBe('ran');
    });

    it('are given up when a storage is closed', async () => {
      await new Promise<void>(resolve => {
        void storage.locks.runExclusive('key', () => {
          resolve();
          return new Promise(() => {});
        });
      });
      expect(await other.locks.runUnlessLocked('key', async () => 'ran')).toBe(LOCKED);
      await storage.close();
      await expect.poll(() => other.locks.runUnlessLocked('key', async () => 'ran')).toBe('ran');
    });

    it('show whether a process lives, however many ask at once', async () => {
      const [one, two] = [createHeartbeat(storage.locks), createHeartbeat(other.locks)];
      await expect.poll(() => one.isShown() && two.isShown()).toBe(true);
      const asked = Array.from({ length: 20 }, (_, i) =>
        i % 2 ? two.isGone(one.owner) : one.isGone(two.owner),
      );
      expect(new Set(await Promise.all(asked))).toEqual(new Set([false]));
      await one.stop();
      await expect.poll(() => two.isGone(one.owner)).toBe(true);
      // a process that is not seen itself cannot tell
      expect(await one.isGone('somebody')).toBe(false);
      await two.stop();
    });
  });
});

describe('the locks of the embedded database, whose processes can end without a word', () => {
  const hour = 3_600_000;
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const knowsStarts = process.platform === 'linux';

  it.each([
    [
      'a process that runs here',
      { host: hostname(), process: process.ppid, until: Date.now() + hour },
      LOCKED,
    ],
    ['a process that has ended here', { host: hostname(), process: ended, until: Date.now() + hour }, 'ran'],
    [
      'a process whose number is another’s by now',
      { host: hostname(), process: process.ppid, started: 1, until: Date.now() + hour },
      knowsStarts ? 'ran' : LOCKED,
    ],
    [
      'a process that had the number of this one, as in a container',
      { host: hostname(), process: process.pid, started: 1, until: Date.now() + hour },
      knowsStarts ? 'ran' : LOCKED,
    ],
    [
      'an older program in this process, which does not say when it was started',
      { host: hostname(), process: process.pid, until: Date.now() + hour },
      LOCKED,
    ],
    ['another machine', { host: 'elsewhere', process: ended, until: Date.now() + hour }, LOCKED],
    ['another machine that has let it run out', { host: 'elsewhere', process: ended, until: 1 }, 'ran'],
  ] satisfies [string, { host: string; process: number; started?: number; until: number }, unknown][])(
    'of %s',
    async (_whose, lease: { host: string; process: number; started?: number; until: number }, outcome) => {
      const { path } = createFileTarget() as { path: string };
      const storage = await openStorage({ kind: 'sqlite', path }, createLogRecorder().log);
      new DatabaseSync(path)
        .prepare('INSERT INTO lease (key, owner, host, process, started, until) VALUES (?, ?, ?, ?, ?, ?)')
        .run('key', 'another', lease.host, lease.process, lease.started ?? 0, lease.until);
      expect(await storage.locks.runUnlessLocked('key', async () => 'ran')).toBe(outcome);
      await storage.close();
    },
  );
});
