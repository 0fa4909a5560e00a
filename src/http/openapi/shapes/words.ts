// The small words that many shapes of answers are made of.
import * as z from 'zod';
import { EVENT_TYPES } from '../../../domain/event.ts';
import { FINDING_CODES } from '../../../domain/finding.ts';
import { RECOGNITIONS } from '../../../domain/recognition.ts';
import { component } from '../component.ts';

export const time = component(
  'Time',
  z.string().meta({ format: 'date-time', description: 'A moment, ISO 8601 in UTC.' }),
  '2026-03-01T06:17:21.480Z',
);
export const guid = component(
  'Guid',
  z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    .meta({ format: 'uuid', description: 'A GUID in lower case.' }),
  '3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
);
export const count = z.int().min(0);
export const partnerId = component(
  'PartnerId',
  z
    .string()
    .regex(/^\d+$/)
    .describe('A location (Associated Partner) ID of the Microsoft AI Cloud Partner Program.'),
  '4242424',
);
export const identityName = component(
  'IdentityName',
  z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .describe('A service principal with one partner ID. The only one of an app is named `default`.'),
  'default',
);
export const scopeId = component(
  'ScopeId',
  z
    .string()
    .regex(/^\/subscriptions\/[^/]+(\/resourceGroups\/[^/]+)?$/)
    .describe('ARM id of a subscription or of a resource group.'),
  '/subscriptions/3d2f1c58-6a4e-4b0f-9c3d-7e5a1b2c4d60',
);
export const recognition = component(
  'Recognition',
  z
    .enum(RECOGNITIONS)
    .describe(
      'Does it earn partner earned credit (PEC)? `pec`: yes, as a whole subscription. `pec-partial`: only for the ' +
        'resource groups that are delegated. `pal-only`: linked, with a role, but none that counts. `none`: it earns ' +
        'nothing. `unknown`: it could not be seen, or no official answer exists; never taken for a loss.',
    ),
);
export const knownRecognition = component(
  'KnownRecognition',
  z.enum(RECOGNITIONS).exclude(['unknown']).describe('A recognition that was seen.'),
);
export const findingCode = component(
  'FindingCode',
  z
    .enum(FINDING_CODES)
    .describe(
      'Why it does not earn, or may stop to. Codes never change their meaning; new ones may be added.',
    ),
);
export const eventType = component('EventType', z.enum(EVENT_TYPES).describe('What changed.'));
