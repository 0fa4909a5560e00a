// Wires settings, adapters and use cases by plain functions; there is no container.
import { connectAzure } from './azure/connect-azure.ts';
import { createTokenVerifier } from './azure/verify-token.ts';
import { openApiDocument } from './http/openapi/document.ts';
import { createReceivers } from './notify/receivers.ts';
import { systemClock, type Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import { checksSpace, type StateStore } from './ports/store.ts';
import type { Telemetry } from './ports/telemetry.ts';
import type { TokenVerifier } from './ports/token-verifier.ts';
import { toCsv } from './report/csv.ts';
import { weighLine } from './report/dashboard-customers.ts';
import { dashboardHtml, DASHBOARD_POLICY, MOST_BYTES } from './report/dashboard-html.ts';
import { EVENT_COLUMNS, EXPECTED_COLUMNS, RUN_COLUMNS, SUBSCRIPTION_COLUMNS } from './report/list-columns.ts';
import { evidenceCsv } from './report/evidence-csv.ts';
import { evidenceHtml, EVIDENCE_POLICY } from './report/evidence-html.ts';
import { sealEvidence } from './report/seal-evidence.ts';
import { intervalMs, nextRunAt } from './schedule.ts';
import { openStore } from './open-store.ts';
import type { Settings } from './settings.ts';
import { deletePartnerLink, putPartnerLink } from './use-cases/call-link.ts';
import { checkOnboarding } from './use-cases/check-onboarding.ts';
import { checkReady, type Unready } from './use-cases/check-ready.ts';
import type { Courier } from './use-cases/courier.ts';
import { deliver } from './use-cases/deliver.ts';
import { diagnoseSubscription } from './use-cases/diagnose-subscription.ts';
import { openExpectedSpace } from './use-cases/expected-space.ts';
import { deleteExpectedSubscription, putExpectedSubscription } from './use-cases/keep-expected.ts';
import type { Keeper } from './use-cases/keeper.ts';
import { readPartnerLink } from './use-cases/look-at-link.ts';
import { openQueuedSpace } from './use-cases/queued-space.ts';
import { readDashboard } from './use-cases/read-dashboard.ts';
import { hasHistory, listEvents } from './use-cases/read-events.ts';
import { listExpected, readExpected } from './use-cases/read-expected.ts';
import { readEvidence } from './use-cases/read-evidence.ts';
import { checkOnboardingTemplate, writeOnboardingTemplate } from './use-cases/onboarding-template.ts';
import { listRuns } from './use-cases/read-runs.ts';
import { unreadyReceivers } from './use-cases/read-receivers.ts';
import { readIdentityStatus } from './use-cases/read-status.ts';
import { listSubscriptions, readSubscription } from './use-cases/read-subscriptions.ts';
import { reconcile, reconcileTogether } from './use-cases/reconcile.ts';
import { resendLetter } from './use-cases/resend-letter.ts';
import { openTelemetry } from './telemetry/open-telemetry.ts';
import { runByTimer } from './use-cases/run-by-timer.ts';
import { VERSION } from './version.ts';
import type { Service } from './service.ts';

/** Of `npm start`, unless it says another. */
const LOCAL_DASHBOARD_URL = 'http://127.0.0.1:7071/api/dashboard';
/** host.json lets a function run for 30 minutes. */
const TIMER_RUN_BUDGET_MS = 25 * 60_000;

export interface Overrides {
  clock?: Clock;
  logger?: Logger;
  store?: StateStore;
  telemetry?: Telemetry;
  /** Where messages lead people, if the settings do not say it. */
  dashboardUrl?: () => string;
}

export function createService(settings: Settings, logger: Logger, overrides: Overrides): Service {
  const clock = overrides.clock ?? systemClock;
  const telemetry = overrides.telemetry ?? openTelemetry;
  const store = overrides.store ?? openStore(settings, clock, undefined, telemetry);
  const receivers = createReceivers(settings.notify, {
    simulated: settings.simulatorUrl !== undefined,
    now: () => clock.now(),
    dashboardUrl: () => settings.dashboardUrl ?? overrides.dashboardUrl?.() ?? LOCAL_DASHBOARD_URL,
  });
  const couriers = new Map(
    settings.identities.map(({ name }): [string, Courier] => [
      name,
      { identity: name, store, clock, logger, telemetry, receivers, random: Math.random, owed: new Set() },
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
        telemetry,
      });
      const { linkPolicy, scanConcurrency, roleOverrides, groupLookup } = settings;
      return [
        identity.name,
        {
          identity,
          azure,
          store,
          expected,
          checks: openQueuedSpace(store, clock, checksSpace(identity.name)),
          clock,
          logger,
          telemetry,
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
  let openApi: string | undefined;
  let looking: Promise<Unready[]> | undefined;
  const lookIntoReadiness = async () => [
    ...(await checkReady([...keepers.values()], store, interval())),
    ...(await unreadyReceivers(receivers)),
  ];
  const interval = () => intervalMs(settings.reconcileSchedule, clock.now());
  return {
    settings,
    tokens: tokenVerifier(settings, clock, telemetry),
    identityNames,
    answers: store,
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
    diagnose: (identity, subscriptionId) =>
      diagnoseSubscription(keeperOf(identity), subscriptionId, interval()),
    listRuns: (request) => listRuns(store, request),
    readRun: (id) => store.readRun(id),
    listEvents: (request) => listEvents(store, request),
    deliverAll: async () => {
      await Promise.all([...couriers.values()].map((courier) => deliver(courier, 'all')));
    },
    resend: (identities, id) => resendLetter(identities.map(courierOf), id),
    // Whoever asks while one is looked into waits for the same answer: anybody may ask, and each look asks Entra for a
    // token and writes to the store, so that many at once would get the runs throttled.
    unready: () => (looking ??= lookIntoReadiness().finally(() => (looking = undefined))),
    hasHistory: (subscriptionId) => hasHistory(store, subscriptionId),
    listExpected: (request) => listExpected(store, request),
    readExpected: (subscriptionId) => readExpected(store, subscriptionId),
    putExpected: (wish, allows) => putExpectedSubscription(expected, wish, allows),
    deleteExpected: (subscriptionId, allows) => deleteExpectedSubscription(expected, subscriptionId, allows),
    readEvidence: async (identity, month) => sealEvidence(await readEvidence(keeperOf(identity), month)),
    openApi: () => (openApi ??= JSON.stringify(openApiDocument(VERSION))),
    evidence: { csv: evidenceCsv, html: evidenceHtml, policy: EVIDENCE_POLICY },
    readDashboard: (request) => {
      const now = clock.now();
      const schedule = { intervalMs: interval(), nextRunAt: nextRunAt(settings.reconcileSchedule, now) };
      const all = [...keepers.values()];
      const limits = { weigh: weighLine, mostBytes: MOST_BYTES };
      return readDashboard({ store, keepers: all, receivers, schedule, ...limits }, request, now);
    },
    dashboard: { html: dashboardHtml, policy: DASHBOARD_POLICY },
    onboardingTemplate: (identity, request) => writeOnboardingTemplate(asked(identity), request),
    checkTemplate: (identity, input) => checkOnboardingTemplate(asked(identity), input),
    readPartnerLink: (identity) => readPartnerLink(keeperOf(identity)),
    putPartnerLink: (identity, put, allows) => putPartnerLink(keeperOf(identity), put, allows),
    deletePartnerLink: (identity, remove, allows) => deletePartnerLink(keeperOf(identity), remove, allows),
    checkOnboarding: (identity, subscriptionId, times) =>
      checkOnboarding(keeperOf(identity), subscriptionId, times),
    csv: {
      subscriptions: (rows) => toCsv(SUBSCRIPTION_COLUMNS, rows),
      runs: (runs) => toCsv(RUN_COLUMNS, runs),
      events: (events) => toCsv(EVENT_COLUMNS, events),
      expected: (entries) => toCsv(EXPECTED_COLUMNS, entries),
    },
  };
}

function tokenVerifier(settings: Settings, clock: Clock, telemetry: Telemetry): TokenVerifier | undefined {
  const { auth, cloud, simulatorUrl } = settings;
  if (auth.mode !== 'entra') return undefined;
  const { audiences, tenantId } = auth;
  return createTokenVerifier({ audiences, tenantId, cloud, simulatorUrl, clock, telemetry });
}
