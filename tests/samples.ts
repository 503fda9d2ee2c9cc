/**
 * Facts about the sample articles in `data/articles`, written by hand: tests check the reader and the recipes
 * against them.
 */
export interface Sample {
  readonly file: string;
  readonly headline: string;
  readonly paragraphs: number;
  readonly comments: number;
  /** Depth of the comment tree; 0 without comments. */
  readonly levels: number;
  readonly closed: boolean;
  /** Every passage in quotation marks, in text order; given for some articles only. */
  readonly quotes?: readonly SampleQuote[];
  readonly questions: readonly SampleQuestion[];
}

export interface SampleQuote {
  /** Without the outer quotation marks; parts in several paragraphs are joined by a blank line. */
  readonly text: string;
  /** The full name, or the article's description if it gives no name; null if nobody is quoted. */
  readonly speaker: string | null;
  /** Where it was said, if the article states it. */
  readonly where?: string;
  /** True for a title, or a word that is merely mentioned. */
  readonly scare?: true;
}

export interface SampleQuestion {
  readonly question: string;
  /** False if the article does not say. */
  readonly found: boolean;
  /** Words of the article that a correct answer contains. */
  readonly contains?: string;
  /** Paragraphs with the answer; each is sufficient. */
  readonly paragraphs?: readonly number[];
  /** True if the question is about the readers, and the comments answer it. */
  readonly comments?: boolean;
}

const nightTrain: Sample = {
  file: 'night-train.txt',
  headline: 'A Town Asks Its Railway for the 22:40 Back',
  paragraphs: 15,
  comments: 12,
  levels: 3,
  closed: true,
  quotes: [
    { text: 'We thought sixty would come,', speaker: 'Ines Calloway' },
    { text: 'Then the scones ran out at half past six, and I knew.', speaker: 'Ines Calloway' },
    { text: 'We understand the affection, but affection did not buy tickets,', speaker: 'Anneke Roth' },
    {
      text: [
        'In 2009 you told us that nobody wanted to sleep on a train. That autumn my father, who was the attendant in coach four, stepped over people lying in the corridor, because you had taken off two of the three sleeping cars and left the passengers.',
        'You did not lose our custom. You put it down somewhere and forgot where.',
        'We were told that the coaches had been sold, so we went to look for them. Two are a hotel beside a lake. One is a hen house, and a good one. The other five are in your own sidings at Marrow Junction, under a blue tarpaulin.',
      ].join('\n\n'),
      speaker: 'Ines Calloway',
      where: 'letter',
    },
    { text: 'tarpaulin', speaker: null, scare: true },
    {
      text: 'We are not asking for the past. We are asking for a train that leaves after supper and arrives before the first lecture, the first shift and the first appointment at the eye clinic. You have the coaches. You have the rails. We have the passengers, and tonight you can count them.',
      speaker: 'Ines Calloway',
      where: 'letter',
    },
    { text: 'The heating still works,', speaker: 'Gregor Maund' },
    { text: 'I won’t say how I know.', speaker: 'Gregor Maund' },
    { text: 'say what the train costs, not what anybody would like it to cost', speaker: 'Samuel Okoro' },
    {
      text: 'I came home for my gran’s birthday and got in after she’d gone to bed,',
      speaker: 'Lucy Farrant',
    },
    {
      text: 'My mum said, ‘You could have walked it,’ and honestly, I looked it up.',
      speaker: 'Lucy Farrant',
    },
    { text: 'read every line of it, twice', speaker: 'Philippa Strand', where: 'Twitter' },
    { text: 'The Last Sleeper South', speaker: null, scare: true },
    { text: 'We promised that we would only ever play it once,', speaker: 'Hugh Pell' },
    { text: 'So we have decided that 2009 was the rehearsal.', speaker: 'Hugh Pell' },
  ],
  questions: [
    {
      question: 'When did the last night train leave Brennick?',
      found: true,
      contains: '12 December 2009',
      paragraphs: [1],
    },
    {
      question: 'How many signatures does the petition have?',
      found: true,
      contains: '14,200',
      paragraphs: [3],
    },
    {
      question: 'How much does the company think the repair of the coaches would cost?',
      found: true,
      contains: '£11.5 million',
      paragraphs: [12],
    },
    { question: 'What is the top speed of the train?', found: false },
    { question: 'What do the readers say about the noise?', found: true, contains: 'noise', comments: true },
  ],
};

