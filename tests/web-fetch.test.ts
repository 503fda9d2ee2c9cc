import { Resolver } from 'node:dns/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createFetch, decodeHead } from '../src/web/fetch.ts';
import { FetchError } from '../src/web/fetch-errors.ts';
import { startNameServer, startWebServer, type WebServer } from './web-server.ts';

const userAgent = 'Standfirst/0 (test)';
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

async function startServer(options: { address?: string; port?: number } = {}): Promise<WebServer> {
  const server = await startWebServer(options);
  ending.push(server.close);
  return server;
}

function createFetcher(options: Partial<Parameters<typeof createFetch>[0]> = {}) {
  const made = createFetch({ userAgent, blockedDomains: [], ...options });
  ending.push(made.close);
  return made.fetch;
}

/** The error that refuses an address; an attempted connection would fail differently. */
async function catchRefusal(
  address: string,
  fetch = createFetcher(),
): Promise<{ kind: string; message: string }> {
  const error = await fetch(address).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FetchError);
  return error as FetchError;
}

const notPublic = 'is not on the public internet';

// Addresses of this machine, of a private network or of nobody, in various disguises.
const inside = `
  127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0x7f.0x0.0x0.0x1 127.0.0.1. 127.255.255.254 0 0.0.0.0 0.1.2.3
  %31%32%37.0.0.1 １２７.０.０.１ ①②⑦.⓪.⓪.①
  10.0.0.1 10.255.255.255 167772161 0xa.1 012.0.0.1 172.16.0.1 172.31.255.254 2886729729 192.168.0.1 192.168.255.255 3232235521 0300.0250.0.1
  169.254.0.1 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.170.2 100.64.0.1 100.100.100.200 100.127.255.255 168.63.129.16
  192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.7 224.0.0.1 239.255.255.250 240.0.0.1
  255.255.255.255 4294967295
  [::] [::1] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::7f00:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:10.0.0.1] [::ffff:169.254.169.254]
  [::ffff:8.8.8.8] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::10.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::8.8.8.8]
  [2002:7f00:1::] [2002:a00:1::] [2002:808:808::1] [2001:0:7f00:1::] [2001:0:4136:e378:8000:63bf:80ff:fffe] [2001:db8::1] [3fff::1]
  [2001:2::1] [2001:10::1] [2001:20::1] [fe80::1] [fe90::1] [febf::1] [fec0::1] [fc00::1] [fd00:ec2::254] [fdff::1] [ff02::1] [100::1]
  [5f00::1] [4000::1] [2606:4700::5efe:7f00:1] [2606:4700::200:5efe:a00:1]
  localhost LOCALHOST localhost. foo.localhost localhost.localdomain printer.local metadata.google.internal intranet router.lan
  db.corp nas.home.arpa wiki.intranet site.test hidden.onion
`
  .trim()
  .split(/\s+/);

test.each(inside)('never connects to %s', async host => {
  const answer = await catchRefusal(`http://${host}/`);
  expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining(notPublic) });
});

test.each([
  ['file:///etc/passwd', 'I can only read web addresses'],
  ['ftp://example.com/a', 'I can only read web addresses'],
  ['gopher://example.com/', 'I can only read web addresses'],
  ['data:text/html,hello', 'I can only read web addresses'],
  ['javascript:alert(1)', 'I can only read web addresses'],
  ['blob:https://example.com/a', 'I can only read web addresses'],
  ['http://user:password@example.com/', 'user name or password'],
  ['http://example.com@127.0.0.1/', 'user name or password'],
  ['http://example.com:22/', 'Port 22'],
  ['http://example.com:25/', 'Port 25'],
  ['http://example.com:6379/', 'Port 6379'],
  ['http://example.com:11211/', 'Port 11211'],
  ['http://[fe80::1%25eth0]/', 'not a web address'],
  ['http://127.0.0.1:65536/', 'not a web address'],
  ['http://256.256.256.256/', 'not a web address'],
  ['http://', 'not a web address'],
  ['//example.com/', 'not a web address'],
  ['an article', 'not a web address'],
  ['http://exa mple.com/', 'not a web address'],
  ['http://127.0.0.1\\@example.com/', notPublic],
  ['http:127.0.0.1', notPublic],
  ['http:\\\\127.0.0.1', notPublic],
  [' http://127.0.0.1/ ', notPublic],
  ['HTTP://127.0.0.1', notPublic],
  ['http://127.0.0.1:80#@example.com/', notPublic],
  ['http://127.0.0.1\t/', notPublic],
])('refuses %s', async (address, reason) => {
  const answer = await catchRefusal(address);
  expect(answer).toMatchObject({ kind: 'refused', message: expect.stringContaining(reason) });
});

