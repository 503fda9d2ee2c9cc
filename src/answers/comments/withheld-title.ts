import { defineMessage } from '../../i18n/define-message.ts';
import { createTemplateParser } from '../../i18n/templates.ts';

/** The title shown in place of one that a server withholds. */
export const withheldTitle = defineMessage('Viewpoint {{number}}');
/** Parses such a title back into its number. */
export const parseWithheldTitle = createTemplateParser([withheldTitle]);
