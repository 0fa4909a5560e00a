// POST /api/notifications/{id}/resend: a dead letter once more.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { resendAnswer } from '../src/http/resend-answer.ts';
import { parseResendRequest } from '../src/http/resend-request.ts';
import { serve } from '../src/http/serve.ts';

app.http('notifications-resend', {
  methods: ['POST'],
  authLevel: sharedApp().authLevel,
  route: 'notifications/{id}/resend',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'operate',
      handle: async (service) => {
        const { id, identities } = await parseResendRequest(request, service.identityNames);
        return resendAnswer(await service.resend(identities, id));
      },
    }),
});
