// GET /api/evidence: coverage by day for a month, to be kept.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { evidenceAnswer, parseEvidenceQuery } from '../src/http/evidence-answer.ts';
import { oneIdentity } from '../src/http/identity-parameter.ts';
import { serve } from '../src/http/serve.ts';

app.http('evidence', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'evidence',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const { month, identity, format } = parseEvidenceQuery(request, service.identityNames);
        const name = oneIdentity(service.identityNames, identity);
        return evidenceAnswer(request, await service.readEvidence(name, month), service.evidence, format);
      },
    }),
});
