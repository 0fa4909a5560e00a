// DELETE /api/partner-link: removes the link of an identity now, where the caller names the partner ID that it holds.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { linkDeleteAnswer, linkEtag } from '../src/http/partner-link-answer.ts';
import { parseLinkDelete } from '../src/http/partner-link-request.ts';
import { preconditionOf } from '../src/http/precondition.ts';
import { serve } from '../src/http/serve.ts';

app.http('partner-link-delete', {
  methods: ['DELETE'],
  authLevel: sharedApp().authLevel,
  route: 'partner-link',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'operate',
      handle: async (service, caller) => {
        const { identity, confirm } = parseLinkDelete(request, service.identityNames);
        const allows = preconditionOf(request, linkEtag);
        return linkDeleteAnswer(await service.deletePartnerLink(identity, { confirm, caller }, allows));
      },
    }),
});
