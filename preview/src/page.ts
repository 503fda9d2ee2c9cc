import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Context, Hono, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import { DiscordError, PreviewError } from './errors.ts';
import { titleElement } from './listen.ts';
import { localeOf } from './locale.ts';
import type { Member } from './members.ts';
import { eventsFor, type Reader, shownMembers, snapshot } from './page-events.ts';
import { Act, type Event, type Outcome } from './protocol.ts';
import { type Change, directChannel, type World } from './world.ts';

const FOLDER = new URL('../page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Discord's upload limit for a member without a subscription, in bytes. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;

export interface PageOptions {
  readonly serverId: string;
  readonly member: (idOrName: string) => Member;
  /** The page's title. */
  readonly title: string;
}

/** The preview's page and the API that it uses. */
export function createPage(world: World, options: PageOptions): Hono {
  const app = new Hono();
  app.use(harden);
  app.get('/preview/events', context => events(world, options, context));
  app.post('/preview/act', bodyLimit({ maxSize: 64 * 1024 }), context => act(world, options, context));
  app.post('/preview/upload', bodyLimit({ maxSize: MAX_FILE_BYTES }), context =>
    upload(world, options, context),
  );
  app.get('/attachments/:channel/:id/:name', context => attachment(world, context));
  app.get('/*', context => staticFile(context, options.title));
  return app;
}

/** Adds security headers to every response. */
async function harden(context: Context, next: Next): Promise<void> {
  await next();
  context.header('content-security-policy', POLICY);
  context.header('x-content-type-options', 'nosniff');
  context.header('referrer-policy', 'no-referrer');
  context.header('cross-origin-resource-policy', 'same-origin');
}

/** A file of the page's folder; names with anything but letters, digits, dots, - and _ are not found. */
async function staticFile(context: Context, title: string): Promise<Response> {
  const path = new URL(context.req.url).pathname.slice(1) || 'index.html';
  const type = TYPES[extname(path)];
  const plain = path.split('/').every(part => /^[\w-][\w.-]*$/.test(part));
  const file = type && plain ? await readFile(new URL(path, FOLDER)).catch(absent) : undefined;
  if (!file || !type || path === 'tsconfig.json') return context.text('Not found', 404);
  const headers = { 'content-type': type, 'cache-control': 'no-cache' };
  if (path !== 'index.html') return context.body(new Uint8Array(file), 200, headers);
  return context.body(
    `${file}`.replace(/<title>[^<]*<\/title>/, () => titleElement(title)),
    200,
    headers,
  );
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error;
}

/** An uploaded file. It is never displayed as a page of this origin, whatever its declared type. */
function attachment(world: World, context: Context): Response {
  const file = world.files.get(context.req.param('id') ?? '');
  if (!file) return context.text('Not found', 404);
  const image = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
  const headers = {
    'content-type': image ? file.type : 'application/octet-stream',
    ...(image ? {} : { 'content-disposition': 'attachment' }),
  };
  return context.body(new Uint8Array(file.bytes), 200, headers);
}

/** The language of the member's client: that of their browser. */
const languageOf = (context: Context) => localeOf(context.req.header('accept-language'));

function whoAsks(world: World, options: PageOptions, context: Context): Member | undefined {
  const server = world.servers.get(options.serverId)!;
  const id = context.req.query('member') ?? shownMembers(world, options.serverId)[0]?.user.id ?? '';
  if (!server.members.has(id) || world.users.get(id)?.bot) return undefined;
  return options.member(id).speaking(languageOf(context));
}

function events(world: World, options: PageOptions, context: Context): Response | Promise<Response> {
  const member = whoAsks(world, options, context);
  if (!member) return context.json({ error: 'There is no such member.' }, 400);
  directChannel(world, member.user);
  const reader: Reader = { user: member.user, locale: languageOf(context) };
  return streamSSE(context, async stream => {
    let writing: Promise<void> = Promise.resolve();
    const send = (event: Event) => {
      const data = JSON.stringify(event);
      writing = writing.then(() => stream.writeSSE({ data }));
    };
    const listener = (change: Change) => {
      for (const event of eventsFor(world, options, reader, change)) send(event);
    };
    world.listeners.add(listener);
    send(snapshot(world, options, reader));
    await new Promise<void>(resolve => stream.onAbort(resolve));
    world.listeners.delete(listener);
  });
}

/** Takes a file for a command: its id is the option's value. */
async function upload(world: World, options: PageOptions, context: Context): Promise<Response> {
  const refuse = (error: string) => context.json({ error } satisfies Outcome, 400);
  // A form on another site can send files, but not with this content type.
  if (context.req.header('content-type') !== 'application/x-preview-file') return refuse('Send a file.');
  const member = whoAsks(world, options, context);
  if (!member) return refuse('There is no such member.');
  const name = context.req.query('name')?.slice(0, 255) || 'file';
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  return context.json({
    file_id: member.attach({ name, type: context.req.query('type') ?? '', bytes }),
  } satisfies Outcome);
}

async function act(world: World, options: PageOptions, context: Context): Promise<Response> {
  const refuse = (error: string) => context.json({ error } satisfies Outcome, 400);
  // A form on another site can send text, but not with this content type.
  if (!context.req.header('content-type')?.startsWith('application/json')) return refuse('Send JSON.');
  const member = whoAsks(world, options, context);
  if (!member) return refuse('There is no such member.');
  const given = Act.safeParse(await context.req.json().catch(() => undefined));
  if (!given.success)
    return refuse(
      `This cannot be done: ${given.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`,
    );
  try {
    return context.json(await perform(world, member, given.data));
  } catch (error) {
    if (error instanceof PreviewError || error instanceof DiscordError) return refuse(error.message);
    throw error;
  }
}

async function perform(world: World, member: Member, done: Act): Promise<Outcome> {
  switch (done.do) {
    case 'say':
      return {
        message_id: (
          await member.say(done.channel_id, done.content, done.reply_to ? { replyTo: done.reply_to } : {})
        ).id,
      };
    case 'command':
      return {
        interaction_id: (await member.command(done.channel_id, done.name, done.options, sub(done))).id,
      };
    case 'autocomplete':
      return {
        choices: [
          ...(await member.autocomplete(done.channel_id, done.name, done.options, done.focused, sub(done))),
        ],
      };
    case 'menu':
      return { interaction_id: (await member.menu(place(world, done.message_id), done.name)).id };
    case 'button':
      return { interaction_id: (await member.click(place(world, done.message_id), done.custom_id)).id };
    case 'select':
      return {
        interaction_id: (await member.select(place(world, done.message_id), done.custom_id, done.values)).id,
      };
    case 'modal':
      return { interaction_id: (await member.submitModal({ id: done.interaction_id }, done.fields)).id };
    case 'dismiss':
      member.dismiss(done.message_id);
      return { done: true };
  }
}

const sub = ({ subcommand }: { subcommand?: string | undefined }) =>
  subcommand === undefined ? {} : { subcommand };

function place(world: World, messageId: string) {
  const found = [...world.messages.values()].flat().find(({ message }) => message.id === messageId);
  if (!found) throw new PreviewError('This message is not there.');
  return found.message;
}
