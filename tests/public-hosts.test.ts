import { expect, test } from 'vitest';
import { FetchError, isNotFound, toFetchError, truncateForMessage } from '../src/web/fetch-errors.ts';
import { checkUrl } from '../src/web/guarded-agent.ts';
import { isInDomains, isPublicAddress, isPublicName, isWebPort } from '../src/web/public-hosts.ts';

test.each([
  ...['', 'not an address', 'example.org', '999.1.1.1', 'fe80::1%eth0', '2606:4700::1111%eth0', '1.1.1.1%1'],
  ...['127.0.0.1', '169.254.169.254', '168.63.129.16', '::1', '64:ff9b::7f00:1', '2606:4700::200:5efe:a00:1'],
])('%j is no address of the public internet', address => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '64:ff9b::808:808'])('%s is one', address => {
  expect(isPublicAddress(address)).toBe(true);
});

test('names of this network are told in any spelling', () => {
  for (const name of ['Printer.LOCAL', 'printer.local.', 'localhost', 'a.Test', 'intranet', 'x.home.arpa'])
    expect(isPublicName(name), name).toBe(false);
  for (const name of ['example.org', 'EXAMPLE.ORG.', 'local.example.org', 'mylocal.org'])
    expect(isPublicName(name), name).toBe(true);
});

test('a domain is blocked with what lies below it, in any spelling, and nothing that only ends like it', () => {
  const blocked = ['bad.example', 'worse.example'];
  for (const host of ['bad.example', 'BAD.example.', 'a.b.worse.example'])
    expect(isInDomains(host, blocked), host).toBe(true);
  for (const host of ['notbad.example', 'bad.example.org', 'example'])
    expect(isInDomains(host, blocked), host).toBe(false);
});

test('ports of other services are none of a web server', () => {
  expect([80, 443, 8080, 8443].filter(isWebPort)).toEqual([80, 443, 8080, 8443]);
  expect([0, 22, 25, 445, 5432, 6379, 10080, 27017, 50000].filter(isWebPort)).toEqual([]);
});

const rules = (...allow: string[]) => ({ blockedDomains: ['bad.example'], allow, resolve: async () => [] });
const check = (url: string, ...allow: string[]) => checkUrl(rules(...allow), new URL(url));

test('what an operator allows is an address with its port, also where the address does not say it', () => {
  for (const [url, allowed] of [
    ['http://127.0.0.1/', '127.0.0.1:80'],
    ['https://127.0.0.1/', '127.0.0.1:443'],
    ['http://127.0.0.1:8080/', '127.0.0.1:8080'],
    ['http://[::1]:8080/', '[::1]:8080'],
    ['https://[::1]/', '[::1]:443'],
  ] as const) {
    expect(() => check(url, allowed), url).not.toThrow();
    expect(() => check(url), url).toThrow(FetchError);
    expect(() => check(url, allowed.replace(/\d+$/, '81')), url).toThrow(FetchError);
  }
});

test('an address is refused for its protocol, its password, its domain and its port, with the reason', () => {
  expect(() => check('ftp://example.org/')).toThrow(/not ftp/);
  expect(() => check('https://ada@example.org/')).toThrow(/user name or password/);
  expect(() => check('https://:x@example.org/')).toThrow(/user name or password/);
  expect(() => check('https://www.bad.example/')).toThrow(/www\.bad\.example/);
  expect(() => check('https://example.org:25/')).toThrow(/25/);
  expect(() => check('https://[2606:4700:4700::1111]/')).not.toThrow();
  expect(() => check('https://example.org/')).not.toThrow();
});

test('a stranger’s text is cut to a hundred characters in a sentence', () => {
  expect(truncateForMessage('x'.repeat(100))).toBe('x'.repeat(100));
  expect(truncateForMessage('x'.repeat(101))).toBe(`${'x'.repeat(99)}…`);
});

const signal = new AbortController().signal;
const failed = (error: unknown, aborted = signal) =>
  toFetchError(error, new URL('https://example.org/'), aborted)?.message;
const coded = (code: string) => Object.assign(new Error('x'), { code });

test('whatever goes wrong on the way is a sentence that names the host', () => {
  expect(failed(coded('UND_ERR_HEADERS_TIMEOUT'))).toMatch(/example\.org took too long to answer/);
  expect(failed(new Error('x'), AbortSignal.abort(new DOMException('late', 'TimeoutError')))).toMatch(
    /took too long/,
  );
  expect(failed(new Error('x'), AbortSignal.abort(new Error('stopped')))).toMatch(/I stopped reading/);
  expect(failed(Object.assign(new Error('x'), { name: 'HTTPParserError' }))).toMatch(/like a web server/);
  for (const code of ['UND_ERR_SOCKET', 'ECONNRESET'])
    expect(failed(coded(code))).toMatch(/closed the connection/);
  for (const code of ['ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO']) expect(failed(coded(code))).toMatch(/HTTPS/);
  for (const code of ['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_BAD_CERT'])
    expect(failed(coded(code))).toMatch(/certificate/);
  expect(failed(coded('EHOSTUNREACH'))).toMatch(/couldn’t reach example\.org \(EHOSTUNREACH\)/);
  const own = new FetchError('refused', 'Ours.');
  expect(toFetchError(own, new URL('https://example.org/'), signal)).toBe(own);
  const strange = new Error('of our own code');
  expect(toFetchError(strange, new URL('https://example.org/'), signal)).toBe(strange);
  expect(toFetchError(null, new URL('https://example.org/'), signal)).toBeNull();
});

test('a name that nobody has is told from one that cannot be looked up', () => {
  expect(['ENOTFOUND', 'ENODATA', 'NXDOMAIN', 'EAI_AGAIN'].map(code => isNotFound(coded(code)))).toEqual([
    ...[true, true, true, false],
  ]);
  expect(isNotFound(new Error('x'))).toBe(false);
});
