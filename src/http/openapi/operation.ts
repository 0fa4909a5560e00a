// How an operation of the API is described; write-operation.ts makes an OpenAPI operation of it.
import type * as z from 'zod';
import type { Need } from '../../domain/access.ts';
import type { ProblemCode } from '../problem.ts';
import type { HeaderName } from './header-parameters.ts';

/** The groups in which the document lists its operations, in this order. */
export const TAGS = {
  Customers: 'Delegated subscriptions, what ought to be delegated, and whether it earns.',
  Onboarding: 'Templates that customers deploy, and checks for portals.',
  History: 'Runs, events, and the evidence of a month.',
  Operations: 'How Lighthouse Keeper itself stands: health, status, the partner link, messages.',
} as const;

export interface AnswerHeader {
  description: string;
  /** Sent with each answer of this status. */
  always: boolean;
  schema?: z.ZodType;
}

export interface Media {
  type: string;
  /** A component, or nothing where it is text. */
  schema?: z.ZodType;
  example?: string;
}

/** What is answered where all is well. */
export interface Answer {
  status: 200 | 201 | 204 | 304;
  description: string;
  media?: readonly Media[];
  headers?: Readonly<Record<string, AnswerHeader>>;
}

export interface Operation {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Below /api, as OpenAPI writes it. */
  path: `/${string}`;
  operationId: string;
  tag: keyof typeof TAGS;
  summary: string;
  description?: string;
  needs: Need | 'nothing';
  /** What stands in braces in the path. */
  pathParameters?: Readonly<Record<string, { schema: z.ZodType; description: string; example: string }>>;
  /** The same schemas that parse the query. */
  query?: Readonly<Record<string, z.ZodType>>;
  /** Where one means something else here than elsewhere. */
  queryNotes?: Readonly<Record<string, string>>;
  /** Of the query, what is JSON: its schema, a component. */
  jsonQuery?: Readonly<Record<string, z.ZodType>>;
  headers?: readonly HeaderName[];
  /** Those of them that must be sent. */
  neededHeaders?: readonly HeaderName[];
  /** A component. */
  body?: { schema: z.ZodType; required: boolean; description: string };
  answers: readonly Answer[];
  /** Beside those that every operation of its kind has; see problem-responses.ts. */
  problems?: readonly ProblemCode[];
}
