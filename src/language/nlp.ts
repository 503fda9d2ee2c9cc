import { createRequire } from 'node:module';
import type compromise from 'compromise/two';
import { createLazy } from '../lazy.ts';

const require = createRequire(import.meta.url);

/** compromise: to load it takes as long as all of discord.js, and the bot is to be ready before. */
export const getNlp = createLazy(() => require('compromise/two') as typeof compromise);
