import { killRounds, moments } from '../tests/kill-digests.ts';

/**
 * Kills the digests' process many times (50, or the number given) and counts what was posted never, twice, or on record wrongly:
 * `npm run soak -- 50`. Too long for `npm test`, which kills it eight times.
 */
const kills = Number(process.argv[2] ?? 50);
if (!Number.isInteger(kills) || kills < 1) throw new Error('Usage: npm run soak -- KILLS');

const started = Date.now();
const plan = Array.from({ length: kills }, (_, round) => moments[round % moments.length]!);
const rounds = await killRounds(plan, Math.random);
const wrong = rounds.filter(({ record, messages }) => messages.length !== 1 || record?.messageId !== messages[0]);

for (const moment of moments) {
  const of = rounds.filter(round => round.moment === moment);
  const sent = of.reduce((sum, round) => sum + round.sent, 0);
  console.log(
    `${moment.padEnd(16)} ${of.length} slots, sent ${sent} times, posted ${of.flatMap(round => round.messages).length}`,
  );
}
for (const round of wrong) console.log(`WRONG ${JSON.stringify(round)}`);
console.log(
  `${kills} kills in ${Math.round((Date.now() - started) / 1000)} s: ${rounds.length - wrong.length} slots posted once, ${wrong.length} wrong`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
