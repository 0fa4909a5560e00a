// The access policy of an eligible authorization: multifactor authentication, 30 minutes to 8 hours, up to 10
// approvers, none of them a service principal (create-eligible-authorizations, 04/2026).
import { isGuid } from './guid.ts';
import { asText, keyOf, toPointer, type Path } from './json.ts';
import { leftOut, type AccessPolicy, type Approver, type Open } from './offer.ts';
import { refusal, type Refusal } from './refusal.ts';
import { isValueObject, Unresolved, type Value } from './value.ts';

const MOST_APPROVERS = 10;
const SHORTEST_MINUTES = 30;
const LONGEST_MINUTES = 8 * 60;
const DURATION = /^PT(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:0+S)?$/;

interface InspectedPolicy {
  policy?: AccessPolicy | undefined;
  refused: Refusal[];
  open: Open[];
}

export function inspectPolicy(value: Value, path: Path, ownPrincipals: ReadonlySet<string>): InspectedPolicy {
  const invalid = { refused: [refusal('eligible-policy-invalid', toPointer(path))], open: [] };
  const read = (object: Value, name: string) => {
    const key = isValueObject(object) ? keyOf(object, name) : undefined;
    return isValueObject(object) && key !== undefined ? object[key] : undefined;
  };
  const provider = read(value, 'multiFactorAuthProvider');
  const duration = read(value, 'maximumActivationDuration');
  const approvers = read(value, 'managedByTenantApprovers') ?? [];
  const items: readonly Value[] = Array.isArray(approvers) ? approvers : [];
  const principals = items.map((item) => read(item, 'principalId'));
  const open = [value, provider, duration, approvers, ...items, ...principals].find(
    (each) => each instanceof Unresolved,
  );
  if (open instanceof Unresolved) return { refused: [], open: [leftOut(open, path)] };
  if (provider !== 'Azure' && provider !== 'None') return invalid;
  if (duration !== undefined && !isWithinLimits(duration)) return invalid;
  if (!Array.isArray(approvers) || items.length > MOST_APPROVERS) return invalid;
  if (!principals.every(isGuid)) return invalid;
  const named = items.map((item): Approver => {
    const principalIdDisplayName = read(item, 'principalIdDisplayName');
    return {
      principalId: asText(read(item, 'principalId')).toLowerCase(),
      ...(typeof principalIdDisplayName === 'string' && { principalIdDisplayName }),
    };
  });
  const ours = named.findIndex(({ principalId }) => ownPrincipals.has(principalId));
  return {
    policy: {
      multiFactorAuthProvider: provider,
      ...(duration !== undefined && { maximumActivationDuration: duration }),
      ...(named.length > 0 && { managedByTenantApprovers: named }),
    },
    refused:
      ours < 0
        ? []
        : [
            refusal(
              'eligible-approver',
              toPointer([...path, 'managedByTenantApprovers', ours, 'principalId']),
            ),
          ],
    open: [],
  };
}

function isWithinLimits(duration: Value): duration is string {
  const match = typeof duration === 'string' ? DURATION.exec(duration) : null;
  if (match === null) return false;
  const minutes = 60 * Number(match[1] ?? 0) + Number(match[2] ?? 0);
  return minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES;
}

/**
 * The settings as a text that is the same where they are alike: the default duration is 8 hours, the order of approvers
 * does not matter, nor do their names.
 */
export function policySettings(policy: AccessPolicy | undefined): string {
  if (policy === undefined) return '';
  const approvers = (policy.managedByTenantApprovers ?? []).map(({ principalId }) => principalId).sort();
  const duration = policy.maximumActivationDuration ?? 'PT8H';
  return [policy.multiFactorAuthProvider, duration, ...approvers].join(' ');
}
