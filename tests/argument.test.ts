import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import { drawChart } from '../src/discord/chart-image.ts';
import { findArgument, type Position } from '../src/discord/render/argument.ts';
import { renderArgument } from '../src/discord/render/argument-picture.ts';
import { withLocale } from '../src/i18n/translate.ts';

/** Comments with these numbers; those in `contradicting` disagree with what they answer. */
function discuss(positions: Readonly<Record<string, readonly string[]>>, contradicting: readonly string[]) {
  const all = Object.entries(positions).map(([title, comments]): Position => ({ title, comments }));
  const comments = all
    .flatMap(position => position.comments)
    .map(number => ({ number, author: null, paragraphs: ['Something.'] }));
  const contradictions = contradicting.map(reply => ({ reply, to: '1', text: 'No.' }));
  return { positions: all, comments, contradictions };
}

function find({ positions, comments, contradictions }: ReturnType<typeof discuss>, areSides = false) {
  return findArgument({ comments }, { contradictions }, positions, { areSides });
}

const quarrel = discuss(
  {
    'Keep the pier.': ['1', '2', '3', '4'],
    'Pull it down.': ['1.1', '1.2', '2.1'],
    'Ask the harbour master.': ['1.1.1', '5'],
    'What about the gulls?': ['6'],
  },
  ['1.1', '2.1'],
);

describe('the argument of a discussion', () => {
  test('counts between positions the replies that answer and those that contradict', () => {
    const { positions, links } = find(quarrel)!;
    const titles = positions.map(({ title }) => title);
    expect(links.map(({ one, other, ...counts }) => [titles[one], titles[other], counts])).toEqual(
      expect.arrayContaining([
        expect.arrayContaining(['Keep the pier.', 'Pull it down.', { answers: 1, contradictions: 2 }]),
        expect.arrayContaining([
          'Pull it down.',
          'Ask the harbour master.',
          { answers: 1, contradictions: 0 },
        ]),
      ]),
    );
    expect(links).toHaveLength(2);
  });

  test('leaves out a viewpoint that nobody of another takes up, and puts side by side what is linked', () => {
    const { positions, links } = find(quarrel)!;
    expect(positions.map(({ title }) => title)).not.toContain('What about the gulls?');
    for (const { one, other } of links) expect(other - one).toBe(1);
  });

  test('is none of few comments, of one position, and of viewpoints that leave each other alone', () => {
    expect(find(discuss({ A: ['1', '2'], B: ['1.1', '2.1', '2.2'] }, ['1.1']))).toBeNull();
    expect(find(discuss({ A: ['1', '2', '3', '4', '5', '6', '7', '8', '1.1'] }, ['1.1']))).toBeNull();
    const apart = discuss({ A: ['1', '2', '3', '4'], B: ['5', '6', '7', '8'] }, []);
    expect(find(apart)).toBeNull();
    expect(find(apart, true)?.positions.map(({ title }) => title)).toEqual(['A', 'B']);
  });

  test('shows four positions at most and says how many there are besides', () => {
    const many = discuss(
      Object.fromEntries(
        Array.from({ length: 7 }, (_, at) => [`Position ${at}`, at === 0 ? ['1', '2'] : [`1.${at}`]]),
      ),
      ['1.1', '1.2'],
    );
    const argument = find(many)!;
    expect(argument.positions).toHaveLength(4);
    const { svg } = renderArgument(argument, { title: 'T', shown: 7, name: 'a.png' });
    expect(svg).toContain('and 3 more');
  });
});

/** The width of a line of text when drawn. */
function measureWidth(line: string): number {
  const file = fileURLToPath(
    import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  );
  const font = { loadSystemFonts: false, fontFiles: [file], defaultFontFamily: 'Noto Sans' };
  const drawn = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900">${line}</svg>`, {
    font,
  });
  return drawn.getBBox()?.width ?? Number.POSITIVE_INFINITY;
}

describe('its picture', () => {
  const render = (titles: Readonly<Record<string, readonly string[]>>) =>
    renderArgument(find(discuss(titles, ['1.1', '1.2']))!, {
      title: 'The argument',
      shown: 2,
      name: 'a.png',
    });
  const numbers = { one: ['1', '2', '3', '4', '5'], other: ['1.1', '1.2', '1.3'] };

  test('is told in words, with every number that it shows', () => {
    const { description } = render({ 'Keep it.': numbers.one, 'Pull it down.': numbers.other });
    expect(description).toBe(
      'Picture of the argument. The argument. 1: “Keep it.”, 5 comments; 2: “Pull it down.”, 3 comments; between 1 and 2: 1 answer, 2 contradictions.',
    );
  });

  test('is told in the reader’s language', () => {
    const { description, svg } = withLocale('de', () =>
      render({ 'Keep it.': numbers.one, 'No.': numbers.other }),
    );
    expect(description).toContain('5 Kommentare');
    expect(svg).toContain('2 Widersprüche');
  });

  test('takes no markup from a title, and a number in place of letters that its font lacks', async () => {
    const { svg } = render({ '</text><image href="file:///etc/passwd"/>': numbers.one, 桥梁: numbers.other });
    expect(svg).not.toContain('<image');
    expect(svg).toContain('>2.<');
    expect((await drawChart(svg)).length).toBeGreaterThan(1000);
  });

  test('keeps every line within its box, in capitals too', () => {
    const shout =
      'WHY DOES NOBODY EVER ASK THE PEOPLE WHO LIVE ON MILL LANE ABOUT THE 210,000 CROSSINGS A YEAR';
    const { svg } = render({ [shout]: numbers.one, ['W'.repeat(300)]: numbers.other });
    const lines = [...svg.matchAll(/<text[^>]*font-size="32"[^>]*>[^<]*<\/text>/g)].map(([line]) => line);
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) expect(measureWidth(line)).toBeLessThanOrEqual(520);
  });
});