describe('a name', () => {
  test.each([
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['::1'],
    ['::ffff:10.0.0.1'],
    ['64:ff9b::7f00:1'],
    ['93.184.216.34', '10.0.0.1'],
    ['2606:4700::1111', 'fd00::1'],
  ])('that stands for %s is refused', async (...addresses) => {
    const fetch = createFetcher({ resolve: async () => addresses });
    expect(await catchRefusal('http://news.example.org/', fetch)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(notPublic),
    });
  });

  test('is connected to at the very address that was checked, though its name server changes its mind', async () => {
    const wanted = await startServer();
    const secret = await startServer({ address: '127.0.0.2', port: wanted.port });
    wanted.pages.set('/', 'the page');
    secret.pages.set('/', 'the secret');
    const names = await startNameServer((_, asked) => [asked % 2 === 1 ? '127.0.0.1' : '127.0.0.2']);
    ending.push(names.close);
    const resolver = new Resolver();
    resolver.setServers([names.server]);
    const answers = new Set<string>();
    for (let round = 0; round < 6; round += 1) {
      const fetch = createFetcher({
        allow: [`127.0.0.1:${wanted.port}`],
        resolve: name => resolver.resolve4(name),
      });
      answers.add(
        await fetch(`http://rebind.example.org:${wanted.port}/`).then(decodeHead, error => error.message),
      );
    }
    expect([...answers].sort()).toEqual([
      `rebind.example.org ${notPublic}, and I don’t read anything else.`,
      'the page',
    ]);
    expect(secret.requests).toEqual([]);
    expect(names.asked()).toBe(6);
  });

  test('that nobody has is said to be none', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    expect(await catchRefusal('http://nowhere.example.org/', createFetcher({ resolve }))).toMatchObject({
      kind: 'failed',
      message: 'I can’t find nowhere.example.org on the internet. Is the address spelled right?',
    });
  });

  test.each(['bad.example', 'www.bad.example', 'WWW.BAD.example.', 'a.b.bad.example'])(
    'below a domain that the operator blocked is refused: %s',
    async host => {
      const answer = await catchRefusal(
        `http://${host}/`,
        createFetcher({ blockedDomains: ['bad.example'] }),
      );
      expect(answer.message).toContain('the operator has blocked them');
    },
  );

  test('that only looks like a blocked one is not', async () => {
    const resolve = async () => ['127.0.0.1'];
    const answer = await catchRefusal(
      'http://notbad.example.org/',
      createFetcher({ blockedDomains: ['bad.example.org'], resolve }),
    );
    expect(answer.message).toContain(notPublic);
  });
});

/** Starts a server, and a fetcher that may connect to it and to no other private address. */
async function openServer() {
  const server = await startServer();
  return { server, fetch: createFetcher({ allow: [`127.0.0.1:${server.port}`] }) };
}

describe('a redirect', () => {
  test.each([
    'http://127.0.0.2/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'file:///etc/passwd',
    'http://a:b@example.com/',
  ])('to %s is not followed', async target => {
    const { server, fetch } = await openServer();
    server.pages.set('/', { status: 302, headers: { location: target } });
    expect((await catchRefusal(`${server.origin}/`, fetch)).kind).toBe('refused');
  });

  test('is followed five times, and not a sixth time', async () => {
    const { server, fetch } = await openServer();
    for (let hop = 0; hop < 6; hop += 1)
      server.pages.set(`/${hop}`, { status: 301, headers: { location: `/${hop + 1}` } });
    server.pages.set('/6', 'the end');
    expect(await fetch(`${server.origin}/1`)).toMatchObject({
      bytes: Buffer.from('the end'),
      url: `${server.origin}/6`,
      movedPermanently: true,
    });
    expect((await catchRefusal(`${server.origin}/0`, fetch)).message).toContain(
      'redirects more than 5 times',
    );
  });

  test('carries no cookie and no referrer along', async () => {
    const { server, fetch } = await openServer();
    server.pages.set('/', { status: 307, headers: { location: '/next', 'set-cookie': 'a=b; Path=/' } });
    server.pages.set('/next', 'here');
    expect((await fetch(`${server.origin}/`)).movedPermanently).toBe(false);
    expect(server.requests).toHaveLength(2);
    for (const { headers } of server.requests) {
      expect(headers['user-agent']).toBe(userAgent);
      for (const name of ['cookie', 'referer', 'authorization', 'origin'])
        expect(headers).not.toHaveProperty(name);
    }
  });
});

