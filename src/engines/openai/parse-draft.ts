import { removeElements } from '../../language/elements.ts';
import { elementAt } from '../../lists.ts';
import { parseJson } from './parse-json.ts';
import type { JsonObject } from './schema.ts';

/** The maximum nesting and number of values of a draft. */
const MAX_DEPTH = 24;
const MAX_VALUES = 100_000;

/** The maximum number of places in a text that are tried as JSON. */
const MAX_TRIED = 100;

/** The result of reading a draft from a model's reply. */
export interface DraftReading {
  /** The object found; undefined if there is none. */
  readonly draft: JsonObject | undefined;
  /** Whether it has any of the requested properties. */
  readonly fits: boolean;
  /** Whether the reply ends inside an object or inside reasoning. */
  readonly isCut: boolean;
}

/**
 * Finds the JSON object with the requested properties in a model's reply. Skips reasoning (`<think>`),
 * preamble, code fences and trailing text, and unwraps up to three levels (`{"answer": ...}`, a list of one,
 * JSON in a string; a bare list if there is only one list to fill). If there is no such object, returns the
 * first one found. Trailing commas, which small models write, are accepted; nothing else is repaired. Takes
 * linear time.
 */
export function parseDraft(
  text: string,
  schema: JsonObject,
  { last = false }: { last?: boolean } = {},
): DraftReading {
  const wanted = draftShapeOf(schema);
  const whole = parseWithin(text.trim());
  const answerText = removeReasoning(text);
  const { spans, isOpen } = scanBrackets(answerText);
  const places = last ? spans.toReversed() : spans;
  let other: JsonObject | undefined;
  for (const value of parseValues(whole, places.slice(0, MAX_TRIED), answerText)) {
    // a list inside an unclosed bracket is part of something incomplete
    const draft: JsonObject | undefined =
      Array.isArray(value) && isOpen && value !== whole ? undefined : unwrapObject(value, wanted);
    if (draft) return { draft, fits: true, isCut: false };
    if (!other && isObject(value)) other = value;
  }
  return { draft: other, fits: false, isCut: isOpen || (answerText.trim() === '' && text.trim() !== '') };
}

function* parseValues(whole: unknown, spans: readonly JsonSpan[], text: string): Generator<unknown> {
  if (whole !== undefined) yield whole;
  for (const [start, end] of spans) {
    const written = text.slice(start, end);
    yield parseJson(written) ?? parseJson(removeTrailingCommas(written));
  }
}

/** Parses a text that is JSON as a whole, unless it is nested too deeply or has too many values. */
function parseWithin(text: string): unknown {
  if (!/^[[{"]/.test(text) || (text[0] !== '"' && scanBrackets(text).spans.length !== 1)) return undefined;
  return parseJson(text);
}

interface DraftShape {
  readonly names: readonly string[];
  /** The only requested list, with the properties of its items; null if there is more to fill. */
  readonly list: { readonly name: string; readonly names: readonly string[] } | null;
}

function draftShapeOf({ properties }: JsonObject): DraftShape {
  const entries = Object.entries((properties ?? {}) as Record<string, JsonObject>);
  const [only] = entries;
  const items =
    entries.length === 1 && only?.[1].type === 'array'
      ? ((only[1].items as JsonObject | undefined)?.properties as JsonObject)
      : undefined;
  return {
    names: entries.map(([name]) => name),
    list: only && items ? { name: only[0], names: Object.keys(items) } : null,
  };
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasAnyName = (value: JsonObject, names: readonly string[]) =>
  names.some(name => Object.hasOwn(value, name));

/** The requested object in a value, if there is exactly one. */
function unwrapObject(value: unknown, wanted: DraftShape, depth = 0): JsonObject | undefined {
  if (depth > 3) return undefined;
  if (typeof value === 'string')
    return /^\s*[[{]/.test(value) ? unwrapObject(parseWithin(value.trim()), wanted, depth + 1) : undefined;
  if (Array.isArray(value)) return unwrapList(value, wanted, depth);
  if (!isObject(value)) return undefined;
  if (hasAnyName(value, wanted.names)) return value;
  const inner = Object.values(value)
    .map(each => unwrapObject(each, wanted, depth + 1))
    .filter(each => each !== undefined);
  return inner.length === 1 ? inner[0] : undefined;
}

function unwrapList(values: readonly unknown[], wanted: DraftShape, depth: number): JsonObject | undefined {
  const only = values.length === 1 ? unwrapObject(values[0], wanted, depth + 1) : undefined;
  const { list } = wanted;
  if (only || !list || values.length === 0) return only;
  return values.every(each => isObject(each) && hasAnyName(each, list.names))
    ? { [list.name]: values }
    : undefined;
}

const TAG = /[<[](\/?)(think|thinking|thought|reasoning)[>\]]/gi;

/** Removes reasoning from a text. A server that strips the opening tag leaves only the closing one. */
export function removeReasoning(text: string): string {
  const answerText = removeElements(text, TAG);
  const tags = [...answerText.matchAll(TAG)];
  const last = tags.findLastIndex(([, slash]) => slash === '/');
  const start = last < 0 ? 0 : elementAt(tags, last).index + elementAt(tags, last)[0].length;
  return answerText.slice(start, tags[last + 1]?.index);
}

type JsonSpan = readonly [start: number, end: number];

const [QUOTE, ESCAPE, COMMA, LINE] = [0x22, 0x5c, 0x2c, 0x0a];
const CLOSES = new Map([
  [0x7d, 0x7b],
  [0x5d, 0x5b],
]);
const OPENS = new Set(CLOSES.values());

/** The outermost balanced brackets, and whether one was left open; empty if too deep or too many values. */
function scanBrackets(text: string): { readonly spans: readonly JsonSpan[]; readonly isOpen: boolean } {
  const open: number[] = [];
  const spans: JsonSpan[] = [];
  let inString = false;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === ESCAPE) at++;
      // a string ends at the end of its line at the latest, so that a stray quotation mark in prose does
      // little harm
      else if (character === QUOTE || character === LINE) inString = false;
    } else if (character === QUOTE) inString = open.length > 0;
    else if (character === COMMA) values += open.length > 0 ? 1 : 0;
    else if (OPENS.has(character)) open.push(at);
    else {
      const opener = CLOSES.get(character);
      if (opener !== undefined) closeBracket(at, opener);
    }
    if (open.length > MAX_DEPTH || values > MAX_VALUES) return { spans: [], isOpen: false };
  }
  return { spans, isOpen: open.length > 0 };

  function closeBracket(at: number, opening: number): void {
    const start = open.findLast(each => text.charCodeAt(each) === opening);
    if (start === undefined) return;
    while (open.pop() !== start);
    while (spans.length > 0 && elementAt(spans, -1)[0] > start) spans.pop();
    spans.push([start, at + 1]);
  }
}

/** Removes commas before closing brackets from JSON, except inside strings. */
function removeTrailingCommas(json: string): string {
  let kept = '';
  let from = 0;
  let comma = -1;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (inString) {
      if (character === ESCAPE) at++;
      else if (character === QUOTE) inString = false;
    } else if (character === COMMA) comma = at;
    else if (CLOSES.has(character) && comma >= 0) {
      kept += json.slice(from, comma);
      from = comma + 1;
      comma = -1;
    } else if (character > 0x20) {
      comma = -1;
      inString = character === QUOTE;
    }
  }
  return kept + json.slice(from);
}
