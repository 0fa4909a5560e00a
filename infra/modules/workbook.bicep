// The workbook: the fleet over time, from the lines that the product logs (kql/).
param location string
param tags object
param workspaceName string

var runs = loadTextContent('../kql/runs.kql')
var panels = [
  {
    title: 'The newest run of each identity'
    query: loadTextContent('../kql/now.kql')
    as: 'table'
  }
  {
    title: 'Subscriptions by recognition'
    query: loadTextContent('../kql/fleet.kql')
    as: 'areachart'
  }
  {
    title: 'Losses that runs and checks found (which subscriptions: GET /api/events)'
    query: loadTextContent('../kql/losses.kql')
    as: 'table'
  }
  {
    title: 'Partner link, as runs left it'
    query: loadTextContent('../kql/link.kql')
    as: 'barchart'
  }
  {
    title: 'Runs, by how they ended'
    query: loadTextContent('../kql/outcomes.kql')
    as: 'barchart'
  }
  {
    title: 'Longest run in seconds, most requests of a run'
    query: loadTextContent('../kql/effort.kql')
    as: 'linechart'
  }
  {
    title: 'Requests that Azure throttled'
    query: loadTextContent('../kql/throttles.kql')
    as: 'barchart'
  }
  {
    title: 'Failures'
    query: loadTextContent('../kql/failures.kql')
    as: 'table'
  }
]
var range = {
  type: 9
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    queryType: 0
    resourceType: 'microsoft.operationalinsights/workspaces'
    parameters: [
      {
        id: guid('TimeRange')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time range'
        type: 4
        isRequired: true
        value: { durationMs: 2592000000 }
        typeSettings: {
          allowCustom: true
          selectableValues: map([86400000, 604800000, 2592000000, 7776000000], ms => { durationMs: ms })
        }
      }
    ]
  }
  name: 'time-range'
}
var items = [
  for (panel, index) in panels: {
    type: 3
    content: {
      version: 'KqlItem/1.0'
      title: panel.title
      query: '${runs}${panel.query}'
      size: 0
      queryType: 0
      resourceType: 'microsoft.operationalinsights/workspaces'
      timeContextFromParameter: 'TimeRange'
      visualization: panel.as
      noDataMessage: 'Nothing in this time.'
    }
    name: 'panel-${index}'
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspace.id, 'lighthouse-keeper')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Lighthouse Keeper'
    category: 'workbook'
    sourceId: workspace.id
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([range], items)
      fallbackResourceIds: [workspace.id]
    })
  }
}