describe('a body', () => {
  const bomb = Buffer.alloc(11_000_000, 'a');
  test.each([
    ['gzip', gzipSync(bomb)],
    ['br', brotliCompressSync(bomb)],
    ['deflate', deflateSync(bomb)],
    ['deflate', deflateRawSync(bomb)],
    ['gzip, gzip', gzipSync(gzipSync(bomb))],
    ['identity', bomb],
  ])('of more than 10 MB behind %s is refused', async (encoding, body) => {
    const { server, fetch } = await openServer();
    server.pages.set('/', { headers: { 'content-encoding': encoding }, body });
    expect((await catchRefusal(`${server.origin}/`, fetch)).message).toContain('larger than 10 MB');
  });

  test.each([
    ['gzip', gzipSync('crème')],
    ['br', brotliCompressSync('crème')],
    ['deflate', deflateSync('crème')],
    ['deflate', deflateRawSync('crème')],
    ['gzip, br', brotliCompressSync(gzipSync('crème'))],
  ])('behind %s is unpacked', async (encoding, body) => {
    const { server, fetch } = await openServer();
    server.pages.set('/', { headers: { 'content-encoding': encoding }, body });
    expect(decodeHead(await fetch(`${server.origin}/`))).toBe('crème');
  });

  test.each([
    ['gzip', 'not gzip', 'its compression is broken'],
    ['gzip', gzipSync('cut off in the middle of it all').subarray(0, 20), 'its compression is broken'],
    ['rot13', 'uryyb', 'a way I don’t know (rot13)'],
    ['gzip, gzip, gzip', 'x', 'too many times'],
  ])('behind a broken %s is refused', async (encoding, body, reason) => {
    const { server, fetch } = await openServer();
    server.pages.set('/', { headers: { 'content-encoding': encoding }, body });
    expect((await catchRefusal(`${server.origin}/`, fetch)).message).toContain(reason);
  });

  test.each(['image/png', 'application/pdf', 'application/octet-stream', 'video/mp4', 'application/zip'])(
    'of the type %s is refused',
    async type => {
      const { server, fetch } = await openServer();
      server.pages.set('/', { headers: { 'content-type': type }, body: 'x' });
      expect((await catchRefusal(`${server.origin}/`, fetch)).message).toContain(`it is not text (${type})`);
    },
  );

  test('with zero bytes in it is no text, whatever it calls itself', async () => {
    const { server, fetch } = await openServer();
    server.pages.set('/', {
      headers: { 'content-type': 'text/html' },
      body: Buffer.from([0x89, 0x50, 0, 0, 0]),
    });
    expect((await catchRefusal(`${server.origin}/`, fetch)).message).toContain('it is not text');
  });

  test.each([
    ['text/html; charset=windows-1252', Buffer.from('caf\xe9', 'latin1')],
    ['text/html; charset=latin1', Buffer.from('\ufeffcafé', 'utf16le')],
    ['text/html', Buffer.from('café')],
  ])('of the type %s is decoded', async (type, body) => {
    const { server, fetch } = await openServer();
    server.pages.set('/', { headers: { 'content-type': type }, body });
    expect(decodeHead(await fetch(`${server.origin}/`))).toBe('café');
  });
});

test('a server that trickles is left when the time for all of it is over', async () => {
  const server = await startServer();
  const fetch = createFetcher({ allow: [`127.0.0.1:${server.port}`], timeout: 500 });
  server.pages.set('/', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const timer = setInterval(() => response.write('a'), 200);
    response.on('close', () => clearInterval(timer));
    return undefined;
  });
  expect((await catchRefusal(`${server.origin}/`, fetch)).message).toContain('took too long to answer');
});

