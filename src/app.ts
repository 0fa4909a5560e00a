// Composition root: wires settings, adapters and use cases by plain functions. Functions get the app here.
import { connectAzure } from './azure/connect-azure.ts';
import { createTokenVerifier } from './azure/verify-token.ts';
import { createLogger } from './console-logger.ts';
import type { KeeperEvent } from './domain/event.ts';
import { createReceivers } from './notify/receivers.ts';
import type { ExpectedView } from './domain/expected-subscription.ts';
import type { ExpectedWish } from './domain/put-expected.ts';
import type { Evidence } from './domain/evidence.ts';
import type { Run } from './domain/run.ts';
import type { SubscriptionView } from './domain/subscription-view.ts';
import type { TemplateInput } from './domain/template/check-template.ts';
import { systemClock, type Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { StateStore } from './ports/store.ts';
import type { TokenVerifier } from './ports/token-verifier.ts';
import { toCsv } from './report/csv.ts';
import { EVENT_COLUMNS, EXPECTED_COLUMNS, RUN_COLUMNS, SUBSCRIPTION_COLUMNS } from './report/list-columns.ts';
import { evidenceCsv } from './report/evidence-csv.ts';
import { evidenceHtml, EVIDENCE_POLICY } from './report/evidence-html.ts';
import { sealEvidence } from './report/seal-evidence.ts';
import { DEFAULT_SCHEDULE, intervalMs } from './schedule.ts';
import { openStore } from './open-store.ts';
import { parseSettings, type ParsedSettings, type SettingProblem, type Settings } from './settings.ts';
import { checkReady, type Unready } from './use-cases/check-ready.ts';
import type { Courier } from './use-cases/courier.ts';
import { deliver } from './use-cases/deliver.ts';
import { openExpectedSpace } from './use-cases/expected-space.ts';
import {
  deleteExpectedSubscription,
  putExpectedSubscription,
  type Allows,
} from './use-cases/keep-expected.ts';
import type { Keeper } from './use-cases/keeper.ts';
import { hasHistory, listEvents, type EventsRequest } from './use-cases/read-events.ts';
import { listExpected, readExpected, type ExpectedRequest } from './use-cases/read-expected.ts';
import { readEvidence } from './use-cases/read-evidence.ts';
import {
  checkOnboardingTemplate,
  writeOnboardingTemplate,
  type TemplateCheckAnswer,
  type TemplateAnswer,
  type TemplateRequest,
} from './use-cases/onboarding-template.ts';
import { listRuns, type RunsRequest } from './use-cases/read-runs.ts';
import { unreadyReceivers } from './use-cases/read-receivers.ts';
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
import { resendLetter, type ResendAnswer } from './use-cases/resend-letter.ts';
import { runByTimer } from './use-cases/run-by-timer.ts';
import { VERSION } from './version.ts';

/** HTTP must answer within 230 s (facts: functions-runtime.md); what is left is for storing and answering. */
export const HTTP_RUN_BUDGET_MS = 200_000;
/** Of `npm start`, unless it says another. */
const LOCAL_DASHBOARD_URL = 'http://127.0.0.1:7071/api/dashboard';
/** host.json lets a function run for 30 minutes. */
const TIMER_RUN_BUDGET_MS = 25 * 60_000;

/** The app with valid settings. */
export interface Service {
  settings: Settings;
  /** Under AUTH_MODE=entra alone. */
  tokens?: TokenVerifier | undefined;
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
  /** What is to be told and was not yet, of every identity; never throws. */
  deliverAll(): Promise<void>;
  /** A dead letter of one of these identities once more. */
  resend(identities: readonly string[], id: string): Promise<ResendAnswer>;
  hasHistory(subscriptionId: string): Promise<boolean>;
  listExpected(request: ExpectedRequest): ReturnType<typeof listExpected>;
  readExpected(subscriptionId: string): ReturnType<typeof readExpected>;
  putExpected(wish: ExpectedWish, allows: Allows): ReturnType<typeof putExpectedSubscription>;
  deleteExpected(subscriptionId: string, allows: Allows): ReturnType<typeof deleteExpectedSubscription>;
  /** @param month YYYY-MM of a month that exists */
  readEvidence(identity: string, month: string): Promise<Evidence>;
  onboardingTemplate(identity: string, request: TemplateRequest): Promise<TemplateAnswer>;
  checkTemplate(identity: string, input: TemplateInput): Promise<TemplateCheckAnswer>;
  unready(): Promise<Unready[]>;
  evidence: {
    csv: (evidence: Evidence) => string;
    html: (evidence: Evidence) => string;
    /** The Content-Security-Policy of the page. */
    policy: string;
  };
  csv: {
    subscriptions: (rows: readonly SubscriptionView[]) => string;
    runs: (runs: readonly Run[]) => string;
    events: (events: readonly KeeperEvent[]) => string;
    expected: (entries: readonly ExpectedView[]) => string;
  };
}

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
  service?: Service;
  logger: Logger;
  /** What the timer does. Never throws. */
  onTimer(): Promise<void>;
  /** What the timer of each minute does. Never throws. */
  onDeliverTimer(): Promise<void>;
}

export interface Overrides {
  clock?: Clock;
  logger?: Logger;
  store?: StateStore;
  /** Where messages lead people, if the settings do not say it. */
  dashboardUrl?: () => string;
}

