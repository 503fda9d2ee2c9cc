import { describe, expect, test } from 'vitest';
import { isCalled, measureSpeakers, PARTS, readCases } from '../bench/speakers/measure.ts';
import { explainQuotes } from '../src/answers/quotes/extract.ts';
import { withTextLanguage } from '../src/language/stems.ts';

const speakersOf = (...paragraphs: string[]) =>
  explainQuotes({ paragraphs }).map(({ quote }) => quote.speaker);

describe('he and she are', () => {
  test.each([
    [
      'whoever was told of in indirect speech',
      [
        '“You have shown contempt,” said Judith Penn.',
        'Speaking afterwards the children’s mother said that they had a flat. “The little one loves it,” she said.',
      ],
      'the children’s mother',
    ],
    [
      'nobody whom a negated phrase seems to describe',
      [
        'Ann Lee’s colleague Tom Reed, a biophysicist, suspects the channels. They have the right width. When he filled them with water, the plants no longer responded. “That is suggestive,” he said.',
      ],
      'Tom Reed',
    ],
    [
      'nobody of the other gender whom the sentence before introduces by name',
      [
        'Ann Lee, a hydrographer, died on Monday.',
        'When the war ended, women were dismissed. A lieutenant named Harold Quill, who had noticed that the charts came back, kept her on by entering her salary. “I was down as a typewriter,” she told the Mercury.',
      ],
      'Ann Lee',
    ],
    [
      'who had a way of saying it',
      ['Ann Lee drew maps until the two disagreed. “The sea has no opinions,” she used to tell her crews.'],
      'Ann Lee',
    ],
    [
      'who has only a given name, beside a relation',
      ['Her husband, Ola, was mending the roof. “I thought it was a fork,” he said.'],
      'Ola',
    ],
    [
      'who is given a name',
      ['The bride, a nurse named Ada Quill, got on. “It is the thought that counts,” she said.'],
      'Ada Quill',
    ],
    [
      'who is named behind what belongs to a description',
      ['Her editor at Tern Press, Tom Reed, is for it. “People look it up,” he told me.'],
      'Tom Reed',
    ],
    [
      'whom the last clause is about',
      ['I wrote it down; my daughter, who counts, read it all. “This means something,” she said.'],
      'my daughter',
    ],
    [
      'one’s own family, by the names that it has',
      ['We told Mum at once. She was silent. “So that was him,” she said.'],
      'Mum',
    ],
    [
      'the only person described in a sentence that is not about them',
      ['Tom Reed spoke first. Ann Lee quotes a father of six. “Who asks me?” he said.'],
      'a father',
    ],
    [
      'whom the last clause introduces',
      ['Ann Lee said no, and one woman held up a photograph. “That is my drive!” she called out.'],
      'one woman',
    ],
    [
      'whom the last clause names beside a relation',
      ['Mary Holt would not speak, but her daughter, Gina, did. “She is honest,” she said.'],
      'Gina',
    ],
    [
      'whom an opening phrase without a comma leads to',
      ['Tom Reed had left. During the debate a man in a hat stood up. “It is over,” he shouted.'],
      'a man',
    ],
    [
      'whom an article is about, where a paragraph begins anew',
      [
        'Alwyn Prout, who has died, built bridges. Prout began early.',
        'Prout had a partner, Denis Oram. “He was a joy,” Oram said.',
        'The bridge began to hum. “It was a perfect B flat,” he would insist.',
      ],
      'Alwyn Prout',
    ],
    [
      'not who is named behind the pronoun',
      [
        'Alwyn Prout built bridges. He married Ines Duarte, a violinist; she survives him, with their son, Huw.',
        'In 1999 he went home. Before his death he was asked by Huw what to write. “Load-bearing,” came the answer.',
      ],
      'Alwyn Prout',
    ],
    [
      'the owner of the subject before those named behind it',
      [
        'Cullen’s answer was to send on Tom Reed. He had, he said, “nothing left to lose”. Steve Cullen went.',
      ],
      'Steve Cullen',
    ],
    [
      'whom the last clause is about by name',
      [
        'The line failed Ann Lee when it was late, and Mia Cole has since bought one. “People laugh,” she said.',
      ],
      'Mia Cole',
    ],
    [
      'whom a court names behind an office',
      [
        'Tom Reed left. There was laughter, for which the judge, Recorder Paul Holt, rebuked them. It was, he said, “not an entertainment”.',
      ],
      'Recorder Paul Holt',
    ],
    [
      'whoever it goes on about, not who speaks between',
      [
        'Ann Lee walked out. She left. The producer said it was “how it works”. She went. “Well,” she recalls.',
      ],
      'Ann Lee',
    ],
    [
      'not whom he spoke of',
      [
        'Tom Reed is less sure. A child that babbles is understood, he noted, by all. “My guess is no,” he said.',
      ],
      'Tom Reed',
    ],
    [
      'who is named beside a relation',
      ['Tom Lartey left. Her colleague Bas Terpstra is less sure. “My own guess is no,” he said.'],
      'Bas Terpstra',
    ],
    [
      'whoever a tag names, where the sentence is about another',
      ['Tom Reed was late. He could not have stopped it, Paul Moss said. “I was there,” he said.'],
      'Paul Moss',
    ],
    [
      'not whom they told something',
      ['Tom Reed sells pills. Defence: He told Paul Moss that they work. “They are good,” he said.'],
      'Tom Reed',
    ],
    [
      'who told something at the end of the paragraph before',
      [
        'Tom Reed is in court. Reed sat with Paul Moss.',
        'Reed slept. Attorney Paul Moss said there was no hope.',
        'The team did obtain “a lot of papers from them”, he said.',
      ],
      'Paul Moss',
    ],
    [
      'whoever a tag behind indirect speech names',
      ['Ann Lee and Tom Cole left. It was awful, said Paul Moss. “I was there,” he said.'],
      'Paul Moss',
    ],
    [
      'not who a clause of time names',
      ['When Tom Reed said it was late, the third guest -- Paul Moss -- jumped in. “It is early,” he said.'],
      'Paul Moss',
    ],
    [
      'not a woman by her relation, whatever her given name',
      ['Tom Reed ran. His wife Hayden Cole watched. “I am a father,” he said.'],
      'Tom Reed',
    ],
    [
      'a woman by her relation, whatever her given name',
      ['Tom Reed ran. His fiancée Hayden Cole watched. “I am glad,” she said.'],
      'Hayden Cole',
    ],
    [
      'no society',
      ['The Pine Society, whose chair, Ann Rowe, lives here, is against it. “It stays,” she said.'],
      'Ann Rowe',
    ],
    [
      'who spoke in the paragraph before, and not whom the article is about',
      [
        'Tom Reed won. Reed trained with Paul Moss.',
        'Tom Reed slept. Reed ate.',
        'Manager Paul Moss played it down.',
        'He said: “It is only a game for all of us.”',
      ],
      'Paul Moss',
    ],
    [
      'one of a couple',
      ['There were Trevor and Ann Quigg. They slept, Mr Quigg said, until ten.', '“It was wet,” he said.'],
      'Trevor Quigg',
    ],
    [
      'somebody who is told from others by where they stand',
      ['“I stay,” said Vic Stone. The old man behind her shook his head. “I go,” he said.'],
      'the old man',
    ],
  ])('%s', (_, paragraphs, speaker) => {
    expect(speakersOf(...paragraphs).at(-1)).toBe(speaker);
  });

  test('nobody’s only where a name behind it belongs to another clause', () => {
    expect(
      speakersOf(
        'Ann Lee spoke. Though she called it “a very silly affair”, Lee restricted her comments.',
      ).at(-1),
    ).toBe('Ann Lee');
  });

  test('not who has spoken as somebody else, where a description goes on', () => {
    expect(
      speakersOf(
        '“They do not agree,” one northern member said.',
        'The chancellor smiled. “I promised the truth about it,” she said.',
      ).at(-1),
    ).toBe('the chancellor');
  });

  test('not somebody whom the band leader calls', () => {
    expect(speakersOf('The band leader called Quill to the stage, singing “it is our time to win”.')).toEqual(
      ['the band leader'],
    );
  });
});

