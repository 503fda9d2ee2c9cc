import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIComponentInMessageActionRow,
  APISelectMenuOption,
} from 'discord-api-types/v10';
import type { AnyRecipe } from '../../answers/recipe.ts';
import { recipes } from '../../answers/recipes.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article, StoredArticle } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { catalogNames } from '../../i18n/languages.ts';
import { createMessage, formatPlain } from '../../i18n/template-values.ts';
import { t } from '../../i18n/translate.ts';
import { type Language, languageNameOf, parseLanguageTag } from '../../language/languages.ts';
import { type AnswerReference, answerButtons } from '../answer-reference.ts';
import {
  answerButtonOf,
  askButton,
  discussButton,
  otherArticleButton,
  suggestionButton,
} from '../button-ids.ts';
import { createButton, createMenuRows, createRows } from '../components.ts';
import { BUTTON_MENU_ID, createCustomId } from '../custom-id.ts';
import { marksButton } from './marks.ts';
import { toLabel } from './text.ts';

/** The kinds of answers that need nothing but an article, so that buttons for them go with any article. */
const ofArticle = Object.values<AnyRecipe>(recipes).filter(({ asks }) => asks === undefined);

/** The most buttons that Discord allows in a row, and the most of them that are next steps. */
const MAX_IN_ROW = 5;
const MAX_STEPS = 3;

/** The width of a row on a narrow phone, and the width of a button beyond its label, in pixels. */
const ROW_WIDTH = 320;
const BUTTON_MARGIN = 34;

type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;
type Button = APIButtonComponentWithCustomId;

interface AnswerControls {
  /** The version is known only for articles from the library. */
  readonly article: Pick<Article, 'id'> & Partial<Pick<StoredArticle, 'version'>>;
  /** The kind of answer that is shown, or the name of the command. */
  readonly shown: string;
  /** The answer; null if there is none to vote on. */
  readonly reference: AnswerReference | null;
  /** Whether the answer is part of a conversation about its article, where members ask by writing. */
  readonly isInThread?: boolean;
  /** The page buttons. */
  readonly turner?: readonly Button[];
  /** Suggested questions, most useful first. */
  readonly questions?: readonly Button[];
  /** Next steps from this particular answer, most useful first. */
  readonly steps?: readonly Button[];
  /** Other forms of this answer: longer, or in another language. */
  readonly forms?: readonly Button[];
}

/**
 * The controls below an answer, three lines on a phone: suggested questions, one line with the page buttons,
 * the most useful next steps and a button for a thread about the article, and a menu with the rest.
 */
export function createAnswerRows(controls: AnswerControls): ActionRow[] {
  const { article, reference, shown, isInThread = false } = controls;
  const { turner = [], questions = [], steps = [], forms = [] } = controls;
  const thread = isInThread || shown === 'discuss' ? [] : [createThreadButton(article)];
  const following = createFollowing(article, shown, isInThread);
  const wanted = isInThread ? steps : [...steps, ...thread, ...following];
  const fitting = fitIntoRow(turner, wanted);
  const all = [...steps, ...following, ...thread];
  const next = all.filter(button => fitting.includes(button));
  const rest = all.filter(button => !fitting.includes(button));
  const ofAnswer = reference
    ? [...createVersionButtons(article, reference), ...createFeedbackButtons(reference)]
    : [];
  const row = [...turner, ...next];
  const asking = questions.slice(0, countOnLines(questions, row.length > 0 ? 1 : 2));
  const more = [...questions.slice(asking.length), ...forms, ...rest, ...ofAnswer];
  return [...createRows(asking), ...createRows(row), ...createButtonMenu(t('More…'), more)];
}

/** How many of the buttons, in their order, a phone shows on this many lines. */
function countOnLines(buttons: readonly Button[], lines: number): number {
  let [line, used] = [1, 0];
  const end = buttons.slice(0, MAX_IN_ROW).findIndex(button => {
    const width = estimateWidth(button);
    if (used > 0 && used + width > ROW_WIDTH) [line, used] = [line + 1, 0];
    used += width;
    return line > lines;
  });
  return end < 0 ? Math.min(buttons.length, MAX_IN_ROW) : end;
}

/** The first of the wanted buttons that fit on one line of a phone beside those already there. */
function fitIntoRow(standing: readonly Button[], wanted: readonly Button[]): readonly Button[] {
  const most = Math.min(wanted.length, MAX_STEPS, MAX_IN_ROW - standing.length);
  for (let count = most; count > 0; count--) {
    const row = [...standing, ...wanted.slice(0, count)];
    if (row.reduce((sum, button) => sum + estimateWidth(button), 0) <= ROW_WIDTH)
      return wanted.slice(0, count);
  }
  return wanted.slice(0, standing.length === 0 ? 1 : 0);
}

