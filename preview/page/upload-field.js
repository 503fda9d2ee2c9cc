// @ts-check
import { list } from './components.js';
import { acceptOf, h, icon, iconButton } from './dom.js';
import { boundsOf, findProblem } from './field-bounds.js';
import { phrase, t } from './wording.js';

/** @import { Component, Control, Surroundings } from './modal-fields.js' */

/**
 * An area to drop files on or choose them with; they are uploaded when the form is sent.
 *
 * @param {Component} field
 * @param {string} label
 * @param {Surroundings} surroundings
 * @returns {Control}
 */
export function createUpload(field, label, { upload }) {
  const bounds = boundsOf(field, 1);
  const types = list(field.file_types).map(String);
  /** @type {File[]} */
  let files = [];
  const shown = h('ul', { class: 'upload-list' });
  const picker = h('input', {
    type: 'file',
    'aria-label': t(bounds.most > 1 ? '{field}: choose files' : '{field}: choose a file', { field: label }),
    multiple: bounds.most > 1,
    accept: acceptOf(types),
    onchange: () => {
      add([...(picker.files ?? [])]);
      picker.value = '';
    },
  });
  const hint = [bounds.most > 1 && t('up to {count}', { count: bounds.most }), types.join(', ')]
    .filter(Boolean)
    .join(' · ');
  const drop = h(
    'label',
    { class: 'upload-drop', ondragover, ondragleave, ondrop },
    picker,
    h(
      'span',
      {},
      phrase(bounds.most > 1 ? 'Drop files here or {browse}' : 'Drop a file here or {browse}', {
        browse: h('u', {}, t('browse')),
      }),
    ),
    hint && h('small', {}, hint),
  );
  return {
    elements: [drop, shown],
    focus: () => picker.focus(),
    problem: () => findWrongType() ?? findProblem(files.length, field, bounds),
    read: () => Promise.all(files.map(send)),
  };

  /** @param {File[]} more */
  function add(more) {
    files = bounds.most > 1 ? [...files, ...more] : more.slice(0, 1);
    show();
  }

  function show() {
    shown.replaceChildren(
      ...files.map(file =>
        h(
          'li',
          {},
          icon('file'),
          h('span', {}, file.name),
          iconButton('close', t('Remove {file}', { file: file.name }), () => {
            files = files.filter(other => other !== file);
            show();
            picker.focus();
          }),
        ),
      ),
    );
    shown.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function findWrongType() {
    const wrong = files.find(({ name, type }) => types.length > 0 && !types.some(isOf(name, type)));
    return wrong
      ? t('“{file}” is of another type than {types}.', { file: wrong.name, types: types.join(', ') })
      : null;
  }

  /** @param {File} file */
  async function send(file) {
    const outcome = await upload(file);
    if ('file_id' in outcome) return outcome.file_id;
    throw new Error('error' in outcome ? outcome.error : t('The file could not be taken.'));
  }

  /** @param {DragEvent} event */
  function ondragover(event) {
    event.preventDefault();
    drop.classList.add('over');
  }

  function ondragleave() {
    drop.classList.remove('over');
  }

  /** @param {DragEvent} event */
  function ondrop(event) {
    event.preventDefault();
    ondragleave();
    add([...(event.dataTransfer?.files ?? [])]);
  }
}

/** @type {(name: string, type: string) => (wanted: string) => boolean} */
function isOf(name, type) {
  return wanted =>
    wanted.startsWith('.')
      ? name.toLowerCase().endsWith(wanted.toLowerCase())
      : type.startsWith(`${wanted}/`);
}
