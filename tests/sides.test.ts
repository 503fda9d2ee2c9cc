import { describe, expect, it } from 'vitest';
import { commentsMaker } from '../src/answers/comments/maker.ts';
import { commentsRecipe } from '../src/answers/comments/recipe.ts';
import type { CommentsDraft } from '../src/answers/comments/schema.ts';
import { createArticle } from './articles.ts';

const inAny = { language: null };
const digest = (headline: string, comments: Readonly<Record<string, string>>) => {
  const article = createArticle(
    headline,
    [`Readers of the paper wrote what they think: ${headline}.`],
    comments,
  );
  const { answer, complaints } = commentsMaker.check(commentsMaker.extract(article), article, inAny);
  expect(complaints).toEqual([]);
  return answer;
};
const numbered = (texts: readonly string[]) =>
  Object.fromEntries(texts.map((text, at) => [`${at + 1}`, text]));

const forLicences = [
  'Landlords should be licensed, mine has never fixed the heating.',
  'I agree, landlords should be licensed like taxi drivers.',
  'Yes. We should license landlords, they take the deposit and vanish.',
  'Landlords must be licensed before somebody dies of damp.',
  'It is time to license landlords, the council knows who the bad ones are.',
];
const againstLicences = [
  'Landlords should not be licensed, it is my house and my risk.',
  'We should not license landlords: the fee would go on the rent.',
  'I am against licensing landlords, the law is strict enough.',
  'Landlords should never be licensed by a council that cannot empty the bins.',
  'Do not license landlords, fewer of them will let at all.',
];

