// What the answers of Microsoft.ManagementPartner say of the assumptions about the partner link.
import type { Assumptions } from '../cloud/assumptions.ts';
import type { Answer } from './azure-reader.ts';
import { link } from './shapes.ts';
import type { Sight } from './sight.ts';
import {
  assumed,
  confirmed,
  differs,
  isNoAnswer,
  likeError,
  notSeen,
  onlyByWriting,
  shown,
  type Check,
} from './verdict.ts';

const RATE_HEADER = 'x-ms-ratelimit-remaining-tenant-reads';

export const LINK_CHECKS = {
  linkMissing: {
    assumed: `A link that is not there is ${assumed.linkMissing.status} ${assumed.linkMissing.code}.`,
    judge: ({ partners }) => {
      if (partners.status === 200)
        return notSeen('There is a link.', 'The probe as a service principal that has none.');
      if (isAbsent(partners)) return notSeen(shown(partners), 'The probe in the public cloud.');
      return likeError(partners, assumed.linkMissing);
    },
  },
  linkOfAnotherPartner: {
    assumed: `Asked for by another partner id, a link is ${assumed.linkOfAnotherPartner.status} ${assumed.linkOfAnotherPartner.code}.`,
    judge: ({ otherPartner }) =>
      otherPartner === undefined
        ? notSeen('There is no active link.', 'The probe as a service principal that is linked.')
        : likeError(otherPartner, assumed.linkOfAnotherPartner),
  },
  createWhenLinked: {
    assumed: `PUT while linked is ${assumed.createWhenLinked.status} ${assumed.createWhenLinked.code}.`,
    judge: onlyByWriting('PUT of a second partner id by a linked test principal.'),
  },
  createSameId: {
    assumed: 'PUT of the id that is linked already is refused.',
    judge: onlyByWriting('PUT of its own partner id by a linked test principal.'),
  },
  updateSameId: {
    assumed: 'PATCH to the id that is linked already is accepted, as one more version.',
    judge: onlyByWriting('PATCH to its own partner id by a linked test principal.'),
  },
  updateWithoutLink: {
    assumed: `PATCH without a link is ${assumed.updateWithoutLink.status} ${assumed.updateWithoutLink.code}.`,
    judge: onlyByWriting('PATCH by a test principal without a link.'),
  },
  deleteWithoutLink: {
    assumed: `DELETE without a link is ${assumed.deleteWithoutLink.status} ${assumed.deleteWithoutLink.code}.`,
    judge: onlyByWriting('DELETE by a test principal without a link.'),
  },
  deleteOfAnotherPartner: {
    assumed: `DELETE of an id that is not the one linked is ${assumed.deleteOfAnotherPartner.status} ${assumed.deleteOfAnotherPartner.code}.`,
    judge: onlyByWriting('DELETE of another id by a linked test principal.'),
  },
  unknownPartner: {
    assumed: `A partner id that does not exist is ${assumed.unknownPartner.status} ${assumed.unknownPartner.code}.`,
    judge: onlyByWriting('PUT of an invented partner id by a test principal without a link.'),
  },
  linkNotAllowed: {
    assumed: `A principal that may not link is ${assumed.linkNotAllowed.status} ${assumed.linkNotAllowed.code}.`,
    judge: onlyByWriting('PUT by a principal that may not, such as a foreign one of a CSP partner.'),
  },
  deletedLinkRead: {
    assumed: 'A deleted link reads as one that is not there.',
    judge: ({ partners }) => {
      const state = link.safeParse(partners.body).data?.properties.state;
      if (partners.status === 200 && state === 'Deleted') return differs('200 with the state Deleted.');
      const seen =
        state === undefined
          ? `${shown(partners)}, which may never have been linked.`
          : `The link is ${state}.`;
      return notSeen(seen, 'The probe as a principal whose link was deleted.');
    },
  },
  partnersInSovereignClouds: {
    assumed: 'The provider of partner links is there in the US Government and China clouds too.',
    judge: ({ cloud, partners }) => {
      if (cloud === 'public')
        return notSeen('This is the public cloud.', 'The probe in one of those clouds.');
      if (isNoAnswer(partners)) return notSeen(shown(partners), 'Run the probe again.');
      return isAbsent(partners) ? differs(shown(partners)) : confirmed(shown(partners));
    },
  },
  partnersThrottled: {
    assumed: "Reading the link counts against the tenant's limits.",
    judge: ({ partners }: Sight) => {
      if (partners.status === 0 || partners.status >= 500)
        return notSeen(shown(partners), 'Run the probe again.');
      const left = partners.headers[RATE_HEADER];
      return left === undefined
        ? differs(`The answer has no ${RATE_HEADER}.`)
        : confirmed(`${RATE_HEADER} is on the answer.`);
    },
  },
} satisfies Partial<Record<keyof Assumptions, Check>>;

/** The provider itself is not there. */
function isAbsent({ code }: Answer): boolean {
  return code === 'InvalidResourceNamespace';
}
