// Every error that a handler answers (RFC 9457): contract §8.
import * as z from 'zod';
import { PROBLEMS, type ProblemCode } from '../../problem.ts';
import { component } from '../component.ts';

const detail = z.string().describe('What is wrong, and what is asked for.');

const problemCode = component(
  'ProblemCode',
  z
    .enum(Object.keys(PROBLEMS) as ProblemCode[])
    .describe('Stable: branch on it and not on texts. docs/errors.md tells when each one comes.'),
);

export const problem = component(
  'Problem',
  z
    .object({
      type: z.string().describe('A URN made of the code.'),
      title: z.string(),
      status: z.int().min(400).max(599),
      code: problemCode,
      detail: z.string().optional(),
      errors: z
        .array(
          z.union([
            z.object({ pointer: z.string().describe('Into the body (RFC 6901).'), detail }),
            z.object({
              parameter: z
                .string()
                .describe(
                  'Of the path, the query or the headers; or an app setting, or a part of the ready check.',
                ),
              detail,
            }),
          ]),
        )
        .optional()
        .describe('Each thing that is wrong, with its place.'),
      runId: z.string().optional().describe('Of `run-in-progress`: the run that is under way.'),
      azureCode: z.string().optional().describe("Of `link-refused`: Azure's own code."),
    })
    .describe('Problem details (RFC 9457).'),
  {
    type: 'urn:lighthouse-keeper:problem:invalid-request',
    title: PROBLEMS['invalid-request'].title,
    status: 400,
    code: 'invalid-request',
    detail: 'Wrong: top.',
    errors: [{ parameter: 'top', detail: 'must be a whole number from 1 to 1000' }],
  },
);
