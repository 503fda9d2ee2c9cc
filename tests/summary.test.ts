import { existsSync, globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summaryMaker } from '../src/answers/summary/maker.ts';
import { summaryRecipe } from '../src/answers/summary/recipe.ts';
import type { SummaryDraft } from '../src/answers/summary/schema.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { UserError } from '../src/errors.ts';
import { splitSentences } from '../src/language/sentences.ts';
import { extractContentWords, splitWords, stemText } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';

const createBridge = (...paragraphs: string[]) => createArticle('The harbour bridge', paragraphs);

const bridge = createBridge(
  'The town of Greenfield will close its harbour bridge for two years, the council decided on Monday. The bridge carries 9,000 cars a day.',
  'By Maria Holt, photograph by the harbour office',
  'Now, the ferry will run every ten minutes. Engineers found rust in four of the six pillars of the bridge last autumn.',
  'The engineer wrote:',
  '“The bridge is safe today, but it will not be safe in five years.”',
  'Advertisement',
  'The repair of the bridge costs 12 million crowns, and the town will pay half of that sum. The ferry will be free for residents of the town.',
  'Shop owners on the island fear that the closed bridge will cost them customers. They asked the council for help with their rents.',
  'However, the council has not decided on any help for the shop owners. A second bridge was never planned for the island.',
  'The last repair of the bridge took place in 1987, when two pillars were replaced. Work on the bridge begins on 3 March with the eastern pillars.',
);

const points = (
  article: Article,
  options: { length?: 'brief' | 'standard' | 'full'; points?: number } = {},
) => summaryMaker.extract(article, summaryRecipe.options.parse(options)).points;
const checked = (draft: SummaryDraft, article: Article, options = {}) =>
  summaryMaker.check(draft, article, summaryRecipe.options.parse(options));

