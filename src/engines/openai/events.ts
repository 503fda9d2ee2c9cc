import { parseJson } from './parse-json.ts';

/** So long is the longest line that is read, in characters. */
const MAX_LINE = 2_000_000;

/** What was to be JSON is none. */
export class Garbled extends Error {}

/** A line without end. */
export class TooLongLine extends Error {}

/** What a stream of events holds: the JSON of each, with the name of the event where it has one. */
interface StreamEvent {
  readonly name: string;
  readonly data: unknown;
}

/**
 * The events of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html), more lenient than
 * the standard: lines of data that are JSON by themselves need no empty line behind them. What is no JSON and
 * does not look like it is passed over, as servers send "ping"; throws a Garbled for what was to be JSON, as
 * nothing may be missing in the middle of an answer. Ends at "[DONE]".
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  let name = '';
  let pending: string[] = [];
  for await (const line of readLines(body)) {
    const [, field, value = ''] = /^(event|data)(?::\s?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') name = value.trim();
    if (field === 'data') pending.push(value);
    const isEnd = line === '';
    const text = pending.join('\n').trim();
    if (text === '[DONE]') return;
    const data =
      pending.length === 0 || !(isEnd || pending.length === 1) ? undefined : parseData(text, isEnd);
    if (data !== undefined) yield { name, data };
    if (data !== undefined || isEnd) pending = [];
    if (isEnd) name = '';
  }
  const data = parseData(pending.join('\n').trim(), true);
  if (data !== undefined) yield { name, data };
}

function parseData(text: string, isEnd: boolean): unknown {
  if (!/^[[{"]/.test(text) || /^\[[A-Z _-]+\]$/.test(text)) return undefined;
  const data = parseJson(text);
  // more lines may belong to it
  if (data === undefined && isEnd) throw new Garbled('a piece of the stream is no JSON');
  return data;
}

async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  let length = 0;
  let endsInReturn = false;
  for await (const chunk of body) {
    let text = decoder.decode(chunk, { stream: true });
    if (endsInReturn && text.startsWith('\n')) text = text.slice(1);
    if (text === '') continue;
    endsInReturn = text.endsWith('\r');
    const [first = '', ...others] = text.split(/\r\n|\n|\r/);
    begun.push(first);
    length += first.length;
    if (length > MAX_LINE) throw new TooLongLine(`a line of more than ${MAX_LINE} characters`);
    for (const next of others) {
      yield begun.join('');
      begun = [next];
      length = next.length;
    }
  }
  yield begun.join('');
}
