import { once } from 'node:events';
import {
  type APIModalInteractionResponseCallbackData,
  Client,
  DiscordAPIError,
  GatewayIntentBits,
  type Interaction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import { ChannelType, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type Preview, startPreview } from '../src/testing.ts';
import { artifactPathOf, chromiumPath, launchBrowser, NEEDS_CHROMIUM } from './browser.ts';

type Modal = APIModalInteractionResponseCallbackData;
type Field = Modal['components'][number];

const { Label, TextInput, StringSelect, ChannelSelect, FileUpload, RadioGroup, CheckboxGroup, Checkbox } =
  ComponentType;

function createForm(...components: Field[]): Modal {
  return { custom_id: 'order', title: 'A delivery', components };
}

const fields = {
  name: {
    type: Label,
    label: 'Name',
    description: 'As it stands on the door',
    component: {
      type: TextInput,
      custom_id: 'name',
      style: TextInputStyle.Short,
      min_length: 2,
      max_length: 10,
    },
  },
  place: {
    type: Label,
    label: 'Place',
    component: { type: ChannelSelect, custom_id: 'place', channel_types: [ChannelType.GuildText] },
  },
  size: {
    type: Label,
    label: 'Size',
    component: {
      type: RadioGroup,
      custom_id: 'size',
      options: [
        { value: 's', label: 'Small', description: 'For one' },
        { value: 'l', label: 'Large' },
      ],
    },
  },
  days: {
    type: Label,
    label: 'Days',
    component: {
      type: CheckboxGroup,
      custom_id: 'days',
      max_values: 2,
      options: [
        { value: '1', label: 'Monday', default: true },
        { value: '2', label: 'Tuesday' },
        { value: '3', label: 'Wednesday' },
      ],
    },
  },
  extras: {
    type: Label,
    label: 'Extras',
    component: {
      type: StringSelect,
      custom_id: 'extras',
      required: false,
      max_values: 2,
      options: [
        { value: 'bread', label: 'Bread', description: 'Of the day' },
        { value: 'salt', label: 'Salt' },
        { value: 'tea', label: 'Tea' },
      ],
    },
  },
  list: {
    type: Label,
    label: 'Lists',
    component: {
      type: FileUpload,
      custom_id: 'list',
      required: false,
      max_values: 2,
      file_types: ['.txt', '.md'],
    },
  },
  agreed: {
    type: Label,
    label: 'I shall be at home',
    component: { type: Checkbox, custom_id: 'agreed' },
  },
} as const satisfies Record<string, Field>;

const first = createForm(fields.name, fields.place, fields.size, fields.days, fields.agreed);
const second = createForm(fields.extras, fields.list);

let preview: Preview;
let client: Client;
/** What the next command opens. */
let form: Modal;
/** Why Discord did not take it. */
let refused: unknown;

async function answer(interaction: Interaction): Promise<unknown> {
  if (interaction.isModalSubmit()) return interaction.reply(describeSubmission(interaction));
  if (!interaction.isChatInputCommand()) return undefined;
  return interaction.showModal(form).catch(async error => {
    refused = error;
    await interaction.reply('refused');
  });
}

/** All that the real client reads of a submitted form. */
function describeSubmission({ fields: sent }: ModalSubmitInteraction): string {
  const read = [...sent.fields.values()].map(field => {
    const { channels, attachments } = field as Partial<
      Record<'channels' | 'attachments', Map<string, object>>
    >;
    const named = [
      ...[...(channels ?? [])].map(([, channel]) => {
        const { name, appPermissions } = channel as {
          name: string;
          appPermissions: { has(bit: bigint): boolean };
        };
        return `#${name} ${appPermissions.has(PermissionFlagsBits.SendMessages)}`;
      }),
      ...[...(attachments ?? [])].map(([, file]) => (file as { name: string }).name),
    ];
    const value = 'values' in field ? field.values : 'value' in field ? field.value : null;
    return `${field.customId}=${named.length > 0 ? named.join() : JSON.stringify(value)}`;
  });
  return read.join('\n');
}

beforeEach(async () => {
  preview = await startPreview({ port: 0 });
  client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: preview.apiUrl } });
  client.on('interactionCreate', interaction => void answer(interaction));
  const ready = once(client, 'clientReady');
  await client.login(preview.token);
  await ready;
  await client.application?.commands.set([{ name: 'order', description: 'Opens a form' }]);
  form = first;
  refused = undefined;
});
afterEach(async () => {
  await client.destroy();
  await preview.close();
  expect(preview.violations).toEqual([]);
});