const footbridge: Sample = {
  file: 'footbridge.txt',
  headline: 'Council Backs £2.4 Million Footbridge That Half of Ostley Does Not Want',
  paragraphs: 16,
  comments: 69,
  levels: 5,
  closed: true,
  questions: [
    { question: 'How long would the bridge be?', found: true, contains: '84 metres', paragraphs: [2] },
    { question: 'How did the councillors vote?', found: true, contains: '11 to 9', paragraphs: [1] },
    {
      question: 'How many people did the ferry carry last year?',
      found: true,
      contains: '61,000',
      paragraphs: [7],
    },
    { question: 'Which company will build the bridge?', found: false },
    {
      question: 'What do readers say about the kingfishers?',
      found: true,
      contains: 'ingfisher',
      comments: true,
    },
  ],
};

const lighthouseLogbook: Sample = {
  file: 'lighthouse-logbook.txt',
  headline: 'What the Keeper of Skerrow Light Wrote Down',
  paragraphs: 31,
  comments: 3,
  levels: 2,
  closed: true,
  questions: [
    {
      question: 'How many logbooks were in the tin?',
      found: true,
      contains: 'nine logbooks',
      paragraphs: [2],
    },
    {
      question: 'When was the great storm that broke the glass of the lantern?',
      found: true,
      contains: '31 January 1953',
      paragraphs: [14],
    },
    {
      question: 'How much colder was the sea than today?',
      found: true,
      contains: '1.4 degrees',
      paragraphs: [12],
    },
    { question: 'How much was Edwin Trask paid?', found: false },
    { question: 'Which correction does a reader make?', found: true, contains: 'correction', comments: true },
  ],
};

const laundretteChess: Sample = {
  file: 'laundrette-chess.txt',
  headline: 'In Fenwick Street, the Spin Cycle Lasts Exactly One Game',
  paragraphs: 9,
  comments: 0,
  levels: 0,
  closed: false,
  quotes: [
    { text: 'Six is the clock,', speaker: 'Dolores Whitcombe' },
    { text: 'It was a joke to begin with,', speaker: 'Dolores Whitcombe' },
    { text: 'Then people saw how well it works.', speaker: 'Dolores Whitcombe' },
    { text: 'Chess for the Impatient', speaker: null, scare: true },
    {
      text: 'You hear the drum speed up, and you know that you have four minutes,',
      speaker: 'Leonard Abara',
    },
    {
      text: "I've played in a proper tournament since, with proper clocks. It was so quiet that I couldn't think.",
      speaker: 'Leonard Abara',
    },
    { text: "He told me, 'Never hurry a knight,'", speaker: 'Jun Ashdown' },
    { text: "So I don't. I hurry everything else.", speaker: 'Jun Ashdown' },
    {
      text: 'I was always told that a laundrette is where you go when something at home is broken,',
      speaker: 'Ruth Ashdown',
    },
    { text: "Now she asks me on Wednesday whether there's enough washing.", speaker: 'Ruth Ashdown' },
    { text: 'capable of a natural conclusion', speaker: 'chess federation', where: 'letter' },
    { text: 'unrelated reasons', speaker: 'Peter Lindqvist' },
    {
      text: "I've spent thirty years in cold church halls with men who sighed at me,",
      speaker: 'Peter Lindqvist',
    },
    {
      text: 'Here it is 26 degrees, somebody always has cake, and my shirts are done.',
      speaker: 'Peter Lindqvist',
    },
    { text: "That's three minutes more than we're used to,", speaker: 'Dolores Whitcombe' },
    { text: "We'll have to think of something to do with them.", speaker: 'Dolores Whitcombe' },
  ],
  questions: [
    {
      question: 'How many members does the club have?',
      found: true,
      contains: '47 members',
      paragraphs: [2],
    },
    { question: 'How long does the spin cycle take?', found: true, contains: '38 minutes', paragraphs: [3] },
    {
      question: 'Why did the federation refuse to list the club?',
      found: true,
      contains: 'could not be rated',
      paragraphs: [7],
    },
    { question: 'Which detergent does the laundrette sell?', found: false },
    { question: 'When is the first match away?', found: true, contains: '8 December', paragraphs: [9] },
  ],
};

