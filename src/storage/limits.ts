import type { Amounts, Generation, Limits, ReachedLimit } from './stores/ledger.ts';

const SCOPES = ['member', 'memberHere', 'server', 'day'] as const;
const MEASURES = ['answers', 'tokens', 'dollars'] as const;

/** What was used so far by the member (here: in this server), in the server and by all. */
export type UsageByScope = Readonly<Record<(typeof SCOPES)[number], Amounts>>;

/**
 * The first limit that a generation would pass, or null. It is decided in the same step in which the
 * generation is recorded.
 */
export function findReachedLimit(
  generation: Generation,
  used: UsageByScope,
  limits: Limits,
): ReachedLimit | null {
  const wanted: Amounts = {
    answers: generation.answers,
    tokens: generation.inputTokens + generation.outputTokens,
    dollars: generation.dollars ?? 0,
  };
  const [hasMember, hasServer] = [generation.memberId !== null, generation.serverId !== null];
  const concerns = { member: hasMember, memberHere: hasMember && hasServer, server: hasServer, day: true };
  for (const whose of SCOPES.filter(scope => concerns[scope]))
    for (const what of MEASURES) {
      const limit = limits[what][whose] ?? null;
      if (limit !== null && wanted[what] > 0 && used[whose][what] + wanted[what] > limit)
        return { whose, what };
    }
  return null;
}