test('it is the document or the body of which the sentence before tells, and no couple', () => {
  const couple = '“We came for the view,” the couple said.';
  expect(speakersOf(couple, 'One letter was read out. “My kite will get stuck,” it said.').at(-1)).toBe(
    'one letter',
  );
  expect(
    speakersOf(couple, 'It lists, according to a statement. “She takes no water in,” it said.').at(-1),
  ).toBe('a statement');
});

test.each([
  ['A banner behind the goal implored him: “Stay here, Sam, for good”.', 'a banner'],
  ['A sign that appeared on the green today reads: “Wanted: a lumberjack.”', 'a sign'],
  ['In a statement, the group’s president, Ada Quill, said he had “taken a lot”.', 'Ada Quill'],
  ['The agency quoted the captain, Tom Reed, as telling it: “I saw nothing at all.”', 'Tom Reed'],
  ['The Seafarers’ Union warned that “it is a matter of time”.', 'the Seafarers’ Union'],
  ['“We have nothing to add,” said Ada Quill and Tom Reed.', 'Ada Quill and Tom Reed'],
  ['Critics of Tom Reed say that he is “all that they have”.', 'Critics'],
])('a subject is whole: %s', (paragraph, speaker) => {
  expect(speakersOf(paragraph)).toEqual([speaker]);
});

