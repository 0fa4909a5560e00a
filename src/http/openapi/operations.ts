// Every operation of the API, in the order in which the document lists them.
import type { Operation } from './operation.ts';
import { DIAGNOSIS_OPERATIONS } from './operations/diagnosis.ts';
import { CHECK_OPERATIONS } from './operations/onboarding-checks.ts';
import { LINK_OPERATIONS } from './operations/partner-link.ts';
import { DASHBOARD_OPERATIONS } from './operations/dashboard.ts';
import { EVENT_OPERATIONS } from './operations/events.ts';
import { EVIDENCE_OPERATIONS } from './operations/evidence.ts';
import { EXPECTED_OPERATIONS } from './operations/expected-subscriptions.ts';
import { HEALTH_OPERATIONS } from './operations/health.ts';
import { NOTIFICATION_OPERATIONS } from './operations/notifications.ts';
import { OPENAPI_OPERATIONS } from './operations/openapi.ts';
import { RECONCILIATION_OPERATIONS } from './operations/reconciliations.ts';
import { STATUS_OPERATIONS } from './operations/status.ts';
import { SUBSCRIPTION_OPERATIONS } from './operations/subscriptions.ts';
import { TEMPLATE_OPERATIONS } from './operations/onboarding-template.ts';

export const OPERATIONS: readonly Operation[] = [
  ...SUBSCRIPTION_OPERATIONS,
  ...DIAGNOSIS_OPERATIONS,
  ...EXPECTED_OPERATIONS,
  ...CHECK_OPERATIONS,
  ...TEMPLATE_OPERATIONS,
  ...RECONCILIATION_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...EVIDENCE_OPERATIONS,
  ...STATUS_OPERATIONS,
  ...DASHBOARD_OPERATIONS,
  ...LINK_OPERATIONS,
  ...NOTIFICATION_OPERATIONS,
  ...HEALTH_OPERATIONS,
  ...OPENAPI_OPERATIONS,
];
