import { setImmediate } from 'node:timers/promises';
import { parseJson } from './parse-json.ts';

/** The maximum length of a line, and of an event's data, in characters. */
const MAX_LINE = 2_000_000;

/** The maximum number of lines; a reply of 4,000 tokens has three for each token at most. */
const MAX_LINES = 100_000;

/** Text that should be JSON is not. */
export class Garbled extends Error {}

/** A line or an event's data exceeds the maximum length, or the stream the maximum number of lines. */
export class TooLongStream extends Error {}

/** An event of a stream: its parsed JSON, and the event's name if it has one. */
interface StreamEvent {
  readonly name: string;
  readonly data: unknown;
}

/**
 * The events of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html), parsed more
 * leniently than the standard: a data line that is JSON by itself needs no blank line after it. Data that
 * does not look like JSON is skipped, since servers send things like "ping"; throws a Garbled for malformed
 * JSON, because nothing may be missing from the middle of a reply. Ends at "[DONE]".
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  let name = '';
  let pending: string[] = [];
  let length = 0;
  for await (const line of readLines(body)) {
    const [, field, value = ''] = /^(event|data)(?::\s?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') name = value.trim();
    if (field === 'data') {
      pending.push(value);
      length += value.length;
      if (length > MAX_LINE) throw new TooLongStream(`an event of more than ${MAX_LINE} characters`);
    }
    const isEnd = line === '';
    // an event of many lines is put together once, at its end
    if (!isEnd && !(field === 'data' && pending.length === 1)) continue;
    const text = pending.join('\n').trim();
    if (text === '[DONE]') return;
    const data = parseData(text, isEnd);
    if (data !== undefined) yield { name, data };
    if (data !== undefined || isEnd) [pending, length] = [[], 0];
    if (isEnd) name = '';
  }
  const data = parseData(pending.join('\n').trim(), true);
  if (data !== undefined) yield { name, data };
}

function parseData(text: string, isEnd: boolean): unknown {
  if (!/^[[{"]/.test(text) || /^\[[A-Z _-]+\]$/.test(text)) return undefined;
  const data = parseJson(text);
  // while the event has not ended, more lines may follow
  if (data === undefined && isEnd) throw new Garbled('a piece of the stream is no JSON');
  return data;
}

async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  let length = 0;
  let lines = 0;
  let endsInReturn = false;
  for await (const chunk of body) {
    // whatever else is waiting has its turn, also where the next chunk has already been received
    await setImmediate();
    let text = decoder.decode(chunk, { stream: true });
    if (endsInReturn && text.startsWith('\n')) text = text.slice(1);
    if (text === '') continue;
    endsInReturn = text.endsWith('\r');
    const [first = '', ...others] = text.split(/\r\n|\n|\r/);
    begun.push(first);
    length += first.length;
    if (length > MAX_LINE) throw new TooLongStream(`a line of more than ${MAX_LINE} characters`);
    lines += others.length;
    if (lines > MAX_LINES) throw new TooLongStream(`more than ${MAX_LINES} lines`);
    for (const next of others) {
      yield begun.join('');
      begun = [next];
      length = next.length;
    }
  }
  yield begun.join('');
}
