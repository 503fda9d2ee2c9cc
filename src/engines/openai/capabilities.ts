/** The ways to request JSON, strictest first; servers support different ones. */
const MODES = ['json_schema', 'json_object', 'text'] as const;

/** The request features that a server supports. */
export interface ServerCapabilities {
  readonly mode: (typeof MODES)[number];
  /** Whether it streams replies, and reports the token usage at the end. */
  readonly stream: boolean;
  readonly usage: boolean;
  /** The name of its parameter for the maximum reply length; null if it has none. */
  readonly limit: 'max_completion_tokens' | 'max_tokens' | null;
  /** Whether it accepts a separate system message. */
  readonly system: boolean;
}

/** The capabilities of a server that fully implements OpenAI's API. */
export const ALL_CAPABILITIES: ServerCapabilities = {
  mode: MODES[0],
  stream: true,
  usage: true,
  limit: 'max_completion_tokens',
  system: true,
};

/** The capabilities that every server has. */
const MINIMAL_CAPABILITIES: ServerCapabilities = {
  mode: 'text',
  stream: false,
  usage: false,
  limit: 'max_tokens',
  system: true,
};

/** How servers name the parts of a request in their error messages. */
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

/** The parts of a request that an error message names, in order of mention. */
export function findRejectedParameters(message: string): (keyof ServerCapabilities)[] {
  const words = message.toLowerCase();
  const found = PARAMETER_NAMES.map(([part, name]) => ({ part, at: words.search(name) })).filter(
    ({ at }) => at >= 0,
  );
  return found.sort((a, b) => a.at - b.at).map(({ part }) => part);
}

/** Without the first named capability that can go; the minimal ones if none is named; null at the end. */
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

/** The capabilities without one of them, or with the next simpler way to request JSON; null if there is none. */
export function removeCapability(
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
