import { setFlagsFromString } from 'node:v8';

/*
 * How V8 uses memory. The program is started with a young generation of 4 MB (`--max-semi-space-size`): with
 * less, what a pending reply still needs is taken for something that stays, and with more the process grows
 * faster than answers become cheaper. It has that size from the beginning (`--min-semi-space-size`), because
 * garbage is looked for more often in a smaller one, and a start leaves little of it.
 */

/** Lets later threads keep their own limits, which the flags for the main thread would replace. */
export function limitThreadsByThemselves(): void {
  setFlagsFromString('--min-semi-space-size=0');
  setFlagsFromString('--max-semi-space-size=0');
}

/**
 * Lets the heap grow in steps of a fifth from now on, instead of doubling. While the program loads, nearly
 * everything it creates stays, and looking for garbage that often would take a tenth of the start.
 */
export function growHeapSlowly(): void {
  setFlagsFromString('--heap-growing-percent=20');
}

/**
 * Lets everything be created in the young generation. V8 would learn, from moments with many requests in
 * flight, that what a request creates stays, and create it among what is old: all that it refers to would
 * then stay until the next full collection.
 */
export function createEverythingYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
