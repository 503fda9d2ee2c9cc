// @ts-check
import { listEntries } from './commands.js';
import { byId, fill, h, iconButton } from './dom.js';
import { isThread } from './state.js';
import { phrase, t } from './wording.js';

/**
 * @import { State } from './state.js'
 */

/** The commands that best show what the bot does, offered first if it has them. */
const best = ['/articles', '/summary', '/discuss'];
const seen = 'welcome seen';

/**
 * The strip for first-time visitors: what this is, and three commands to try.
 *
 * @param {{ state: State, prefill: (label: string) => void }} options
 */
export function createWelcome({ state, prefill }) {
  const strip = byId('welcome');
  let open = localStorage.getItem(seen) === null;

  function render() {
    // In a thread the conversation is already under way: leave the space to it.
    strip.hidden = !open || isThread(state.channels.get(state.current ?? ''));
    if (strip.hidden) return;
    const entries = listEntries(state.commands);
    const chosen = [
      ...entries
        .filter(({ label }) => best.includes(label))
        .sort((one, other) => best.indexOf(one.label) - best.indexOf(other.label)),
      ...entries.filter(({ label }) => !best.includes(label)),
    ];
    fill(
      strip,
      h(
        'div',
        { class: 'welcome-text' },
        h('b', {}, t('A local preview of Discord.')),
        ' ',
        phrase('Nothing leaves this machine. Type {slash} below or try one of these:', {
          slash: h('kbd', {}, '/'),
        }),
      ),
      h(
        'div',
        { class: 'examples' },
        chosen.slice(0, 3).map(({ label, description }) => example(label, description)),
      ),
      iconButton('close', t('Close the welcome'), close, { class: 'icon-button welcome-close' }),
    );
  }

  /** @type {(label: string, description: string) => HTMLElement} */
  function example(label, description) {
    return h(
      'button',
      { class: 'example', onclick: () => prefill(label) },
      h('b', {}, label),
      h('span', {}, description),
    );
  }

  function close() {
    if (!open) return;
    open = false;
    localStorage.setItem(seen, 'yes');
    render();
  }

  function toggle() {
    if (open) return close();
    open = true;
    localStorage.removeItem(seen);
    render();
  }

  return { render, toggle, close };
}