export function createApp({ problems, settings }: ParsedSettings, overrides: Overrides = {}): App {
  const logger = overrides.logger ?? createLogger((line) => process.stdout.write(`${line}\n`));
  const schedule = settings?.reconcileSchedule ?? DEFAULT_SCHEDULE;
  const authLevel = settings?.auth.mode === 'entra' ? 'anonymous' : 'function';
  const service = settings && createService(settings, logger, overrides);
  const onTimer = async () => {
    if (problems.length > 0)
      logger.error('SettingsInvalid', { settings: problems.map(({ name }) => name).join(', ') });
    await service?.reconcileAll();
  };
  const onDeliverTimer = async () => service?.deliverAll();
  return {
    problems,
    schedule,
    authLevel,
    logger,
    ...(service !== undefined && { service }),
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

function createService(settings: Settings, logger: Logger, overrides: Overrides): Service {
  const clock = overrides.clock ?? systemClock;
  const store = overrides.store ?? openStore(settings, clock);
  const receivers = createReceivers(settings.notify, {
    simulated: settings.simulatorUrl !== undefined,
    now: () => clock.now(),
    dashboardUrl: () => settings.dashboardUrl ?? overrides.dashboardUrl?.() ?? LOCAL_DASHBOARD_URL,
  });
  const couriers = new Map(
    settings.identities.map(({ name }): [string, Courier] => [
      name,
      { identity: name, store, clock, logger, receivers, random: Math.random, owed: new Set() },
    ]),
  );
  const identityNames = settings.identities.map(({ name }) => name);
  const expected = openExpectedSpace(store, clock, identityNames);
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
          expected,
          clock,
          logger,
          linkPolicy,
          scanConcurrency,
          roleOverrides,
          groupLookup,
          notifies: receivers.length > 0,
          tell: () => deliver(courierOf(identity.name), 'once'),
        },
      ];
    }),
  );
  const keeperOf = (identity: string): Keeper => {
    const keeper = keepers.get(identity);
    if (keeper === undefined) throw new Error(`There is no identity ${identity}.`);
    return keeper;
  };
  const courierOf = (identity: string): Courier => {
    const courier = couriers.get(identity);
    if (courier === undefined) throw new Error(`There is no identity ${identity}.`);
    return courier;
  };
  const asked = (identity: string) => ({
    keeper: keeperOf(identity),
    all: [...keepers.values()],
    takesEligible: settings.cloud === 'public',
  });
  const interval = () => intervalMs(settings.reconcileSchedule, clock.now());
  return {
    settings,
    tokens: tokenVerifier(settings, clock),
    identityNames,
    reconcile: (identity, request) => reconcile(keeperOf(identity), request),
    reconcileTogether: (identities, request) => reconcileTogether(identities.map(keeperOf), request),
    reconcileAll: () => runByTimer([...keepers.values()], TIMER_RUN_BUDGET_MS),
    status: async () => ({
      version: VERSION,
      identities: await Promise.all(
        [...keepers.values()].map((keeper) => readIdentityStatus(keeper, receivers, interval())),
      ),
    }),
    listSubscriptions: (request) => listSubscriptions(store, request),
    readSubscription: (identity, subscriptionId) => readSubscription(store, identity, subscriptionId),
    listRuns: (request) => listRuns(store, request),
    readRun: (id) => store.readRun(id),
    listEvents: (request) => listEvents(store, request),
    deliverAll: async () => {
      await Promise.all([...couriers.values()].map((courier) => deliver(courier, 'all')));
    },
    resend: (identities, id) => resendLetter(identities.map(courierOf), id),
    unready: async () => [
      ...(await checkReady([...keepers.values()], store, interval())),
      ...(await unreadyReceivers(receivers)),
    ],
    hasHistory: (subscriptionId) => hasHistory(store, subscriptionId),
    listExpected: (request) => listExpected(store, request),
    readExpected: (subscriptionId) => readExpected(store, subscriptionId),
    putExpected: (wish, allows) => putExpectedSubscription(expected, wish, allows),
    deleteExpected: (subscriptionId, allows) => deleteExpectedSubscription(expected, subscriptionId, allows),
    readEvidence: async (identity, month) => sealEvidence(await readEvidence(keeperOf(identity), month)),
    evidence: { csv: evidenceCsv, html: evidenceHtml, policy: EVIDENCE_POLICY },
    onboardingTemplate: (identity, request) => writeOnboardingTemplate(asked(identity), request),
    checkTemplate: (identity, input) => checkOnboardingTemplate(asked(identity), input),
    csv: {
      subscriptions: (rows) => toCsv(SUBSCRIPTION_COLUMNS, rows),
      runs: (runs) => toCsv(RUN_COLUMNS, runs),
      events: (events) => toCsv(EVENT_COLUMNS, events),
      expected: (entries) => toCsv(EXPECTED_COLUMNS, entries),
    },
  };
}

function tokenVerifier(settings: Settings, clock: Clock): TokenVerifier | undefined {
  const { auth, cloud, simulatorUrl } = settings;
  if (auth.mode !== 'entra') return undefined;
  const { audiences, tenantId } = auth;
  return createTokenVerifier({ audiences, tenantId, cloud, simulatorUrl, clock });
}
