import { describe, expect, test } from 'vitest';
import { type Audience, findAccessRefusal, isEditor, type Visitor } from '../src/discord/access.ts';
import { defaultSettings, type ServerSettings } from '../src/storage/stores/settings.ts';

const [server, desk, patrons, guests] = ['100', '1', '2', '3'];
const [news, thread, category] = ['20', '21', '22'];
const open = defaultSettings;
const reader: Visitor = {
  serverId: server,
  roles: [guests],
  managesServer: false,
  channelIds: [thread, news, category],
};
const manager = { ...reader, managesServer: true };
const byRole = { ...reader, roles: [guests, desk] };
const direct = { ...reader, serverId: null, managesServer: true };

/** The sentence that refuses a visitor, or null. */
function refusalOf(
  visitor: Visitor,
  settings: Partial<ServerSettings>,
  audience: Audience,
  ephemeral?: boolean,
): string | null {
  const asked = { audience, name: '/digest', ...(ephemeral !== undefined && { ephemeral }) };
  return findAccessRefusal(visitor, { ...open, ...settings }, asked)?.message ?? null;
}

describe('an editor', () => {
  test('manages the server, or has the role that it names; in direct messages nobody is one', () => {
    const settings = { editorRole: desk };
    expect([reader, manager, byRole, direct].map(visitor => isEditor(visitor, settings))).toEqual([
      ...[false, true, true, false],
    ]);
    expect([reader, manager, byRole].map(visitor => isEditor(visitor, open))).toEqual([false, true, false]);
  });

  test('alone uses what is for editors, in a server; the others are told what it takes', () => {
    expect(refusalOf(manager, {}, 'editors')).toBeNull();
    expect(refusalOf(byRole, { editorRole: desk }, 'editors')).toBeNull();
    expect(refusalOf(direct, {}, 'editors')).toContain('only works in a server');
    expect(refusalOf(reader, {}, 'editors')).toMatch(
      /^\/digest is for editors: [^@]*“Manage Server” permission\.$/,
    );
    expect(refusalOf(byRole, { editorRole: patrons }, 'editors')).toContain(`@${patrons}`);
  });

  test('is bound by neither roles nor channels where something is for editors', () => {
    expect(refusalOf(manager, { askers: [patrons], channels: ['99'] }, 'editors')).toBeNull();
  });
});

describe('a reader', () => {
  test('asks anywhere where a server says nothing, and in direct messages whatever it says', () => {
    expect(refusalOf(reader, {}, 'readers')).toBeNull();
    expect(refusalOf(direct, { askers: [patrons], channels: ['99'] }, 'readers')).toBeNull();
  });

  test('has one of the roles that may ask, or is an editor', () => {
    const settings = { askers: [patrons, desk] };
    expect(refusalOf(reader, settings, 'readers')).toMatch(/@2 or @1/);
    expect(refusalOf(byRole, settings, 'readers')).toBeNull();
    expect(refusalOf(manager, settings, 'readers')).toBeNull();
    expect(refusalOf({ ...reader, roles: [] }, settings, 'readers')).not.toBeNull();
  });

  test('asks in the channels chosen, their threads and what is below their category; elsewhere what only they see', () => {
    for (const channel of [thread, news, category])
      expect(refusalOf(reader, { channels: ['99', channel] }, 'readers')).toBeNull();
    expect(refusalOf(reader, { channels: ['99', '98'] }, 'readers')).toMatch(/#99 or #98/);
    expect(refusalOf(manager, { channels: ['99'] }, 'readers')).toContain('#99');
    expect(refusalOf(reader, { channels: ['99'] }, 'readers', true)).toBeNull();
    expect(refusalOf(reader, { channels: ['99'], askers: [patrons] }, 'readers', true)).toContain('@2');
  });
});

test('what is for everyone is for everyone, everywhere', () => {
  for (const visitor of [reader, manager, direct])
    expect(refusalOf(visitor, { askers: [patrons], channels: ['99'] }, 'everyone')).toBeNull();
});
