import { killRounds, moments } from '../tests/kill-digests.ts';
import { killMany } from '../tests/kill-many.ts';
import { startPostgres } from '../tests/postgres.ts';

/**
 * Kills the digests' process many times (50, or the number given) and counts what was posted never, twice, or on record wrongly:
 * `npm run soak -- 50`. Then as many digests as are given (1,000) come due at once on three processes on one PostgreSQL server, which are
 * killed ten times: `npm run soak -- 50 1000`. Too long for `npm test`, which does both with few.
 */
const [kills, digests] = [Number(process.argv[2] ?? 50), Number(process.argv[3] ?? 1000)];
if (![kills, digests].every(number => Number.isInteger(number) && number >= 0))
  throw new Error('Usage: npm run soak -- KILLS DIGESTS');

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

const server = await startPostgres();
try {
  const began = Date.now();
  const outcomes = await killMany(await server.create(), { digests, kills: digests > 0 ? 10 : 0, patience: 900_000 });
  const once = outcomes.filter(({ record, messages }) => messages === 1 && record?.state === 'posted');
  const sent = outcomes.reduce((sum, outcome) => sum + outcome.sent, 0);
  for (const outcome of outcomes) if (!once.includes(outcome)) console.log(`WRONG ${JSON.stringify(outcome)}`);
  console.log(
    `${digests} digests due at once on three processes, killed 10 times, in ${Math.round((Date.now() - began) / 1000)} s: ${once.length} posted once, ${digests - once.length} wrong, Discord was asked ${sent} times`,
  );
  if (once.length < digests) process.exitCode = 1;
} finally {
  await server.stop();
}
