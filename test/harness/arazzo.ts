// Calls of operations as an Arazzo description (OpenAPI Initiative, 1.0.1), which other people's tools can run.

export interface ArazzoCall {
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  /** 200 by default. */
  status?: number;
  /** Names for later calls, and where in the answer they stand; `$workflows.OPERATION-NUMBER.outputs.NAME` is what they say then. */
  outputs?: Record<string, string>;
}

export const SOURCE = 'keeper';

/**
 * @param calls by operation, in their order; each is a workflow of its own, `OPERATION-NUMBER`, for one that fails ends
 * its workflow
 */
export function arazzoOf(calls: readonly (readonly [operationId: string, ...ArazzoCall[]])[]): object {
  return {
    arazzo: '1.0.1',
    info: { title: 'Every operation', version: '1.0.0' },
    sourceDescriptions: [{ name: SOURCE, type: 'openapi', url: 'openapi.json' }],
    workflows: calls.flatMap(([operationId, ...of]) =>
      of.map((call, index) => workflowOf(operationId, call, `${operationId}-${index + 1}`)),
    ),
  };
}

function workflowOf(operationId: string, call: ArazzoCall, workflowId: string): object {
  const { path = {}, query = {}, headers = {}, body, status = 200, outputs = {} } = call;
  const parameters = [...inPlace('path', path), ...inPlace('query', query), ...inPlace('header', headers)];
  const step = {
    // Looked up by its name in the whole file.
    stepId: workflowId,
    operationId: `$sourceDescriptions.${SOURCE}.${operationId}`,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { payload: body } }),
    successCriteria: [{ condition: `$statusCode == ${status}` }],
    ...(Object.keys(outputs).length > 0 && { outputs }),
  };
  const passedOn = Object.keys(outputs).map((name) => [name, `$steps.${workflowId}.outputs.${name}`]);
  return { workflowId, steps: [step], outputs: Object.fromEntries(passedOn) as object };
}

function inPlace(place: string, values: Record<string, string>): object[] {
  return Object.entries(values).map(([name, value]) => ({ name, in: place, value }));
}
