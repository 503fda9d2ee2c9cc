import { stem } from './stems.ts';

/**
 * Words of one kind exclude each other: what is said of one is not said of another (MacCartney & Manning 2008
 * call it alternation). A word may be of several kinds.
 */
const KINDS: readonly string[] = [
  'monday tuesday wednesday thursday friday saturday sunday',
  'january february march april may june july august september october november december',
  'spring summer autumn winter',
  'morning noon afternoon evening night midnight',
  'red orange yellow green blue purple pink brown black white grey gray',
  'second minute hour day week month year decade century',
  'millimetre centimetre metre kilometre mile inch foot yard acre hectare',
  'gram kilogram kilo tonne ton ounce litre gallon pint barrel',
  'pound dollar euro yen shilling franc yuan rupee',
  'father mother son daughter brother sister uncle aunt grandfather grandmother cousin husband wife nephew niece',
  'child baby teenager adult pensioner',
  'car bus train tram lorry truck van ferry boat ship plane aircraft helicopter bicycle bike motorcycle taxi',
  'dog cat horse cow sheep pig goat rabbit fox bear wolf lion tiger elephant monkey',
  'bee wasp ant butterfly moth beetle spider fly',
  'pigeon heron swan gull kingfisher owl eagle duck goose',
  'coffee tea water milk beer wine juice lemonade whisky',
  'bread cake pie pizza burger sandwich soup salad pasta rice',
  'apple pear banana cherry lemon grape strawberry coconut olive peach plum',
  'oak pine birch beech ash elm maple',
  'steel iron wood stone concrete brick glass plastic aluminium copper gold silver bronze',
  'school university college nursery',
  'hospital church library museum hotel prison theatre cinema restaurant pub cafe supermarket factory warehouse',
  'teacher doctor nurse engineer lawyer farmer baker butcher plumber journalist biologist chemist accountant librarian soldier pilot',
  'mayor councillor minister senator governor judge prosecutor ambassador king queen prince',
  'murder manslaughter robbery burglary theft fraud rape arson kidnapping bribery assault smuggling',
  'flood fire earthquake storm hurricane tornado drought avalanche explosion collapse collision derailment',
  'football rugby cricket tennis golf hockey basketball baseball chess swimming boxing',
  'stock bond loan mortgage deposit',
  'price wage rent tax profit revenue salary pension dividend',
  'piano violin guitar drum trumpet flute cello',
  'river lake sea ocean canal stream mountain hill valley beach island forest desert cliff',
  'roof wall floor cellar window door',
  'army navy police airforce',
  'knee elbow shoulder head hand ankle chest waist',
  'arm leg hand foot head heart lung kidney liver',
  'europe asia africa america australia antarctica',
  'newspaper magazine book radio television podcast',
  'letter email telephone text',
];

const kindsOf = new Map<string, number[]>();
for (const [kind, list] of KINDS.entries()) {
  for (const word of list.split(' ').map(stem)) kindsOf.set(word, [...(kindsOf.get(word) ?? []), kind]);
}

/** Whether two stems name different things of one kind: `monday` and `friday`, `coffee` and `tea`. */
export function areMutuallyExclusive(a: string, b: string): boolean {
  if (a === b) return false;
  const others = kindsOf.get(b);
  return others !== undefined && (kindsOf.get(a) ?? []).some(kind => others.includes(kind));
}
