// GitHub's own parser of workflows. Its package is made for bundlers (it imports JSON as they do), so it is bundled.
import { resolve } from 'node:path';
import { build } from 'esbuild';
import type * as Parser from '@actions/workflow-parser';

const { outputFiles } = await build({
  stdin: { contents: "export * from '@actions/workflow-parser';", resolveDir: resolve(import.meta.dirname) },
  bundle: true,
  // There it takes packages without a word of Node.
  platform: 'browser',
  format: 'esm',
  write: false,
});
const source = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
const parser = (await import(/* @vite-ignore */ `data:text/javascript;base64,${source}`)) as typeof Parser;

/** What GitHub would say is wrong with a workflow: keys, types, expressions and what they may name, jobs in a circle. */
export async function problemsOf(content: string): Promise<string[]> {
  const trace = new parser.NoOperationTraceWriter();
  const { context, value } = parser.parseWorkflow({ name: 'workflow.yml', content }, trace);
  if (value !== undefined) await parser.convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}
