// Composition root: the app of a process, whether its settings are valid or not. Functions get the app here.
import { createLogger } from './console-logger.ts';
import type { Logger } from './ports/logger.ts';
import { DEFAULT_SCHEDULE } from './schedule.ts';
import { parseSettings, type ParsedSettings, type SettingProblem, type Settings } from './settings.ts';
import type { Overrides } from './create-service.ts';
import type { Service } from './service.ts';
import { activeTraceId } from './telemetry/open-telemetry.ts';
import { createTelemetryExport, type TelemetryExport } from './telemetry/telemetry-export.ts';

/** HTTP must answer within 230 s (facts: functions-runtime.md); what is left is for storing and answering. */
export const HTTP_RUN_BUDGET_MS = 200_000;

export interface App {
  problems: readonly SettingProblem[];
  /** NCRONTAB: the default one where the setting is not valid, so that the timer is registered all the same. */
  schedule: string;
  /**
   * What the host asks of a caller of the routes that are not open to all. `anonymous` only where the app itself asks
   * for a token; with settings that are not valid the host's keys stand guard.
   */
  authLevel: 'anonymous' | 'function';
  /** Absent where a setting is not valid; an invalid schedule alone does not stop the timer's work. */
  settings?: Settings;
  /**
   * What the functions can ask of the app, loaded and wired at the first call: a start that only registers does not pay
   * for the SDKs. undefined where there are no settings. What keeps it from being loaded is thrown, and tried again by
   * the next call.
   */
  openService(): Promise<Service | undefined>;
  logger: Logger;
  /** What the timer does. Throws only what keeps the service from being loaded. */
  onTimer(): Promise<void>;
  /** What the timer of each minute does. Throws only what keeps the service from being loaded. */
  onDeliverTimer(): Promise<void>;
}

export function createApp({ problems, settings }: ParsedSettings, overrides: Overrides = {}): App {
  const logger = overrides.logger ?? createLogger((line) => process.stdout.write(`${line}\n`), activeTraceId);
  const schedule = settings?.reconcileSchedule ?? DEFAULT_SCHEDULE;
  const authLevel = settings?.auth.mode === 'entra' ? 'anonymous' : 'function';
  let opening: Promise<Service> | undefined;
  const open = async (valid: Settings) => {
    const { createService } = await import('./create-service.ts');
    return createService(valid, logger, overrides);
  };
  const openService = async () => {
    if (settings === undefined) return undefined;
    opening ??= open(settings).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  const onTimer = async () => {
    if (problems.length > 0)
      logger.error('SettingsInvalid', { settings: problems.map(({ name }) => name).join(', ') });
    await (await openService())?.reconcileAll();
  };
  const onDeliverTimer = async () => (await openService())?.deliverAll();
  return {
    problems,
    schedule,
    authLevel,
    logger,
    ...(settings !== undefined && { settings }),
    openService,
    onTimer,
    onDeliverTimer,
  };
}

let shared: App | undefined;

/** The one app of this process, with the settings of its environment; made at first use, so that loading never fails. */
export function sharedApp(): App {
  shared ??= createApp(parseSettings(process.env));
  return shared;
}

/** Gives this process another app than the one of its environment: the local run, with its own log. */
export function shareApp(app: App): void {
  shared = app;
}

let exporting: TelemetryExport | undefined;

/** Where this process sends what is measured of it. */
export function sharedTelemetryExport(): TelemetryExport {
  exporting ??= createTelemetryExport(process.env, () => sharedApp().logger);
  return exporting;
}
