// What is asked of the probe on its command line.
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { KNOWN_KINDS, type KnownKind } from './sight.ts';

export const HELP = `npm run probe -- [options]

Asks Azure, as one identity of the settings, whether it answers as the simulated Azure assumes. It only reads.

  --identity NAME       of IDENTITIES; else the first one
  --limit N             how many delegated subscriptions are looked at, 1 to 1000 (50)
  --known KIND=ID       a subscription of which you know that it is
                          group-only  delegated for resource groups alone
                          pending     delegated, but not succeeded (yet), and not reached in another way
                          hidden      of another tenant, and not delegated
                          shared      delegated to another provider too
  --failed-sign-ins     also asks Entra for three tokens that it must refuse: one for your own app with a wrong secret,
                        one for an app that is not there; both leave an entry in the sign-in log of your tenant
  --show-ids            shows ids whole
  --json                for programs (npm run --silent probe -- --json, or npm's own lines stand before it)
`;

export interface CommandLine {
  help: boolean;
  identity?: string | undefined;
  limit: number;
  known: Partial<Record<KnownKind, string>>;
  refusedSignIns: boolean;
  showIds: boolean;
  json: boolean;
}

const limit = z.coerce.number().int().min(1).max(1000);
const known = z
  .string()
  .transform((text) => text.split('='))
  .pipe(z.tuple([z.enum(KNOWN_KINDS), z.guid().transform((id) => id.toLowerCase())]));

/** @throws Error with a sentence that names the option */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      identity: { type: 'string' },
      limit: { type: 'string', default: '50' },
      known: { type: 'string', multiple: true, default: [] },
      'failed-sign-ins': { type: 'boolean', default: false },
      'show-ids': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const parsedLimit = limit.safeParse(values.limit);
  if (!parsedLimit.success) throw new Error('--limit must be a whole number from 1 to 1000.');
  const parsedKnown = z.array(known).safeParse(values.known);
  if (!parsedKnown.success)
    throw new Error(`--known must be KIND=GUID, with a KIND of ${KNOWN_KINDS.join(', ')}.`);
  return {
    help: values.help,
    identity: values.identity,
    limit: parsedLimit.data,
    known: Object.fromEntries(parsedKnown.data),
    refusedSignIns: values['failed-sign-ins'],
    showIds: values['show-ids'],
    json: values.json,
  };
}
