import { defineMessage } from '../../i18n/define-message.ts';
import { createTemplateParser } from '../../i18n/templates.ts';

/** What stands in place of a title that a server does not want to see. */
export const withheldTitle = defineMessage('Viewpoint {{number}}');
/** Whether a title stands in place of one that is not shown, and its number. */
export const parseWithheldTitle = createTemplateParser([withheldTitle]);
