/** Deeper than this, neither a server's answer nor a draft is nested. */
const MAX_DEPTH = 40;

/**
 * What a text says as JSON; undefined where it is none, or is nested too deep: that would take seconds to
 * read.
 */
export function parseJson(text: string): unknown {
  if (createDepthCounter()(text) > MAX_DEPTH) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // no JSON: the caller knows what to make of that
    return undefined;
  }
}

/** Takes JSON piece by piece and gives how deep it has been nested at the deepest. */
export function createDepthCounter(): (piece: string) => number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  let isEscaped = false;
  return piece => {
    for (const character of piece) {
      if (isEscaped) isEscaped = false;
      else if (inString && character === '\\') isEscaped = true;
      else if (character === '"') inString = !inString;
      else if (!inString && (character === '{' || character === '[')) depth++;
      else if (!inString && (character === '}' || character === ']')) depth--;
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  };
}
