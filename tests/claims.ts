/** Claims about the sample articles, by file: what each says truly, and what was changed in it. */
export interface ArticleClaim {
  readonly article: string;
  readonly text: string;
}

const bridge = 'footbridge.txt';
const train = 'night-train.txt';
const bees = 'roof-bees.txt';
const tools = 'tool-library.txt';

export const TRUE_CLAIMS: readonly ArticleClaim[] = [
  { article: bridge, text: 'Councillors voted by 11 to 9 for the bridge.' },
  { article: bridge, text: 'The bridge would cost £2.4 million and be 84 metres long.' },
  { article: bridge, text: 'Derek Fallowfield has run the ferry for 26 years.' },
  { article: bridge, text: 'The ferry cannot carry a wheelchair.' },
  { article: bridge, text: 'The price of steel has climbed by 31 per cent since 2021.' },
  { article: bridge, text: 'Fallowfield will get no compensation.' },
  { article: bridge, text: 'The river rose by 3.9 metres in the flood of February 2020.' },
  { article: bridge, text: 'The ferry carried more than 60,000 people last year.' },
  { article: bridge, text: 'Two pairs of kingfishers nest below the bandstand.' },
  { article: bridge, text: 'Hannah Birtwhistle is the head teacher of Mill Lane Primary School.' },
  { article: bridge, text: 'Work will begin in March.' },
  { article: train, text: 'The last night train left Brennick on 12 December 2009.' },
  { article: train, text: 'Six hundred people stood on the platform on Monday evening.' },
  { article: train, text: 'The petition has 14,200 signatures.' },
  { article: train, text: 'The night train lost £2.1 million in its final year.' },
  { article: train, text: 'Anneke Roth is a spokeswoman for Northern and Coastal.' },
  { article: train, text: 'Strand has not replied to the letter.' },
  { article: train, text: 'Gregor Maund cycled to Marrow Junction in April.' },
  { article: train, text: 'The number of passengers fell from 91,000 in 1998 to 38,000.' },
  { article: train, text: 'The company puts the repairs at £11.5 million.' },
  { article: bees, text: 'The survey counted 43 species of wild bee.' },
  { article: bees, text: 'The ridge mason bee is nine millimetres long.' },
  { article: bees, text: 'The honey from each hive has fallen to 8 kilograms a year.' },
  { article: bees, text: 'The crack on level 7 will not be filled.' },
  { article: bees, text: 'Owen Castellane gave up 12 of his 30 hives in the spring.' },
  { article: bees, text: 'Corrigan wants to count again in 2026.' },
  { article: tools, text: 'Agnes Pryce began the collection with £1,200.' },
  { article: tools, text: 'Of 9,400 loans, 17 have not come back.' },
  { article: tools, text: 'A chainsaw cannot be borrowed.' },
  { article: tools, text: 'Visits to the branch rose to 52,000 in two years.' },
];

/** Each with what was changed: a kind of edit. */
export const FALSE_CLAIMS: Readonly<Record<string, readonly ArticleClaim[]>> = {
  number: [
    { article: bridge, text: 'Councillors voted by 12 to 9 for the bridge.' },
    { article: bridge, text: 'The bridge would cost £3.4 million and be 84 metres long.' },
    { article: train, text: 'The petition has 15,200 signatures.' },
    { article: train, text: 'Seven hundred people stood on the platform on Monday evening.' },
    { article: bees, text: 'The survey counted fifty-three species of wild bee.' },
    { article: tools, text: 'Of 9,400 loans, 19 have not come back.' },
  ],
  date: [
    { article: train, text: 'The last night train left Brennick on 12 November 2009.' },
    { article: train, text: '600 people stood on the platform on Thursday evening.' },
    { article: bridge, text: 'Work will begin in June.' },
    { article: bees, text: 'Corrigan wants to count again in 2027.' },
  ],
  'number of something else': [
    { article: train, text: 'Lucy Farrant is 81 and studies marine biology.' },
    { article: tools, text: 'Visits to the branch rose to 9,400.' },
  ],
  name: [
    { article: bridge, text: 'Derek Fairweather has run the ferry for 26 years.' },
    { article: train, text: 'Anneke Roth is a spokeswoman for Southern and Coastal.' },
    { article: train, text: 'The last night train left Paris on 12 December 2009.' },
    { article: bees, text: 'Owen Lancaster gave up 12 of his 30 hives in the spring.' },
    { article: tools, text: 'Agnes Miller began the collection with £1,200.' },
  ],
  negation: [
    { article: bridge, text: 'The ferry can carry a wheelchair.' },
    { article: bridge, text: 'The price of steel has not risen by 31 per cent since 2021.' },
    { article: train, text: 'Strand has replied to the letter.' },
    { article: train, text: 'Gregor Maund never cycled to Marrow Junction in April.' },
    { article: bees, text: 'The crack on level 7 will be filled.' },
    { article: tools, text: 'A chainsaw can be borrowed.' },
  ],
  direction: [
    { article: bridge, text: 'The price of steel has fallen by 31 per cent since 2021.' },
    { article: bees, text: 'The number of hives on the roofs has dropped to 610 in eight years.' },
    { article: bees, text: 'The honey from each hive has climbed to 8 kilograms a year.' },
    { article: bees, text: 'The number of hives has fallen from 85 to 610.' },
    { article: tools, text: 'Visits to the branch dropped to 52,000 in two years.' },
    { article: train, text: 'The night train gained £2.1 million in its final year.' },
  ],
  'swapped thing': [
    { article: bridge, text: 'Councillors voted for a crossing of concrete and oak.' },
    { article: bridge, text: 'Derek Fallowfield has run the bus for 26 years.' },
    { article: bees, text: 'The ridge wasp is nine millimetres long.' },
    { article: bees, text: 'The ridge mason bee is nine centimetres long.' },
    { article: train, text: 'Six hundred people stood on the platform on Monday morning.' },
  ],
  'swapped role': [
    { article: 'made up', text: 'Calloway sued Strand.' },
    { article: 'made up', text: 'The committee praised the engineer.' },
  ],
  'inserted fact': [
    { article: bridge, text: 'Derek Fallowfield has run the ferry for 26 years because of a lottery prize.' },
    { article: train, text: 'Gregor Maund cycled to Marrow Junction in April thanks to generous sponsors.' },
    { article: bees, text: 'The survey counted 43 species of wild bee in Denmark.' },
    { article: tools, text: 'Agnes Pryce began the collection with £1,200 and 35 volunteers.' },
  ],
};

/** What the roles are swapped in. */
export const INVENTED_CLAIMS = [
  'Strand sued Calloway over the timetable on Friday.',
  'In the end the engineer praised the committee.',
];
