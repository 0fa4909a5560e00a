// Decoding of paths, for every text there is.
import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { decodePath, pathSegments, splitTarget } from '../../local/host/request-path.ts';

test('any text without a slash comes back from its encoded form', () => {
  assert(
    property(string({ unit: 'grapheme' }), (text) => {
      const plain = text.replaceAll('/', '').replaceAll('%', '');
      expect(decodePath(encodeURIComponent(plain))).toBe(plain);
    }),
  );
});

test.each([
  ['a%2Fb', 'a%2Fb'],
  ['a%2fb', 'a%2fb'],
  ['a%252Fb', 'a%2Fb'],
  ['%41%2F%42', 'A%2FB'],
  ['%zz%4', '%zz%4'],
  ['%E9', '%E9'],
])('%s is decoded to %s', (path, decoded) => {
  expect(decodePath(path)).toBe(decoded);
});

test.each([
  ['/', []],
  ['/a/b', ['a', 'b']],
  ['/a/b/', ['a', 'b']],
  ['/a//b', ['a', '', 'b']],
])('%s has the segments %j', (path, segments) => {
  expect(pathSegments(path)).toEqual(segments);
});

test.each([
  ['/a?b=1?2', { path: '/a', query: 'b=1?2' }],
  ['/a', { path: '/a', query: '' }],
  ['http://host:1/a?b', { path: '/a', query: 'b' }],
  ['http://host', { path: '/', query: '' }],
])('the target %s splits into %j', (target, parts) => {
  expect(splitTarget(target)).toEqual(parts);
});
