import { describe, expect, it } from 'vitest';
import { proveStatement } from '../src/answers/verification/prove.ts';
import { withTextLanguage } from '../src/language/stems.ts';
import { createArticle } from './articles.ts';

/** The level that a statement reaches against a text whose paragraphs are separated by “//”. */
const levelOf = (statement: string, paragraph: string) =>
  withTextLanguage(
    'eng',
    () => proveStatement(createArticle('A text', paragraph.split(' // ')), statement).level,
  );

describe('a phrase of time that moves to the end of its clause', () => {
  it.each([
    ['On Monday, Reed opened the bridge.', 'Reed opened the bridge on Monday.'],
    ['Last season, Reed scored nine goals at Hull.', 'Reed scored nine goals at Hull last season.'],
    ['In 2012, Reed became mayor of Hull.', 'Reed became mayor of Hull in 2012.'],
  ])('is proven: %s', (paragraph, statement) => {
    expect(levelOf(statement, paragraph)).toBe('shortened');
  });

  it.each([
    ['On Monday, Reed said Vogt resigned.', 'Reed said Vogt resigned on Monday.'],
    ['On Monday, Reed agreed to resign.', 'Reed agreed to resign on Monday.'],
    ['Reed said she would resign on Monday.', 'On Monday, Reed said she would resign.'],
    ['Reed, who left on Monday, opened the bridge.', 'On Monday, Reed opened the bridge.'],
    ['Reed plans to sell the farm in May.', 'In May, Reed plans to sell the farm.'],
    ['Reed sold the farm and left on Monday.', 'On Monday, Reed sold the farm.'],
    ['In May, Reed did not speak.', 'Reed did not speak.'],
    ['Reed denied the theft on Monday and Vogt left in May.', 'In May, Reed denied the theft.'],
    ['On Monday, Reed met the man who won the race.', 'Reed met the man who won the race on Monday.'],
    ['Reed remembers the war in 1942.', 'In 1942, Reed remembers the war.'],
    ['Reed, the winner in 2012, lost the race.', 'In 2012, Reed lost the race.'],
    ['Reed read a letter from Vogt on Monday. Stone left in May.', 'In May, Reed read a letter from Vogt.'],
  ])('is not proven where it says something else: %s', (paragraph, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, paragraph));
  });
});

describe('what “who” or “which” tells of somebody, told by itself', () => {
  it.each([
    ['Anna Reed, who won the race, lives in Hull.', 'Anna Reed won the race.'],
    ['The council met Anna Reed, who won the race.', 'Anna Reed won the race.'],
    ['“We won,” said Anna Reed, who owns the mill.', 'Anna Reed owns the mill.'],
    ['“We won,” said Anna Reed, the mayor, who owns the mill.', 'Anna Reed owns the mill.'],
    ['“We won,” said Anna Reed, the mayor, who owns the mill.', 'Anna Reed, the mayor, owns the mill.'],
  ])('is proven: %s', (paragraph, statement) => {
    expect(levelOf(statement, paragraph)).toBe('shortened');
  });

  it.each([
    ['The son of Anna Reed, who won the race, lives in Hull.', 'Anna Reed won the race.'],
    ['Anna Reed’s son, who won the race, lives in Hull.', 'Anna Reed won the race.'],
    ['Police say that Anna Reed, who stole the ring, lives in Hull.', 'Anna Reed stole the ring.'],
    ['If Anna Reed, who won the race, leaves, the club will close.', 'The club won the race.'],
    ['The club sold the mill, which surprised the town.', 'The mill surprised the town.'],
    ['A friend of Tom and Anna Reed, who won the race, left.', 'Anna Reed won the race.'],
    ['Nobody, who won the race, left.', 'Nobody won the race.'],
    ['Anna Reed, who Vogt beat, left.', 'Anna Reed beat Vogt.'],
    ['Anna Reed, who never won, left.', 'Anna Reed won.'],
    ['Anna Reed, who may win, left.', 'Anna Reed win.'],
    ['Tom Vogt beat the sister of Ann Lee, who was the champion.', 'Ann Lee was the champion.'],
    ['Vogt, unlike Reed, who won, lost.', 'Vogt won.'],
    ['Vogt wrote a novel about Reed, who kills him.', 'Reed kills him.'],
    ['“I met Ann Lee, who owns the mill,” said Tom Orr.', 'Ann Lee owns the mill.'],
    ['“Orr,” said Ann Lee, “met Tom Vogt, who owns the mill.”', 'Tom Vogt owns the mill.'],
    ['“We won,” said the son of Ann Lee, who owns the mill.', 'Ann Lee owns the mill.'],
    ['“We lost,” said Tom Orr, the brother of Ann Lee, who owns the mill.', 'Ann Lee owns the mill.'],
    ['“We lost,” Tom Orr told Ann Lee, who owns the mill.', 'Ann Lee owns the mill.'],
    ['“We won,” said Ann Lee, who police say owns the mill.', 'Ann Lee owns the mill.'],
    ['“We won,” said Ann Lee, who never owned the mill.', 'Ann Lee owned the mill.'],
  ])('is not proven where it says something else: %s', (paragraph, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, paragraph));
  });
});

