/** The ways to ask for JSON, the strictest first; servers know different ones. */
const MODES = ['json_schema', 'json_object', 'text'] as const;

/** How a server is spoken to. */
export interface ServerCapabilities {
  readonly mode: (typeof MODES)[number];
  /** Whether it sends an answer piece by piece, and says at the end what was used. */
  readonly stream: boolean;
  readonly usage: boolean;
  /** What it calls the longest answer; null where it knows no such thing. */
  readonly limit: 'max_completion_tokens' | 'max_tokens' | null;
  /** Whether there is a message of the system's own. */
  readonly system: boolean;
}

/** What a server that follows OpenAI's API in full is capable of. */
export const ALL_CAPABILITIES: ServerCapabilities = {
  mode: MODES[0],
  stream: true,
  usage: true,
  limit: 'max_completion_tokens',
  system: true,
};

/** What every server knows. */
const MINIMAL_CAPABILITIES: ServerCapabilities = {
  mode: 'text',
  stream: false,
  usage: false,
  limit: 'max_tokens',
  system: true,
};

/** What servers call each part of a request that they do not know. */
const PARAMETER_NAMES: readonly [keyof ServerCapabilities, RegExp][] = [
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
export function findRejectedParameters(message: string): (keyof ServerCapabilities)[] {
  const words = message.toLowerCase();
  const found = PARAMETER_NAMES.map(([part, name]) => ({ part, at: words.search(name) })).filter(
    ({ at }) => at >= 0,
  );
  return found.sort((a, b) => a.at - b.at).map(({ part }) => part);
}

/**
 * The manner without the first thing that is named and can be left out; the plainest one where nothing is.
 * Null if there is none.
 */
export function removeRejected(
  named: readonly (keyof ServerCapabilities)[],
  capabilities: ServerCapabilities,
): ServerCapabilities | null {
  for (const part of named) {
    const simpler = removeCapability(part, capabilities);
    if (simpler) return simpler;
  }
  const isPlainest =
    capabilities.mode === MINIMAL_CAPABILITIES.mode &&
    !capabilities.stream &&
    capabilities.limit !== ALL_CAPABILITIES.limit;
  return isPlainest ? null : { ...MINIMAL_CAPABILITIES, system: capabilities.system };
}

/** The next simpler way to ask for JSON. */
export function relaxMode(capabilities: ServerCapabilities): ServerCapabilities | null {
  return removeCapability('mode', capabilities);
}

function removeCapability(
  part: keyof ServerCapabilities,
  capabilities: ServerCapabilities,
): ServerCapabilities | null {
  if (part === 'mode') {
    const mode = MODES[MODES.indexOf(capabilities.mode) + 1];
    return mode ? { ...capabilities, mode } : null;
  }
  if (part === 'limit') {
    const limit = capabilities.limit === 'max_completion_tokens' ? 'max_tokens' : null;
    return capabilities.limit === null ? null : { ...capabilities, limit };
  }
  if (part === 'usage')
    return capabilities.stream && capabilities.usage ? { ...capabilities, usage: false } : null;
  return capabilities[part] ? { ...capabilities, [part]: false } : null;
}
