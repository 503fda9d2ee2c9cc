import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotesMaker } from '../src/answers/quotes/maker.ts';
import { quotesRecipe } from '../src/answers/quotes/recipe.ts';
import type { Quote, QuotesDraft } from '../src/answers/quotes/schema.ts';
import { createEntries, showQuotation } from '../src/answers/quotes/split-quotes.ts';
import { type Article, identifyArticle } from '../src/articles/article.ts';
import { parseText } from '../src/articles/formats/text.ts';
import { createArticle } from './articles.ts';

const createQuarrel = (...paragraphs: string[]) => createArticle('A quarrel over “the bridge”', paragraphs);

const found = (...paragraphs: string[]) => quotesMaker.extract(createQuarrel(...paragraphs)).quotes;
const texts = (...paragraphs: string[]) => found(...paragraphs).map(({ text }) => text);
const speakers = (...paragraphs: string[]) => found(...paragraphs).map(({ speaker }) => speaker);
const checked = (quotes: Quote[], article: Article) => quotesMaker.check({ quotes }, article);

describe('quoted strings', () => {
  it.each([
    ['typographic marks', ['She said, “We won ‘the big one’ today.”'], ['We won ‘the big one’ today.']],
    ['straight marks', ['"We won," she said, "and they didn\'t."'], ['We won,', "and they didn't."]],
    ['guillemets', ['Il a dit « Bonjour à tous » hier.'], ['Bonjour à tous']],
    ['German marks', ['Er sagte: „Das ist gut“, und ging.'], ['Das ist gut']],
    [
      'single outer marks',
      ['‘I don’t like the voters’ choice,’ said Ann Lee. ‘It is “mad” to go,’ she said.'],
      ['I don’t like the voters’ choice,', 'It is “mad” to go,'],
    ],
    [
      'straight single outer marks',
      ["'I don't like the boys' choice at all,' said Ann Lee."],
      ["I don't like the boys' choice at all,"],
    ],
    ['apostrophes only', ['The dogs’ owner sang rock ’n’ roll in the ’90s at the Joneses’ house.'], []],
    [
      'feet and inches',
      ['He is 6\'2" tall and said "I like my 15" screen" to us. A 12" disc.'],
      ['I like my 15" screen'],
    ],
    [
      'a number at the end',
      ['"It was 1950," he said. "No, it was 1960".'],
      ['It was 1950,', 'No, it was 1960'],
    ],
    [
      'nested typographic marks',
      ['He said “they called it “a mess” again” and left.'],
      ['they called it “a mess” again'],
    ],
    [
      'typographic within straight',
      ['"The text is: “As you know, it rains.” Forty say so," he said.'],
      ['The text is: “As you know, it rains.” Forty say so,'],
    ],
    ['a mark that is never closed', ['He said “it is over. And “it was long,” he added.'], ['it was long,']],
    [
      'a quotation left open at the end',
      ['“It is over and nobody came.', 'The hall was empty.'],
      ['It is over and nobody came.'],
    ],
    [
      'marks of the wrong shape',
      ['He said “it is over“ and left. ”It was long,” he added.'],
      ['it is over', 'It was long,'],
    ],
    ['empty marks', ['He said “” and "" and left.'], []],
  ])('are found in %s', (_, paragraphs, expected) => {
    expect(texts(...paragraphs)).toEqual(expected);
  });

  it.each([
    [
      "``TeX''",
      "``The boats are late again, as they were in May,'' said Maria Holt. ``It's the skippers' choice.''",
    ],
    [
      'one of TeX’s',
      "`The boats are late again, as they were in May,' said Maria Holt. `It's the skippers' choice.'",
    ],
    [
      'low commas',
      ",,The boats are late again, as they were in May,'' said Maria Holt. ,,It's the skippers' choice.''",
    ],
    [
      'angles',
      "<<The boats are late again, as they were in May,>> said Maria Holt. <<It's the skippers' choice.>>",
    ],
  ])('are found in marks that are written with several characters: %s', (_, paragraph) => {
    expect(texts(paragraph)).toEqual([
      'The boats are late again, as they were in May,',
      "It's the skippers' choice.",
    ]);
    expect(speakers(paragraph)).toEqual(['Maria Holt', 'Maria Holt']);
  });

  it('are none where two such characters stand for something else', () => {
    expect(texts("Push it with `git push`, shift 8 << 2 and 16 >> 1, it is 6'2'' long,, they said.")).toEqual(
      [],
    );
  });

  it('are one if they run over several paragraphs', () => {
    const quotes = found(
      'Maria Holt wrote in a letter:',
      '“First we wait.',
      '“Then we build.',
      '“And in the end we cross,” she said. “I promise.”',
    );
    expect(quotes.map(({ text, paragraph, paragraphs }) => ({ text, paragraph, paragraphs }))).toEqual([
      {
        text: 'First we wait.\n\nThen we build.\n\nAnd in the end we cross,',
        paragraph: 2,
        paragraphs: [2, 3, 4],
      },
      { text: 'I promise.', paragraph: 4, paragraphs: [4] },
    ]);
    expect(new Set(quotes.map(({ speaker }) => speaker))).toEqual(new Set(['Maria Holt']));
  });
});