test('a server that is not there, and one that hangs up, are said in a sentence', async () => {
  const { server, fetch } = await openServer();
  server.pages.set('/', request => {
    request.socket.destroy();
    return undefined;
  });
  expect(await catchRefusal(`${server.origin}/`, fetch)).toMatchObject({
    kind: 'failed',
    message: '127.0.0.1 closed the connection.',
  });
  const gone = await startWebServer();
  await gone.close();
  const there = createFetcher({ allow: [`127.0.0.1:${gone.port}`] });
  expect((await catchRefusal(`${gone.origin}/`, there)).message).toContain(
    'couldn’t reach 127.0.0.1 (ECONNREFUSED)',
  );
});

describe('a server that speaks no HTTP', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n';
  const many = Array.from({ length: 5000 }, (_, at) => `X-${at}: y\r\n`).join('');
  const forEver = (text: string, before: string) => (socket: Socket) => {
    socket.write(before);
    const timer = setInterval(() => socket.write(text), 5);
    socket.once('close', () => clearInterval(timer));
  };
  const noServer = '127.0.0.1 doesn’t answer like a web server.';
  const brokenOff = '127.0.0.1 closed the connection.';
  const late = '127.0.0.1 took too long to answer.';
  const kinds: [string, string | Buffer | ((socket: Socket) => void), string][] = [
    ['greets as another service', 'SSH-2.0-OpenSSH_9.6\r\n', noServer],
    ['sends a page without a head', '<html>hello</html>', noServer],
    ['answers in TLS', Buffer.from([22, 3, 1, 0, 5, 0, 0, 0, 0, 0]), noServer],
    ['sends zero bytes', Buffer.alloc(70_000), noServer],
    ['speaks HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', noServer],
    ['has a status that is none', 'HTTP/1.1 999999 What\r\n\r\n', noServer],
    ['has the status 0', 'HTTP/1.1 000 What\r\n\r\n', noServer],
    ['has a header that is none', `${head}Bad Header\0: x\r\n\r\nhi`, noServer],
    ['has a length that is no number', `${head}Content-Length: abc\r\n\r\nhi`, noServer],
    ['has a length below zero', `${head}Content-Length: -1\r\n\r\nhi`, noServer],
    ['has two lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi`, noServer],
    ['has chunks of no size', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n`, noServer],
    ['has too many headers', `${head}${many}\r\nhi`, noServer],
    ['has too long a header', `${head}X: ${'x'.repeat(20_000)}\r\n\r\nhi`, noServer],
    ['ends before its answer begins', '', brokenOff],
    ['ends in the middle of the head', 'HTTP/1.1 200 OK\r\nContent-Ty', brokenOff],
    ['ends in the middle of the page', `${head}Content-Length: 1000\r\n\r\n<p>short`, brokenOff],
    ['ends in the middle of a chunk', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nab`, brokenOff],
    ['resets the connection', socket => socket.resetAndDestroy(), brokenOff],
    [
      'switches to another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      brokenOff,
    ],
    ['has headers without end', forEver('X-Y: z\r\n', 'HTTP/1.1 200 OK\r\n'), late],
    ['has a page without end', forEver('abc', `${head}\r\n`), late],
    ['says nothing at all', () => undefined, late],
  ];

  async function answering(act: string | Buffer | ((socket: Socket) => void)): Promise<number> {
    const server = createServer(socket => {
      socket.on('error', () => undefined);
      socket.once('data', () => (typeof act === 'function' ? act(socket) : socket.end(act)));
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    ending.push(() => server.close());
    return (server.address() as AddressInfo).port;
  }

  test.each(kinds)('and %s is said in a sentence', async (_what, act, sentence) => {
    const port = await answering(act);
    const fetch = createFetcher({ allow: [`127.0.0.1:${port}`], timeout: 700 });
    expect(await catchRefusal(`http://127.0.0.1:${port}/`, fetch)).toMatchObject({
      kind: 'failed',
      message: sentence,
    });
  });

  test('but HTTP, where HTTPS was asked for, is said too', async () => {
    const port = await answering(`${head}\r\nhello`);
    const fetch = createFetcher({ allow: [`127.0.0.1:${port}`] });
    expect((await catchRefusal(`https://127.0.0.1:${port}/`, fetch)).message).toBe(
      '127.0.0.1 doesn’t use HTTPS there.',
    );
  });
});
