// @ts-check

/** How long Discord shows the typing dots: ten seconds. */
const lasts = 10_000;

/**
 * Who is typing, and where.
 *
 * @import { APIUser } from 'discord-api-types/v10'
 * @param {() => void} onChange
 */
export function createTyping(onChange) {
  /** @type {Map<string, { user: APIUser, channelId: string, until: number }>} */
  const typing = new Map();

  /** @type {(user: APIUser, channelId: string) => void} */
  function start(user, channelId) {
    typing.set(`${channelId} ${user.id}`, { user, channelId, until: Date.now() + lasts });
    onChange();
    setTimeout(onChange, lasts + 50);
  }

  /** @type {(userId: string, channelId: string) => void} */
  function stop(userId, channelId) {
    if (typing.delete(`${channelId} ${userId}`)) onChange();
  }

  /** @type {(channelId: string | null) => APIUser[]} */
  function listIn(channelId) {
    const now = Date.now();
    for (const [key, { until }] of typing) if (until <= now) typing.delete(key);
    return [...typing.values()].filter(each => each.channelId === channelId).map(({ user }) => user);
  }

  return { start, stop, listIn };
}
