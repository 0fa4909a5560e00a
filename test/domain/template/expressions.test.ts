// What the strings of a template come to. How brackets are read was seen with the Bicep compiler 0.49.2.
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/domain/template/json.ts';
import { Budget, TemplateScope } from '../../../src/domain/template/scope.ts';
import { Unresolved, type Value } from '../../../src/domain/template/value.ts';

const variables: JsonObject = {
  a: 'x',
  list: ['p', 'q'],
  object: { Key: 'v' },
  self: "[variables('self')]",
  copy: [{ name: 'looped', count: 2, input: 'x' }],
};
const parameters: JsonObject = {
  given: { type: 'string', defaultValue: 'default' },
  byDefault: { type: 'string', defaultValue: "[concat('a', 'b')]" },
  none: { type: 'string' },
  odd: 5,
};

function work(json: Json): Value {
  const given = new Map([['GIVEN', '[literal]']]);
  return new TemplateScope({ parameters, variables }, given, new Budget()).evaluate(json);
}

describe('a string', () => {
  it.each<[Json, Value]>([
    ['plain', 'plain'],
    ['[[literal]', '[literal]'],
    ['[[no end', '[[no end'],
    ['[no end', '[no end'],
    ['[a]b', '[a]b'],
    ["['it''s']", "it's"],
    ["[ concat( 'a' , 'b' ) ]", 'ab'],
    ["[CONCAT('a', 'b', 3, true())]", 'ab3true'],
    ["[concat(variables('list'), createArray('r'))]", ['p', 'q', 'r']],
    ["[format('{0}-{{x}}{1}', 'a', -3)]", 'a-{x}-3'],
    ["[parameters('given')]", '[literal]'],
    ["[parameters('byDefault')]", 'ab'],
    ["[variables('A')]", 'x'],
    ["[variables('list')[1]]", 'q'],
    ["[variables('object').key]", 'v'],
    ["[variables('object')['Key']]", 'v'],
    ["[if(equals('a', 'a'), 'yes', 'no')]", 'yes'],
    ["[if(not(true()), 'yes', 'no')]", 'no'],
    ['[and(true(), false())]', false],
    ['[or(true(), false())]', true],
    ["[empty('')]", true],
    ["[empty(variables('list'))]", false],
    ["[empty(variables('object'))]", false],
    ['[empty(null())]', true],
    ["[length('abc')]", 3],
    ["[length(variables('list'))]", 2],
    ["[toUpper('a')]", 'A'],
    ["[toLower('A')]", 'a'],
    ["[trim(' a ')]", 'a'],
    ['[string(5)]', '5'],
    ["[coalesce(null(), 'a')]", 'a'],
    ['[coalesce(null())]', null],
    ["[createObject('a', 1, 'b', null())]", { a: 1, b: null }],
    ["[resourceId('A.B/c/d', 'x', 'y')]", '/subscriptions/{subscription}/providers/A.B/c/x/d/y'],
    ["[subscriptionResourceId('s', 'A.B/c/', 'x')]", '/subscriptions/{subscription}/providers/A.B/c/x'],
    [{ k: ["[concat('a')]", 5, null] }, { k: ['a', 5, null] }],
    [JSON.parse('{"__proto__":"[concat(1)]"}'), JSON.parse('{"__proto__":"1"}')],
  ])('%j is %j', (json, value) => {
    expect(work(json)).toEqual(value);
  });
});

