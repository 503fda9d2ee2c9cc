import { expect, it } from 'vitest';
import { type KillMoment, runKillRounds } from './kill-digests.ts';

it('a slot is posted once, at whatever moment the process is killed', { timeout: 240_000 }, async () => {
  const plan: KillMoment[] = [
    'stored',
    'claimed',
    'arrives after',
    'chance',
    'arrives before',
    'stored',
    'chance',
    'claimed',
  ];
  for (const { moment, slot, record, messages, sent } of await runKillRounds(plan, Math.random)) {
    expect(messages, `${slot}, killed: ${moment}`).toHaveLength(1);
    expect(record, `${slot}, killed: ${moment}`).toMatchObject({ state: 'posted', messageId: messages[0] });
    // A message that was posted already is found and not sent again; one still under way is sent again, and
    // rejected by its nonce.
    if (moment === 'stored') expect(sent).toBe(1);
    if (moment === 'arrives after') expect(sent).toBe(2);
  }
});
