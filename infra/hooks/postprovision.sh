#!/bin/sh
# After azd provisioned: gives the app registration its federated credential, by which the managed identity, and nothing
# else, may act as it. Run it as often as you like: what is right is kept, what is another is set right.
set -eu

say() { printf '%s\n' "$*"; }

if [ "${APP_REGISTRATION:-}" = none ] || [ "${CREDENTIAL:-federated}" != federated ]; then
  exit 0
fi

identity=${MANAGED_IDENTITY_PRINCIPAL_ID:?an output of the deployment}
client=${CLIENT_ID:?set by preprovision.sh}
tenant=${PROVIDER_TENANT_ID:?set by preprovision.sh}
authority=$(az cloud show --query endpoints.activeDirectory --output tsv)
issuer="${authority%/}/$tenant/v2.0"
case ${authority%/} in
  *.us) audience=api://AzureADTokenExchangeUSGov ;;
  *.cn) audience=api://AzureADTokenExchangeChina ;;
  *) audience=api://AzureADTokenExchange ;;
esac
name="lighthouse-keeper-${AZURE_ENV_NAME:?azd gives it to its hooks}"

wanted=$(mktemp)
said=$(mktemp)
trap 'rm -f "$wanted" "$said"' EXIT
cat >"$wanted" <<JSON
{
  "name": "$name",
  "description": "The managed identity of Lighthouse Keeper acts as this app.",
  "issuer": "$issuer",
  "subject": "$identity",
  "audiences": ["$audience"]
}
JSON

# Nothing more can be done here by this person; the code is deployed all the same, and the ready check waits for it.
leave_it() {
  cat "$said" >&2
  say 'ONE STEP IS LEFT: the federated credential was refused. It needs an owner of the app registration, or the role' >&2
  say 'Cloud Application Administrator in Entra ID. Somebody who has it can run:' >&2
  say "  az ad app federated-credential $1 --parameters '$(tr -d '\n' <"$wanted")'" >&2
  say 'Until then GET /api/health/ready answers 503 and names the token.' >&2
  exit 0
}

if ! found=$(az ad app federated-credential list --id "$client" \
  --query "[?issuer=='$issuer' && subject=='$identity' && contains(audiences, '$audience')].name" \
  --output tsv 2>"$said"); then
  leave_it "create --id $client"
fi
if [ -n "$found" ]; then
  say "The federated credential is there ($found)."
  exit 0
fi
named=$(az ad app federated-credential list --id "$client" --query "[?name=='$name'].name" --output tsv)
if [ -n "$named" ]; then
  # Another managed identity, from before the resource group was made anew.
  az ad app federated-credential update --id "$client" --federated-credential-id "$name" \
    --parameters "@$wanted" >/dev/null 2>"$said" ||
    leave_it "update --id $client --federated-credential-id $name"
  say "Set the federated credential '$name' to the managed identity of this deployment."
else
  az ad app federated-credential create --id "$client" --parameters "@$wanted" >/dev/null 2>"$said" ||
    leave_it "create --id $client"
  say "Made the federated credential '$name': no secret is needed anywhere."
fi
