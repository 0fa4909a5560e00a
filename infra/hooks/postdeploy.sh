#!/bin/sh
# At the end of azd up: what to hand to customers, and the first check.
set -eu

say() { printf '%s\n' "$*"; }

host=${SERVICE_API_HOST:?an output of the deployment}
group=${AZURE_RESOURCE_GROUP:?an output of the deployment}
app=${SERVICE_API_NAME:?an output of the deployment}
portal=${AZURE_PORTAL_URL:-https://portal.azure.com}
portal=${portal%/}
say ''
say 'Lighthouse Keeper is deployed.'
if [ -n "${AUTHORIZED_PRINCIPAL_ID:-}" ]; then
  say "  Customers authorize the object id   $AUTHORIZED_PRINCIPAL_ID"
else
  say '  Customers authorize the object ids of the identities that you gave.'
fi
say "  The template to hand to them        https://$host/api/onboarding-template"
if [ "${AUTH_MODE:-function-key}" != entra ]; then
  # Commands, not the link: a key has no business in the log of a deployment.
  say "  and the link 'Deploy to Azure', with the key of that function, which opens nothing else:"
  say "    key=\$(az functionapp function keys list --resource-group $group --name $app --function-name onboarding-template --query default --output tsv)"
  say "    node -p '\"$portal/#create/Microsoft.Template/uri/\" + encodeURIComponent(process.argv[1])' \"https://$host/api/onboarding-template?code=\$key\""
else
  say "  The portal cannot sign in to it: for a link 'Deploy to Azure' host a copy (docs/customers.md)."
fi
say ''
say 'First check: is it ready? Then run it once, so that nothing waits for the schedule.'
say "  curl -s https://$host/api/health/ready"
if [ "${AUTH_MODE:-function-key}" != entra ]; then
  say "  key=\$(az functionapp keys list --resource-group $group --name $app --query functionKeys.default --output tsv)"
  say "  curl -s -X POST -H \"x-functions-key: \$key\" -H 'content-length: 0' https://$host/api/reconciliations"
else
  say "  curl -s -X POST -H \"authorization: Bearer \$token\" -H 'content-length: 0' https://$host/api/reconciliations"
fi
