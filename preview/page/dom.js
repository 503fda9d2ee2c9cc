// @ts-check

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Creates an element. Strings become text nodes, never markup. A property `on…` with a function adds a
 * listener, a list is joined by spaces without its empty parts, `true` sets an empty attribute, and `false`,
 * null and undefined leave the attribute out. A button submits no form unless its type says so.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  if (tag === 'button') element.setAttribute('type', 'button');
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function')
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) element.setAttribute(name, '');
    else if (Array.isArray(value)) element.setAttribute(name, value.filter(Boolean).join(' '));
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value));
  }
  element.append(...present(children.flat()));
  return element;
}

/** @type {(parent: Element, ...children: (Child | Child[])[]) => void} */
export function fill(parent, ...children) {
  parent.replaceChildren(...present(children.flat()));
}

/** @param {Child[]} children */
function present(children) {
  return children
    .filter(child => child !== null && child !== undefined && child !== false)
    .map(child => (typeof child === 'number' ? String(child) : /** @type {Node | string} */ (child)));
}

/**
 * The element with this id. Throws if index.html does not have it.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element #${id}.`);
  return element;
}

/** Icon outlines, drawn on a 24 by 24 grid. */
const paths = {
  hash: 'M10 3 8 21M16 3l-2 18M4 8.5h17M3 15.5h17',
  thread: 'M4 4h16v12H11l-5 4v-4H4zM8 8.5h8M8 12h5',
  menu: 'M3 6h18M3 12h18M3 18h18',
  back: 'M15 4l-8 8 8 8',
  send: 'M4 4l17 8-17 8 3-8zM7 12h7',
  close: 'M5 5l14 14M19 5L5 19',
  reply: 'M10 5l-7 7 7 7M3 12h11q6 0 7 7',
  open: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  down: 'M5 9l7 7 7-7',
  eye: 'M2 12q10-14 20 0q-10 14-20 0zM12 9a3 3 0 1 0 .01 0',
  plus: 'M12 4v16M4 12h16',
  help: 'M8.5 9a3.5 3.5 0 1 1 5 3.2q-1.5.8-1.5 2.3M12 18v.5',
  theme: 'M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z',
  check: 'M4 12.5l5.5 5.5L20 6.5',
  warning: 'M12 3l10 18H2zM12 9.5v5.5M12 17.6v.6',
  at: 'M12 8a4 4 0 1 0 .01 0M16 8v5q0 3 2.5 3t2.5-4a9 9 0 1 0-4 7.5',
  apps: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6',
  file: 'M6 2h8l5 5v15H6zM14 2v5h5',
};

/**
 * An icon, hidden from screen readers: the control around it carries the name.
 *
 * @param {keyof typeof paths} name
 */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

/**
 * A button that shows an icon alone, with its label for screen readers.
 *
 * @param {keyof typeof paths} name
 * @param {string} label
 * @param {() => void} onclick
 * @param {Record<string, unknown>} [more] further properties
 */
export function iconButton(name, label, onclick, more) {
  return h('button', { class: 'icon-button', 'aria-label': label, onclick, ...more }, icon(name));
}

/**
 * A link that opens in a tab of its own and tells the other page nothing.
 *
 * @param {string} url
 * @param {Record<string, unknown>} properties
 * @param {...(Child | Child[])} children
 */
export function webLink(url, properties, ...children) {
  const rel = 'noopener noreferrer nofollow';
  return h('a', { href: url, target: '_blank', rel, ...properties }, ...children);
}

/**
 * A round avatar with the first letter of a name, in a colour derived from the name: the page loads no images
 * from other hosts.
 *
 * @param {{ id: string, username: string, global_name?: string | null, bot?: boolean | undefined }} user
 */
export function avatar(user) {
  // The golden angle gives similar names clearly different colours.
  const hue = Math.round(
    ([...user.username].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) * 137.508) % 360,
  );
  const element = h(
    'span',
    { class: user.bot ? 'avatar bot' : 'avatar', 'aria-hidden': 'true' },
    [...nameOf(user)][0]?.toUpperCase() ?? '?',
  );
  if (!user.bot) element.style.setProperty('--hue', String(hue));
  return element;
}

/** @param {{ username: string, global_name?: string | null }} user */
export function nameOf(user) {
  return user.global_name || user.username;
}

/**
 * Discord's file types (`.txt`, `image`) as the `accept` attribute of a file input.
 *
 * @param {readonly string[] | undefined} types
 */
export function acceptOf(types) {
  return (types ?? []).map(type => (type.startsWith('.') ? type : `${type}/*`)).join(',');
}