describe('the sides of a debate', () => {
  it('are for and against where the comments say so themselves', () => {
    const { sides } = digest('Landlords should be licensed', numbered([...forLicences, ...againstLicences]));
    expect(sides.map(({ comments, relation }) => [relation, comments])).toEqual([
      ['for', ['1', '2', '3', '4', '5']],
      ['against', ['6', '7', '8', '9', '10']],
    ]);
    for (const { comments, plain } of sides) expect(plain).toBe(comments.length);
  });

  it('are not told by what is demanded in another clause', () => {
    const other = 'You should complain when we license landlords, whoever wrote this.';
    const { sides } = digest(
      'Landlords should be licensed',
      numbered([...forLicences, ...againstLicences, other]),
    );
    expect(sides.map(({ comments }) => comments)).toEqual([
      ['1', '2', '3', '4', '5'],
      ['6', '7', '8', '9', '10'],
    ]);
  });

  it.each([
    ['The council should ban fireworks', 'for', 'against'],
    ['Fireworks should be allowed all year', 'against', 'for'],
  ])('are told by the proposal, which may end a thing or keep it: “%s”', (headline, ofBan, ofKeeping) => {
    const wanting = ['We should ban fireworks', 'Fireworks should be banned', 'Ban fireworks'];
    const keeping = [
      'Fireworks should not be banned',
      'We should keep fireworks',
      'Fireworks must be allowed',
    ];
    const reasons = ['the dog hides for a week', 'my sister was burnt', 'it is over in a minute', 'so say I'];
    const texts = [...wanting, ...keeping].flatMap((text, at) =>
      reasons.slice(0, 2).map(reason => `${text}, ${reason}, and ${at} of us think so.`),
    );
    const { sides } = digest(headline, numbered(texts));
    const relationOfFirst = (number: string) =>
      sides.find(({ comments }) => comments.includes(number))?.relation;
    expect([relationOfFirst('1'), relationOfFirst('7')]).toEqual([ofBan, ofKeeping]);
  });

  it('take in who agrees with one of them and who answers against one', () => {
    const { sides } = digest('Landlords should be licensed', {
      '1': forLicences[0]!,
      '1.1': 'Exactly, mine is no better.',
      '1.2': 'Nonsense, most of us do fix things.',
      '2': forLicences[3]!,
      ...Object.fromEntries(againstLicences.map((text, at) => [`${at + 3}`, text])),
    });
    const sideOf = (number: string) => sides.findIndex(({ comments }) => comments.includes(number));
    expect(sideOf('1.1')).toBe(sideOf('1'));
    expect(sideOf('1.2')).toBe(sideOf('3'));
    expect(sideOf('1.2')).not.toBe(sideOf('1'));
  });

  it('are none where readers talk of this and that', () => {
    const talk = [
      'The bakery on the corner has the best rolls in town.',
      'My grandmother danced there in the fifties.',
      'Does anybody know when the ferry goes on Sunday?',
      'There was a queue down to the harbour this morning.',
      'We saw two seals from the pier.',
      'The brass band plays again on the ninth.',
      'I lost a red glove near the lighthouse.',
      'The museum is open late on Thursdays.',
      'Parking is free behind the church hall.',
    ];
    const { sides, viewpoints } = digest('A Sunday on the Quay', numbered(talk));
    expect(sides).toEqual([]);
    for (const { side } of viewpoints) expect(side).toBeNull();
  });

  const debate = createArticle(
    'Landlords should be licensed',
    ['The council votes on Monday.'],
    numbered([...forLicences, ...againstLicences]),
  );
  const drafted = (comments: readonly string[], side: number, text: string) => ({
    comments: [...comments],
    passage: { comment: comments[0]!, text },
    label: text,
    side,
  });
  const check = (draft: Partial<CommentsDraft>) =>
    commentsMaker.check(
      { viewpoints: [], sides: [], gists: [], contradictions: [], disputes: [], ...draft },
      debate,
      inAny,
    );

  it('of a model are not for or against what their comments do not say', () => {
    const { answer, complaints } = check({
      viewpoints: [
        drafted(['1', '2', '3'], 0, forLicences[0]!),
        drafted(['6', '7', '8'], 1, againstLicences[0]!),
      ],
      sides: [
        { passage: { comment: '1', text: forLicences[0]! }, relation: 'against' },
        { passage: { comment: '6', text: againstLicences[0]! }, relation: 'for' },
      ],
    });
    expect(answer.sides.map(({ relation, comments }) => [relation, comments])).toEqual([
      ['for', ['1', '2', '3']],
      ['against', ['6', '7', '8']],
    ]);
    expect(complaints.join('\n')).toMatch(/do not say themselves that they are against/);
    expect(commentsMaker.check(answer, debate, inAny)).toEqual({ answer, complaints: [] });
  });

  it('of a model do not hold the one who contradicts another of them', () => {
    const quarrel = createArticle('Landlords should be licensed', ['The council votes on Monday.'], {
      '1': forLicences[0]!,
      '1.1': 'That is wrong, the heating is the tenants’ own.',
      ...Object.fromEntries(againstLicences.map((text, at) => [`${at + 2}`, text])),
      ...Object.fromEntries(forLicences.map((text, at) => [`${at + 7}`, text])),
    });
    const { answer, complaints } = commentsMaker.check(
      {
        disputes: [],
        viewpoints: [
          drafted(['1', '1.1', '7'], 0, forLicences[0]!),
          drafted(['2', '3'], 1, againstLicences[0]!),
        ],
        sides: [
          { passage: { comment: '1', text: forLicences[0]! } },
          { passage: { comment: '2', text: againstLicences[0]! } },
        ],
        gists: [],
        contradictions: [{ reply: '1.1', to: '1', text: 'That is wrong,' }],
      },
      quarrel,
      inAny,
    );
    expect(answer.sides[0]?.comments).toEqual(['1', '7']);
    expect(complaints.join('\n')).toMatch(/1\.1 and 1 stand on one side, but contradict/);
  });
});

describe('a discussion that is read in parts', () => {
  const side = (relation: 'for' | 'against', text: string) => ({ passage: { comment: '1', text }, relation });
  const view = (label: string, comments: string[], at: number | null) => ({
    label,
    comments,
    passage: null,
    side: at,
  });

  it('has the sides of its parts together where they are for and against, and loses no comment of a short part', () => {
    const parts = [
      {
        sides: [side('against', 'no'), side('for', 'yes')],
        viewpoints: [view('a', ['1'], 0), view('b', ['2'], 1)],
      },
      { sides: [side('for', 'yes')], viewpoints: [view('c', ['3'], 0)] },
      { sides: [], viewpoints: [], gists: [{ comment: '4', text: 'd', act: 'starts' as const }] },
    ];
    const merged = commentsRecipe.longArticle.merge(
      parts.map(part => ({ gists: [], contradictions: [], disputes: [], ...part })),
    );
    const relations = merged.sides.map(({ relation }) => relation);
    expect(relations).toEqual(['for', 'against']);
    expect(
      merged.viewpoints.map(({ label, comments, side: at }) => [label, comments, relations[at ?? -1]]),
    ).toEqual([
      ['a', ['1'], 'against'],
      ['b', ['2'], 'for'],
      ['c', ['3'], 'for'],
      ['d', ['4'], undefined],
    ]);
  });
});

