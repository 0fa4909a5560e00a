// The alerts and the workbook: their queries are checked by Microsoft's language service of KQL, against the lines that
// the product logs.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Prediction } from './bicep.ts';
import { analyzeQuery } from './kusto.ts';
import { ofType, theOne } from './predicted.ts';
import type { Variant } from './variants.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Rule {
  displayName: string;
  description: string;
  severity: number;
  enabled: boolean;
  autoMitigate: boolean;
  scopes: string[];
  evaluationFrequency: string;
  windowSize: string;
  criteria: {
    allOf: [
      {
        query: string;
        timeAggregation: string;
        metricMeasureColumn?: string;
        operator: string;
        threshold: number;
        dimensions: { name: string }[];
      },
    ];
  };
  actions: { actionGroups: string[] };
}

interface Panel {
  type: number;
  content: { title?: string; query?: string; visualization?: string };
}

const NAMES = ['no-run', 'link', 'lost', 'failures'] as const;

function ruleOf(prediction: Prediction, name: (typeof NAMES)[number]): Rule {
  const rules = ofType(prediction, 'Microsoft.Insights/scheduledQueryRules');
  const found = rules.find((each) => each.name.startsWith(`alert-${name}-`));
  if (found === undefined) throw new Error(`There is no alert ${name}.`);
  return found.properties as unknown as Rule;
}

function panelsOf(prediction: Prediction): Panel['content'][] {
  const { properties } = theOne(prediction, 'Microsoft.Insights/workbooks');
  const { items } = JSON.parse(String(properties?.['serializedData'])) as { items: Panel[] };
  return items.filter(({ type }) => type === 3).map(({ content }) => content);
}

export function describeAlerts(of: (variant: Variant) => Prediction): void {
  describe('the alerts', () => {
    test('are these four, on the one workspace, each told to the one action group', () => {
      const prediction = of('default');
      const group = theOne(prediction, 'Microsoft.Insights/actionGroups').id;
      const workspace = theOne(prediction, 'Microsoft.OperationalInsights/workspaces').id;

      expect(ofType(prediction, 'Microsoft.Insights/scheduledQueryRules')).toHaveLength(NAMES.length);
      for (const name of NAMES)
        expect(ruleOf(prediction, name)).toMatchObject({
          enabled: true,
          autoMitigate: true,
          scopes: [workspace],
          actions: { actionGroups: [group] },
          criteria: { allOf: [{ operator: 'GreaterThan', threshold: 0 }] },
        });
    });

    test.each(NAMES)('%s asks what a workspace can answer, with the columns that it is split by', (name) => {
      const { criteria, evaluationFrequency, windowSize } = ruleOf(of('default'), name);
      const [{ query, dimensions, timeAggregation, metricMeasureColumn }] = criteria.allOf;
      const { problems, columns } = analyzeQuery(query);

      expect(problems).toEqual([]);
      expect(columns).toMatchObject({ TimeGenerated: 'datetime' });
      for (const dimension of dimensions) expect(columns[dimension.name]).toBe('string');
      // Without a column to sum up the rows are counted.
      expect(metricMeasureColumn === undefined ? 'Count' : columns[metricMeasureColumn]).toBe(
        timeAggregation === 'Count' ? 'Count' : 'long',
      );
      expect(`${evaluationFrequency} ${windowSize}`).toMatch(/^PT(?:15|30)M (?:PT1H|P1D|P2D)$/);
    });

    test.each(NAMES)('%s has its section in the runbook, under its own title', (name) => {
      const { displayName } = ruleOf(of('default'), name);

      expect(read('docs/runbook.md')).toContain(
        `\n## ${displayName.replace('Lighthouse Keeper: ', '').replace(/^./, (first) => first.toUpperCase())}\n`,
      );
    });

    test('the absence of a run is watched for each identity, for as long as was chosen', () => {
      const [{ query: one }] = ruleOf(of('default'), 'no-run').criteria.allOf;
      const [{ query: two }] = ruleOf(of('several-identities'), 'no-run').criteria.allOf;

      expect(one).toContain('let patience = 13h;\nlet wanted = dynamic(["default"]);\n');
      expect(two).toContain('let wanted = dynamic(["north","south"]);\n');
    });

    test('a query that is wrong would be found', () => {
      const { problems } = analyzeQuery(
        `${read('infra/kql/runs.kql')}runs | where recognised > 0 | summarise count()`,
      );

      expect(problems.length).toBeGreaterThanOrEqual(2);
    });

    test('mail goes to whom was named, and to nobody else', () => {
      const nobody = theOne(of('default'), 'Microsoft.Insights/actionGroups').properties;
      const somebody = theOne(of('entra'), 'Microsoft.Insights/actionGroups').properties;

      expect(nobody).toMatchObject({ emailReceivers: [] });
      expect(somebody).toMatchObject({
        emailReceivers: [{ emailAddress: 'operations@example.com', useCommonAlertSchema: true }],
      });
    });
  });

  describe('the workbook', () => {
    test('asks what a workspace can answer, and shows something of each', () => {
      const panels = panelsOf(of('default'));

      expect(panels.map(({ query = '' }) => analyzeQuery(query).problems)).toEqual(panels.map(() => []));
      expect(panels.map(({ visualization }) => visualization)).not.toContain(undefined);
    });

    test('shows the fleet by the words of the product', () => {
      const fleet = panelsOf(of('default')).find(({ title }) => title === 'Subscriptions by recognition');

      expect(Object.keys(analyzeQuery(fleet?.query ?? '').columns)).toEqual([
        'at',
        'pec',
        'pec-partial',
        'pal-only',
        'none',
        'unknown',
      ]);
    });
  });
}
