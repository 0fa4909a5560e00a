// GET /api/dashboard: the state of all customers, for people.
import { app } from '@azure/functions';
import { sharedApp } from '../src/app.ts';
import { dashboardAnswer, pageAddress, parseDashboardQuery } from '../src/http/dashboard-answer.ts';
import { serve } from '../src/http/serve.ts';

app.http('dashboard', {
  methods: ['GET'],
  authLevel: sharedApp().authLevel,
  route: 'dashboard',
  handler: (request) =>
    serve(request, sharedApp(), {
      needs: 'read',
      handle: async (service) => {
        const query = parseDashboardQuery(request, service.identityNames);
        const address = pageAddress(request, service.tokens === undefined);
        const { html, policy } = service.dashboard;
        return dashboardAnswer(html(await service.readDashboard(query), address), policy);
      },
    }),
});