describe('a name and what its bearer is, turned round', () => {
  it.each([
    ['Ann Lee, the mayor of Hull, opened the bridge.', 'The mayor of Hull, Ann Lee, opened the bridge.'],
    ['The mayor, Ann Lee, opened the bridge.', 'Ann Lee, the mayor, opened the bridge.'],
    ['The club met Ann Lee, the mayor, on Monday.', 'The club met the mayor, Ann Lee, on Monday.'],
  ])('is proven: %s', (paragraph, statement) => {
    expect(levelOf(statement, paragraph)).toBe('shortened');
  });

  it.each([
    ['Ann Lee, the mayor, and Tom Vogt, the judge, left.', 'The judge, Ann Lee, left.'],
    ['A friend of Ann Lee, the mayor, left.', 'The mayor, Ann Lee, left.'],
    ['Tom Vogt, the brother of Ann Lee, the mayor, left.', 'The mayor, Tom Vogt, left.'],
    ['Ann Lee’s brother, the mayor, left.', 'The mayor, Ann Lee, left.'],
    ['Ann Lee, the mayor’s brother, left.', 'The mayor, Ann Lee, left.'],
    ['Ann Lee, a former mayor, left.', 'A mayor, Ann Lee, left.'],
    ['Ann Lee, not the mayor, left.', 'The mayor, Ann Lee, left.'],
    ['Tom Vogt told Ann Lee, the mayor left.', 'The mayor, Ann Lee, left.'],
    ['In the town of Ann Lee, the mayor, Tom Vogt, left.', 'The mayor, Ann Lee, left.'],
    ['Without Ann Lee, the mayor is lost.', 'The mayor, Ann Lee, is lost.'],
  ])('is not proven where it says something else: %s', (paragraph, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, paragraph));
  });
});

describe('who says it, moved', () => {
  it.each([
    ['The bridge will close in May, the mayor said.', 'The mayor said that the bridge will close in May.'],
    [
      'The bridge will close in May, said the mayor of Hull.',
      'The mayor of Hull said the bridge will close in May.',
    ],
    ['The mayor said the bridge will close in May.', 'The bridge will close in May, the mayor said.'],
    [
      'Sales rose 17 percent between 2005 and 2012, according to a study by the university, published on Monday.',
      'A study by the university found that sales rose 17% between 2005 and 2012.',
    ],
    ['According to the council, the bridge is unsafe.', 'The council said the bridge is unsafe.'],
    ['The survey found that most people walk.', 'According to the survey, most people walk.'],
  ])('is proven: %s', (paragraph, statement) => {
    expect(levelOf(statement, paragraph)).toBe('shortened');
  });

  it.each([
    ['The bridge will close in May, the mayor said.', 'The bridge will close in May.'],
    ['The bridge will close in May, according to the mayor.', 'The bridge will close in May.'],
    ['The mayor said the bridge will close, and the council left.', 'The council left, the mayor said.'],
    ['The bridge will close, the mayor told Reed.', 'Reed said the bridge will close.'],
    ['The mayor of Hull said the mayor of Leeds left.', 'The mayor of Leeds said the mayor of Hull left.'],
    ['Reed said Vogt left.', 'Vogt said Reed left.'],
    ['The mayor never said the bridge was unsafe.', 'The mayor said the bridge was unsafe.'],
    ['The bridge is unsafe, according to rumours that Reed denied.', 'Reed said the bridge is unsafe.'],
    ['“I stole the ring,” said Reed.', 'Reed said I stole the ring.'],
    ['The mayor denied that the bridge is unsafe.', 'According to the mayor, the bridge is unsafe.'],
    ['According to Reed, Vogt said the bridge is unsafe.', 'Vogt said the bridge is unsafe.'],
    ['Vogt’s lawyer said the bridge is unsafe.', 'Vogt said the bridge is unsafe.'],
    ['The bridge may be unsafe, the mayor said.', 'The mayor said the bridge be unsafe.'],
    ['The bridge is unsafe; Reed left, the mayor said.', 'The mayor said that the bridge is unsafe.'],
    ['The mayor could not say if the bridge is unsafe.', 'The mayor say the bridge is unsafe.'],
    ['Asked if the bridge is unsafe, the mayor said no.', 'The mayor said the bridge is unsafe.'],
  ])('is not proven where it says something else: %s', (paragraph, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, paragraph));
  });
});

