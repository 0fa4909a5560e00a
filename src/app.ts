// Composition root: wires settings, adapters and use cases by plain functions. Functions get the app here.
import { connectAzure } from './azure/connect-azure.ts';
import { createLogger } from './console-logger.ts';
import type { KeeperEvent } from './domain/event.ts';
import type { Run } from './domain/run.ts';
import type { SubscriptionView } from './domain/subscription-view.ts';
import type { TemplateInput } from './domain/template/check-template.ts';
import { systemClock, type Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { StateStore } from './ports/store.ts';
import { toCsv } from './report/csv.ts';
import { EVENT_COLUMNS, RUN_COLUMNS, SUBSCRIPTION_COLUMNS } from './report/list-columns.ts';
import { DEFAULT_SCHEDULE, intervalMs } from './schedule.ts';
import { openStore } from './open-store.ts';
import { parseSettings, type ParsedSettings, type SettingProblem, type Settings } from './settings.ts';
import { checkReady, type Unready } from './use-cases/check-ready.ts';
import type { Keeper } from './use-cases/keeper.ts';
import { hasEvents, listEvents, type EventsRequest } from './use-cases/read-events.ts';
import {
  checkOnboardingTemplate,
  writeOnboardingTemplate,
  type TemplateCheckAnswer,
  type TemplateAnswer,
  type TemplateRequest,
} from './use-cases/onboarding-template.ts';
import { listRuns, type RunsRequest } from './use-cases/read-runs.ts';
import { readIdentityStatus, type IdentityStatus } from './use-cases/read-status.ts';
import {
  listSubscriptions,
  readSubscription,
  type SubscriptionsRequest,
} from './use-cases/read-subscriptions.ts';
import {
  reconcile,
  reconcileTogether,
  type ReconcileAnswer,
  type ReconcileRequest,
} from './use-cases/reconcile.ts';
import { runByTimer } from './use-cases/run-by-timer.ts';
import { VERSION } from './version.ts';

/** HTTP must answer within 230 s (facts: functions-runtime.md); what is left is for storing and answering. */
export const HTTP_RUN_BUDGET_MS = 200_000;
/** host.json lets a function run for 30 minutes. */
const TIMER_RUN_BUDGET_MS = 25 * 60_000;

/** The app with valid settings. */
export interface Service {
  settings: Settings;
  identityNames: readonly string[];
  reconcile(identity: string, request: ReconcileRequest): Promise<ReconcileAnswer>;
  /** These side by side, or none of them where one is busy. */
  reconcileTogether(
    identities: readonly string[],
    request: ReconcileRequest,
  ): ReturnType<typeof reconcileTogether>;
  /** Every identity, side by side, by the timer; what fails stands in the log. */
  reconcileAll(): Promise<void>;
  status(): Promise<{ version: string; identities: IdentityStatus[] }>;
  listSubscriptions(request: SubscriptionsRequest): ReturnType<typeof listSubscriptions>;
  readSubscription(identity: string, subscriptionId: string): ReturnType<typeof readSubscription>;
  listRuns(request: RunsRequest): ReturnType<typeof listRuns>;
  readRun(id: string): ReturnType<StateStore['readRun']>;
  listEvents(request: EventsRequest): ReturnType<typeof listEvents>;
  hasEvents(subscriptionId: string): Promise<boolean>;
  onboardingTemplate(identity: string, request: TemplateRequest): Promise<TemplateAnswer>;
  checkTemplate(identity: string, input: TemplateInput): Promise<TemplateCheckAnswer>;
  unready(): Promise<Unready[]>;
  csv: {
    subscriptions: (rows: readonly SubscriptionView[]) => string;
    runs: (runs: readonly Run[]) => string;
    events: (events: readonly KeeperEvent[]) => string;
  };
}

export interface App {
  problems: readonly SettingProblem[];
  /** NCRONTAB: the default one where the setting is not valid, so that the timer is registered all the same. */
  schedule: string;
  /** Absent where a setting is not valid; an invalid schedule alone does not stop the timer's work. */
  service?: Service;
  logger: Logger;
  /** What the timer does. Never throws. */
  onTimer(): Promise<void>;
}

export interface Overrides {
  clock?: Clock;
  logger?: Logger;
  store?: StateStore;
}

export function createApp({ problems, settings }: ParsedSettings, overrides: Overrides = {}): App {
  const logger = overrides.logger ?? createLogger((line) => process.stdout.write(`${line}\n`));
  const schedule = settings?.reconcileSchedule ?? DEFAULT_SCHEDULE;
  const service = settings && createService(settings, logger, overrides);
  const onTimer = async () => {
    if (problems.length > 0)
      logger.error('SettingsInvalid', { settings: problems.map(({ name }) => name).join(', ') });
    await service?.reconcileAll();
  };
  return { problems, schedule, logger, ...(service !== undefined && { service }), onTimer };
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

function createService(settings: Settings, logger: Logger, overrides: Overrides): Service {
  const clock = overrides.clock ?? systemClock;
  const store = overrides.store ?? openStore(settings, clock);
  const keepers = new Map(
    settings.identities.map((identity): [string, Keeper] => {
      const azure = connectAzure(identity, {
        cloud: settings.cloud,
        simulatorUrl: settings.simulatorUrl,
        clock,
      });
      const { linkPolicy, scanConcurrency, roleOverrides, groupLookup } = settings;
      return [
        identity.name,
        {
          identity,
          azure,
          store,
          clock,
          logger,
          linkPolicy,
          scanConcurrency,
          roleOverrides,
          groupLookup,
          notifies: false,
        },
      ];
    }),
  );
  const keeperOf = (identity: string): Keeper => {
    const keeper = keepers.get(identity);
    if (keeper === undefined) throw new Error(`There is no identity ${identity}.`);
    return keeper;
  };
  const asked = (identity: string) => ({
    keeper: keeperOf(identity),
    all: [...keepers.values()],
    takesEligible: settings.cloud === 'public',
  });
  const interval = () => intervalMs(settings.reconcileSchedule, clock.now());
  return {
    settings,
    identityNames: [...keepers.keys()],
    reconcile: (identity, request) => reconcile(keeperOf(identity), request),
    reconcileTogether: (identities, request) => reconcileTogether(identities.map(keeperOf), request),
    reconcileAll: () => runByTimer([...keepers.values()], TIMER_RUN_BUDGET_MS),
    status: async () => ({
      version: VERSION,
      identities: await Promise.all(
        [...keepers.values()].map((keeper) => readIdentityStatus(keeper, interval())),
      ),
    }),
    listSubscriptions: (request) => listSubscriptions(store, request),
    readSubscription: (identity, subscriptionId) => readSubscription(store, identity, subscriptionId),
    listRuns: (request) => listRuns(store, request),
    readRun: (id) => store.readRun(id),
    listEvents: (request) => listEvents(store, request),
    hasEvents: (subscriptionId) => hasEvents(store, subscriptionId),
    onboardingTemplate: (identity, request) => writeOnboardingTemplate(asked(identity), request),
    checkTemplate: (identity, input) => checkOnboardingTemplate(asked(identity), input),
    unready: () => checkReady([...keepers.values()], store, interval()),
    csv: {
      subscriptions: (rows) => toCsv(SUBSCRIPTION_COLUMNS, rows),
      runs: (runs) => toCsv(RUN_COLUMNS, runs),
      events: (events) => toCsv(EVENT_COLUMNS, events),
    },
  };
}
