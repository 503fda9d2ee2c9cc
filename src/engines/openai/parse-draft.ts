import { removeElements } from '../../language/elements.ts';
import { elementAt } from '../../lists.ts';
import { parseJson } from './parse-json.ts';
import type { JsonObject } from './schema.ts';

/** Deeper than this, no draft is nested, and more values than these no draft holds. */
const MAX_DEPTH = 24;
const MAX_VALUES = 100_000;

/** So many places of a text are tried that look like JSON. */
const MAX_TRIED = 100;

/** What a model wrote, as it is read. */
export interface DraftReading {
  /** An object; undefined where there is none. */
  readonly draft: JsonObject | undefined;
  /** Whether it has the properties that are asked for. */
  readonly fits: boolean;
  /** Whether something was begun that does not end: an object, or a thought. */
  readonly isCut: boolean;
}

/**
 * The JSON object in what a model wrote that has the wanted properties: without reasoning (`<think>`),
 * preamble, code fences and what follows it, and out of one wrapping (`{"answer": ...}`, a list of one, JSON
 * in a string; a bare list where there is one list to fill). Without such a one, the first object there is.
 * Commas before a closing bracket, which small models write, are forgiven; nothing else is repaired. Takes
 * time in proportion to the text.
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
    // a list that stands in what is not closed is a part of something
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

/** A text that is JSON as it stands, unless it is nested too deep or holds too much. */
function parseWithin(text: string): unknown {
  if (!/^[[{"]/.test(text) || (text[0] !== '"' && scanBrackets(text).spans.length !== 1)) return undefined;
  return parseJson(text);
}

interface DraftShape {
  readonly names: readonly string[];
  /** The only list that is wanted, with the properties of its items; null where there is more to fill. */
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

/** The wanted object in a value, if there is exactly one. */
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

/**
 * A text without what was thought aloud. A server that strips the opening tag leaves only the closing one.
 */
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

/**
 * What stands in balanced brackets, the outermost of them, and whether some were left open. Nothing of what
 * is too deep or too much.
 */
function scanBrackets(text: string): { readonly spans: readonly JsonSpan[]; readonly isOpen: boolean } {
  const open: number[] = [];
  const spans: JsonSpan[] = [];
  let inString = false;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === ESCAPE) at++;
      // a string ends with its line at the latest: an odd quotation mark in prose spoils no more than that
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

/** JSON without commas before a closing bracket; those in strings stay. */
function removeTrailingCommas(json: string): string {
  let retained = '';
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
      retained += json.slice(from, comma);
      from = comma + 1;
      comma = -1;
    } else if (character > 0x20) {
      comma = -1;
      inString = character === QUOTE;
    }
  }
  return retained + json.slice(from);
}
