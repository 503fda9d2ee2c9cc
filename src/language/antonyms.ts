import { stem } from './stems.ts';

/** Pairs of families: the words of one family mean about the same here, those of the other the opposite. */
const ANTONYM_FAMILIES: readonly (readonly [string, string])[] = [
  [
    'rise rose risen increase grow grew growth climb gain jump surge soar higher high raise upward add boost rally rebound hike up elevate heighten',
    'fall fell fallen decrease decline drop sink sank slip plunge plummet tumble lower low reduce reduction downward lose lost shed slump dip cut down shrink shrank slash lessen',
  ],
  ['more most majority many numerous greater', 'less least fewer minority few fewest lesser'],
  [
    'support back favour favor endorse approve praise welcome agree applaud',
    'oppose reject criticise criticize condemn disapprove disagree denounce',
  ],
  ['accept admit acknowledge confirm concede', 'refuse reject deny dismiss'],
  ['allow permit legalise legalize legal lawful', 'ban forbid prohibit prevent block illegal unlawful'],
  ['win won victory winner', 'lose lost loss defeat loser'],
  ['succeed success successful successfully', 'fail failure unsuccessful unsuccessfully'],
  ['open opening reopen', 'close closing closure shut'],
  ['begin began begun start launch', 'end finish stop cease conclude'],
  ['buy bought purchase acquire', 'sell sold sale'],
  ['hire recruit appoint employ', 'fire sack dismiss'],
  ['arrest detain imprison jail', 'free release liberate'],
  ['good better best positive', 'bad worse worst poor negative'],
  ['strong stronger strongest strengthen strength', 'weak weaker weakest weaken weakness'],
  ['early earlier earliest', 'late later latest'],
  ['old older oldest', 'young younger youngest new newer newest'],
  ['big bigger biggest large larger largest huge', 'small smaller smallest tiny'],
  ['long longer longest', 'short shorter shortest brief'],
  ['fast faster fastest quick quickly rapid rapidly', 'slow slower slowest slowly gradual gradually'],
  ['love like enjoy', 'hate dislike loathe'],
  ['safe safer safely safety', 'dangerous unsafe dangerously danger risky'],
  ['include', 'exclude'],
  ['arrive enter join', 'leave left depart exit quit'],
  ['remember', 'forget forgot forgotten'],
  ['possible able', 'impossible unable'],
  ['likely', 'unlikely'],
  ['known familiar', 'unknown unfamiliar'],
  ['guilty convict', 'innocent acquit'],
  ['alive survive live survivor', 'dead die kill'],
  ['man men male boy father son brother husband', 'woman women female girl mother daughter sister wife'],
  ['north northern', 'south southern'],
  ['east eastern', 'west western'],
  ['always', 'never'],
  ['public publicly', 'private privately'],
  ['rich wealthy', 'poor'],
  ['hot hotter hottest warm warmer', 'cold colder coldest cool cooler'],
  ['easy easier easily', 'hard harder difficult'],
  ['expensive costly dear', 'cheap cheaper'],
  ['protect defend save preserve', 'attack destroy damage harm'],
  ['build built create', 'demolish destroy dismantle'],
  ['encourage urge', 'discourage deter'],
  ['happy glad pleased delighted', 'unhappy sad upset angry'],
  ['first', 'last'],
  ['import', 'export'],
  ['full', 'empty'],
  ['light', 'dark heavy'],
  ['day daytime', 'night nighttime'],
  ['rare rarely seldom', 'often frequent frequently common'],
  ['profit', 'loss'],
  ['maximum', 'minimum'],
  ['optimism optimistic hope hopeful', 'pessimism pessimistic fear despair'],
  ['ally friend partner', 'enemy rival foe'],
  ['present', 'absent'],
  ['keep kept retain', 'abandon discard lose'],
];

const familySides = new Map<string, { pair: number; side: 0 | 1 }[]>();
for (const [pair, families] of ANTONYM_FAMILIES.entries()) {
  for (const side of [0, 1] as const) {
    for (const word of families[side].split(' ').map(stem))
      familySides.set(word, [...(familySides.get(word) ?? []), { pair, side }]);
  }
}

const PREFIX = /^(?:un|in|im|ir|il|dis|non)(?=.{4})/;

/** Whether two stems mean the opposite: `rise` and `fell`, `likely` and `unlikely`. */
export function areAntonyms(a: string, b: string): boolean {
  const prefixed = (long: string, short: string) => PREFIX.test(long) && long.replace(PREFIX, '') === short;
  if (prefixed(a, b) || prefixed(b, a)) return true;
  return isRelated(a, b, (one, other) => one !== other);
}

/** Whether two stems stand in one family, so that either may say what the other does: `climb` and `rose`. */
export function areSynonyms(a: string, b: string): boolean {
  return isRelated(a, b, (one, other) => one === other);
}

/** Whether a stem stands in a family that has an opposite. */
export function hasAntonym(root: string): boolean {
  return familySides.has(root);
}

function isRelated(a: string, b: string, by: (one: 0 | 1, other: 0 | 1) => boolean): boolean {
  const others = familySides.get(b);
  if (!others) return false;
  return (familySides.get(a) ?? []).some(one =>
    others.some(other => other.pair === one.pair && by(one.side, other.side)),
  );
}
