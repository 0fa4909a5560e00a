// Route templates that are none, and constraints that HTTP tests do not reach.
import { expect, test } from 'vitest';
import { matchPath } from '../../local/host/route-match.ts';
import { parseTemplate } from '../../local/host/route-template.ts';

test.each([
  ['a//b', 'two slashes'],
  ['{*rest}/more', 'catch-all'],
  ['{id}/{ID}', '"id"'],
  ['{id', 'braces'],
  ['id}', 'braces'],
  ['{}', '"{}"'],
  ['{id:nonsense}', '"nonsense"'],
  ['{id:minlength(x)}', '"x"'],
  ['{name}.{ext?}', 'alone in its segment'],
])('%s is refused, naming %s', (template, reason) => {
  expect(() => parseTemplate(template)).toThrow(reason);
});

test.each([
  ['v{major:int}.{minor:int}', 'v1.20', { major: '1', minor: '20' }],
  ['v{major:int}.{minor:int}', 'v1.x', undefined],
  ['a.b', 'axb', undefined],
  ['{x:maxlength(2)}', 'abc', undefined],
  ['{x:length(2)}', 'ab', { x: 'ab' }],
  ['{x:length(2,3)}', 'abcd', undefined],
  ['{x:min(5)}', '4', undefined],
  ['{x:max(5)}', '5', { x: '5' }],
  ['{x:range(1,9)}', '10', undefined],
  ['{x:int:min(1)?}', '', {}],
  ['{x:int:min(1)?}', '0', undefined],
  ['{x:guid}', '{3F2504E04F8911D39A0C0305E82C3301}', undefined],
  ['{x:guid}', '3F2504E04F8911D39A0C0305E82C3301', { x: '3F2504E04F8911D39A0C0305E82C3301' }],
])('%s on %j gives %j', (template, path, params) => {
  expect(matchPath(parseTemplate(template), path === '' ? [] : path.split('/'))).toEqual(params);
});