describe('the invented articles', () => {
  test('are read without their marks, and hold enough to tell something', () => {
    for (const part of PARTS) {
      const cases = readCases(part);
      expect(cases.length).toBeGreaterThanOrEqual(5);
      for (const { article, quotations } of cases) {
        expect(quotations.length).toBeGreaterThanOrEqual(3);
        expect(article.paragraphs.join(' ')).not.toMatch(/[{}]/);
      }
    }
  });

  test.each(PARTS)('mostly have their speakers right: %s', part => {
    const { right, spoken, named, namedRightly } = measureSpeakers(readCases(part));
    expect(right / spoken).toBeGreaterThan(0.85);
    expect(namedRightly / named).toBeGreaterThan(0.85);
  });

  test('a name is right with and without what is added to it', () => {
    expect(isCalled('Sir Tom Reed', 'Reed')).toBe(true);
    expect(isCalled('a spokesman for the club', 'spokesman')).toBe(true);
    expect(isCalled('Tom Reed', 'Ada Reed')).toBe(false);
    expect(isCalled('a spokesman for Reed', 'Reed')).toBe(false);
  });
});

describe('a speaker is found', () => {
  test.each([
    [
      'by an epithet',
      ['Kofi Tate, 19, did not hide. “I asked to take it,” the teenager insisted.'],
      'Kofi Tate',
    ],
    [
      'by a role in apposition to a team in the plural',
      ['“There is nothing to say,” said the Wolds coach, Rob Whitaker.'],
      'Rob Whitaker',
    ],
    [
      'behind two words that modify a role',
      ['“It had an impact,” KIO media and communications manager Ann Bates told the paper.'],
      'Ann Bates',
    ],
    [
      'by two teams and an office',
      ['“I will be better,” said the former Barcelona and Bayern Munich coach.'],
      'the former Barcelona and Bayern Munich coach',
    ],
    [
      'behind an attorney’s client and a question',
      ['Ann Lee left. “What was she to do?” Lee’s attorney, Brian Perry, said.'],
      'Brian Perry',
    ],
    [
      'as a body with its purpose',
      ['The Campaign for Rural Dales, which paid for it, called it “a victory for common sense”.'],
      'the Campaign for Rural Dales',
    ],
    [
      'as a force, not as the hours before',
      ['Hours before his dismissal, the force said: “We have never defended the failures.”'],
      'the force',
    ],
    [
      'as who writes, not as who passes it on',
      ['According to Reuters, one user of the site wrote: “I want to know how they came.”'],
      'one user of the site',
    ],
    [
      'as who says that somebody will go on',
      ['Ann Lee said that they will continue their “efforts to repeal the law for good”.'],
      'Ann Lee',
    ],
    [
      'by a pronoun of whom a paper quotes',
      ['Tom Reed left. “I am tired,” the Post quoted him as saying.'],
      'Tom Reed',
    ],
    ['behind a semicolon', ['Tom Reed said; “This fits a pattern of many years.”'], 'Tom Reed'],
    [
      'by an abbreviation',
      ['GRIT claimed the raid, which it said hit “a nest of vipers and thieves”.'],
      'GRIT',
    ],
    [
      'by another noun for whoever leads',
      ['“No words,” said manager Gary Stamp.', 'Others had. “It is over,” the Rovers boss fumed.'],
      'Gary Stamp',
    ],
    [
      'by the words of theirs',
      ['Ann Lee left. Both sides had, in her words, “agreed to everything”.'],
      'Ann Lee',
    ],
    [
      'where a noun with its owner opens the sentence',
      ['Ann Lee smiled. Her advice to all who see it: “Do not run.”'],
      'Ann Lee',
    ],
    [
      'by who denies what others said',
      ['Tom Reed said that nobody had asked for it: “I have had 61 letters.”'],
      'Tom Reed',
    ],
    [
      'by a verb in the present before its subject',
      ['“I would be careful,” cautions Otto Lind of Turku.'],
      'Otto Lind',
    ],
    [
      'as one of several',
      ['One woman wrote it “saved me”. Another writes that she has “not been cross since”.'],
      'another',
    ],
    ['with an ordinal', ['My first chief told me, “Son, we eat.”'], 'My first chief'],
    [
      'by a verb that shares a subject',
      ['If it moved, the captain would stop and say, “Are you mad?”'],
      'the captain',
    ],
    [
      'by the post in which they wrote',
      ['Ann Lee thanked them in a post. “We are home,” the post read.'],
      'Ann Lee',
    ],
    [
      'with no “itself”',
      ['The paper itself, which is short, says that they “keep a garden of stones”.'],
      'the paper',
    ],
    [
      'behind an address',
      ['Dr Tom Reed, from the University of Leeds, who led the work, said: “It is early.”'],
      'Tom Reed',
    ],
    [
      'not by a tale of being named',
      ['Tom Reed, described as “a man who never hurried”, died on Monday.'],
      null,
    ],
    ['in what a report finds', ['The report found “no evidence of any wrongdoing at all”.'], 'the report'],
    [
      'in what a report finds that was so',
      ['A report by the auditor found that the office had “no reliable system at all”.'],
      'a report',
    ],
    [
      'in a report of theirs',
      ['They shut it by order of the engineer, whose report called it “a liability for everybody here”.'],
      'the engineer',
    ],
    [
      'by a question that the writer asks',
      ['“She had corrections,” Tom Reed says.', 'What sort of corrections?', '“Hems, mainly. It was a hem.”'],
      'Tom Reed',
    ],
    [
      'and is no stretch of time',
      ['Ann Lee rang. Three weeks later a letter arrived, explaining that it was “as discussed with us”.'],
      'a letter',
    ],
    [
      'and is no feeling',
      ['His anger is shared, where the party, on whose votes all depends, has said it is “a bad joke”.'],
      'the party',
    ],
    [
      'and is not what stands beside it',
      ['A sign propped against the gate said, “Your kids ride with us.”'],
      'a sign',
    ],
    [
      'and is not what they write of',
      ['Ann Lee and her colleagues write that their results offer “the first evidence of its kind”.'],
      'Ann Lee and her colleagues',
    ],
    [
      'where an addition follows the name',
      ['If a bird can do it, said Ann Lee, who breeds them on Maui, “we might need only two or three.”'],
      'Ann Lee',
    ],
    [
      'for a verb that is joined over an infinitive',
      ['Sporting director Ann Lee, who came in May, refused to confirm it but said she was “a lot calmer”.'],
      'Ann Lee',
    ],
    [
      'by a noun that is a verb elsewhere',
      ['The populist Harbour party has said it will read the text “line by line and word by word”.'],
      'the populist Harbour party',
    ],
    [
      'behind a clause about them',
      ['Tom Reed left. The man who fetched them, Kofi Tate, is a plumber. “You keep going,” he said.'],
      'Kofi Tate',
    ],
    [
      'by the people whom they come from',
      ['Pieter Bakker was asked whether he would stay. “Ask me later,” the Dutchman replied.'],
      'Pieter Bakker',
    ],
  ])('%s', (_, paragraphs, speaker) => {
    expect(speakersOf(...paragraphs).at(-1)).toBe(speaker);
  });
});

