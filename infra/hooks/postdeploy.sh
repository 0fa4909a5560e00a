#!/bin/sh
# At the end of azd up: what to hand to customers, and the first check.
set -eu

say() { printf '%s\n' "$*"; }

host=${SERVICE_API_HOST:?an output of the deployment}
group=${AZURE_RESOURCE_GROUP:?an output of the deployment}
app=${SERVICE_API_NAME:?an output of the deployment}
say ''
say 'Lighthouse Keeper is deployed.'
if [ -n "${AUTHORIZED_PRINCIPAL_ID:-}" ]; then
  say "  Customers authorize the object id   $AUTHORIZED_PRINCIPAL_ID"
else
  say '  Customers authorize the object ids of the identities that you gave.'
fi
say "  The template to hand to them        https://$host/api/onboarding-template"
if [ "${AUTH_MODE:-function-key}" != entra ]; then
  say '  and the key that opens nothing else'
  say "    az functionapp function keys list --resource-group $group --name $app --function-name onboarding-template --query default --output tsv"
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