describe('speakers', () => {
  it.each([
    [
      'after the quotation',
      ['“We will build it,” said Maria Holt, the mayor of Greenfield.'],
      ['Maria Holt'],
    ],
    [
      'with the verb last',
      ['“We will build it,” Maria Holt, a farmer and the mayor of Greenfield, said on Monday.'],
      ['Maria Holt'],
    ],
    [
      'before the quotation',
      ['Maria Holt told reporters on Monday that “we will build it here.”'],
      ['Maria Holt'],
    ],
    [
      'according to somebody',
      ['The bridge is “the worst in the land,” according to Peter Lang.'],
      ['Peter Lang'],
    ],
    [
      'with an office in brackets',
      ['“We will build it,” Rep. Gwen Moor (D-Wis.) said Friday.'],
      ['Gwen Moor'],
    ],
    ['split in two', ['“We will,” said Maria Holt, “build it here.”'], ['Maria Holt', 'Maria Holt']],
    ['by surname', ['Maria Holt has a plan.', '“We will build it,” Holt said.'], ['Maria Holt']],
    [
      'by a pronoun',
      ['Maria Holt met Peter Lang.', '“We will build it,” she said. “We shall not,” he said.'],
      ['Maria Holt', 'Peter Lang'],
    ],
    ['who said more', ['“We will build it,” said Maria Holt. “And soon.”'], ['Maria Holt', 'Maria Holt']],
    ['who is announced', ['Maria Holt was furious:', '“Nobody asked us about it.”'], ['Maria Holt']],
    [
      'of a shared subject',
      ['Maria Holt went on Twitter and called the plan “one of the worst ideas of all.”'],
      ['Maria Holt'],
    ],
    ['under it', ['“I never cross it at night.” — Peter Lang'], ['Peter Lang']],
    [
      'in a transcript',
      ['Anna Berg spoke with Maria Holt.', '“BERG: Will it be built?', '“HOLT: It will be, next year.”'],
      ['Anna Berg', 'Maria Holt'],
    ],
    [
      'in a transcript that gives offices',
      [
        'Anna Berg spoke with Maria Holt.',
        '“ANNA BERG: Will it be built?',
        '“MAYOR HOLT: It will be, next year.”',
      ],
      ['Anna Berg', 'Maria Holt'],
    ],
    [
      'without a name',
      ['“It is very loud here,” a spokesman for the harbour said.'],
      ['a spokesman for the harbour'],
    ],
    ['by office', ['Mayor Maria Holt came late.', '“We will build it,” the mayor said.'], ['Maria Holt']],
  ])('are found %s', (_, paragraphs, expected) => {
    expect(speakers(...paragraphs)).toEqual(expected);
  });

  it.each([
    [
      'whose name follows their description',
      [
        'The club of the shore fishers rejects any limit. Its chairman, Peter Lang, told the paper that it had “no faith in nets.”',
      ],
      ['Peter Lang'],
    ],
    [
      'in the clause of the quotation',
      [
        '“It will stand,” said Maria Holt; the anglers, in a note to the town, called it “a slightly taller mistake”.',
      ],
      ['Maria Holt', 'the anglers'],
    ],
    [
      'in spite of a number per cent',
      [
        'Maria Holt designed it. Stone costs 30 per cent more, she said, while the price of nails had “stayed, I am glad to say, the same”.',
      ],
      ['Maria Holt'],
    ],
    [
      'in a noun that may be a verb',
      ['The town’s own report, which Maria Holt found in May, mentions “some delay of the works”.'],
      ['the town’s own report'],
    ],
    [
      'not in the clause that opens the sentence',
      [
        'On the day that his brother, Peter Lang, was brought home, the diary has four words: “Lang home. Rain. Soup.”',
      ],
      [null],
    ],
    [
      'who are told of as people only, whatever their name',
      ['Anna Berg runs the pool. The race went to Qim Dorr, who is 12. “I kick harder,” she said.'],
      ['Qim Dorr'],
    ],
    [
      'meant by a pronoun and not their relations',
      [
        'Erik Thorn kept bees, like his niece Clara Thorn. In winter, Thorn was alone.',
        'On the day that his brother, Peter Lang, was brought home, nobody came. He writes that it was “a quiet day, thank God.”',
      ],
      ['Erik Thorn'],
    ],
    [
      'named behind what they are, and not who spoke before',
      [
        '“Nobody walks home with a boat,” said Peter Lang, whose family builds them.',
        'The harbour master, Erik Thorn, has a vote of his own. He had kept it in November. “I still think that the fees are too high,” he told the paper.',
      ],
      ['Peter Lang', 'Erik Thorn'],
    ],
    [
      'who wrote what others read out',
      [
        'A letter came for Anna Berg from a sailor named Peter Lang, who had sold the boat. She read it aloud twice.',
        '“I was on the boat all night, and nobody came for me.”',
      ],
      ['Peter Lang'],
    ],
    [
      'who wrote what others read out, and nobody if no writer is named',
      [
        'A letter came for Anna Berg from the harbour. She read it aloud.',
        '“The boat has been sold, and nobody came for it.”',
      ],
      [null],
    ],
  ])('are those %s', (_, paragraphs, expected) => {
    expect(speakers(...paragraphs)).toEqual(expected);
  });

  it.each(['coach', 'security guard', 'tour guide', 'school cook', 'fashion model'])(
    'have the role %s, which may be a verb elsewhere',
    role => {
      const before = 'Peter Lang opened the season on Tuesday with a speech.';
      for (const text of [
        `“It is the best we have had,” said ${role} Maria Holt.`,
        `“It is the best we have had,” ${role} Maria Holt said on Friday.`,
        `“It is the best we have had,” said Maria Holt, ${role} of the club.`,
      ]) {
        const [quote] = found(before, text);
        expect(quote).toMatchObject({ speaker: 'Maria Holt', role: expect.stringContaining(role) });
      }
    },
  );

  it('have two roles that are joined', () => {
    const [quote] = found('“It is the best we have had,” said football coach and guide Maria Holt.');
    expect(quote).toMatchObject({ speaker: 'Maria Holt', role: 'football coach and guide' });
  });

  it.each([
    'They coach Maria Holt and “the best of us all”.',
    'The clubs guard Maria Holt with “the best of offers”.',
  ])('are not those whom a verb is about: %s', text => {
    expect(found(text)[0]!.role).toBe(null);
  });

  it('are never taken from another paragraph where the own one has words of its own', () => {
    const before = 'Peter Lang opened the season on Tuesday with a speech.';
    expect(speakers(before, 'So much for “a season without a single defeat at home”, then.')).toEqual([null]);
    expect(speakers(before, '“It is the best we have had in years,” ran the wording.')).not.toContain(
      'Peter Lang',
    );
  });

  it.each([
    ['“There is no ice left in the whole house,” grumbled Joan, lying on the rug.', 'Joan'],
    ['“There is no ice left!” sighed Joan, looking at the door.', 'Joan'],
    ['“There is no ice left!” Joan chuckled, looking at the door.', 'Joan'],
    ['“There is no ice left,” the old man smiled.', 'the old man'],
    ['“There is no ice left,” whooped Joan Lake.', 'Joan Lake'],
    ['“Is there no ice left?” the keeper of the house snaps.', 'the keeper of the house'],
    ['Joan sighed: “There is no ice left.”', 'Joan'],
    ['“There is no ice left!” Joan ran to the door.', null],
    ['“The Ice House,” directed by Joan Lake, opens today.', null],
  ])('are told by verbs for the manner of speaking: %s', (text, speaker) => {
    expect(found(text)[0]).toMatchObject({ speaker, role: null });
  });

  it.each([
    ['“The pier is safe for now,” visitors were told by Maria Holt, the engineer.', 'Maria Holt'],
    ['“The pier is safe for now,” the council was assured by Maria Holt.', 'Maria Holt'],
    ['“The pier is safe for now,” visitors were told.', null],
    ['“The pier is safe for now,” it was announced on Tuesday.', null],
    ['“The pier is safe for now,” Maria Holt was quoted as saying.', 'Maria Holt'],
    ['“The pier opens on the first of May” is something Maria Holt never said.', null],
    ['Maria Holt never said “the pier opens on the first of May”.', null],
    ['Maria Holt denies ever having said “the pier opens on the first of May”.', null],
    ['Maria Holt would not call it “the worst pier in the whole land”.', null],
    ['Maria Holt stopped short of calling it “the worst pier in the whole land”.', null],
    ['Nobody said “the pier opens on the first of May”.', null],
    ['“The pier is a disgrace,” said Maria Holt, who had not said so before.', 'Maria Holt'],
    ['Maria Holt did not mince words: “The pier is a disgrace.”', 'Maria Holt'],
  ])('are those who speak, not those who are told or who deny it: %s', (text, speaker) => {
    expect(speakers(text)).toEqual([speaker]);
  });

  it('come with their role, the words for them and the place where they spoke', () => {
    const paragraphs = [
      'Harbour chief Maria Holt wrote in a letter to the council, “We will build it, whatever it costs.”',
      '“Nobody can stop us,” Holt added.',
      'The letter continues:',
      '“We begin in March with the eastern pillars.”',
      'Peter Lang, an engineer, said in an interview: “They never asked us about it.”',
    ];
    expect(
      found(...paragraphs).map(({ speaker, role, mention, where }) => [speaker, role, mention, where]),
    ).toEqual([
      ['Maria Holt', 'Harbour chief', 'Maria Holt', 'letter'],
      ['Maria Holt', 'Harbour chief', 'Holt', 'letter'],
      ['Maria Holt', 'Harbour chief', 'The letter', 'letter'],
      ['Peter Lang', 'engineer', 'Peter Lang', 'interview'],
    ]);
  });

  it.each([
    [
      '“We swim,” said Maria Holt, the head teacher of Low Lane School and a friend of the pool.',
      'head teacher of Low Lane School',
    ],
    ['“We swim,” said Maria Holt, a spokeswoman for Sand and Shore.', 'spokeswoman for Sand and Shore'],
    [
      '“We swim,” said Maria Holt, who owns the town’s swimming pool and never uses it.',
      'who owns the town’s swimming pool',
    ],
    [
      '“We swim,” said Maria Holt, 81, who was then the club’s secretary.',
      'who was then the club’s secretary',
    ],
    [
      'Maria Holt, whose ward includes the pool, voted yes. “We swim,” Holt said.',
      'whose ward includes the pool',
    ],
    ['“We swim,” said Maria Holt, whose shop reopened in June.', null],
    ['“We swim,” said Maria Holt, who was pleased with the pool.', null],
    ['“We swim,” said Maria Holt, who served as head of the pool from 1990 until late summer.', null],
    ['Its chairwoman, Maria Holt, said: “We swim.”', 'chairwoman'],
    ['Maria Holt of the Harbour Council said, “We swim here.”', 'of the Harbour Council'],
    ['Secretary of State Maria Holt said, “We swim here.”', 'Secretary of State'],
    ['Republican nominee Gov. Maria Holt said, “We swim here.”', 'Republican nominee'],
    ['“We swim,” said Maria Holt, founder and head of the club.', 'founder and head of the club'],
    ['Lang’s wife, Maria Holt, said, “We swim here.”', 'Lang’s wife'],
    ['“We swim,” said Maria Holt, author of “The Pier”.', 'author'],
    ['Maria Holt of the University of North Lane said, “We swim here.”', 'of the University of North Lane'],
    ['A conservative Holt said, “We swim here.” Maria Holt left.', null],
    ['“We swim,” said his wife Maria Holt.', null],
    ['They asked mind Maria Holt, and Holt said, “We swim here.”', null],
    ['Voters supporting Maria Holt left. “We swim,” Holt said.', null],
    ['Many despise Maria Holt. “We swim,” Holt said.', null],
    ['The State Maria Holt left was poor. “We swim,” Holt said.', null],
    ['“We swim,” said Maria Holt, a mistake that cost her dear.', null],
    ['Unlike Maria Holt, the mayor has left. “We swim,” Holt said.', null],
    ['Former Ohio swimmer Maria Holt said, “We swim here.”', 'former Ohio swimmer'],
    ['Holt campaign manager Peter Lang said, “We swim here.”', 'Holt campaign manager'],
  ])('have the role that stands in %j', (text, role) => {
    expect(found(text)[0]!.role).toBe(role);
  });

  it('are not found by what they own', () => {
    const quotes = found(
      '“We swim,” said Maria Holt, who owns the magazine. “They swim,” the magazine said.',
    );
    expect(quotes.map(({ speaker }) => speaker)).toEqual(['Maria Holt', 'the magazine']);
  });

  it.each([
    [
      'whom a sentence is about, though only a description names them',
      ['Peter Lang was away. A spokesman for Lang said it rained. He said: “Come back on Monday, please.”'],
      'a spokesman for Lang',
    ],
    [
      'who goes on speaking, not who is mentioned in between',
      [
        'Peter Lang came home. He told the paper that Tom Reed was late. But he added: “I will wait for the boat.”',
      ],
      'Peter Lang',
    ],
    [
      'the subject of verbs that "and" joins',
      ['When Tom Reed told the news, Peter Lang laughed and said, “I never liked the boat.”'],
      'Peter Lang',
    ],
    [
      'behind a title that is a trade',
      ['“I will wait,” said harbour boss Economist Lena Lang.'],
      'Lena Lang',
    ],
    [
      'a body with a place in its name',
      ['“The rate stays as it is,” the Bank of Greenfield said.'],
      'the Bank of Greenfield',
    ],
    [
      'several without names',
      ['“The rate stays as it is,” experts at the University of Greenfield said.'],
      'experts at the University of Greenfield',
    ],
    [
      'several by name',
      ['Dana Fine and Ben Card called it “a mess from the start”.'],
      'Dana Fine and Ben Card',
    ],
    [
      'who speaks of what another said',
      ['Nell Gray argues that Reed’s complaint is “a mess from the start”.'],
      'Nell Gray',
    ],
    ['in the present tense', ['“It is over for all of us,” Brook talks.'], 'Brook'],
    ['no heading', ['FULL TEXT: “It is over for all of us, and we go.”'], null],
    [
      'no times, which cannot speak',
      ['Ada Lake agrees that the past months point to the end and “may be a copy of it”.'],
      'Ada Lake',
    ],
    ['by one name and an age', ['Carla, 23, grew up here. “The boats saved my life,” she said.'], 'Carla'],
    [
      'with a nickname between their names',
      ['Maria “Mia” Holt swims. “The boats saved my life,” Holt said.'],
      'Maria Holt',
    ],
    [
      'accused of saying so',
      ['“Take the boat to the harbour,” Peter Lang is alleged to have told the crew.'],
      'Peter Lang',
    ],
    [
      'a text of a certain time, whole',
      ['Nothing moved. The entry for the next night reads: “My arms are tired and the gannets are back.”'],
      'the entry for the next night',
    ],
    ['a rule or a log', ['“No keeper shall leave the light before dawn,” says the rule.'], 'the rule'],
    [
      'in a clause about somebody',
      ['Tom Reed recalled a talk with a girl who kept telling him, “I cannot wait to go home.”'],
      'a girl',
    ],
  ])('are those %s', (_, paragraphs, speaker) => {
    expect(found(...paragraphs).at(-1)?.speaker).toBe(speaker);
  });

  it.each([
    ['a bare quotation', '“Nobody will take it from us.”'],
    ['“one said”', '“Nobody will take it from us,” one said.'],
    ['“said another”', '“Nobody will take it from us,” said another.'],
  ])('are never taken from another paragraph for %s', (_, paragraph) => {
    const before = 'Peter Lang opened the season on Tuesday with a speech and said that it would be long.';
    expect(found(before, paragraph).map(({ speaker }) => speaker)).not.toContain('Peter Lang');
  });

  it('go on over paragraphs that are reopened with single marks', () => {
    const quotes = found(
      'Maria Holt said: ‘We cannot wait for the boats any more.',
      '‘They come when they like and leave when they like.’',
      '‘That is all there is to say,’ she added.',
    );
    expect(quotes.map(({ speaker, paragraphs }) => [speaker, paragraphs])).toEqual([
      ['Maria Holt', [1, 2]],
      ['Maria Holt', [3]],
    ]);
  });

  it.each([
    [
      'a spokesman',
      'Hillary Clinton came. A spokesman for Clinton said it was “all too late now.”',
      'a spokesman for Clinton',
    ],
    ['the mayor of a town', 'The mayor of Greenfield said: “Go away from here.”', 'the mayor of Greenfield'],
    [
      'a passive without an agent',
      'Peter Lang came home. Lang was described as “one of the worst in town.”',
      null,
    ],
    [
      'a passive with an agent',
      'Lang was described as “one of the worst in town” by Maria Holt.',
      'Maria Holt',
    ],
  ])('are neither the employer, nor the town, nor the object: %s', (_, text, speaker) => {
    expect(speakers(text)).toEqual([speaker]);
  });

  it.each([
    [
      'The band struck up “The Last Boat Home”, the march that was written for the last night and had not been heard since.',
      true,
    ],
    ['According to Maria Holt, the hall was to have been called the “Palace of Fish”.', true],
    ['Maria Holt said that they met at a hall called “No Boat Provided”.', true],
    ['Maria Holt said that she had read the novel “No Boat Provided” twice.', true],
    ['Anna Berg called Lang a “Crooked Old Liar.”', false],
  ])('are not given to a title: %j', (text, scare) => {
    expect(found(text).map(quote => [quote.scare, quote.speaker])).toEqual([
      [scare, scare ? null : 'Anna Berg'],
    ]);
  });

  it('come with the place of their own clause only', () => {
    const quotes = found(
      '“It will stand,” said Maria Holt; the anglers, in a letter to the town, called it “a slightly taller mistake”.',
    );
    expect(quotes.map(({ where }) => where)).toEqual([null, 'letter']);
  });

  it('are missing where nobody is quoted', () => {
    const quotes = found(
      'Maria Holt said she never had a “cross” word with him. They met at a showing of “The Long Way Home” on Sunday.',
    );
    expect(quotes.map(({ text, scare, speaker }) => [text, scare, speaker])).toEqual([
      ['cross', true, null],
      ['The Long Way Home', true, null],
    ]);
    expect(
      found('Maria Holt called him “disgraceful” and “one of the liars.”').map(({ scare }) => scare),
    ).toEqual([false, false]);
  });
});