describe('one of two things that somebody does', () => {
  it.each([
    [
      'The Greens spent 3 million and lost all but one of their seats.',
      'The Greens lost all but one of their seats.',
    ],
    ['Ann Lee sold the farm in May but kept the mill.', 'Ann Lee kept the mill.'],
  ])('is proven: %s', (paragraph, statement) => {
    expect(levelOf(statement, paragraph)).toBe('shortened');
  });

  it.each([
    ['Ann Lee saw Tom Orr steal the ring and left the room.', 'Ann Lee left the ring.'],
    ['Ann Lee wanted to buy the farm and sold the mill.', 'Ann Lee sold the farm.'],
    ['Ann Lee never won a race and lost her licence.', 'Ann Lee won her licence.'],
    ['Ann Lee did not sell the farm and keep the mill.', 'Ann Lee did keep the mill.'],
    ['Ann Lee met the man who sold the farm and bought the mill.', 'Ann Lee bought the mill.'],
    ['Ann Lee said Tom Orr sold the farm and bought the mill.', 'Ann Lee bought the mill.'],
    ['Ann Lee beat Tom Orr and Eva Poe won the cup.', 'Ann Lee won the cup.'],
    ['Ann Lee hoped to win and lost the race.', 'Ann Lee win the race.'],
    ['The firm sold the mill and restored barns.', 'The firm restored barns.'],
    ['The farm owned by Ann Lee and run by Tom Orr burned.', 'Ann Lee run by Tom Orr burned.'],
    ['The daughter of Ann Lee won the race and left.', 'Ann Lee left.'],
    ['Nobody sold the farm and left the town.', 'Nobody left the town.'],
    ['Ann Lee or Tom Orr sold the farm and left the town.', 'Tom Orr left the town.'],
  ])('is not proven where it says something else: %s', (paragraph, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, paragraph));
  });
});

