import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentsMaker } from '../src/answers/comments/maker.ts';
import type { CommentsAnswer, CommentsDraft } from '../src/answers/comments/schema.ts';
import {
  type Article,
  type Comment,
  commentTextOf,
  identifyArticle,
  parentNumberOf,
} from '../src/articles/article.ts';
import { readArticle } from '../src/articles/read-file.ts';
import { renderComments } from '../src/discord/render/comments.ts';
import { createArticle } from './articles.ts';

const sample = (name: string): Article =>
  identifyArticle(readArticle(name, readFileSync(new URL(`../data/articles/${name}`, import.meta.url))));
const inAny = { language: null };
const honest = (article: Article) => commentsMaker.check(commentsMaker.extract(article), article, inAny);

/** Expects what must be true of every answer, whatever the draft said. */
function expectTrue(
  { counts, viewpoints, sides, gists, contradictions, coverage }: CommentsAnswer,
  article: Article,
): void {
  const texts = new Map(article.comments.map(comment => [comment.number, commentTextOf(comment)]));
  const grouped = viewpoints.flatMap(({ comments }) => comments);
  expect(new Set(grouped).size).toBe(grouped.length);
  for (const number of grouped) expect(texts.has(number)).toBe(true);
  for (const { comments, passage, label, ground, side } of viewpoints) {
    for (const { comment, text } of passage ? [passage] : []) {
      expect(comments).toContain(comment);
      expect(texts.get(comment)).toContain(text);
    }
    for (const { comment, quote } of ground) {
      expect(comments).toContain(comment);
      expect(texts.get(comment!)).toContain(quote);
    }
    expect(label.length).toBeLessThanOrEqual(90);
    expect(side === null || side < sides.length).toBe(true);
  }
  for (const { comments, passage } of sides) {
    expect(comments).toContain(passage.comment);
    expect(texts.get(passage.comment)).toContain(passage.text);
  }
  const onSides = sides.flatMap(({ comments }) => comments);
  expect(new Set(onSides).size).toBe(onSides.length);
  for (const { comment, quote, to } of gists) {
    expect(texts.get(comment)).toContain(quote);
    expect(to).toBe(texts.has(parentNumberOf(comment) ?? '') ? parentNumberOf(comment) : null);
  }
  for (const { reply, to, text } of contradictions) {
    expect(parentNumberOf(reply)).toBe(to);
    expect(texts.get(reply)).toContain(text);
  }
  const told = new Set([...grouped, ...gists.map(({ comment }) => comment)]);
  expect(coverage).toEqual({ used: told.size, of: article.comments.length });
  const threads = article.comments.filter(({ number }) => !number.includes('.')).length;
  expect(counts).toMatchObject({ comments: texts.size, threads, replies: texts.size - threads });
}