const quarrel = createQuarrel(
  'Maria Holt told the council that “the bridge is safe today,” and left.',
  '“It is not,” said Peter Lang. “It is rusty, and ‘safe’ is a lie.”',
  '“First we wait.',
  '“Then we build,” Holt said. “It is not,” she added.',
  'The mayor likes the old bridge very much and never said so.',
);
const honest = quotesMaker.extract(quarrel).quotes;
const lie = (change: Partial<Quote>): Quote => ({ ...honest[0]!, ...change });

describe('the check of quotations', () => {
  it('lets true quotations pass as they are', () => {
    expect(honest).toHaveLength(5);
    expect(checked(honest, quarrel)).toEqual({ answer: { quotes: honest }, complaints: [] });
  });

  it.each([
    ['invented', 'We shall overcome the river.'],
    ['altered by one word', 'the bridge is safe tonight,'],
    ['with a word left out', 'the bridge is today,'],
    ['cut within a word', 'he bridge is safe toda'],
    ['joined from two places', 'the bridge is safe today, It is not,'],
    ['that stands in no quotation marks', 'The mayor likes the old bridge very much'],
    ['that runs out of its marks', 'the bridge is safe today,” and left.'],
    ['of paragraphs that do not follow each other', 'First we wait.\n\nIt is rusty, and ‘safe’ is a lie.'],
    ['of nothing but white space', ' \n\n '],
  ])('drops a quotation %s', (_, text) => {
    const { answer, complaints } = checked([lie({ text })], quarrel);
    expect(answer.quotes).toEqual([]);
    expect(complaints).toHaveLength(1);
  });

  it('shows the stored text, whatever marks and white space the draft has', () => {
    const text = 'It is rusty,  and "safe"\nis a lie.';
    expect(
      checked([lie({ text, speaker: 'Peter Lang', mention: null })], quarrel).answer.quotes[0]!.text,
    ).toBe('It is rusty, and ‘safe’ is a lie.');
  });

  it('puts the speaker whom the text names in the place of one whom it does not name', () => {
    const { answer, complaints } = checked(
      [lie({ speaker: 'Angela Stone', role: 'harbour chief', mention: 'Stone', where: 'podcast' })],
      quarrel,
    );
    expect(answer.quotes[0]).toMatchObject({
      text: 'the bridge is safe today,',
      speaker: 'Maria Holt',
      role: null,
      mention: 'Maria Holt',
      where: null,
    });
    expect(complaints).toEqual(['"Maria Holt" said "the bridge is safe today,", not "Angela Stone".']);
  });

  it('gives nobody the words of somebody else in the article', () => {
    const swapped = honest.map(quote => ({
      ...quote,
      speaker: quote.speaker === 'Maria Holt' ? 'Peter Lang' : 'Maria Holt',
    }));
    const { answer, complaints } = checked(swapped, quarrel);
    expect(answer.quotes.map(({ speaker }) => speaker)).toEqual(honest.map(({ speaker }) => speaker));
    expect(complaints).toHaveLength(honest.length);
  });

  it('names nobody where the text does not say who speaks', () => {
    const article = createQuarrel(
      'A note lay on the table. “Feed the cat and lock the door.” Ann Weber read the paper.',
    );
    const [quote] = quotesMaker.extract(article).quotes;
    expect(quote?.speaker).toBeNull();
    expect(checked([{ ...quote!, speaker: 'Ann Weber' }], article).answer.quotes[0]?.speaker).toBeNull();
  });

  it('corrects paragraph numbers', () => {
    const { answer } = checked(
      [lie({ paragraph: 4, paragraphs: [4, 77] }), { ...honest[3]!, paragraph: 900, paragraphs: [900] }],
      quarrel,
    );
    expect(answer.quotes.map(({ paragraph, paragraphs }) => [paragraph, paragraphs])).toEqual([
      [1, [1]],
      [3, [3, 4]],
    ]);
  });

  it('puts them in the order of the article, each once, none within another', () => {
    const draft = [...honest].reverse().flatMap(quote => [quote, quote]);
    expect(
      checked([...draft, lie({ text: 'rusty', paragraph: 2, paragraphs: [2] })], quarrel).answer.quotes,
    ).toEqual(honest);
  });

  it('keeps two quotations of the same words in different places', () => {
    expect(
      honest
        .filter(({ text }) => text === 'It is not,')
        .map(({ paragraph, speaker }) => [paragraph, speaker]),
    ).toEqual([
      [2, 'Peter Lang'],
      [4, 'Maria Holt'],
    ]);
  });

  it('gives up on ten thousand lies and keeps nothing of them', () => {
    const lies = Array.from({ length: 10_000 }, (_, i) =>
      lie({ text: `the bridge fell ${i} times`, paragraph: i + 1, paragraphs: [i + 1] }),
    );
    expect(checked(lies, quarrel).answer.quotes).toEqual([]);
    expect(
      checked(
        Array.from({ length: 10_000 }, () => honest[1]!),
        quarrel,
      ).answer.quotes,
    ).toEqual([honest[1]]);
  });

  it('changes nothing when it checks its own answer again', () => {
    const piece = fc.constantFrom(
      ...honest.map(({ text }) => text),
      'It is',
      'not',
      'rusty',
      'First we wait.',
      'Then we build,',
      'the bridge',
      'invented',
    );
    const name = fc.constantFrom(null, 'Maria Holt', 'Lang', 'Angela Stone', 'the mayor');
    const number = fc.integer({ min: 1, max: 7 });
    const quote: fc.Arbitrary<Quote> = fc.record({
      text: piece,
      speaker: name,
      role: name,
      mention: name,
      where: fc.constantFrom(null, 'letter', 'council'),
      paragraph: number,
      paragraphs: fc.array(number, { minLength: 1, maxLength: 3 }),
      scare: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(quote), quotes => {
        const once = checked(quotes, quarrel).answer;
        expect(checked(once.quotes, quarrel)).toEqual({ answer: once, complaints: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('passes everything the built-in engine finds in any text', () => {
    const word = fc.constantFrom(
      '“',
      '”',
      '"',
      "'",
      '‘',
      '’',
      '«',
      '»',
      '„',
      'said',
      'Maria Holt',
      'she',
      'the',
      'bridge',
      ',',
      '.',
      '?',
      ':',
      '—',
      '(',
      ')',
      'who',
      'letter',
      '6"',
    );
    const paragraph = fc.array(word, { minLength: 1, maxLength: 30 }).map(list =>
      list
        .join(' ')
        .replaceAll(/([“„«‘]) /g, '$1')
        .replaceAll(/ ([,.?:”»’])/g, '$1'),
    );
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1, maxLength: 4 }), paragraphs => {
        const article = createQuarrel(...paragraphs);
        const draft: QuotesDraft = quotesRecipe.draft.parse(quotesMaker.extract(article));
        const { answer } = quotesMaker.check(draft, article);
        expect(answer.quotes.map(({ text }) => text)).toEqual(draft.quotes.map(({ text }) => text));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the quotations of the samples', () => {
  it.each([
    ['footbridge', 'It is a decent compromise,', 'Tom Achebe', 'engineer', null],
    ['footbridge', 'a slightly darker mistake', 'the naturalists', null, 'letter'],
    ['footbridge', 'remained, I am happy to say, the same', 'Tom Achebe', 'engineer', null],
    [
      'footbridge',
      'The cake was the only one',
      'Priya Nandakumar',
      'who leads the council’s transport committee',
      null,
    ],
    ['laundrette-chess', "So I don't.", 'Jun Ashdown', null, null],
    ['laundrette-chess', 'Six is the clock,', 'Dolores Whitcombe', 'who owns the place', null],
    ['lighthouse-logbook', 'Munro left.', null, null, null],
    ['lighthouse-logbook', 'on purpose, to see', 'Edwin Trask', 'keeper of Skerrow Light', null],
    ['lighthouse-logbook', 'My husband was on watch', 'Elspeth Coull', null, 'letter'],
    ['lighthouse-logbook', 'some interruption', 'the Commissioners’ own report', null, null],
    ['lighthouse-logbook', 'No Column Provided', null, null, null],
    ['night-train', 'The Last Sleeper South', null, null, null],
    [
      'night-train',
      'We understand the affection',
      'Anneke Roth',
      'spokeswoman for Northern and Coastal',
      null,
    ],
    ['roof-bees', 'looked for a culprit', 'Beatrix Nolan', 'chairwoman', 'interview'],
    ['roof-bees', 'Parliament of Bees', null, null, null],
  ])('of %s: %j', (name, opening, speaker, role, where) => {
    const article = identifyArticle(parseText(readFileSync(`data/articles/${name}.txt`, 'utf8')));
    const { quotes } = quotesMaker.check(quotesMaker.extract(article), article).answer;
    expect(quotes.find(({ text }) => text.startsWith(opening))).toMatchObject({ speaker, role, where });
  });
});

describe('what readers see of quotations', () => {
  const entriesOf = (...paragraphs: string[]) => {
    const article = createQuarrel(...paragraphs);
    return createEntries(article, quotesMaker.extract(article).quotes).map(({ parts, role }) => [
      parts.map(({ text }) => showQuotation(text)),
      role,
    ]);
  };

  it('ends without the comma of its tag, also where it ends in a quotation', () => {
    expect(entriesOf('“He told me, ‘Never hurry a knight,’” said Maria Holt.')).toEqual([
      [['He told me, ‘Never hurry a knight’'], null],
    ]);
  });

  it('is one entry where the tag stands between its parts, with the role once', () => {
    expect(
      entriesOf(
        '“It is old,” said Maria Holt, the mayor, “but it stays.” “We like it,” she adds. “We do,” she repeats.',
        'Holt left. “Nobody can stop us now,” she said. It rained. “Nobody will,” she added.',
      ),
    ).toEqual([
      [['It is old', 'but it stays.'], 'mayor'],
      [['We like it', 'We do'], null],
      [['Nobody can stop us now'], null],
      [['Nobody will'], null],
    ]);
  });

  it('is never joined with what another says, or over a sentence or a paragraph', () => {
    expect(
      entriesOf(
        '“It is old,” said Maria Holt, “and dear.” Peter Lang spoke. “It is new,” said Peter Lang.',
        '“It is dear to us all,” said Peter Lang.',
      ).map(([texts]) => texts),
    ).toEqual([['It is old', 'and dear.'], ['It is new'], ['It is dear to us all']]);
  });

  it.each(['footbridge', 'night-train', 'lighthouse-logbook'])('loses and changes no part of %s', name => {
    const article = identifyArticle(parseText(readFileSync(`data/articles/${name}.txt`, 'utf8')));
    const { quotes } = quotesMaker.check(quotesMaker.extract(article), article).answer;
    const entries = createEntries(article, quotes);
    expect(entries.flatMap(({ parts }) => parts)).toEqual(quotes);
    expect(entries.some(({ parts }) => parts.length > 1)).toBe(true);
    const told = entries.flatMap(({ parts: [first], role }) => (role === null ? [] : [first.speaker]));
    expect(new Set(told).size).toBe(told.length);
  });
});

const real = '../shared/articles/000_58050716bc9c6e41.txt';

describe.skipIf(!existsSync(real))('the quotations of the real article (needs ../shared/articles)', () => {
  it('are the letter’s three, the two from Twitter and a scare quote', () => {
    const article = identifyArticle(parseText(readFileSync(real, 'utf8')));
    const draft = quotesMaker.extract(article);
    const { answer, complaints } = quotesMaker.check(draft, article);
    expect(complaints).toEqual([]);
    expect(
      answer.quotes.map(({ speaker, where, paragraph, scare }) => [speaker, where, paragraph, scare]),
    ).toEqual([
      ['Michael Glassner', 'letter', 5, false],
      ['Michael Glassner', 'letter', 6, false],
      ['Michael Glassner', 'letter', 8, false],
      [null, null, 9, true],
      ['Jeff Sessions', 'Twitter', 10, false],
      ['Jeff Sessions', 'Twitter', 10, false],
    ]);
    expect(answer.quotes.slice(0, 3).map(({ role }) => role)).toEqual(Array(3).fill('Trump campaign chief'));
  });
});
