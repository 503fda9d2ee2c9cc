/** The maximum nesting of a server's reply or a draft. */
const MAX_DEPTH = 40;

/** Parses JSON; undefined if it is malformed, or nested so deeply that parsing would take seconds. */
export function parseJson(text: string): unknown {
  if (createDepthCounter()(text) > MAX_DEPTH) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // not JSON: the caller handles undefined
    return undefined;
  }
}

/** Returns a function that takes JSON piece by piece and returns the maximum nesting so far. */
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
