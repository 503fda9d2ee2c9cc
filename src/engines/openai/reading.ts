import { withoutElements } from '../../elements.ts';

/**
 * The JSON object in what a model wrote: without reasoning (`<think>`), preamble, code fences and what follows the object. Undefined
 * if there is none. Commas before a closing bracket, which small models write, are forgiven; nothing else is repaired.
 */
export function jsonIn(text: string): unknown {
  const spoken = withoutReasoning(text);
  for (const candidate of candidates(spoken)) {
    const value = parsed(candidate) ?? parsed(candidate.replace(/,(\s*[}\]])/g, '$1'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  }
  return undefined;
}

// A server that strips the opening tag leaves only the closing one.
export function withoutReasoning(text: string): string {
  const closed = withoutElements(text, /<(\/?)(think|thinking|reasoning)>/gi);
  return closed.replace(/^[\s\S]*<\/(?:think|thinking|reasoning)>/i, '').replace(/<(?:think|thinking|reasoning)>[\s\S]*$/i, '');
}

function* candidates(text: string): Generator<string> {
  yield text.trim();
  for (const [, fenced] of text.matchAll(/```(?:json)?([\s\S]*?)```/gi)) yield fenced!.trim();
  let tried = 0;
  for (let start = text.indexOf('{'); start >= 0 && tried < 20; start = text.indexOf('{', start + 1), tried++) {
    const end = endOfObject(text, start);
    if (end !== undefined) yield text.slice(start, end);
  }
}

/** Where the object that begins at `start` ends, braces in strings not counted. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (inString && character === '\\') index++;
    else if (character === '"') inString = !inString;
    else if (!inString && character === '{') depth++;
    else if (!inString && character === '}' && --depth === 0) return index + 1;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // not JSON: the next candidate is tried
    return undefined;
  }
}
