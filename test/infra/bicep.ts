// The real Bicep compiler for a test file, started once: it compiles and lints, and predicts deployments offline.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { findBicep } from '../../local/find-bicep.ts';
import type { Cleanup } from '../harness/keeper.ts';

const found = findBicep();
/** Where there is no compiler, tests that need it are left out, which CI must not do. */
export const HAS_BICEP = found !== undefined;

/** Stands in the name of what is left out. */
export const NO_BICEP = HAS_BICEP ? '' : ' (left out: no Bicep here; npm run get-bicep fetches it)';

if (!HAS_BICEP && process.env['CI'] === 'true') throw new Error(`Bicep is not tested${NO_BICEP}.`);

const root = resolve(import.meta.dirname, '../..');

export const TENANT = '0e6d1c17-9a40-4b1e-8c52-3f7a90d2b001';
export const SUBSCRIPTION = '00000000-0000-4000-8000-000000000001';

export interface Diagnostic {
  source: string;
  level: 'Info' | 'Warning' | 'Error';
  code: string;
  message: string;
}

export interface PredictedResource {
  id: string;
  type: string;
  name: string;
  location?: string;
  /** An expression where it cannot be told offline. */
  condition?: string;
  properties?: Record<string, unknown>;
  [other: string]: unknown;
}

export interface Prediction {
  predictedResources: PredictedResource[];
  diagnostics: Diagnostic[];
  outputs: Record<string, unknown>;
}

export interface Bicep {
  /** What the compiler and its linter say of a file and the modules that it uses. @param path from the root */
  diagnose(path: string): Promise<Diagnostic[]>;
  format(path: string): Promise<string>;
  /** What a .bicep file compiles to. @param path from the root */
  template(path: string): Promise<Template>;
  /**
   * Everything that a deployment would make, its properties worked out.
   * @param path of a .bicepparam, from the root
   * @param managementGroup name of the one that is deployed to, in place of the subscription
   */
  predict(path: string, managementGroup?: string): Promise<Prediction>;
}

export interface Template {
  parameters: Record<string, { defaultValue?: unknown }>;
  [other: string]: unknown;
}

interface Compiled {
  diagnostics: Diagnostic[];
  /** The ARM template as text. */
  contents: string;
}

/** @param file the whole test file, with which the compiler goes */
export function startBicep(file: Cleanup): Bicep {
  const child = spawn(found ?? 'bicep', ['jsonrpc', '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  file.onTestFinished(() => {
    connection.dispose();
    child.kill();
  });
  const ask = <Answer>(method: string, path: string, more = {}) =>
    connection.sendRequest<Answer>(`bicep/${method}`, { path: resolve(root, path), ...more });
  return {
    diagnose: async (path) => {
      const method = path.endsWith('.bicepparam') ? 'compileParams' : 'compile';
      return (await ask<Compiled>(method, path, { parameterOverrides: {} })).diagnostics;
    },
    format: async (path) => (await ask<{ contents: string }>('format', path)).contents,
    template: async (path) => JSON.parse((await ask<Compiled>('compile', path)).contents) as Template,
    predict: async (path, managementGroup) => {
      const place =
        managementGroup === undefined
          ? { subscriptionId: SUBSCRIPTION }
          : { managementGroupId: managementGroup };
      const metadata = { tenantId: TENANT, ...place, location: 'westeurope' };
      const { snapshot } = await ask<{ snapshot: string }>('getSnapshot', path, { metadata });
      return JSON.parse(snapshot) as Prediction;
    },
  };
}
