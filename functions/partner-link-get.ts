// GET /api/partner-link: the link of an identity as Azure tells it now.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { linkAnswer } from '../src/http/partner-link-answer.ts';
import { parseLinkPlace } from '../src/http/partner-link-request.ts';
import { serve } from '../src/http/serve.ts';

app.http('partner-link-get', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'partner-link',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const identity = parseLinkPlace(request, service.identityNames);
        return linkAnswer(request, await service.readPartnerLink(identity));
      },
    }),
});