/** A pronoun that its sentence does not explain. */
const OPENS = /^["“]?(?:He|She|They|His|Her|Their)\b/;
const samples = globSync('data/articles/*.txt').map(file => ({
  file,
  article: identifyArticle(parseText(readFileSync(file, 'utf8'))),
}));

describe('the built-in summary', () => {
  it.each(samples)('leaves nobody unnamed: $file', ({ article }) => {
    const sentences = article.paragraphs.flatMap(splitSentences);
    // the sentence before may be shortened, but begins with whom it names
    const follows = (text: string, before: string | undefined) =>
      before !== undefined &&
      sentences.some((each, i) => each.startsWith(text) && sentences[i - 1]?.startsWith(before.slice(0, 20)));
    for (const length of ['brief', 'standard', 'full'] as const) {
      const texts = points(article, { length }).map(({ text }) => text);
      const open = texts.filter((text, i) => OPENS.test(text) && !follows(text, texts[i - 1]));
      expect(open).toEqual([]);
    }
  });

  it('takes the sentence along that names whom a sentence means, word for word', () => {
    const named = 'Mara Quill, the archivist, opened the box on Friday.';
    const open = 'She found the letters, the harbour maps and the bridge plans of the harbour town in it.';
    const article = createBridge(
      `${named} ${open}`,
      'The letters and maps show the plans of the harbour bridge.',
    );
    const [point] = points(article, { points: 2 });
    expect([`${named} ${open}`, named]).toContain(point?.text);
    const all = points(article, { points: 3 }).map(({ text }) => text);
    expect(all.slice(0, 2)).toEqual([named, open]);
  });

  it('has one sentence, three to five or seven to ten points, or the number that was asked for', () => {
    expect(points(bridge, { length: 'brief' })).toHaveLength(1);
    expect(points(bridge).length).toBeGreaterThanOrEqual(3);
    expect(points(bridge).length).toBeLessThanOrEqual(5);
    expect(points(bridge, { length: 'full' }).length).toBeGreaterThanOrEqual(7);
    expect(points(bridge, { length: 'full' }).length).toBeLessThanOrEqual(10);
    for (const count of [1, 2, 4, 6]) expect(points(bridge, { points: count })).toHaveLength(count);
  });

  it('is made of sentences of the article in its order, each with its paragraph, some without an opening word', () => {
    const full = points(bridge, { length: 'full' });
    for (const { text, paragraphs } of full)
      expect(splitSentences(bridge.paragraphs[paragraphs[0]! - 1]!)).toContainEqual(
        expect.stringMatching(new RegExp(`^(?:\\w+, )?.${RegExp.escape(text.slice(1))}$`)),
      );
    const places = full.map(
      ({ text, paragraphs }) =>
        paragraphs[0]! * 10_000 + bridge.paragraphs[paragraphs[0]! - 1]!.indexOf(text.slice(1)),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(checked({ points: full }, bridge, { length: 'full' })).toMatchObject({
      answer: { points: full },
      complaints: [],
    });
  });

  it('leaves out bylines, advertisements, announcements of a quotation and sentences that lean on the one before', () => {
    const text = points(bridge, { length: 'full' })
      .map(point => point.text)
      .join('\n');
    expect(text).not.toMatch(/photograph|Advertisement|wrote:|^Now,|^However,|^“The bridge is safe/m);
  });

  it('cuts nothing out of a quotation, where nobody would see who says it', () => {
    const letter = createBridge(
      'The harbour bridge of Greenfield will close in 2027, the council decided on Monday.',
      'A campaign for the bridge read out a letter to the council of Greenfield on the bridge.',
      '“The council closed the ferry of Greenfield. The council will close the bridge of Greenfield next. Nobody asked the town.',
      '“We ask the council for a vote of the town.”',
      'The council of Greenfield will answer the letter in May.',
    );
    for (const length of ['standard', 'full'] as const)
      expect(
        points(letter, { length, points: 3 })
          .map(({ text }) => text)
          .join(),
      ).not.toMatch(/closed the ferry|next\.|Nobody asked/);
  });

  it('tells in full also what the second half of an article says', () => {
    const footbridge = identifyArticle(
      parseText(readFileSync(new URL('../data/articles/footbridge.txt', import.meta.url), 'utf8')),
    );
    const places = points(footbridge, { length: 'full' }).map(({ paragraphs }) => paragraphs[0]!);
    expect(places.filter(target => target > footbridge.paragraphs.length / 2).length).toBeGreaterThanOrEqual(
      2,
    );
  });

  it('begins with what the article is about', () => {
    expect(points(bridge, { length: 'brief' })[0]!.text).toContain('will close its harbour bridge');
  });

  it('does not say the same thing twice', () => {
    const repeated = createBridge(
      ...Array.from(
        { length: 4 },
        () =>
          'The council closed the old harbour bridge on Monday. The ferry will be free for all residents.',
      ),
    );
    expect(points(repeated, { points: 5 }).map(({ text }) => text)).toEqual([
      'The council closed the old harbour bridge on Monday.',
      'The ferry will be free for all residents.',
    ]);
  });

  it('has fewer points if the article has fewer sentences', () => {
    expect(points(createBridge('The council closed the bridge.'), { length: 'full' })).toEqual([
      { text: 'The council closed the bridge.', paragraphs: [1] },
    ]);
    expect(points(createBridge('Fog'), { length: 'standard' })).toEqual([{ text: 'Fog', paragraphs: [1] }]);
  });

  it('says so if there is nothing to summarise', () => {
    expect(() => points(createBridge())).toThrow(UserError);
    expect(() => checked({ points: [{ text: 'Anything', paragraphs: [1] }] }, createBridge())).toThrow(
      /no text to summarise/,
    );
  });

  it('starts after the place of the report', () => {
    const [point] = points(
      createBridge('LONDON, England (CNN) -- The museum opened its doors to visitors at last.'),
      {
        length: 'brief',
      },
    );
    expect(point!.text).toBe('The museum opened its doors to visitors at last.');
  });

  it('copes with a paragraph of 2 MB and with text that is no prose', () => {
    expect(
      points(createBridge('The ferry left the harbour again and nobody saw it. '.repeat(40_000)), {
        points: 3,
      }),
    ).toHaveLength(1);
    expect(points(createBridge('a '.repeat(1_000_000)), { points: 3 })).toHaveLength(1);
    expect(points(createBridge('…', '!!!', '((('), { points: 3 }).length).toBeLessThanOrEqual(3);
  });
});

describe('the check of a summary', () => {
  it('drops what the article does not say, to the word', () => {
    const lies = [
      'The bridge carries 9,001 cars a day.',
      'The bridge carries 9,000 cars a night.',
      'The mayor resigned.',
      'he bridge carries 9,000 cars a da',
    ];
    const { answer, complaints } = checked({ points: lies.map(text => ({ text, paragraphs: [1] })) }, bridge);
    expect(answer.points).toEqual([]);
    expect(complaints).toHaveLength(lies.length);
  });

  it('corrects paragraph numbers, also those that do not exist', () => {
    const text = 'Work on the bridge begins on 3 March with the eastern pillars.';
    const { answer, complaints } = checked({ points: [{ text, paragraphs: [4, 999] }] }, bridge);
    expect(answer.points).toMatchObject([{ text, paragraphs: [10], level: 'verbatim' }]);
    expect(complaints).toHaveLength(1);
  });

  it('shows the stored text with its own glyphs and white space', () => {
    const { answer } = checked(
      {
        points: [
          { text: '"The  bridge is safe today,\nbut it will not be safe in five years."', paragraphs: [5] },
        ],
      },
      bridge,
    );
    expect(answer.points).toMatchObject([{ text: bridge.paragraphs[4], paragraphs: [5], level: 'verbatim' }]);
  });

  it('drops what stands there twice, keeps to the number asked for and to the order of the article', () => {
    const draft = {
      points: [...points(bridge, { length: 'full' })].reverse().flatMap(point => [point, point]),
    };
    const { answer } = checked(draft, bridge, { points: 3 });
    expect(answer.points).toHaveLength(3);
    expect(answer.points.map(point => point.paragraphs[0]!)).toEqual(
      answer.points.map(point => point.paragraphs[0]!).toSorted((a, b) => a - b),
    );
    expect(
      checked({ points: Array.from({ length: 10_000 }, () => draft.points[0]!) }, bridge).answer.points,
    ).toHaveLength(1);
  });

  it('changes nothing when it checks its own answer again', () => {
    const fragments = bridge.paragraphs.flatMap(text => [
      ...splitSentences(text),
      text.slice(3, 40),
      'Nobody said this.',
    ]);
    const draft = fc.array(
      fc.record({
        text: fc.constantFrom(...fragments),
        paragraphs: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(draft, fc.constantFrom('brief', 'standard', 'full'), (list, length) => {
        const once = checked({ points: list }, bridge, { length }).answer;
        expect(checked(once, bridge, { length })).toEqual({
          answer: once,
          complaints: [],
          refused: [],
          mistranslated: [],
        });
      }),
    );
  });
});

describe('sentences and words', () => {
  it.each([
    [
      'Mr. Smith met J. K. Rowling in the U.S. Senate. He left.',
      ['Mr. Smith met J. K. Rowling in the U.S. Senate.', 'He left.'],
    ],
    [
      '“Why?” Smith asked. “Stop!” he said. “We won.” Then he left.',
      ['“Why?” Smith asked.', '“Stop!” he said.', '“We won.”', 'Then he left.'],
    ],
    [
      'On Jan. 5, Sen. Doug Jones (D) paid $3.5 million. It was No. 5.',
      ['On Jan. 5, Sen. Doug Jones (D) paid $3.5 million.', 'It was No. 5.'],
    ],
    [
      'He lives in the U.S. The rest is gone. It ended. 20 people left.',
      ['He lives in the U.S.', 'The rest is gone.', 'It ended.', '20 people left.'],
    ],
    ['', []],
  ])('cuts %j', (text, expected) => {
    expect(splitSentences(text)).toEqual(expected);
  });

  it('loses no character but white space', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'B', ' ', '.', '!', '“', '”', '\n', 'Mr', '3') }),
        text => {
          expect(splitSentences(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        },
      ),
    );
  });

  it('finds words, those with a meaning, and their stems', () => {
    expect(splitWords('Trump’s U.S. plan: 1,200 cafés')).toEqual(['trump', 'u.s', 'plan', '1200', 'cafes']);
    expect(extractContentWords('The bridges are not running')).toEqual(['bridges', 'running']);
    expect(stemText('The bridges are not running')).toEqual(['bridg', 'run']);
  });
});

const real = '../shared/articles/000_58050716bc9c6e41.txt';

describe.skipIf(!existsSync(real))('the summary of the real article (needs ../shared/articles)', () => {
  it('has the right number of points at every length', () => {
    const article = identifyArticle(parseText(readFileSync(real, 'utf8')));
    expect(points(article, { length: 'brief' })).toMatchObject([
      { text: expect.stringMatching(/^Trump’s campaign is telling Sessions to stop/), paragraphs: [2] },
    ]);
    expect(points(article)).toHaveLength(3);
    expect(points(article, { length: 'full' })).toHaveLength(7);
    expect(points(article, { length: 'full' }).some(({ text }) => /^Now,|^But,|continues:/.test(text))).toBe(
      false,
    );
  });
});
