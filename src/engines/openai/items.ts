import { JSONParser } from '@streamparser/json';
import { withoutReasoning } from './reading.ts';
import type { Json } from './schema.ts';

/** What may stand before the object that is waited for. */
const BEFORE = /^\s*(?:```(?:json)?\s*)?$/i;

/** Reads a draft while it is being written; `tell` gets it as far as it goes, with only those items of its lists that are finished. */
export function createItemReader(schema: Json, tell: (draft: Json) => void): (piece: string) => void {
  const draft = blankOf(schema);
  let before = '';
  let state: 'waiting' | 'reading' | 'over' = 'waiting';
  const parser = new JSONParser({ paths: ['$.*', '$.*.*'] });
  parser.onError = () => {
    // no JSON any more: what was read stands, and the whole text is read again at the end
    state = 'over';
  };
  parser.onEnd = () => {
    state = 'over';
  };
  parser.onValue = ({ value, key, parent, stack }) => {
    if (stack.length === 1) draft[`${key}`] = value;
    if (stack.length !== 2 || !Array.isArray(parent)) return;
    const list = `${stack[1]?.key}`;
    draft[list] = [...parent];
    tell({ ...draft });
  };

  return piece => {
    if (state === 'reading') parser.write(piece);
    if (state !== 'waiting') return;
    before += piece;
    if (!piece.includes('{')) return;
    const spoken = withoutReasoning(before);
    const at = spoken.indexOf('{');
    if (at < 0) return;
    state = BEFORE.test(spoken.slice(0, at)) ? 'reading' : 'over';
    if (state === 'reading') parser.write(spoken.slice(at));
  };
}

/** A draft with empty lists, and nothing where nothing is allowed. */
function blankOf({ properties }: Json): Record<string, unknown> {
  const blank: Record<string, unknown> = {};
  for (const [name, { type, anyOf }] of Object.entries((properties ?? {}) as Record<string, Json>)) {
    if (type === 'array') blank[name] = [];
    else if (Array.isArray(anyOf) && anyOf.some(each => each.type === 'null')) blank[name] = null;
  }
  return blank;
}
