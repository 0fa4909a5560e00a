// The alerts, each a query over the lines that the product logs (kql/). What to do when one comes: docs/runbook.md.
param token string
param location string
param tags object
param workspaceName string

@description('Names of the identities that must run.')
param identities string[]
param noRunHours string
param email string

@secure()
param webhookUrl string

var runs = loadTextContent('../kql/runs.kql')
var runbook = 'What to do: docs/runbook.md of the repository.'
var rules = [
  {
    name: 'no-run'
    title: 'Lighthouse Keeper: no completed run'
    text: 'An identity had no run for ${noRunHours} hours that saw anything: losses go unnoticed. ${runbook}'
    severity: 1
    query: 'let patience = ${noRunHours}h;\nlet wanted = dynamic(${string(identities)});\n${runs}${loadTextContent('../kql/alert-no-run.kql')}'
    frequency: 'PT30M'
    window: 'P2D'
    measure: {}
    dimensions: ['identity']
  }
  {
    name: 'link'
    title: 'Lighthouse Keeper: partner link not as wanted'
    text: 'The newest run or call of an identity left its partner link missing, on another id, or unread. ${runbook}'
    severity: 1
    query: '${runs}${loadTextContent('../kql/alert-link.kql')}'
    frequency: 'PT15M'
    window: 'P1D'
    measure: {}
    dimensions: ['identity', 'linkState']
  }
  {
    name: 'lost'
    title: 'Lighthouse Keeper: recognition lost'
    text: 'A run or a check found subscriptions that earn less than before. ${runbook}'
    severity: 2
    query: '${runs}${loadTextContent('../kql/alert-lost.kql')}'
    frequency: 'PT15M'
    window: 'PT1H'
    measure: { timeAggregation: 'Total', metricMeasureColumn: 'lost' }
    dimensions: ['identity']
  }
  {
    name: 'failures'
    title: 'Lighthouse Keeper: failures'
    text: 'Exceptions, or errors in the log of the product. ${runbook}'
    severity: 3
    query: '${runs}${loadTextContent('../kql/alert-failures.kql')}'
    frequency: 'PT15M'
    window: 'PT1H'
    measure: {}
    dimensions: ['what']
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'keeper'
    emailReceivers: empty(email) ? [] : [{ name: 'email', emailAddress: email, useCommonAlertSchema: true }]
    webhookReceivers: empty(webhookUrl) ? [] : [{ name: 'webhook', serviceUri: webhookUrl, useCommonAlertSchema: true }]
  }
}

resource alert 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for rule in rules: {
    name: 'alert-${rule.name}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.text
      severity: rule.severity
      enabled: true
      autoMitigate: true
      scopes: [workspace.id]
      evaluationFrequency: rule.frequency
      windowSize: rule.window
      // Before its first line is in, a workspace does not know all of the columns that are asked for.
      skipQueryValidation: true
      criteria: {
        allOf: [
          union({ timeAggregation: 'Count' }, rule.measure, {
            query: rule.query
            operator: 'GreaterThan'
            threshold: 0
            dimensions: map(rule.dimensions, name => { name: name, operator: 'Include', values: ['*'] })
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          })
        ]
      }
      actions: { actionGroups: [group.id] }
    }
  }
]