describe('two statements that the article makes, joined', () => {
  it.each([
    // "Aiken" looks like a participle
    [
      'Reed scoffed at Aiken. // Aiken, who is gay, also told Stern of his life.',
      'Reed scoffed at Aiken. Aiken, who is gay, also told Stern of his life.',
    ],
    [
      'Ann Lee sold the farm in May. Tom Orr bought the mill.',
      'Ann Lee sold the farm, and Tom Orr bought the mill.',
    ],
    [
      'Ann Lee sold the farm in May. Tom Orr bought the mill.',
      'Ann Lee sold the farm; Tom Orr bought the mill.',
    ],
    [
      'Ann Lee sold the farm to a baker. The sale brought 3 million. Ann Lee left Hull in June.',
      'Ann Lee sold the farm to a baker and left Hull in June.',
    ],
  ])('is proven: %s', (paragraph, statement) => {
    expect(levelOf(statement, paragraph)).toBe('shortened');
  });

  it.each([
    [
      'Ann Lee won. Tom Orr was late. He was fined 300 euros.',
      'Ann Lee won the cup, and he was fined 300 euros.',
    ],
    [
      'Ann Lee beat Tom Orr. A man stole a car in Leeds. The man was arrested on Monday.',
      'Ann Lee beat Tom Orr, and the man was arrested on Monday.',
    ],
    [
      'Ann Lee sold the farm in May. Tom Orr bought the mill in June.',
      'In May, Ann Lee sold the farm and Tom Orr bought the mill.',
    ],
    [
      'Ann Lee was arrested on Friday. Ann Lee was charged on Monday.',
      'Ann Lee was arrested and charged on Monday.',
    ],
    [
      'Ann Lee said Tom Orr lied. The mill burned down in May.',
      'Ann Lee said Tom Orr lied, and the mill burned down in May.',
    ],
    [
      'Ann Lee said Tom Orr lied. Eva Poe stole the ring.',
      'Ann Lee said Tom Orr lied, and Eva Poe stole the ring.',
    ],
    [
      'If Ann Lee goes, the club will close. Tom Orr runs the club.',
      'If Ann Lee goes, the club will close, and Tom Orr runs the mill.',
    ],
    [
      'Ann Lee will sell the farm. The Lees own mills in Hull.',
      'Ann Lee will sell the farm and own mills in Hull.',
    ],
    [
      'Ann Lee met Eva Poe, who won the race. Eva Poe left the club. Ann Lee won the cup.',
      'Ann Lee met Eva Poe, who won the race, and left the club.',
    ],
    [
      'Ann Lee did not win the race. Ann Lee sold the farm.',
      'Ann Lee did not win the race and sell the farm.',
    ],
    ['Ann Lee sold the farm. Tom Orr left Hull.', 'Tom Orr sold the farm and left Hull.'],
    ['Ann Lee sold the farm. Tom Orr left Hull.', 'Ann Lee sold the farm and left Hull.'],
    ['Ann Lee sold the farm. Tom Orr left Hull.', 'Ann Lee sold the farm, but left Hull.'],
    ['Ann Lee sold the farm. Tom Orr may leave Hull.', 'Ann Lee sold the farm, and Tom Orr leave Hull.'],
    ['Ann Lee sold the farm. Police say Tom Orr left Hull.', 'Ann Lee sold the farm, and Tom Orr left Hull.'],
    [
      'Ann Lee sold the farm. If he wins, Tom Orr will leave Hull.',
      'Ann Lee sold the farm, and Tom Orr will leave Hull.',
    ],
    [
      'No farm was sold in May. Every mill was sold in June.',
      'No farm was sold in June and every mill was sold in May.',
    ],
    [
      'Two ships sank in May. Three ships burned in June.',
      'Three ships sank in May, and two ships burned in June.',
    ],
    ['The boat of Ann Lee sank. The boat of Tom Orr won.', 'The boat of Ann Lee sank and won.'],
    [
      'The bank lent money to Ann Lee. Tom Orr asked for more.',
      'The bank lent money to Ann Lee. It asked for more.',
    ],
    [
      'Ann Lee and Tom Orr met in Hull. The former won the race in May.',
      'Tom Orr met in Hull, and the former won the race in May.',
    ],
    [
      'The farm burned on Monday. The mill burned on Friday.',
      'The farm burned and the mill burned on Friday.',
    ],
  ])('is not proven where it says something else: %s', (paragraph, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, paragraph));
  });
});

