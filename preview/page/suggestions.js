// @ts-check
import { fill, h } from './dom.js';

/**
 * @typedef {{ label: string, detail?: string | undefined, note?: string | undefined, value: unknown }}
 * Suggestion
 *
 * @typedef {object} Offer
 * @property {string} title
 * @property {string | undefined} hint
 * @property {Suggestion[]} items
 * @property {string | undefined} [notice] shown if there are no items
 * @property {(item: Suggestion) => void} pick
 */

/**
 * The list above the message box. The focus stays in the field (`aria-activedescendant` names the active
 * line), so the member can keep typing while looking at it.
 */
export function createSuggestions() {
  const element = h('div', { class: 'suggestions', hidden: true });
  /** @type {Offer | null} */
  let offer = null;
  /** @type {HTMLElement | null} */
  let field = null;
  let active = 0;
  let moved = false;

  /** @type {(forField: HTMLElement, next: Offer) => void} */
  function show(forField, next) {
    hide();
    offer = next;
    field = forField;
    active = 0;
    moved = false;
    const rows = next.items.map((item, index) => row(item, index));
    fill(
      element,
      h('div', { class: 'suggestions-head' }, h('b', {}, next.title), next.hint && h('span', {}, next.hint)),
      rows.length > 0 &&
        h(
          'div',
          { class: 'suggestions-list', role: 'listbox', id: 'suggestions', 'aria-label': next.title },
          rows,
        ),
      rows.length === 0 &&
        next.notice &&
        h('p', { class: 'suggestions-notice', role: 'status' }, next.notice),
    );
    element.hidden = false;
    field.setAttribute('aria-expanded', String(rows.length > 0));
    mark();
  }

  /** @type {(item: Suggestion, index: number) => HTMLElement} */
  function row(item, index) {
    // Pressing must not move the focus away from the field: leaving the field would close the list before the
    // click arrives.
    return h(
      'div',
      {
        class: 'suggestion',
        role: 'option',
        id: `suggestion-${index}`,
        onmousedown: keepFocus,
        onclick: () => pick(index),
        onmousemove: () => point(index),
      },
      h('span', { class: 'suggestion-label' }, item.label),
      item.detail && h('span', { class: 'suggestion-detail' }, item.detail),
      item.note && h('span', { class: 'suggestion-note' }, item.note),
    );
  }

  /** @param {number} index */
  function point(index) {
    if (index === active) return;
    active = index;
    mark();
  }

  function mark() {
    const rows = [...element.querySelectorAll('.suggestion')];
    for (const [index, other] of rows.entries())
      other.setAttribute('aria-selected', String(index === active));
    if (rows.length > 0) field?.setAttribute('aria-activedescendant', `suggestion-${active}`);
    rows[active]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} [index] */
  function pick(index = active) {
    const item = offer?.items[index];
    const chosen = offer;
    hide();
    if (item) chosen?.pick(item);
  }

  function hide() {
    element.hidden = true;
    field?.setAttribute('aria-expanded', 'false');
    field?.removeAttribute('aria-activedescendant');
    offer = null;
    field = null;
  }

  /** @param {number} steps */
  function move(steps) {
    const count = offer?.items.length ?? 0;
    if (count === 0) return;
    active = (active + steps + count) % count;
    moved = true;
    mark();
  }

  return {
    element,
    show,
    hide,
    pick,
    move,
    /** Whether something can be picked. */
    get open() {
      return (offer?.items.length ?? 0) > 0;
    },
    /** Whether the list is shown, even without anything to pick. */
    get visible() {
      return offer !== null;
    },
    /** Whether the arrow keys have moved the active line. */
    get moved() {
      return moved;
    },
  };
}

/** @param {MouseEvent} event */
function keepFocus(event) {
  event.preventDefault();
}
