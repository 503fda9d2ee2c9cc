// @ts-check

/** How long (milliseconds) a result is kept while the request it belongs to is still unanswered. */
const earlyKept = 60_000;

/** @typedef {'answered' | 'failed'} Result */

/** What is to happen when the bot has answered an interaction, or failed to. */
export function createWaiting() {
  /** @type {Map<string, (result: Result) => void>} */
  const waiting = new Map();
  /** Results that arrived before anybody waited for them. */
  const early = new Map();

  /** @type {(id: string, then: (result: Result) => void) => void} */
  function wait(id, then) {
    const result = early.get(id);
    early.delete(id);
    if (result) then(result);
    else waiting.set(id, then);
  }

  /** @type {(id: string, result: Result) => void} */
  function settle(id, result) {
    const then = waiting.get(id);
    waiting.delete(id);
    if (then) return then(result);
    early.set(id, result);
    setTimeout(() => early.delete(id), earlyKept);
  }

  /** Settles all that still wait as answered. */
  function settleAll() {
    for (const id of [...waiting.keys()]) settle(id, 'answered');
  }

  return { wait, settle, settleAll, isWaiting: (/** @type {string} */ id) => waiting.has(id) };
}