const ada = () => preview.member('Ada');
const open = async (opened: Modal) => {
  form = opened;
  const asked = await ada().command(preview.channels.general, 'order');
  await asked.modal();
  return asked;
};

test('each kind of field comes back to the real client as it was filled in', async () => {
  const asked = await open(first);
  const { news } = preview.channels;
  const send = (given: Parameters<ReturnType<typeof ada>['submitModal']>[1]) =>
    ada().submitModal(asked, given);
  const filled = { name: 'Ada', place: [news], size: 'l' };
  expect(
    (await (await send({ ...filled, days: ['1', '3'], agreed: true })).reply()).content.split('\n'),
  ).toEqual(['name="Ada"', 'place=#news true', 'size="l"', 'days=["1","3"]', 'agreed=true']);
  expect((await (await send(filled)).reply()).content).toMatch(/days=\["1"\]\nagreed=false$/);
  for (const [change, sentence] of [
    [{ name: 'A' }, 'at least 2'],
    [{ place: [] }, '"place" is required'],
    [{ place: [preview.channels.forum] }, 'other kinds of channels'],
    [{ size: '' }, '"size" is required'],
    [{ size: 'xl' }, 'not among the choices'],
    [{ days: [] }, '"days" is required'],
    [{ days: ['1', '2', '3'] }, 'takes 1 to 2'],
    [{ days: ['1', '1'] }, 'takes 1 to 2'],
    [{ colour: 'red' }, 'no field "colour"'],
  ] as const)
    await expect(send({ ...filled, ...change }), JSON.stringify(change)).rejects.toThrow(sentence);
});

test('files come along with the form, of the types and as many as it takes, and what need not be filled in stays empty', async () => {
  const asked = await open(second);
  const file = (name: string) => ada().attach({ name, type: 'text/plain', bytes: 'x' });
  const sent = await ada().submitModal(asked, {
    extras: ['tea', 'salt'],
    list: [file('a.txt'), file('B.MD')],
  });
  expect((await sent.reply()).content).toBe('extras=["tea","salt"]\nlist=a.txt,B.MD');
  expect((await (await ada().submitModal(asked, {})).reply()).content).toBe('extras=[]\nlist=[]');
  await expect(ada().submitModal(asked, { list: [file('a.png')] })).rejects.toThrow('another type');
  await expect(ada().submitModal(asked, { list: ['1', '2', '3'] })).rejects.toThrow('takes 1 to 2');
  await expect(ada().submitModal(asked, { list: ['1'] })).rejects.toThrow('takes a file');
});

