import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decode, encode } from 'dns-packet';

/** A page's response on the local web server. */
export interface ServedPage {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type PageAnswer =
  | ServedPage
  | string
  | ((request: IncomingMessage, response: ServerResponse) => ServedPage | undefined);

/** A local web server whose pages a test can change at any time. */
export interface WebServer {
  readonly address: string;
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** By path; a string is an HTML page, a function may respond itself. */
  readonly pages: Map<string, PageAnswer>;
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  close(): Promise<void>;
}

export async function startWebServer({ address = '127.0.0.1', port = 0 } = {}): Promise<WebServer> {
  const pages = new Map<string, PageAnswer>();
  const requests: WebServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    const found = pages.get(request.url ?? '') ?? { status: 404, body: 'There is no such page.' };
    const made = typeof found === 'function' ? found(request, response) : found;
    if (made === undefined) return;
    const { status = 200, headers = {}, body = '' } = typeof made === 'string' ? { body: made } : made;
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  });
  server.listen(port, address);
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    address,
    port: bound,
    origin: `http://${address}:${bound}`,
    pages,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Starts a local name server; `answer` is called for every question and returns the addresses. */
export async function startNameServer(
  answer: (name: string, asked: number) => readonly string[],
): Promise<{ server: string; asked(): number; close(): void }> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (message, { port, address }) => {
    const { id, questions = [] } = decode(message);
    const { name = '', type } = questions[0] ?? {};
    asked += 1;
    const answers = answer(name, asked)
      .filter(data => (type === 'AAAA') === data.includes(':'))
      .map(data => ({ type: data.includes(':') ? ('AAAA' as const) : ('A' as const), name, ttl: 0, data }));
    socket.send(encode({ type: 'response', id: id ?? 0, flags: 0x180, questions, answers }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { server: `127.0.0.1:${socket.address().port}`, asked: () => asked, close: () => socket.close() };
}
