import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When the model server was asked about an article and when it had answered, as `performance.now()` times.
 */
export interface ModelCall {
  readonly asked: number;
  answered: number;
}

export interface ModelStub {
  /** The base URL of a model that takes `delay` milliseconds and sends its answer in pieces or at once. */
  urlFor(delay: number, how: 'stream' | 'whole'): string;
  /** Keyed by the article's headline. */
  readonly calls: Map<string, ModelCall>;
  close(): Promise<void>;
}

/** The number of pieces in a streamed answer. */
const PIECES = 20;

/**
 * Starts a plain HTTP server with a chat completions API that summarizes any article by the first sentences
 * of its first paragraphs.
 */
export async function startModelStub(): Promise<ModelStub> {
  const calls = new Map<string, ModelCall>();
  const server = createServer((request, response) => void answerRequest(request, response, calls));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    urlFor: (delay, how) => `http://127.0.0.1:${port}/${delay}/${how}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  calls: Map<string, ModelCall>,
): Promise<void> {
  const asked = performance.now();
  let body = '';
  for await (const chunk of request) body += chunk;
  const prompt = (JSON.parse(body) as { messages: { content: string }[] }).messages.at(-1)!.content;
  const [, delay = '0', how] = request.url!.split('/');
  const call: ModelCall = { asked, answered: 0 };
  calls.set(/^HEADLINE: (.*)$/m.exec(prompt)?.[1] ?? '', call);
  const text = JSON.stringify({ points: writePoints(prompt) });
  if (how === 'stream') await sendInPieces(response, text, asked + Number(delay));
  else {
    await sleep(Math.max(0, asked + Number(delay) - performance.now()));
    response.setHeader('content-type', 'application/json');
    const message = { role: 'assistant', content: text };
    response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage }));
  }
  call.answered = performance.now();
}

const usage = { prompt_tokens: 1500, completion_tokens: 150, total_tokens: 1650 };

async function sendInPieces(response: ServerResponse, text: string, until: number): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  const sendChunk = (chunk: object) =>
    response.write(`data: ${JSON.stringify({ object: 'chat.completion.chunk', ...chunk })}\n\n`);
  const began = performance.now();
  const length = Math.ceil(text.length / PIECES);
  for (let piece = 0; piece < PIECES; piece++) {
    const due = began + ((until - began) * (piece + 1)) / PIECES;
    await sleep(Math.max(0, due - performance.now()));
    const content = text.slice(piece * length, (piece + 1) * length);
    sendChunk({
      choices: [{ index: 0, delta: { content }, finish_reason: piece === PIECES - 1 ? 'stop' : null }],
    });
  }
  sendChunk({ choices: [], usage });
  response.end('data: [DONE]\n\n');
}

function writePoints(prompt: string): { text: string; paragraphs: number[] }[] {
  const article = prompt.slice(0, prompt.lastIndexOf('\nCOMMENTS:'));
  const paragraphs = [...article.matchAll(/^\[(\d+)\] (.*)$/gm)];
  return paragraphs
    .slice(0, 3)
    .map(([, number, text]) => ({ text: text!.split(/(?<=[.!?]) /)[0]!, paragraphs: [Number(number)] }));
}