describe('the built-in digest of comments', () => {
  it('tells why somebody disagrees, not only that they do', () => {
    const { gists } = honest(sample('old-agatha.json')).answer;
    expect(gists.find(({ comment }) => comment === '2.1')).toMatchObject({
      act: 'contradicts',
      text: 'It lasts a week, and the sliced stuff is mould by Thursday.',
    });
  });

  it('shows what a reply asks where it says that it asks', () => {
    const article = createArticle('The Library of Smells', ['Each jar holds the smell of a place.'], {
      '1': 'Jar 17 is the smell of the old paint shop by the harbour.',
      '1.1': 'Mine smells of paint. Is that right?',
      '2': 'The smell of the river is in the last jar of the top row.',
      '2.1':
        'I have opened every one of the jars on the upper shelves of that room in the library. Which of the rows is that?',
    });
    const draft = commentsMaker.extract(article);
    const told = [
      draft,
      { ...draft, gists: draft.gists.map(gist => ({ ...gist, text: gist.text.replace(/ ?[^.]*\?$/, '') })) },
    ].map(given => commentsMaker.check(given, article, inAny).answer.gists);
    for (const gists of told)
      expect(gists.filter(({ act }) => act === 'asks').map(({ text }) => text)).toEqual([
        'Mine smells of paint. Is that right?',
        'Which of the rows is that?',
      ]);
  });

  it('shows no fragment for a viewpoint of which another comment says a sentence', () => {
    const said = [
      'The kingfishers nest by the old mill on the river.',
      'Kingfishers by the old mill on the river. My father showed me where they nest.',
      'Two kingfishers by the old mill. They nest in the bank.',
      'The bakery closes at four and never has rye bread.',
      'Rye bread from the bakery, still warm at four. I buy it every week.',
      'The bakery sold me rye bread that was two days old.',
      'The trains to the coast are late every single morning.',
      'Late trains to the coast, morning after morning. I have given up on them.',
      'Trains to the coast run late because of the single track.',
    ];
    const numbered = Object.fromEntries(said.map((text, at) => [`${at + 1}`, text]));
    const { viewpoints } = commentsMaker.extract(createArticle('Letters', ['They came.'], numbered));
    const passages = viewpoints.map(({ passage }) => passage?.text);
    expect(passages).toContain('My father showed me where they nest.');
    expect(passages).toContain('Trains to the coast run late because of the single track.');
    expect(passages).not.toContain('Two kingfishers by the old mill.');
  });

  it('keeps the threads of a short discussion apart, and heads each with what is answered there', () => {
    const discussion = createArticle('Council Rejects Night Closure of Corn Street', ['It stays open.'], {
      '1': 'Cameras don’t stop anyone. They send you a letter two weeks after you killed someone.',
      '1.1': 'Average speed on the ring road fell from 46 to 33 after the cameras went in.',
      '1.2': 'That is one road.',
      '2': 'My heart goes out to Mrs Orr. I cannot imagine sitting in that gallery.',
      '2.1': 'Same.',
      '3': '£86,000 for a report that goes in the bin. Wonderful.',
      '4': 'Can someone explain why the trial was voted down by the people who wanted the closure?',
      '4.1': 'Because a trial can be ended quietly. They wanted it permanent.',
      '4.2': 'Politics.',
      '5': 'First they take away the parking, then the road, then they wonder why the shops are empty.',
      '6': 'The street is not the busiest in the centre. Station Road carries twice the traffic.',
    });
    const { viewpoints } = commentsMaker.extract(discussion);
    expect(viewpoints.map(({ label, comments }) => [label, ...comments])).toEqual([
      ['Cameras don’t stop anyone.', '1', '1.1', '1.2'],
      [discussion.comments.find(({ number }) => number === '4')?.paragraphs[0], '4', '4.1', '4.2'],
      ['My heart goes out to Mrs Orr.', '2', '2.1'],
    ]);
  });

  it('heads nothing with a sentence that stops at a verb or leans on another', () => {
    const labels = honest(sample('footbridge.txt')).answer.viewpoints.map(({ label }) => label);
    expect(labels).toContain('My grandfather helped to build the last bridge to the Eyot');
    expect(labels.filter(label => /^(?:He|She|You|They)\b/.test(label))).toEqual([]);
  });

  it('heads a viewpoint with a sentence that is understood alone, where one of its comments has it', () => {
    const labels = ['footbridge.txt', 'night-train.txt', 'roof-bees.txt'].flatMap(name =>
      honest(sample(name)).answer.viewpoints.map(({ label }) => label),
    );
    // no verb, a verb of its clause alone, a joined clause alone, a pronoun for nobody
    expect(labels).not.toContain('£1.6 million in 2021, £2.4 million now, and not a shovel in the ground.');
    expect(labels).not.toContain('Knee-high lamps that go off at ten.');
    expect(labels).not.toContain('Best argument so far, and it fits on a postcard.');
    expect(labels).not.toContain('£84,000 to count bees, and my street has had no lamp since February.');
    expect(labels).not.toContain('Try selling anything like that.');
    expect(labels).toContain('Fixed price with a named engineer is as good as it gets');
    expect(labels).toContain('A railway needs people who pay in February.');
    const thanked = createArticle('Band Treasurer Is Jailed', ['He took the money.'], {
      ...Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`${at + 1}`, 'The park is shut, again.'])),
      '10': 'I played the horn beside Colin for years. Thank you for writing of Colin and the horn.',
      '11': 'Thank you for writing of the horn. Thank you for writing of Colin and the horn.',
    });
    expect(commentsMaker.extract(thanked).viewpoints.map(({ label }) => label)).toContain(
      'I played the horn beside Colin for years.',
    );
    expect(labels.filter(label => /^(?:and|but|so|thank)\b|…$/i.test(label))).toEqual([]);
  });

  it.each([
    ['night-train.txt', { comments: 12, threads: 5, replies: 7, levels: 3 }],
    ['tool-library.txt', { comments: 5, threads: 3, replies: 2, levels: 2 }],
    ['footbridge.txt', { comments: 69, threads: 14, replies: 55, levels: 5 }],
    ['laundrette-chess.txt', { comments: 0, threads: 0, replies: 0, levels: 0 }],
  ])('of %s is true and passes its own check', (name, counts) => {
    const article = sample(name);
    const { answer, complaints } = honest(article);
    expect(complaints).toEqual([]);
    expect(answer.counts).toEqual(counts);
    expectTrue(answer, article);
  });

  it('sees who contradicts whom, and keeps the two apart', () => {
    const { answer } = honest(sample('night-train.txt'));
    expect(answer.contradictions.map(({ reply, to }) => [reply, to])).toEqual([
      ['2.1', '2'],
      ['2.1.1', '2.1'],
    ]);
    for (const { reply, to } of answer.contradictions)
      expect(
        answer.viewpoints.some(({ comments }) => comments.includes(reply) && comments.includes(to)),
      ).toBe(false);
  });

  it('is true of any tree of comments', () => {
    const words = fc
      .array(
        fc.constantFrom(
          'bridge',
          'train',
          'no',
          'wrong',
          'I disagree.',
          'yes',
          '😀',
          'costs',
          '“well”',
          '\u202e',
          'nobody',
          '!',
        ),
        {
          minLength: 1,
          maxLength: 12,
        },
      )
      .map(list => list.join(' '));
    const parents = fc.array(fc.tuple(fc.nat(), words), { maxLength: 25 });
    fc.assert(
      fc.property(parents, drawn => {
        const article = identifyArticle({ ...bridge, comments: createTree(drawn) });
        const { answer, complaints } = honest(article);
        expect(complaints).toEqual([]);
        expectTrue(answer, article);
      }),
      { numRuns: 60 },
    );
  });
});