const roofBees: Sample = {
  file: 'roof-bees.txt',
  headline: 'Bees Return to Tarrowgate’s Roofs, but Not the Ones in the Hives',
  paragraphs: 11,
  comments: 9,
  levels: 3,
  closed: false,
  questions: [
    {
      question: 'How many species of wild bee did the survey count?',
      found: true,
      contains: '43 species',
      paragraphs: [2],
    },
    { question: 'How many hives stand on the roofs?', found: true, contains: '610', paragraphs: [6] },
    {
      question: 'How much money does Corrigan ask for to count again?',
      found: true,
      contains: '£84,000',
      paragraphs: [9],
    },
    { question: 'Which insecticide is forbidden in the city?', found: false },
    {
      question: 'What does a reader say about the hives on the school?',
      found: true,
      contains: 'school',
      comments: true,
    },
  ],
};

const toolLibrary: Sample = {
  file: 'tool-library.txt',
  headline: 'The Library That Lends a Ladder to Anybody Who Brings It Back',
  paragraphs: 5,
  comments: 5,
  levels: 2,
  closed: true,
  quotes: [
    {
      text: 'People come in for a spirit level and go out with a spirit level and a thriller,',
      speaker: 'Agnes Pryce',
    },
    { text: 'I was certain that we would be cleaned out by Easter,', speaker: 'Neville Okafor' },
    { text: 'a gift to burglars', speaker: 'Neville Okafor' },
    { text: 'I was wrong,', speaker: 'Neville Okafor' },
    { text: 'and I have the hedge to prove it.', speaker: 'Neville Okafor' },
    { text: 'Holes: A Beginner’s Guide', speaker: null, scare: true },
    { text: 'He said, ‘I’ve painted my daughter’s room. She’s coming home,’', speaker: 'Agnes Pryce' },
    { text: 'I’d call that a story. I stamped it.', speaker: 'Agnes Pryce' },
  ],
  questions: [
    { question: 'Who began the collection of tools?', found: true, contains: 'Agnes Pryce', paragraphs: [2] },
    { question: 'How many of the loans have not come back?', found: true, contains: '17', paragraphs: [3] },
    { question: 'What cannot be borrowed?', found: true, contains: 'chainsaw', paragraphs: [4] },
    { question: 'How old is the librarian?', found: false },
    {
      question: 'What do the readers say about the chocolates?',
      found: true,
      contains: 'chocolates',
      comments: true,
    },
  ],
};

const oldAgatha: Sample = {
  file: 'old-agatha.json',
  headline: 'Eighty-Three Jars for Old Agatha',
  paragraphs: 11,
  comments: 11,
  levels: 4,
  closed: true,
  questions: [
    {
      question: 'How old is the sourdough starter?',
      found: true,
      contains: '120 years old',
      paragraphs: [2],
    },
    {
      question: 'How many loaves does the bakery sell on a weekday?',
      found: true,
      contains: '340 loaves',
      paragraphs: [4],
    },
    {
      question: 'Whose kitchen did the closest jar stand in?',
      found: true,
      contains: 'Winifred Sale',
      paragraphs: [8],
    },
    { question: 'How many people work at the bakery?', found: false },
    {
      question: 'What do readers say about the price of a loaf?',
      found: true,
      contains: '£4.20',
      comments: true,
    },
  ],
};

export const SAMPLES: readonly Sample[] = [
  footbridge,
  laundretteChess,
  lighthouseLogbook,
  nightTrain,
  oldAgatha,
  roofBees,
  toolLibrary,
];
