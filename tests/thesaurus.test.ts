import { expect, test } from 'vitest';
import { implies } from '../src/language/thesaurus.ts';

test.each([
  ['departed', 'left'],
  ['dropped', 'fell'],
  ['climbed', 'rose'],
  ['final', 'last'],
  ['journey', 'trip'],
  ['repair', 'mend'],
  ['refused', 'declined'],
  ['started', 'began'],
  ['decision', 'decided'],
  ['bicycle', 'cycled'],
  ['animal', 'dog'],
])('“%s” may be said for “%s”', (claimed, given) => {
  expect(implies(claimed, given)).toBe(true);
});

test.each([
  ['opened', 'closed'],
  ['rejected', 'approved'],
  ['bought', 'sold'],
  ['won', 'lost'],
  ['praised', 'criticised'],
  ['doubled', 'halved'],
  ['tunnel', 'bridge'],
  ['mayor', 'councillor'],
  ['teacher', 'nurse'],
  ['tuesday', 'monday'],
  ['north', 'south'],
  ['arrested', 'released'],
  ['killed', 'injured'],
  ['murder', 'theft'],
  ['dog', 'animal'],
])('“%s” may not be said for “%s”', (claimed, given) => {
  expect(implies(claimed, given)).toBe(false);
});

test.each(['', ' ', '1', '  1 This', 'zyxwv', '東京', 'a\nb', '__proto__', 'constructor'])(
  'knows nothing of %j',
  word => {
    expect(implies(word, 'bridge')).toBe(false);
    expect(implies('bridge', word)).toBe(false);
  },
);
