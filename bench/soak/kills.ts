import { MOMENTS, runKillRounds } from '../../tests/kill-digests.ts';

/**
 * Kills the process that posts digests the given number of times around a slot, and returns whether each slot
 * was posted once and recorded as such.
 */
export async function soakKills(kills: number): Promise<boolean> {
  const started = Date.now();
  const plan = Array.from({ length: kills }, (_, round) => MOMENTS[round % MOMENTS.length]!);
  const rounds = await runKillRounds(plan, Math.random);
  const wrong = rounds.filter(
    ({ record, messages }) => messages.length !== 1 || record?.messageId !== messages[0],
  );
  const sent = rounds.reduce((sum, round) => sum + round.sent, 0);
  for (const round of wrong) console.log(`      ${JSON.stringify(round)}`);
  console.log(
    `${wrong.length === 0 ? 'ok   ' : 'WRONG'} kills: ${kills} in ${Math.round((Date.now() - started) / 1000)} s: ${rounds.length - wrong.length} slots posted once, ${wrong.length} wrong, Discord was asked ${sent} times`,
  );
  return wrong.length === 0;
}
