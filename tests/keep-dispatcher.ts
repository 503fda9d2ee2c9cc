import 'discord.js';

/*
 * Test files share their process. Once one has fetched with our own undici, that is the process's default for
 * the older one of discord.js too, and refuses its files. The bot's client keeps the dispatcher that discord.js
 * brought (src/discord/rest-request.ts); before each file it is put back for clients that are not the bot's.
 */
const DEFAULT = Symbol.for('undici.globalDispatcher.1');
const KEPT = Symbol.for('standfirst.tests.dispatcher');
const shared = globalThis as Record<symbol, unknown>;

shared[KEPT] ??= shared[DEFAULT];
shared[DEFAULT] = shared[KEPT];
