import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprintOf, fingerprintPathOf, pictures } from './pictures.ts';
import { startTestBot, type TestBot } from './support.ts';

const root = join(import.meta.dirname, '..');
let bot: TestBot;
beforeAll(async () => {
  bot = await startTestBot();
});
afterAll(() => bot.stop());

test.each(pictures)(
  'the picture “$name” of the README shows what the bot says now (else: npm run shots)',
  async picture => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`](docs/pictures/${picture.name}.png)`);
    expect(existsSync(join(root, `docs/pictures/${picture.name}.png`))).toBe(true);
    const messages = await picture.play(bot);
    expect(`${fingerprintOf(messages)}\n`).toBe(readFileSync(join(root, fingerprintPathOf(picture)), 'utf8'));
  },
);

test('a picture is older than what it shows as soon as a word, a button or a colour differs, and never for an id or a time', () => {
  const hash = (change: object) => {
    const message = {
      id: '123456789012345678',
      timestamp: '2026-01-01',
      content: 'Added <t:1:R>',
      ...change,
    };
    return fingerprintOf([message] as unknown as Parameters<typeof fingerprintOf>[0]);
  };
  const withButton = (button: object) => ({
    components: [
      { type: 1, components: [{ type: 2, style: 2, label: 'Quotes', custom_id: 'x:1', ...button }] },
    ],
  });
  const withCard = (color: number) => ({
    components: [{ type: 17, accent_color: color, components: [{ type: 10, content: 'A' }] }],
  });
  expect(hash({ id: '234567890123456789', timestamp: '2027-01-01', content: 'Added <t:2:R>' })).toBe(
    hash({}),
  );
  expect(hash(withButton({ custom_id: 'y' }))).toBe(hash(withButton({})));
  expect(hash({ content: 'Removed <t:1:R>' })).not.toBe(hash({}));
  expect(hash(withCard(2))).not.toBe(hash(withCard(1)));
  expect(hash(withButton({ label: 'Quote' }))).not.toBe(hash(withButton({})));
});
