import { createRequire } from 'node:module';
import { createLazy } from '../lazy.ts';

const require = createRequire(import.meta.url);

/** The library that fetches pages: loaded for the first page, so that a start need not wait for it. */
export const loadUndici = createLazy(() => require('undici') as typeof import('undici'));