describe('what cannot be worked out', () => {
  it.each([
    ['[]', 'cannot be read'],
    ['[a]', 'cannot be read'],
    ["['a]", 'cannot be read'],
    ["[concat('a']", 'cannot be read'],
    ["[concat('a',)]", 'cannot be read'],
    ["[concat('a' 'b')]", 'cannot be read'],
    ["[concat('a') 'b']", 'cannot be read'],
    ["[variables('a').]", 'cannot be read'],
    ["[variables('a')[1]", 'cannot be read'],
    ["[variables('a')[]]", 'cannot be read'],
    ['[#]', 'cannot be read'],
    ['[,]', 'cannot be read'],
    [`[${'a('.repeat(200)}${')'.repeat(200)}]`, 'cannot be read'],
    [`['${'a'.repeat(30_000)}']`, 'cannot be read'],
    ["[contoso.name('a')]", 'contoso.name() is not worked out here'],
    ['[utcNow()]', 'utcnow() is not worked out here'],
    ["[guid('a')]", 'guid() is not worked out here'],
    ["[guid(parameters('none'))]", 'guid() is not worked out here'],
    ["[concat('a', parameters('none'))]", 'parameter none has no value'],
    ["[format('{0}', parameters('none'))]", 'parameter none has no value'],
    ["[toLower(parameters('none'))]", 'parameter none has no value'],
    ["[parameters('none').x]", 'parameter none has no value'],
    ["[variables('list')[parameters('none')]]", 'parameter none has no value'],
    ["[parameters('odd')]", 'parameter odd has no value'],
    ["[parameters('absent')]", 'has no parameter absent'],
    ["[parameters('a', 'b')]", 'parameters() is not worked out here'],
    ["[variables(concat('lo', 'oped'))]", 'comes from a copy loop'],
    ["[variables('self')]", 'is made of itself'],
    ["[variables('list')[2]]", 'There is no'],
    ["[variables('list').x]", 'There is no'],
    ["[variables('object').x]", 'There is no'],
    ["[variables('object').__proto__]", 'There is no'],
    ["[variables('object')[0]]", 'There is no'],
    ["[variables('a').x]", 'There is no'],
    ["[variables(variables('list'))]", 'not worked out here'],
    ["[variables('a')[variables('list')]]", 'There is no'],
    ["[concat('a', variables('list'))]", 'concat() is not worked out here'],
    ['[format(5)]', 'format() is not worked out here'],
    ["[format('{1}', 'a')]", 'format() is not worked out here'],
    ["[format('{a}', 'a')]", 'format() is not worked out here'],
    ['[length(5)]', 'length() is not worked out here'],
    ['[empty(5)]', 'empty() is not worked out here'],
    ["[if('a', 1, 2)]", 'if() is not worked out here'],
    ['[not(1)]', 'not() is not worked out here'],
    ['[and(1)]', 'and() is not worked out here'],
    ['[or(1)]', 'or() is not worked out here'],
    ["[equals(variables('list'), 1)]", 'equals() is not worked out here'],
    ['[equals(1)]', 'equals() is not worked out here'],
    ['[toUpper(1)]', 'toupper() is not worked out here'],
    ['[toLower(1)]', 'tolower() is not worked out here'],
    ['[trim(1)]', 'trim() is not worked out here'],
    ["[string(variables('list'))]", 'string() is not worked out here'],
    ['[coalesce()]', 'coalesce() is not worked out here'],
    ["[createObject('a')]", 'createobject() is not worked out here'],
    ['[createObject(1, 2)]', 'createobject() is not worked out here'],
    ["[resourceId('x')]", 'resourceid() is not worked out here'],
    ["[resourceId('A.B/c')]", 'resourceid() is not worked out here'],
    ["[resourceId('A.B/', 'x')]", 'resourceid() is not worked out here'],
    ["[resourceId('A.B/c/d', 'x')]", 'resourceid() is not worked out here'],
  ])('%s: %s', (text, why) => {
    const value = work(text);

    expect(value).toBeInstanceOf(Unresolved);
    expect((value as Unresolved).why).toContain(why);
  });

  it('says of a variable that is not there that it is not', () => {
    const value = new TemplateScope({}, new Map(), new Budget()).evaluate("[variables('x')]");

    expect(value).toMatchObject({ why: 'The template has no variable x.' });
  });
});