const { id: _, ...bridge } = createArticle('The bridge', ['It is open.']);

/** A comment tree in reading order: each comment answers an earlier one, or nobody. */
function createTree(drawn: readonly (readonly [number, string])[]): Comment[] {
  const texts = new Map<string, string>();
  const children = new Map<string, number>();
  for (const [pick, text] of drawn) {
    const parent = ['', ...texts.keys()][pick % (texts.size + 1)]!;
    const next = (children.get(parent) ?? 0) + 1;
    children.set(parent, next);
    texts.set(parent === '' ? `${next}` : `${parent}.${next}`, text);
  }
  const key = (number: string) =>
    number
      .split('.')
      .map(part => part.padStart(4, '0'))
      .join('.');
  return [...texts]
    .toSorted(([a], [b]) => (key(a) < key(b) ? -1 : 1))
    .map(([number, text]) => ({ number, author: null, paragraphs: [text] }));
}

const quarrel = createArticle('The bridge', ['The bridge is open.'], {
  '1': 'The bridge is too dear. Who pays for it?',
  '1.1': 'That is wrong, the county pays.',
  '2': 'My bullshit detector says that the ferry was better.',
  ...Object.fromEntries([3, 4, 5, 6, 7, 8].map(at => [`${at}`, `Remark number ${at}.`])),
});