describe('a name in full for the last word of it', () => {
  it.each([
    [
      'Ann Reed runs the café. // In May, Reed sold the farm to a baker.',
      'In May, Ann Reed sold the farm to a baker.',
    ],
  ])('is proven: %s', (text, statement) => {
    expect(levelOf(statement, text)).toBe('shortened');
  });

  it.each([
    [
      'Ann Reed and Tom Reed run the café. // Reed sold the farm to a baker.',
      'Ann Reed sold the farm to a baker.',
    ],
    ['Ann Reed runs the café. // Tom Orr sold the farm to a baker.', 'Ann Orr sold the farm to a baker.'],
    [
      'Ann Reed runs the café. // Reed & Sons sold the farm to a baker.',
      'Ann Reed sold the farm to a baker.',
    ],
    ['Ann Reed runs the café. // Mark Reed sold the farm to a baker.', 'Ann Reed sold the farm to a baker.'],
    ['Ann Reed runs the café. // Reed Hall was sold to a baker.', 'Ann Reed was sold to a baker.'],
    ['Ann Reed runs the café. // The Reed family sold the farm.', 'Ann Reed sold the farm.'],
    ['Ann Reed runs the café. // The daughter of Reed sold the farm.', 'Ann Reed sold the farm.'],
    ['Ann Reed runs the café. // Reed said Tom Orr sold the farm.', 'Ann Reed sold the farm.'],
    ['Ann Reed runs the café. // Reed may sell the farm.', 'Ann Reed sell the farm.'],
    [
      'Ann Reed runs the café. // Reed told Tom Orr that the farm was sold.',
      'Tom Orr told Ann Reed that the farm was sold.',
    ],
    ['Ann Reed runs the café. // Lake Reed was drained in May.', 'Ann Reed was drained in May.'],
  ])('is not proven where it says something else: %s', (text, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, text));
  });
});

describe('a name and the letters that the article gives for it', () => {
  it.each([
    [
      'The World Rowing Association (WRA) met in Hull. // The WRA banned the boat in May.',
      'The World Rowing Association banned the boat in May.',
    ],
    ['The World Rowing Association (WRA) met in Hull in May.', 'The WRA met in Hull in May.'],
    ['The World Rowing Association (WRA) met in Hull in May.', 'The World Rowing Association met in Hull.'],
  ])('is proven: %s', (text, statement) => {
    expect(['verbatim', 'shortened']).toContain(levelOf(statement, text));
  });

  it.each([
    [
      'The World Rowing Association (WRA) met in Hull. The Welsh Riding Academy (WRA) banned the horse.',
      'The World Rowing Association banned the horse.',
    ],
    [
      'The World Rowing Association (WRA) met the Hull Boat Club (HBC) in May. HBC sold a boat.',
      'WRA sold a boat.',
    ],
    ['The World Rowing Association (WRA) says HBC lied.', 'HBC lied to the WRA.'],
    ['The World Rowing Association (WRA) may ban the boat.', 'The WRA ban the boat.'],
    ['The head of the World Rowing Association (WRA) left.', 'The WRA left.'],
    ['The World Rowing Association (WRA), unlike the club, banned the boat.', 'The club banned the boat.'],
    ['The rival of the World Rowing Association (WRA) banned the boat.', 'The WRA banned the boat.'],
    ['The World Rowing Association (WRA) of Hull was sued by the club.', 'The WRA sued the club.'],
    ['The World Rowing Association (WRA) denied it banned the boat.', 'The WRA banned the boat.'],
    ['The World Rowing Association (WRA) met in Hull. The FRA banned the boat.', 'The WRA banned the boat.'],
  ])('is not proven where it says something else: %s', (text, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, text));
  });
});

describe('a number, a share or a denial, written in another way', () => {
  it.each([
    ['Twelve boats sank in May and three in June.', '12 boats sank in May.'],
    ['Sales rose 8 per cent in May, and wages fell.', 'Sales rose 8% in May.'],
    ['The mayor did not see that it is late, and left.', 'The mayor didn’t see that it’s late.'],
  ])('is proven: %s', (text, statement) => {
    expect(['verbatim', 'shortened']).toContain(levelOf(statement, text));
  });

  it.each([
    ['Twenty boats sank in May and three in June.', '12 boats sank in May.'],
    ['Twenty-one boats sank in May, and three in June.', '20 boats sank in May.'],
    ['Two hundred boats sank in May, and three in June.', '2 boats sank in May.'],
    ['The mayor did see it, and left.', 'The mayor didn’t see it.'],
    ['One of the boats sank in May, and three in June.', '1 boats sank in May.'],
    ['Sales rose 8 per cent in May, and wages fell.', 'Sales rose 8 in May.'],
  ])('is not proven where it says something else: %s', (text, statement) => {
    expect(['worded', 'refused']).toContain(levelOf(statement, text));
  });
});
