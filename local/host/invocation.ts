// One invocation of one function, step by step as the worker does it (source: its InvocationHandler.ts).
import { randomBytes, randomUUID } from 'node:crypto';
import { format } from 'node:util';
import type { AppScope } from './app-scope.ts';
import { runAs } from './core-module.ts';
import type {
  CoreInvocationContext,
  RegisteredFunction,
  RpcInvocationResponse,
  RpcTypedData,
} from './core-types.ts';

export interface Trigger {
  /** The trigger binding's name. */
  name: string;
  data: RpcTypedData;
  traceParent?: string | undefined;
  traceState?: string | undefined;
}

export type Outcome =
  | { invocationId: string; succeeded: true; response: RpcInvocationResponse }
  | { invocationId: string; succeeded: false; error: unknown };

/** Where a log line comes from; the context is known once the library has made it. */
interface Origin {
  functionName: string;
  invocationId: string;
  context?: unknown;
}

/** Never rejects: what the handler throws is logged and handed back. */
export async function invoke(app: AppScope, fn: RegisteredFunction, trigger: Trigger): Promise<Outcome> {
  const invocationId = randomUUID();
  const about = { functionName: fn.metadata.name, invocationId };
  const startedAt = performance.now();
  const took = () => `Id=${invocationId}, Duration=${Math.round(performance.now() - startedAt)}ms`;
  app.hostLog('debug', `Executing 'Functions.${fn.metadata.name}' (Id=${invocationId})`, about);
  try {
    const response = await runAs(app, async () => runSteps(app, fn, trigger, invocationId));
    app.hostLog('debug', `Executed 'Functions.${fn.metadata.name}' (Succeeded, ${took()})`, about);
    return { invocationId, succeeded: true, response };
  } catch (error) {
    const text = `Executed 'Functions.${fn.metadata.name}' (Failed, ${took()}): ${format(error)}`;
    app.hostLog('error', text, about);
    return { invocationId, succeeded: false, error };
  }
}

async function runSteps(
  app: AppScope,
  fn: RegisteredFunction,
  trigger: Trigger,
  invocationId: string,
): Promise<RpcInvocationResponse> {
  const model = app.programmingModel;
  if (model === undefined) throw new Error('The app has set no programming model.');
  const origin: Origin = { functionName: fn.metadata.name, invocationId };
  const core = coreContext(app, fn, trigger, origin);
  const invocation = await model.getInvocationModel(core);
  const { context, inputs } = await invocation.getArguments();
  origin.context = context;
  const shared = { hookData: {}, appHookData: app.appHookData, invocationContext: context };

  const before = { ...shared, inputs, functionCallback: fn.callback };
  await inState(core, 'preInvocationHooks', async () => app.runHooks('preInvocation', before));

  const after: { result: unknown; error: unknown } = { result: null, error: null };
  await inState(core, 'invocation', async () => {
    try {
      after.result = await invocation.invokeFunction(context, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error ?? new Error(`The handler threw ${String(error)}.`);
    }
  });

  const last = { ...shared, inputs: before.inputs, ...after };
  await inState(core, 'postInvocationHooks', async () => app.runHooks('postInvocation', last));
  if (last.error !== null && last.error !== undefined) throw asError(last.error);
  return invocation.getResponse(context, last.result);
}

async function inState(
  core: CoreInvocationContext,
  state: NonNullable<CoreInvocationContext['state']>,
  step: () => Promise<void>,
): Promise<void> {
  core.state = state;
  try {
    await step();
  } finally {
    core.state = undefined;
  }
}

function coreContext(
  app: AppScope,
  fn: RegisteredFunction,
  trigger: Trigger,
  origin: Origin,
): CoreInvocationContext {
  const { metadata } = fn;
  const { invocationId } = origin;
  return {
    invocationId,
    metadata,
    state: undefined,
    request: {
      invocationId,
      inputData: [{ name: trigger.name, data: trigger.data }],
      triggerMetadata: {},
      traceContext: {
        traceParent: childOf(trigger.traceParent),
        traceState: trigger.traceState ?? '',
        attributes: {},
      },
    },
    log: (level, category, message) => app.log(level, category, message, origin),
  };
}

/** A span of the caller's trace where it sent one (W3C Trace Context, version 00), else of a new one. */
function childOf(traceParent: string | undefined): string {
  const parsed = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(traceParent ?? '');
  const traceId = parsed?.[1] ?? randomBytes(16).toString('hex');
  return `00-${traceId}-${randomBytes(8).toString('hex')}-${parsed?.[2] ?? '00'}`;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(format(thrown));
}
