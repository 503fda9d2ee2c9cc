// @ts-check

/** @typedef {keyof typeof import('./wording/de.json')} Sentence */

/** The languages of the page: that of its sentences, and those of their translations in `wording/`. */
const languages = ['en', 'de', 'fr', 'es', 'zh'];

/** The first of the browser's languages that the page has, as a tag for `Intl`: `fr-CA`; else English. */
export const locale = navigator.languages.find(tag => languages.includes(languageOf(tag))) ?? 'en-GB';

/** The language of the page for its `lang` attribute; its Chinese is simplified. */
export const language = languageOf(locale) === 'zh' ? 'zh-Hans' : languageOf(locale);

/**
 * The page's own sentences by their English wording, in Discord's words where it has them. What the bot says
 * comes in its own translation.
 *
 * @type {Readonly<Record<string, string>>}
 */
const translations = languageOf(locale) === 'en' ? {} : await fetchTranslations(languageOf(locale));

/** @param {string} name */
async function fetchTranslations(name) {
  const response = await fetch(`wording/${name}.json`);
  return response.json();
}

/** @param {string} tag */
function languageOf(tag) {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

/**
 * A sentence in the page's language, with its `{name}` placeholders filled in.
 *
 * @param {Sentence} sentence
 * @param {Record<string, string | number>} [values]
 */
export function t(sentence, values = {}) {
  return translate(sentence).replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/**
 * Like `t`, with elements in the place of its placeholders.
 *
 * @param {Sentence} sentence
 * @param {Record<string, Node>} nodes
 * @returns {(Node | string)[]}
 */
export function phrase(sentence, nodes) {
  return translate(sentence)
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 1 ? (nodes[part] ?? '') : part))
    .filter(part => part !== '');
}

/**
 * The translation of a text that may be one of the page's sentences; any other is returned as it is.
 *
 * @param {string} text
 * @returns {string}
 */
export function translate(text) {
  return Object.hasOwn(translations, text) ? (translations[text] ?? text) : text;
}

/** @param {readonly string[]} names */
export function listNames(names) {
  return new Intl.ListFormat(locale).format(names);
}