describe('the check of a digest of comments', () => {
  const check = (draft: Partial<CommentsDraft>) =>
    commentsMaker.check(
      { viewpoints: [], sides: [], gists: [], contradictions: [], disputes: [], ...draft },
      quarrel,
      inAny,
    );
  const viewpoint = {
    label: 'On the cost',
    comments: ['1'],
    passage: { comment: '1', text: 'Who pays for it?' },
  };

  it('lets the truth pass as it stands', () => {
    const { answer, complaints } = check({
      viewpoints: [viewpoint],
      contradictions: [{ reply: '1.1', to: '1', text: 'That is wrong,' }],
    });
    expect(complaints).toEqual([]);
    const ground = [{ comment: '1', quote: 'Who pays for it?' }];
    expect(answer.viewpoints).toEqual([
      { ...viewpoint, level: 'worded', ground, side: null, language: null },
    ]);
    expectTrue(answer, quarrel);
  });

  it.each<[string, Partial<CommentsDraft>, RegExp]>([
    [
      'a comment that does not exist',
      { viewpoints: [{ ...viewpoint, comments: ['1', '9'] }] },
      /no comment 9/,
    ],
    [
      'a comment in two viewpoints',
      { viewpoints: [viewpoint, { ...viewpoint, label: 'On the ferry', comments: ['1', '2'] }] },
      /1 stood in a viewpoint already/,
    ],
    [
      'an invented passage',
      { viewpoints: [{ ...viewpoint, passage: { comment: '1', text: 'The bridge is cheap.' } }] },
      /No comment/,
    ],
    [
      'a passage of another comment',
      {
        viewpoints: [
          { ...viewpoint, comments: ['1', '2'], passage: { comment: '2', text: 'Who pays for it?' } },
        ],
      },
      /from comment 1, not from 2/,
    ],
    [
      'an insulting label',
      { viewpoints: [{ ...viewpoint, label: 'The bullshit of idiots' }] },
      /not neutral/,
    ],
    [
      'a contradiction between strangers',
      { contradictions: [{ reply: '2', to: '1', text: 'the ferry was better.' }] },
      /no reply/,
    ],
    [
      'a contradiction the wrong way round',
      { contradictions: [{ reply: '1', to: '1.1', text: 'Who pays' }] },
      /no reply/,
    ],
    [
      'words that the reply does not say',
      { contradictions: [{ reply: '1.1', to: '1', text: 'The state pays.' }] },
      /does not say/,
    ],
  ])('mends %s and says so', (_, draft, complaint) => {
    const { answer, complaints } = check(draft);
    expect(complaints.join('\n')).toMatch(complaint);
    expectTrue(answer, quarrel);
    expect(commentsMaker.check(answer, quarrel, inAny)).toEqual({ answer, complaints: [] });
  });

  it('gives a true answer for any draft, and leaves it alone the second time', () => {
    const number = fc.constantFrom('1', '1.1', '2', '3', '1.1.1');
    const text = fc.constantFrom(
      'Who pays for it?',
      'the county pays',
      'The bridge',
      'invented',
      'pays',
      'ferry was better.',
    );
    const draft = fc.record({
      viewpoints: fc.array(
        fc.record({
          label: fc.constantFrom('On cost', 'on cost', 'bullshit', ' '),
          comments: fc.array(number, { minLength: 1 }),
          passage: fc.record({ comment: number, text }),
        }),
        { maxLength: 5 },
      ),
      contradictions: fc.array(fc.record({ reply: number, to: number, text }), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(draft, lies => {
        const { answer } = commentsMaker.check(
          { sides: [], gists: [], disputes: [], ...lies },
          quarrel,
          inAny,
        );
        expectTrue(answer, quarrel);
        expect(commentsMaker.check(answer, quarrel, inAny)).toEqual({ answer, complaints: [] });
      }),
      { numRuns: 200 },
    );
  });

  it('keeps strong language in the answer, and the rendering masks it unless the server wants it', () => {
    const passage = { comment: '2', text: 'My bullshit detector says that the ferry was better.' };
    const { answer: content } = check({ viewpoints: [{ label: 'On the ferry', comments: ['2'], passage }] });
    expect(content.viewpoints[0]?.passage).toEqual(passage);
    const shown = (maskStrongLanguage: boolean) =>
      JSON.stringify(
        renderComments(quarrel, { content, language: null, engine: 'extractive' } as never, {
          page: 0,
          settings: { maskStrongLanguage },
        }),
      );
    expect(shown(true)).not.toContain('bullshit');
    expect(shown(true)).toContain('•••');
    expect(shown(false)).toContain('bullshit');
  });
});