describe('a speaker in another language is found', () => {
  test.each([
    [
      'by a pronoun about the paragraph before',
      'deu',
      ['Mirjam Solberg wohnt hier.', '„Kommen Sie rein“, lacht sie.'],
      'Mirjam Solberg',
    ],
    [
      'by another word for who spoke',
      'deu',
      ['„Nein“, sagte Jutta Brandner laut. „Es ist zu teuer für uns“, so die Rathauschefin.'],
      'Jutta Brandner',
    ],
    [
      'as somebody introduced before',
      'deu',
      ['Jutta Brandner schwieg.', 'Ein Rentner nahm es hin. „Zur Not“, meinte er.'],
      'ein Rentner',
    ],
    [
      'who goes on, with a sentence about others behind it',
      'deu',
      [
        'Dora Winkler sieht es anders. „Das ist es“, sagte sie. „Wir gehen, und es regnet herein.“ Der Verein hatte Geld.',
      ],
      'Dora Winkler',
    ],
    ['as a woman', 'deu', ['„Wo sollen wir denn hin?“, rief eine Frau.'], 'eine Frau'],
    ['before a colon', 'deu', ['Sein Kollege Franz Huber winkte ab: „Die Töpfe sind leer.“'], 'Franz Huber'],
    [
      'by a tag inside the marks',
      'fra',
      ['Régine Mallet partira vivre à Nantes. « Là-bas, dit-elle, le pain est mauvais. »'],
      'Régine Mallet',
    ],
    [
      'before a colon, with an age',
      'fra',
      ['Sa voisine, Colette Aubin, 84 ans, hausse les épaules : « Moi, je reste ici. »'],
      'Colette Aubin',
    ],
    [
      'before a colon, without a verb of speech',
      'spa',
      ['Su hermana no pierde la esperanza: “En primavera estará en el monte.”'],
      'su hermana',
    ],
    ['by who named it', 'ita', ['Paola Neri parla di «uno scandalo lungo vent’anni».'], 'Paola Neri'],
  ])('%s', (_, language, paragraphs, speaker) => {
    expect(withTextLanguage(language, () => speakersOf(...paragraphs)).at(-1)).toBe(speaker);
  });

  test('not as what they named, nor by another body of the paragraph', () => {
    expect(
      withTextLanguage('deu', () => speakersOf('Man nannte ihr Album „makellos und ein wenig kühl“.')),
    ).toEqual([null]);
    expect(
      withTextLanguage('fra', () =>
        speakersOf(
          'La chambre évoque « une situation banale ». La préfecture indique qu’elle « suit le dossier ».',
        ),
      ).at(-1),
    ).toBe('la préfecture');
  });
});