/** Estimates a button's width in pixels, from the average letter of Discord's font and full-width ones. */
function estimateWidth({ label = '' }: Button): number {
  const letters = [...label].map(letter =>
    /\p{scx=Han}|[\u3000-\u30ff\uff00-\uff60]/u.test(letter) ? 14 : 7.3,
  );
  return letters.reduce((sum, width) => sum + width, BUTTON_MARGIN);
}

/** A button for the same answer from the previous version of its article. */
function createVersionButtons(
  { version = 1 }: AnswerControls['article'],
  reference: AnswerReference,
): Button[] {
  if (version === 1) return [];
  const label = t('Version {{version}}', { version: version - 1 });
  return [createButton(label, createCustomId('open', answerButtons.earlier, reference))];
}

/** Buttons for more about an article: two other kinds of answers, “Ask”, then the remaining kinds. */
function createFollowing(article: Pick<Article, 'id'>, shown: string, isInThread: boolean): Button[] {
  const others = ofArticle
    .filter(({ kind }) => kind !== shown)
    .map(({ kind, name }) =>
      createButton(t(name), createCustomId('open', answerButtonOf(kind), { article: article.id })),
    );
  const ask = createButton(t('Ask'), createCustomId('form', askButton, { article: article.id }));
  return [...others.slice(0, 2), ...(isInThread ? [] : [ask]), ...others.slice(2)];
}

const createThreadButton = (article: Pick<Article, 'id'>) =>
  createButton(t('Open thread'), createCustomId('post', discussButton, { article: article.id }));

/** The most characters of a button's label in Discord. */
const MAX_LABEL = 80;

/** A button that asks another article the same question. */
export const createOtherArticleButton = ({ id, headline }: Pick<StoredArticle, 'id' | 'headline'>): Button =>
  createButton(
    toLabel(formatPlain(createMessage('Ask “{{headline}}”', { headline })), MAX_LABEL),
    createCustomId('post', otherArticleButton, { article: id }),
  );

/** Descriptions for menu options whose label needs one, by the key of the button. */
const choiceNotes: ReadonlyMap<string, string> = new Map([
  [answerButtons.sources.key, defineMessage('The passages behind each statement')],
  [answerButtons.wrong.key, defineMessage('Say what, and editors will see it')],
]);

/** A menu of buttons: choosing an option does what pressing the button would do. */
function createButtonMenu(placeholder: string, buttons: readonly Button[]): ActionRow[] {
  const options = buttons.map(({ label = '', custom_id: id }): APISelectMenuOption => {
    const note = choiceNotes.get(id.split('/').slice(1, 3).join('/'));
    return { label: toLabel(label, 100), value: id, ...(note && { description: toLabel(t(note), 100) }) };
  });
  return createMenuRows(BUTTON_MENU_ID, placeholder, options);
}

/** The button for the comments behind an answer, each with its place in the discussion. */
export function createCommentsButton(reference: AnswerReference): Button {
  return createButton(
    t('Open a comment'),
    createCustomId('open', answerButtons.comments, { ...reference, page: 0 }),
  );
}

const interfaceLanguages = catalogNames.flatMap(name => parseLanguageTag(name) ?? []);

/**
 * Buttons for the same answer in the other languages of the interface, if a model is there to translate. `to`
 * returns the custom id for a language, or for the article's own if given null.
 */
export function createLanguageButtons(
  { engine, language = null }: Pick<Answered<unknown>, 'engine' | 'language'>,
  to: (language: Language | null) => string,
): Button[] {
  if (engine === 'extractive') return [];
  const others = interfaceLanguages.filter(each => each !== language);
  return [
    ...(language === null ? [] : [createButton(t('The article’s own language'), to(null))]),
    ...others.map(each => createButton(languageNameOf(each, each), to(each))),
  ];
}

/** Suggested questions, one button each. `mode` is where the answer goes. */
export function createSuggestionButtons(
  article: Pick<Article, 'id'>,
  suggestions: readonly string[],
  mode: 'open' | 'post',
): Button[] {
  return suggestions.map((question, at) =>
    createButton(
      toLabel(question, 80),
      createCustomId(mode, suggestionButton, { article: article.id, at: `${at}` }),
    ),
  );
}

/** Feedback on an answer: its sources (where editors may ask anew), what its marks mean, and the votes. */
function createFeedbackButtons(reference: AnswerReference): Button[] {
  return [
    createButton(t('Sources'), createCustomId('open', answerButtons.sources, { ...reference, page: 0 })),
    createButton(t('¶ ≈ explained'), createCustomId('open', marksButton)),
    createButton(t('Useful'), createCustomId('open', answerButtons.useful, reference)),
    createButton(t('Wrong'), createCustomId('form', answerButtons.wrong, reference)),
  ];
}
