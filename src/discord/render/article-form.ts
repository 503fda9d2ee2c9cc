import { ComponentType } from 'discord-api-types/v10';
import { defineMessage } from '../../i18n/define-message.ts';
import { t } from '../../i18n/translate.ts';
import { READABLE_TYPES } from '../attachment.ts';
import { createCustomId } from '../custom-id.ts';
import type { ModalData, ModalField } from '../types.ts';
import { libraryButtons } from './library.ts';
import { renderFilesField, renderModalField } from './modal-field.ts';

const { TextInput, FileUpload } = ComponentType;

const FIELDS = {
  page: {
    type: TextInput,
    custom_id: 'page',
    label: defineMessage('Address of a page'),
    required: false,
    max_length: 2000,
  },
  files: {
    type: FileUpload,
    custom_id: 'files',
    label: defineMessage('Or files'),
    required: false,
    max_values: 5,
    file_types: READABLE_TYPES,
  },
  headline: {
    type: TextInput,
    custom_id: 'headline',
    label: defineMessage('Or type it: headline'),
    required: false,
    max_length: 300,
  },
  text: {
    type: TextInput,
    custom_id: 'text',
    label: defineMessage('Text'),
    required: false,
    max_length: 4000,
  },
  comments: {
    type: TextInput,
    custom_id: 'comments',
    label: defineMessage('Comments'),
    required: false,
    max_length: 4000,
  },
} as const satisfies Record<string, ModalField>;

/** The fields of the article form. */
export const ARTICLE_FIELDS: readonly ModalField[] = Object.values(FIELDS);

/** The form for adding articles from a page, from files or as typed text. */
export function createArticleModal(): ModalData {
  return {
    custom_id: createCustomId('open', libraryButtons.add),
    title: t('Add an article'),
    components: [
      renderModalField(FIELDS.page, {
        isLong: false,
        description: t('I fetch its article and comments.'),
        placeholder: 'https://',
      }),
      renderFilesField(FIELDS.files, {
        description: t('Text, Markdown, web pages, JSON or XML, up to 5 MB each.'),
      }),
      renderModalField(FIELDS.headline, { isLong: false }),
      renderModalField(FIELDS.text, {
        description: t('Paragraphs, separated by a blank line. Over 4,000 characters: use a file.'),
      }),
      renderModalField(FIELDS.comments, {
        description: t('Numbered from 1. Indent replies by two more spaces and start again at 1.'),
        placeholder: t('1. I walked over it.\n\n  1. So did I.\n\n2. When does it open?'),
      }),
    ],
  };
}
