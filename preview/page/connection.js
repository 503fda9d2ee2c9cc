// @ts-check
import { t } from './wording.js';

/**
 * @import { Act, Event, Outcome } from '../src/protocol.ts'
 */

const firstWait = 500;
const longestWait = 5000;

/**
 * Receives a member's events and reconnects when the connection is lost: the server may have restarted.
 *
 * @param {{ member: () => string | null, onEvent: (event: Event) => void, onState: (state: 'open' | 'lost')
 * => void, forget: () => void }} options `forget` is called after three failures in a row: a new server has
 * other members and may not know this one.
 */
export function connect({ member, onEvent, onState, forget }) {
  /** @type {EventSource | null} */
  let source = null;
  let wait = firstWait;
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function open() {
    clearTimeout(timer);
    source?.close();
    const opened = new EventSource(`/preview/events${query(member())}`);
    source = opened;
    opened.onmessage = ({ data }) => {
      if (source !== opened) return;
      wait = firstWait;
      failures = 0;
      onState('open');
      onEvent(JSON.parse(data));
    };
    opened.onerror = () => {
      if (source !== opened) return;
      opened.close();
      failures += 1;
      if (failures === 3) forget();
      onState('lost');
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, longestWait);
    };
  }

  return {
    open,
    /**
     * Uploads a file for a command.
     *
     * @param {File} file
     * @returns {Promise<Outcome>} never rejects: failures are returned as `error`
     */
    async upload(file) {
      try {
        const named = new URLSearchParams({ member: member() ?? '', name: file.name, type: file.type });
        const response = await fetch(`/preview/upload?${named}`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-preview-file' },
          body: file,
        });
        if (response.status === 413)
          return { error: t('The file is too large: Discord takes at most 10 MB.') };
        return await response.json();
      } catch {
        return { error: t('The preview cannot be reached. Is it still running?') };
      }
    },
    /**
     * @param {Act} act
     * @returns {Promise<Outcome>} never rejects: failures are returned as `error`
     */
    async act(act) {
      try {
        const response = await fetch(`/preview/act${query(member())}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(act),
        });
        const outcome = await response.json();
        return outcome && typeof outcome === 'object' ? outcome : { error: t('The preview gave no answer.') };
      } catch {
        // A lost connection and a response that is not JSON both mean that the server is not there.
        return { error: t('The preview cannot be reached. Is it still running?') };
      }
    },
  };
}

/** @param {string | null} member */
function query(member) {
  return member ? `?${new URLSearchParams({ member })}` : '';
}
