import { setTimeout as sleep } from 'node:timers/promises';
import type { APIMessage } from 'discord-api-types/v10';
import type { Asked } from 'discord-preview/testing';
import { contentOf } from './cards.ts';
import { visibleTextOf } from './support.ts';

/** The last state of an answer, however long it takes. */
export async function waitForAnswer(asked: Asked): Promise<string> {
  for (let waited = 0; waited < 600; waited++) {
    const { message } = asked;
    if (asked.failed) return 'The application did not respond.';
    if (message && !isUnfinished(message)) return visibleTextOf(message);
    await sleep(100);
  }
  return `No answer after a minute; the last state was: ${asked.message && visibleTextOf(asked.message)}`;
}

/** Nothing yet, or a state: its last line says what is being done. */
const isUnfinished = (message: APIMessage) =>
  visibleTextOf(message) === '' || /^-# .*…$/.test(contentOf(message).split('\n').at(-1)!);