test('what Discord does not take of a form is refused', async () => {
  const { days, size } = fields;
  const option = { value: '1', label: 'Monday' };
  const wrong: readonly (readonly [Field, string])[] = [
    [{ ...days, component: { ...days.component, max_values: 4 } }, 'SELECT_COMPONENT_MAX_VALUES_EXCEEDED'],
    [{ ...days, component: { ...days.component, min_values: 0 } }, 'COMPONENT_REQUIRED_MIN_VALUES'],
    [
      { ...days, component: { ...days.component, options: [option, option] } },
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    [{ ...size, component: { ...size.component, options: [option] } }, 'BASE_TYPE_MIN_LENGTH'],
    [
      {
        ...size,
        component: {
          ...size.component,
          options: size.component.options.map(each => ({ ...each, default: true })),
        },
      },
      'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
    ],
    [{ ...fields.extras, component: { ...fields.extras.component, disabled: true } }, 'COMPONENT_DISABLED'],
    [{ ...size, label: 'x'.repeat(46) }, 'BASE_TYPE_MAX_LENGTH'],
    [{ ...fields.place, component: { ...fields.place.component, custom_id: 'name' } }, 'DUPLICATED'],
  ];
  for (const [field, code] of wrong) {
    form = createForm(fields.name, field);
    expect((await (await ada().command(preview.channels.general, 'order')).reply()).content).toBe('refused');
    expect(JSON.stringify((refused as DiscordAPIError).rawError), code).toContain(code);
  }
  expect(refused).toBeInstanceOf(DiscordAPIError);
});

describe.skipIf(!chromiumPath)(`a form on the page (${NEEDS_CHROMIUM})`, () => {
  it.each([
    ['wide', 1200, 'light'],
    ['narrow', 400, 'dark'],
  ] as const)('is filled in by keyboard, and says what is missing: %s', async (name, width, colorScheme) => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({
        viewport: { width, height: 860 },
        colorScheme,
        reducedMotion: 'reduce',
      });
      await page.goto(preview.url);
      page.setDefaultTimeout(8000);
      await useCommand(page);
      const dialog = page.getByRole('dialog', { name: 'A delivery' });
      await page.keyboard.press('Enter');
      await dialog.getByText('This field is required.').first().waitFor();
      expect(await dialog.getByRole('alert').allInnerTexts()).toEqual(
        Array(3).fill('This field is required.'),
      );
      await dialog.screenshot({ path: artifactPathOf(`form-missing-${name}.png`) });
      expect(await focused(page)).toBe('name');
      await page.keyboard.type('Ada');
      // a field that is filled in is no longer complained about
      await expect.poll(() => dialog.getByText('This field is required.').count()).toBe(2);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const places = dialog.getByRole('group', { name: 'Place' }).getByRole('option');
      expect(await places.allInnerTexts()).toContain('#news');
      expect(await places.allInnerTexts()).not.toContain('#forum');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
      while ((await page.locator(':focus').innerText()) !== '#news') await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await dialog.getByText('Choose at most 2.').waitFor();
      await dialog.getByRole('checkbox', { name: 'Monday' }).press('Space');
      await dialog.getByRole('checkbox', { name: 'I shall be at home' }).press('Space');
      await dialog.screenshot({ path: artifactPathOf(`form-filled-${name}.png`) });
      await page.keyboard.press('Enter');
      await page.getByText('days=["2","3"]').waitFor();
      expect(preview.messages(preview.channels.articles).at(-1)?.content.split('\n')).toEqual([
        'name="Ada"',
        'place=#news true',
        'size="l"',
        'days=["2","3"]',
        'agreed=true',
      ]);

      form = second;
      await useCommand(page);
      const file = (called: string) => ({ name: called, mimeType: 'text/plain', buffer: Buffer.from('x') });
      const chooser = page.getByLabel('Lists: choose files');
      await chooser.setInputFiles([file('one.txt'), file('photo.png')]);
      await dialog.getByRole('button', { name: 'Extras: Make a selection' }).click();
      await dialog.getByRole('option', { name: /^Bread/ }).click();
      await dialog.getByRole('option', { name: 'Tea' }).click();
      await page.getByRole('button', { name: 'Submit' }).click();
      await dialog.getByText('“photo.png” is of another type than .txt, .md.').waitFor();
      await dialog.screenshot({ path: artifactPathOf(`form-files-${name}.png`) });
      expect(await dialog.evaluate(element => element.scrollWidth <= element.clientWidth)).toBe(true);
      await dialog.getByRole('button', { name: 'Remove photo.png' }).click();
      await page.getByRole('button', { name: 'Submit' }).click();
      await page.getByText('list=one.txt').waitFor();
    } finally {
      await browser.close();
    }
  });
});

const focused = (page: Page) => page.locator(':focus').getAttribute('name');

async function useCommand(page: Page): Promise<void> {
  const box = page.getByRole('combobox', { name: /^Message / });
  await box.fill('/order');
  await box.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'A delivery' }).waitFor();
}
