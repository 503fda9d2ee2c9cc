import { JSONParser } from '@streamparser/json';
import { createDepthCounter } from './parse-json.ts';
import type { JsonObject } from './schema.ts';

/** What may precede the object: nothing, or the start of a code fence. */
const PREAMBLE = /^(?:```(?:json)?\s*)?$/i;

/** The maximum length of what precedes the object, without leading white space, in characters. */
const MAX_PREAMBLE = 100;

/** The most items and depth reported while streaming; the complete reply is read at the end anyway. */
const MAX_ITEMS = 100;
const MAX_DEPTH = 24;

/**
 * Creates a reader for a draft that is still being written. It takes the text piece by piece and calls
 * `onDraft` with the draft so far, with only the completed items of its lists.
 */
export function createItemReader(
  schema: JsonObject,
  onDraft: (draft: JsonObject) => void,
): (piece: string) => void {
  const draft = blankDraftOf(schema);
  const wanted = new Set(Object.keys((schema.properties ?? {}) as JsonObject));
  const answerText = createReasoningFilter();
  const depth = createDepthCounter();
  let before = '';
  let state: 'waiting' | 'reading' | 'over' = 'waiting';
  const parser = new JSONParser({ paths: ['$.*', '$.*.*'] });
  parser.onError = () => {
    // no longer JSON: keep what was read; the whole text is parsed again at the end
    state = 'over';
  };
  parser.onEnd = () => {
    state = 'over';
  };
  parser.onValue = ({ value, key, parent, stack }) => {
    const list = `${stack[1]?.key ?? key}`;
    if (!wanted.has(list)) return;
    if (stack.length === 1) draft[list] = value;
    if (stack.length !== 2 || !Array.isArray(parent)) return;
    if (parent.length > MAX_ITEMS) {
      state = 'over';
      return;
    }
    draft[list] = [...parent];
    onDraft({ ...draft });
  };

  return piece => {
    if (state === 'over') return;
    if (state === 'reading') return readPiece(piece);
    before = (before + answerText.take(piece)).trimStart();
    const at = before.indexOf('{');
    if (at < 0 && before.length <= MAX_PREAMBLE) return;
    state = at >= 0 && PREAMBLE.test(before.slice(0, at)) ? 'reading' : 'over';
    if (state === 'reading') readPiece(before.slice(at) + answerText.rest());
  };

  function readPiece(piece: string): void {
    if (depth(piece) > MAX_DEPTH) state = 'over';
    else parser.write(piece);
  }
}

/** A draft with empty lists, and null for properties that may be null. */
function blankDraftOf({ properties }: JsonObject): Record<string, unknown> {
  const blank: Record<string, unknown> = {};
  for (const [name, { type, anyOf }] of Object.entries((properties ?? {}) as Record<string, JsonObject>)) {
    if (type === 'array') blank[name] = [];
    else if (Array.isArray(anyOf) && anyOf.some(each => each.type === 'null')) blank[name] = null;
  }
  return blank;
}

const TAG = /[<[]\/?(?:think|thinking|thought|reasoning)[>\]]/gi;

/** The maximum length of the beginning of a tag, in characters. */
const MAX_TAG = 12;

/**
 * Creates a filter that takes a text piece by piece and returns it without reasoning; `rest` returns what is
 * held back because it may be the beginning of a tag.
 */
function createReasoningFilter() {
  let held = '';
  let isThinking = false;

  return { take: filterPiece, rest: () => held };

  function filterPiece(piece: string): string {
    const text = held + piece;
    let answerText = '';
    let from = 0;
    for (const { 0: tag, index } of text.matchAll(TAG)) {
      if (!isThinking) answerText += text.slice(from, index);
      isThinking = tag[1] !== '/';
      from = index + tag.length;
    }
    const begun = Math.max(text.lastIndexOf('<'), text.lastIndexOf('['));
    const end = begun >= from && text.length - begun < MAX_TAG ? begun : text.length;
    held = text.slice(end);
    return isThinking ? answerText : answerText + text.slice(from, end);
  }
}
