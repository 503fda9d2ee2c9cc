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
import { t } from '../../i18n/translate.ts';
import { type Language, languageNameOf, parseLanguageTag } from '../../language/languages.ts';
import { type AnswerReference, answerButtons } from '../answer-reference.ts';
import { answerButtonOf, askButton, discussButton, suggestionButton } from '../button-ids.ts';
import { BUTTON_MENU_ID, createButton, createCustomId, createMenuRows, createRows } from '../custom-id.ts';
import { marksButton } from './marks.ts';
import { toLabel } from './text.ts';

/** The kinds of answers that take no more than an article: each can be pressed for, wherever the article is shown. */
const ofArticle = Object.values<AnyRecipe>(recipes).filter(({ asks }) => asks === undefined);

/** What Discord takes in a row, and how many of them lead on from an answer. */
const MAX_IN_ROW = 5;
const MAX_STEPS = 3;

/** The width of a row on a narrow phone, and what a button takes of it beside its label, in pixels. */
const ROW_WIDTH = 320;
const BUTTON_MARGIN = 34;

type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;
type Button = APIButtonComponentWithCustomId;

interface AnswerControls {
  /** Its version is known of one that the library keeps. */
  readonly article: Pick<Article, 'id'> & Partial<Pick<StoredArticle, 'version'>>;
  /** The kind that is shown, or the command. */
  readonly shown: string;
  /** The answer; null where nothing was answered that could be voted on. */
  readonly reference: AnswerReference | null;
  /** Whether it stands in a conversation about its article, where one asks by writing. */
  readonly isInThread?: boolean;
  /** What turns its pages. */
  readonly turner?: readonly Button[];
  /** What leads on from this very answer, the most useful first. */
  readonly steps?: readonly Button[];
  /** Other forms of this answer: longer, in another language. */
  readonly forms?: readonly Button[];
}

/**
 * What stands below each answer: one row with what turns its pages, the most useful next steps and a thread about the
 * article, as far as a phone shows them in one line, and a menu with all the rest.
 */
export function createAnswerRows(controls: AnswerControls): ActionRow[] {
  const { article, reference, shown, isInThread = false, turner = [], steps = [], forms = [] } = controls;
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
  const more = [...forms, ...rest, ...ofAnswer];
  return [...createRows([...turner, ...next]), ...createButtonMenu(t('More…'), more)];
}

/** The first buttons that have room beside those that stand in a row already, so that a phone shows them as one line. */
function fitIntoRow(standing: readonly Button[], wanted: readonly Button[]): readonly Button[] {
  const most = Math.min(wanted.length, MAX_STEPS, MAX_IN_ROW - standing.length);
  for (let count = most; count > 0; count--) {
    const row = [...standing, ...wanted.slice(0, count)];
    if (row.reduce((sum, button) => sum + estimateWidth(button), 0) <= ROW_WIDTH)
      return wanted.slice(0, count);
  }
  return wanted.slice(0, standing.length === 0 ? 1 : 0);
}

/** About the width of a button in pixels: letters of Discord's font in its size, and those that are as wide as high. */
function estimateWidth({ label = '' }: Button): number {
  const letters = [...label].map(letter =>
    /\p{scx=Han}|[\u3000-\u30ff\uff00-\uff60]/u.test(letter) ? 14 : 7.3,
  );
  return letters.reduce((sum, width) => sum + width, BUTTON_MARGIN);
}

/** The same answer from the version of its article that was there before. */
function createVersionButtons(
  { version = 1 }: AnswerControls['article'],
  reference: AnswerReference,
): Button[] {
  if (version === 1) return [];
  const label = t('Version {{version}}', { version: version - 1 });
  return [createButton(label, createCustomId('open', answerButtons.earlier, reference))];
}

/** Questions about the article first, then its other answers. */
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

/** What says a little more about a choice than its label, by the key of its button. */
const choiceNotes: ReadonlyMap<string, string> = new Map([
  [answerButtons.sources.key, defineMessage('The passages behind each statement')],
  [answerButtons.wrong.key, defineMessage('Say what, and editors will see it')],
]);

/** A menu of buttons: what Discord does when one of them is chosen is what a press of it would do. */
function createButtonMenu(placeholder: string, buttons: readonly Button[]): ActionRow[] {
  const options = buttons.map(({ label = '', custom_id: id }): APISelectMenuOption => {
    const note = choiceNotes.get(id.split('/').slice(1, 3).join('/'));
    return { label: toLabel(label, 100), value: id, ...(note && { description: toLabel(t(note), 100) }) };
  });
  return createMenuRows(BUTTON_MENU_ID, placeholder, options);
}

/** The button to the comments that an answer rests on, each with its place in the discussion. */
export function createCommentsButton(reference: AnswerReference): Button {
  return createButton(
    t('Open a comment'),
    createCustomId('open', answerButtons.comments, { ...reference, page: 0 }),
  );
}

/**
 * The same answer in the other languages that members are spoken to in, where a model translates; `to` makes the custom
 * id of a language, null for the article's own.
 */
export function createLanguageButtons(
  { engine, language = null }: Pick<Answered<unknown>, 'engine' | 'language'>,
  to: (language: Language | null) => string,
): Button[] {
  if (engine === 'extractive') return [];
  const others = catalogNames.flatMap(name => parseLanguageTag(name) ?? []).filter(each => each !== language);
  return [
    ...(language === null ? [] : [createButton(t('The article’s own language'), to(null))]),
    ...others.map(each => createButton(languageNameOf(each, each), to(each))),
  ];
}

/**
 * Questions that can be asked next, each a button that says it; no row where there are none. `mode`: where the answer
 * goes, `post` in a thread, whose conversation it belongs to.
 */
export function createSuggestionRows(
  article: Pick<Article, 'id'>,
  suggestions: readonly string[],
  mode: 'open' | 'post',
): ActionRow[] {
  const buttons = suggestions.map((question, at) =>
    createButton(
      toLabel(question, 80),
      createCustomId(mode, suggestionButton, { article: article.id, at: `${at}` }),
    ),
  );
  return createRows(buttons);
}

/** Where the answer comes from (and for editors another attempt at it), what its marks mean, what the reader thinks of it. */
function createFeedbackButtons(reference: AnswerReference): Button[] {
  return [
    createButton(t('Sources'), createCustomId('open', answerButtons.sources, { ...reference, page: 0 })),
    createButton(t('¶ ≈ explained'), createCustomId('open', marksButton)),
    createButton(t('Useful'), createCustomId('open', answerButtons.useful, reference)),
    createButton(t('Wrong'), createCustomId('form', answerButtons.wrong, reference)),
  ];
}