describe('titles of viewpoints', () => {
  const article = createArticle(
    'The tram gets a new line',
    ['The council decided on Monday.'],
    numbered([
      'The fare is too high for pupils. Nobody told us.',
      'The fare has doubled in six years and pupils cannot pay it.',
      'Pupils should ride for free.',
      ...[4, 5, 6, 7, 8, 9].map(at => `Stop ${at} has no roof.`),
    ]),
  );
  const check = (label: string) =>
    commentsMaker.check(
      {
        viewpoints: [{ comments: ['1', '2', '3'], passage: null, label }],
        sides: [],
        gists: [],
        contradictions: [],
        disputes: [],
      },
      article,
      inAny,
    );

  it.each([
    ['The fare is too high for pupils.', 'verbatim'],
    ['The fare has doubled in six years', 'shortened'],
    ['The fare has doubled … and pupils cannot pay it.', 'shortened'],
    ['Dear fares for pupils', 'worded'],
  ])('“%s” is %s', (label, level) => {
    const { answer, complaints } = check(label);
    expect(complaints).toEqual([]);
    expect(answer.viewpoints[0]).toMatchObject({ label, level });
  });

  it.each([
    ['The mayor stole the fares.', /is not borne out/],
    ['The fare is not too high for pupils.', /is not borne out/],
    ['Nobody … pupils.', /is not borne out/],
    ['The far …', /speaks of what these comments do not/],
    [`${'The fare is too high for pupils '.repeat(4)}.`, /longer than 90/],
  ])('“%s” is not shown: a sentence of the comments is', (label, complaint) => {
    const { answer, complaints } = check(label);
    expect(complaints.join('\n')).toMatch(complaint);
    const [{ label: shown, level } = { label: '', level: null }] = answer.viewpoints;
    expect(level).toBe('verbatim');
    expect(
      ['1', '2', '3'].flatMap(number => article.comments[Number(number) - 1]!.paragraphs).join(),
    ).toContain(shown);
  });
});

describe('who and what is read', () => {
  it('is no program of the moderators, and no name or greeting', () => {
    const answer = digest('The tide gate', {
      ...numbered([
        'Hello Tom, Peter and Anna, the toll doubled again.',
        'That toll is robbery.',
        'Hello Tom, Peter and Anna, cracks run through everything below.',
        'Those cracks grow wider.',
        'Seals were seen near the pier.',
        'My grandmother danced on the quay.',
        'Saturday has no bus home.',
        'Where does the heron sleep?',
      ]),
      '9': 'I am a bot, and this action was performed automatically. Please contact the moderators.',
    });
    const grouped = answer.viewpoints.map(({ comments }) => comments);
    expect(grouped.flat()).not.toContain('9');
    expect(grouped.some(each => each.includes('1') && each.includes('3'))).toBe(false);
    expect(grouped.some(each => each.includes('1') && each.includes('2'))).toBe(true);
  });

  it('stands apart in another language than the article’s', () => {
    const answer = digest(
      'The tide gate',
      numbered([
        ...[1, 2, 3, 4, 5, 6, 7].map(
          at => `The toll at the gate is too high, and I have paid it ${at} times.`,
        ),
        'Das Tor ist schon seit dem Winter nicht mehr dicht, und niemand kommt, um es zu reparieren.',
        'Wir haben es dem Rat gesagt, aber der hat für das Tor kein Geld und keine Zeit.',
      ]),
    );
    expect(answer.viewpoints.filter(({ language }) => language !== null)).toMatchObject([
      { language: 'deu', comments: ['8', '9'] },
    ]);
  });
});