describe('a template of a few lines that unfolds without end', () => {
  const doubled = (one: string, first: Json) =>
    Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`v${n}`, n === 0 ? first : one.replaceAll('#', String(n - 1))]),
    );

  it.each([
    ['texts', "[concat(variables('v#'), variables('v#'))]", 'x'],
    ['lists', "[concat(variables('v#'), variables('v#'))]", ['x']],
    ['names', "[guid(variables('v#'), variables('v#'))]", 'x'],
    ['lists of lists', "[createArray(variables('v#'), variables('v#'))]", 'x'],
  ])('%s', (_, one, first) => {
    const scope = new TemplateScope({ variables: doubled(one, first) }, new Map(), new Budget());

    const value = scope.evaluate("[concat('a', variables('v59'))]");

    expect(value).toBeInstanceOf(Unresolved);
  });

  it('a variable made of two hundred others', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [`v${n}`, `[variables('v${n + 1}')]`]),
    );

    expect(
      new TemplateScope({ variables: chain }, new Map(), new Budget()).evaluate("[variables('v0')]"),
    ).toMatchObject({
      why: 'It unfolds to more than is looked at.',
    });
  });

  it('a list in a list in a list, each level by a variable that is known already', () => {
    const variables = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, n) => [`v${n}`, n === 0 ? [] : [`[variables('v${n - 1}')]`]]),
    );
    const scope = new TemplateScope({ variables }, new Map(), new Budget());
    const all = Array.from({ length: 20_000 }, (_, n) => scope.evaluate(`[variables('v${n}')]`));

    const value = scope.paid(all);

    expect(JSON.stringify(value)).toContain('It unfolds to more than is looked at.');
  });

  it('calls in calls, each variable a hundred deeper than the one before', () => {
    const deep = (inner: string) => `[${'toLower('.repeat(95)}${inner}${')'.repeat(95)}]`;
    const variables = Object.fromEntries(
      Array.from({ length: 99 }, (_, n) => [`v${n}`, n === 0 ? deep("'A'") : deep(`variables('v${n - 1}')`)]),
    );
    const scope = new TemplateScope({ variables }, new Map(), new Budget());

    const shallow = scope.evaluate("[variables('v3')]");
    const value = new TemplateScope({ variables }, new Map(), new Budget()).evaluate("[variables('v98')]");

    expect(shallow).toBe('a');
    expect(value).toMatchObject({ why: 'It unfolds to more than is looked at.' });
  });

  it.each([
    [
      'members of what is not worked out',
      `[guid('x')${'.a'.repeat(12_000)}]`,
      'guid() is not worked out here.',
    ],
    ['places of a list', `[variables('list')${'[0]'.repeat(8000)}]`, 'There is no ....0 in it.'],
  ])('%s, one after the other for as long as an expression may be', (_, text, why) => {
    const scope = new TemplateScope({ variables: { list: ['x'] } }, new Map(), new Budget());

    const value = scope.evaluate(text);

    expect(value).toMatchObject({ why });
  });

  it('a list too large for what may be spent', () => {
    const list = Array.from({ length: 9000 }, () => 'x');
    const scope = new TemplateScope({ variables: { list } }, new Map(), new Budget());
    const all = Array.from({ length: 20 }, () =>
      scope.evaluate("[concat(variables('list'), createArray('x'))]"),
    );

    expect(all[0]).toHaveLength(9001);
    expect(all.at(-1)).toMatchObject({ why: 'It unfolds to more than is looked at.' });
  });
});

it('asks an object of many keys for each of them without going through all of them each time', () => {
  const variables = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`Name${n}`, n]));
  let looks = 0;
  const watched = new Proxy(variables, {
    ownKeys: (target) => {
      looks += 1;
      return Reflect.ownKeys(target);
    },
  });
  const scope = new TemplateScope({ variables: watched }, new Map(), new Budget());

  const values = Array.from({ length: 10_000 }, (_, n) => scope.evaluate(`[variables('NAME${n}')]`));

  expect(values.at(-1)).toBe(9999);
  expect(looks).toBe(1);
});

it('of two keys that differ in case alone the first is meant, unless the other is spelt as it is asked for', () => {
  const variables = { Same: 'first', SAME: 'second' };
  const scope = () => new TemplateScope({ variables }, new Map(), new Budget());

  expect(scope().evaluate("[variables('same')]")).toBe('first');
  expect(scope().evaluate("[variables('SAME')]")).toBe('second');
});

it('a list that stands in many places is paid for in each', () => {
  const list = Array.from({ length: 9000 }, (_, n) => ({ n }));
  const scope = new TemplateScope({ variables: { list } }, new Map(), new Budget());

  const all = Array.from({ length: 20 }, () => scope.paid(scope.evaluate("[variables('list')]")));

  expect(all[0]).toHaveLength(9000);
  expect(all.at(-1)).toMatchObject({ why: 'It unfolds to more than is looked at.' });
});
