// Who may do what: a table of every answer, and that nothing but the two roles ever opens anything.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyAllows, rolesAllow, type Need } from '../../src/domain/access.ts';

test.each<[roles: string[], read: boolean, operate: boolean]>([
  [[], false, false],
  [['Keeper.Read'], true, false],
  [['Keeper.Operate'], true, true],
  [['Keeper.Read', 'Keeper.Operate'], true, true],
  [['Other', 'Keeper.Operate'], true, true],
  [['keeper.read'], false, false],
  [['KEEPER.OPERATE'], false, false],
  [['Keeper.Read '], false, false],
  [['Keeper.Operate.All'], false, false],
  [['Keeper'], false, false],
])('with the roles %j: read %s, operate %s', (roles, read, operate) => {
  expect(rolesAllow(roles, 'read')).toBe(read);
  expect(rolesAllow(roles, 'operate')).toBe(operate);
});

test.each<[access: Need, needs: Need, allowed: boolean]>([
  ['operate', 'read', true],
  ['operate', 'operate', true],
  ['read', 'read', true],
  ['read', 'operate', false],
])('a key that may %s, for what needs %s: %s', (access, needs, allowed) => {
  expect(keyAllows(access, needs)).toBe(allowed);
});

test('no other role opens anything, and who may operate may read', () => {
  const role = fc.oneof(fc.constantFrom('Keeper.Read', 'Keeper.Operate', 'keeper.operate'), fc.string());
  fc.assert(
    fc.property(fc.array(role, { maxLength: 5 }), (roles) => {
      const known = roles.some((each) => each === 'Keeper.Read' || each === 'Keeper.Operate');
      expect(rolesAllow(roles, 'read')).toBe(known);
      expect(rolesAllow(roles, 'operate')).toBe(roles.includes('Keeper.Operate'));
    }),
  );
});
