// PUT /api/partner-link: sets the link of an identity now, created or changed, without a moment unlinked.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { linkEtag, linkPutAnswer } from '../src/http/partner-link-answer.ts';
import { parseLinkPut } from '../src/http/partner-link-request.ts';
import { preconditionOf, requireIfMatch } from '../src/http/precondition.ts';
import { serve } from '../src/http/serve.ts';

app.http('partner-link-put', {
  methods: ['PUT'],
  authLevel: sharedApp().authLevel,
  route: 'partner-link',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'operate',
      handle: async (service, caller) => {
        const { identity, ...wish } = await parseLinkPut(request, service.identityNames);
        requireIfMatch(request);
        const allows = preconditionOf(request, linkEtag);
        return linkPutAnswer(await service.putPartnerLink(identity, { ...wish, caller }, allows));
      },
    }),
});
