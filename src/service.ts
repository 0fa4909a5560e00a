// What the functions can ask of the app once its settings are valid; create-service.ts wires it.
import type { Dashboard, DashboardRequest } from './domain/dashboard/view.ts';
import type { KeeperEvent } from './domain/event.ts';
import type { ExpectedView } from './domain/expected-subscription.ts';
import type { ExpectedWish } from './domain/put-expected.ts';
import type { Diagnosis } from './domain/diagnosis/diagnose.ts';
import type { Evidence } from './domain/evidence.ts';
import type { LinkView } from './domain/link-standing.ts';
import type { Run } from './domain/run.ts';
import type { SubscriptionView } from './domain/subscription-view.ts';
import type { TemplateInput } from './domain/template/check-template.ts';
import type { AnswerStore } from './ports/answers.ts';
import type { StateStore } from './ports/store.ts';
import type { TokenVerifier } from './ports/token-verifier.ts';
import type { PageAddress } from './report/dashboard-html.ts';
import type { Settings } from './settings.ts';
import type { LinkCallAnswer } from './use-cases/answer-link-call.ts';
import type { AllowsLink, LinkDelete, LinkPut } from './use-cases/call-link.ts';
import type { CheckAnswer, CheckTimes } from './use-cases/check-onboarding.ts';
import type { Unready } from './use-cases/check-ready.ts';
import type {
  deleteExpectedSubscription,
  putExpectedSubscription,
  Allows,
} from './use-cases/keep-expected.ts';
import type { listEvents, EventsRequest } from './use-cases/read-events.ts';
import type { listExpected, readExpected, ExpectedRequest } from './use-cases/read-expected.ts';
import type {
  TemplateCheckAnswer,
  TemplateAnswer,
  TemplateRequest,
} from './use-cases/onboarding-template.ts';
import type { listRuns, RunsRequest } from './use-cases/read-runs.ts';
import type { IdentityStatus } from './use-cases/read-status.ts';
import type {
  listSubscriptions,
  readSubscription,
  SubscriptionsRequest,
} from './use-cases/read-subscriptions.ts';
import type { reconcileTogether, ReconcileAnswer, ReconcileRequest } from './use-cases/reconcile.ts';
import type { ResendAnswer } from './use-cases/resend-letter.ts';

/** The app with valid settings. */
export interface Service {
  settings: Settings;
  /** Under AUTH_MODE=entra alone. */
  tokens?: TokenVerifier | undefined;
  identityNames: readonly string[];
  /** Of POSTs that came with an Idempotency-Key. */
  answers: AnswerStore;
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
  /** undefined: nothing is known of it. */
  diagnose(identity: string, subscriptionId: string): Promise<Diagnosis | undefined>;
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
  /** The identity in the request is one of ours. */
  readDashboard(request: DashboardRequest): Promise<Dashboard>;
  onboardingTemplate(identity: string, request: TemplateRequest): Promise<TemplateAnswer>;
  checkTemplate(identity: string, input: TemplateInput): Promise<TemplateCheckAnswer>;
  /** As Azure tells it now. */
  readPartnerLink(identity: string): Promise<LinkView>;
  putPartnerLink(identity: string, put: LinkPut, allows: AllowsLink): Promise<LinkCallAnswer>;
  deletePartnerLink(identity: string, remove: LinkDelete, allows: AllowsLink): Promise<LinkCallAnswer>;
  /** Live. @param times shorter ones than a portal is promised */
  checkOnboarding(
    identity: string,
    subscriptionId: string,
    times?: Partial<CheckTimes>,
  ): Promise<CheckAnswer>;
  unready(): Promise<Unready[]>;
  /** The OpenAPI document of the whole API, as JSON. */
  openApi(): string;
  evidence: {
    csv: (evidence: Evidence) => string;
    html: (evidence: Evidence) => string;
    /** The Content-Security-Policy of the page. */
    policy: string;
  };
  dashboard: {
    html: (dashboard: Dashboard, address: PageAddress) => string;
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
