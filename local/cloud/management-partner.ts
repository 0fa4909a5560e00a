// Microsoft.ManagementPartner: the PAL link of the caller, keyed by the tenant and object id of its token.
import { errorAnswer, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import { armRoute } from './arm.ts';
import type { ArmCall } from './arm.ts';
import { isSovereign } from './hosts.ts';
import { parameter } from './route.ts';
import type { LinkRecord, World } from './world.ts';

const apiVersions = ['2018-02-01'] as const;
const PARTNERS = '/providers/Microsoft.ManagementPartner/partners';
const PARTNER = `${PARTNERS}/{partnerId}`;

export const managementPartnerRoutes = [
  partnerRoute('partners.get', 'GET', PARTNERS, (call) => show(call, undefined)),
  partnerRoute('partner.get', 'GET', PARTNER, (call) => show(call, parameter(call, 'partnerId'))),
  partnerRoute('partner.create', 'PUT', PARTNER, create),
  partnerRoute('partner.update', 'PATCH', PARTNER, update),
  partnerRoute('partner.delete', 'DELETE', PARTNER, remove),
];

function partnerRoute(
  operation: string,
  method: string,
  template: string,
  handle: (call: ArmCall) => Answer,
) {
  return armRoute({
    operation,
    method,
    template,
    apiVersions,
    throttled: (call) => call.simulation.assumptions.partnersThrottled,
    handle: (call) => {
      if (isSovereign(call.request.host) && !call.simulation.assumptions.partnersInSovereignClouds) {
        const message = "The resource namespace 'Microsoft.ManagementPartner' is invalid.";
        return errorAnswer({ status: 404, code: 'InvalidResourceNamespace', message });
      }
      return handle(call);
    },
  });
}

function show(call: ArmCall, partnerId: string | undefined): Answer {
  const { world, links, assumptions } = call.simulation;
  const link = links.find(call.caller);
  if (link === undefined) return errorAnswer(assumptions.linkMissing);
  if (link.state === 'Deleted' && assumptions.deletedLinkRead === 'not-found') {
    return errorAnswer(assumptions.linkMissing);
  }
  if (partnerId !== undefined && partnerId !== link.partnerId) {
    return errorAnswer(assumptions.linkOfAnotherPartner);
  }
  return ok(shape(link, world));
}

function create(call: ArmCall): Answer {
  const { links, assumptions } = call.simulation;
  const partnerId = parameter(call, 'partnerId');
  const refused = refusal(call, partnerId);
  if (refused !== undefined) return refused;
  const link = links.find(call.caller);
  if (link?.state === 'Active') {
    const same = link.partnerId === partnerId && assumptions.createSameId === 'accepted';
    if (!same) return errorAnswer(assumptions.createWhenLinked);
  }
  return write(call, partnerId);
}

function update(call: ArmCall): Answer {
  const { links, assumptions } = call.simulation;
  const partnerId = parameter(call, 'partnerId');
  const refused = refusal(call, partnerId);
  if (refused !== undefined) return refused;
  const link = links.find(call.caller);
  if (link?.state !== 'Active') return errorAnswer(assumptions.updateWithoutLink);
  if (link.partnerId === partnerId && assumptions.updateSameId === 'refused') {
    return errorAnswer(assumptions.createWhenLinked);
  }
  return write(call, partnerId);
}

function remove(call: ArmCall): Answer {
  const { links, assumptions } = call.simulation;
  const link = links.find(call.caller);
  if (link?.state !== 'Active') return errorAnswer(assumptions.deleteWithoutLink);
  if (link.partnerId !== parameter(call, 'partnerId')) {
    return errorAnswer(assumptions.deleteOfAnotherPartner);
  }
  links.remove(call.caller, 'api');
  return { status: 200 };
}

function refusal(call: ArmCall, partnerId: string): Answer | undefined {
  const { world, assumptions } = call.simulation;
  const objectId = call.caller.objectId.toLowerCase();
  const principal = world.principals.find((each) => each.objectId.toLowerCase() === objectId);
  if (principal?.mayLink === false) return errorAnswer(assumptions.linkNotAllowed);
  const known = world.partners.some((partner) => partner.partnerId === partnerId);
  return known ? undefined : errorAnswer(assumptions.unknownPartner);
}

function write(call: ArmCall, partnerId: string): Answer {
  const { tenantId, objectId } = call.caller;
  const link = call.simulation.links.write({ tenantId, objectId }, partnerId, 'api');
  // Recorded: 200 for a first link as well, never 201.
  return ok(shape(link, call.simulation.world));
}

/** Recorded: one object and no list; `etag` is the version as a number; the id in lower case. */
function shape(link: LinkRecord, world: World) {
  const partner = world.partners.find((each) => each.partnerId === link.partnerId);
  return {
    id: `/providers/microsoft.managementpartner/partners/${link.partnerId}`,
    type: 'Microsoft.ManagementPartner/partners',
    name: link.partnerId,
    etag: link.version,
    properties: {
      partnerId: link.partnerId,
      ...(partner === undefined ? {} : { partnerName: partner.name }),
      tenantId: link.tenantId,
      objectId: link.objectId,
      version: link.version,
      updatedTime: link.updatedTime,
      createdTime: link.createdTime,
      state: link.state,
    },
  };
}
