/** The ways to ask for JSON, the strictest first; servers know different ones. */
const MODES = ['json_schema', 'json_object', 'text'] as const;

/** How a server is spoken to. */
export interface Manner {
  readonly mode: (typeof MODES)[number];
  /** Whether it sends an answer piece by piece, and says at the end what was used. */
  readonly stream: boolean;
  readonly usage: boolean;
  /** What it calls the longest answer; null where it knows no such thing. */
  readonly limit: 'max_completion_tokens' | 'max_tokens' | null;
  /** Whether there is a message of the system's own. */
  readonly system: boolean;
}

export const STRICTEST: Manner = {
  mode: MODES[0],
  stream: true,
  usage: true,
  limit: 'max_completion_tokens',
  system: true,
};

/** What every server knows. */
const PLAINEST: Manner = { mode: 'text', stream: false, usage: false, limit: 'max_tokens', system: true };

/** What servers call each part of a request that they do not know. */
const NAMES: readonly [keyof Manner, RegExp][] = [
  [
    'mode',
    /response_?format|json[_ -]?(?:schema|object|mode)|schema|structured[_ ]output|grammar|guided|additionalproperties/,
  ],
  ['usage', /stream_options|include_usage/],
  ['limit', /max_(?:completion_|output_)?tokens/],
  ['stream', /\bstream(?:ing|ed|s)?\b/],
  [
    'system',
    /\b(?:system|developer)\b.{0,20}\b(?:role|message|prompt|instruction)|\brole\b.{0,40}\b(?:system|developer)\b/,
  ],
];

/** The parts of a request that an objection names, the first one first. */
export function namedIn(objection: string): (keyof Manner)[] {
  const words = objection.toLowerCase();
  const found = NAMES.map(([part, name]) => ({ part, at: words.search(name) })).filter(({ at }) => at >= 0);
  return found.sort((a, b) => a.at - b.at).map(({ part }) => part);
}

/**
 * The manner without the first thing that is named and can be left out; the plainest one where nothing is.
 * Null if there is none.
 */
export function leaveOutNamed(named: readonly (keyof Manner)[], manner: Manner): Manner | null {
  for (const part of named) {
    const simpler = leaveOut(part, manner);
    if (simpler) return simpler;
  }
  const isPlainest = manner.mode === PLAINEST.mode && !manner.stream && manner.limit !== STRICTEST.limit;
  return isPlainest ? null : { ...PLAINEST, system: manner.system };
}

/** The next simpler way to ask for JSON. */
export function relaxForm(manner: Manner): Manner | null {
  return leaveOut('mode', manner);
}

function leaveOut(part: keyof Manner, manner: Manner): Manner | null {
  if (part === 'mode') {
    const mode = MODES[MODES.indexOf(manner.mode) + 1];
    return mode ? { ...manner, mode } : null;
  }
  if (part === 'limit') {
    const limit = manner.limit === 'max_completion_tokens' ? 'max_tokens' : null;
    return manner.limit === null ? null : { ...manner, limit };
  }
  if (part === 'usage') return manner.stream && manner.usage ? { ...manner, usage: false } : null;
  return manner[part] ? { ...manner, [part]: false } : null;
}
