import { setTimeout as sleep } from 'node:timers/promises';
import type { APIMessage } from 'discord-api-types/v10';
import type { Asked } from 'discord-preview/testing';
import { contentOf } from './cards.ts';
import { visibleTextOf } from './support.ts';

/** The final state of an answer, after waiting for up to a minute. */
export async function waitForAnswer(asked: Asked): Promise<string> {
  for (let waited = 0; waited < 600; waited++) {
    const { message } = asked;
    if (asked.failed) return 'The application did not respond.';
    if (message && !isUnfinished(message)) return visibleTextOf(message);
    await sleep(100);
  }
  return `No answer after a minute; the last state was: ${asked.message && visibleTextOf(asked.message)}`;
}

/** Whether there is no text yet, or only a progress report in the last line. */
const isUnfinished = (message: APIMessage) =>
  visibleTextOf(message) === '' || /^-# .*…$/.test(contentOf(message).split('\n').at(-1)!);
