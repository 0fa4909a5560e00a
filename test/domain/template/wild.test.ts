// Templates as partners write them: what the check says of each, and that what it mends earns.
import { ours } from '../fixtures.ts';
import { OWNER, judging, definition, assignment, template } from './fixtures.ts';
import { all } from './wild-parts.ts';
import { JUDGED_CASES } from './wild-judged.ts';
import { OPEN_CASES } from './wild-open.ts';
import { SHAPE_CASES } from './wild-shapes.ts';
import { checkTemplate, type TemplateInput } from '../../../src/domain/template/check-template.ts';
import type { Value } from '../../../src/domain/template/value.ts';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/template/json.ts';

const CASES = [...JUDGED_CASES, ...SHAPE_CASES, ...OPEN_CASES];

function check(sent: JsonObject, parameters: Record<string, Value> = {}, rest = {}) {
  const input: TemplateInput = {
    kind: 'template',
    template: sent,
    parameters: new Map(Object.entries(parameters)),
    path: [],
  };
  return checkTemplate(input, judging(rest));
}

describe('the check', () => {
  it.each(CASES)('judges $name', (each) => {
    const { findings = [], missing, unresolved = [] } = each;

    const checked = check(each.template, each.parameters);

    expect(checked?.recognition).toBe(each.recognition);
    expect(checked?.findings.map(({ code }) => code)).toEqual(findings);
    expect(checked?.unresolved.map(({ pointer }) => pointer)).toEqual(unresolved);
    const lacking = checked?.missing.map((each) =>
      'resourceType' in each ? each.resourceType : each.roleDefinitionId,
    );
    expect(lacking).toEqual(missing ?? lacking);
  });

  it.each(CASES)('mends $name', (each) => {
    const mended = check(each.template, each.parameters)?.mended ?? {};

    const again = check(mended);

    expect([again?.recognition, again?.refused, again?.unresolved]).toEqual([each.mended ?? 'pec', [], []]);
    expect(again?.missing.filter((lacking) => 'roleDefinitionId' in lacking)).toEqual([]);
  });

  it('leaves what is right as it is', () => {
    const right = template([
      definition({ authorizations: all, description: "[concat('a', 'b')]" }),
      assignment(),
    ]);

    expect(check(right)?.mended).toEqual(right);
  });

  it('says an open word no better for knowing that nothing is assigned', () => {
    const checked = check(template([definition({ authorizations: "[parameters('x')]" })]));

    expect([checked?.recognition, checked?.missing.length]).toEqual(['none', 1]);
  });

  it.each([
    {},
    template([]),
    template({ a: { type: 'Microsoft.Storage/storageAccounts' } }),
    template('x'),
    template([{ type: 'Microsoft.Resources/deployments', properties: { templateLink: {} } }]),
  ])('finds nothing of Lighthouse in %j', (sent) => {
    expect(check(sent)).toBeUndefined();
  });

  it('puts the template in its place in the body', () => {
    const input: TemplateInput = {
      kind: 'template',
      template: template([definition({ authorizations: [{ ...ours(OWNER) }] }), assignment()]),
      parameters: new Map(),
      path: ['template'],
    };

    const checked = checkTemplate(input, judging());

    expect(checked?.refused.map(({ pointer }) => pointer)).toEqual([
      '/template/resources/0/properties/authorizations/0/roleDefinitionId',
    ]);
    expect(check(checked?.mended ?? {})?.recognition).toBe('pec');
  });
});
