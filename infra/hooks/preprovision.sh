#!/bin/sh
# Before azd provisions: finds or makes the app registration that the app acts as, with its service principal, and
# remembers CLIENT_ID and PRINCIPAL_ID in the azd environment. Its federated credential comes later, for it needs the
# managed identity (postprovision.sh). Run it as often as you like: what is there is kept.
set -eu

say() { printf '%s\n' "$*"; }

credential=${CREDENTIAL:-federated}
if [ "${APP_REGISTRATION:-}" = none ] || [ "$credential" = managed-identity ]; then
  say 'No app registration is made: the settings say that none is needed from here.'
  exit 0
fi

if ! command -v az >/dev/null 2>&1; then
  say 'The Azure CLI (az) is needed for the app registration: https://aka.ms/azure-cli' >&2
  exit 1
fi
if ! tenant=$(az account show --query tenantId --output tsv 2>/dev/null) || [ -z "$tenant" ]; then
  say "Sign the Azure CLI in first: az login${PROVIDER_TENANT_ID:+ --tenant $PROVIDER_TENANT_ID}" >&2
  exit 1
fi
if [ -n "${PROVIDER_TENANT_ID:-}" ] && [ "$PROVIDER_TENANT_ID" != "$tenant" ]; then
  say "The Azure CLI is signed in to tenant $tenant, but PROVIDER_TENANT_ID is $PROVIDER_TENANT_ID." >&2
  say "Sign in to that one: az login --tenant $PROVIDER_TENANT_ID" >&2
  exit 1
fi

# The managed identity that vouches for the app is made in the subscription's tenant, and does so for an app of that one alone.
if [ "$credential" = federated ] && [ -n "${AZURE_SUBSCRIPTION_ID:-}" ]; then
  home=$(az account show --subscription "$AZURE_SUBSCRIPTION_ID" --query tenantId --output tsv 2>/dev/null) || home=''
  if [ -n "$home" ] && [ "$home" != "$tenant" ]; then
    say "azd deploys into subscription $AZURE_SUBSCRIPTION_ID of tenant $home, but the Azure CLI is signed in to $tenant," >&2
    say 'and a managed identity vouches only for an app of its own tenant.' >&2
    say "Choose that one: az account set --subscription $AZURE_SUBSCRIPTION_ID, or give azd a subscription of the provider." >&2
    exit 1
  fi
fi

name="Lighthouse Keeper (${AZURE_ENV_NAME:?azd gives it to its hooks})"
said=$(mktemp)
trap 'rm -f "$said"' EXIT

# $1: what was tried. Entra's own words, then who may do it and how.
give_up() {
  cat "$said" >&2
  say "$1 was refused. It needs the role Application Developer in Entra ID (Cloud Application Administrator where" >&2
  say 'the registration is not your own). Somebody who has it can run:' >&2
  if [ -z "${client:-}" ]; then
    say "  client=\$(az ad app create --display-name \"$name\" --sign-in-audience AzureADMyOrg --query appId --output tsv)" >&2
  else
    say "  client=$client" >&2
  fi
  # The commands are for somebody else's shell.
  # shellcheck disable=SC2016
  say '  az ad sp create --id "$client" --query "{CLIENT_ID: appId, PRINCIPAL_ID: id}"' >&2
  say 'and make you an owner of it, for the federated credential:' >&2
  # shellcheck disable=SC2016
  say '  az ad app owner add --id "$client" --owner-object-id YOUR_OBJECT_ID' >&2
  say 'Then: azd env set CLIENT_ID ...; azd env set PRINCIPAL_ID ...; and azd up again.' >&2
  exit 1
}

client=${CLIENT_ID:-}
if [ -z "$client" ]; then
  if ! client=$(az ad app list --filter "displayName eq '$name'" --query '[].appId' --output tsv 2>"$said"); then
    client=''
    give_up 'Looking for the app registration'
  fi
  case $client in
    *[![:space:]]*[[:space:]]*[![:space:]]*)
      say "There are several app registrations '$name'. Say which one: azd env set CLIENT_ID ..." >&2
      exit 1
      ;;
  esac
fi
if [ -z "$client" ]; then
  if ! client=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg \
    --query appId --output tsv 2>"$said"); then
    client=''
    give_up 'Making the app registration'
  fi
  say "Made the app registration '$name' ($client)."
fi

if ! principal=$(az ad sp show --id "$client" --query id --output tsv 2>/dev/null) || [ -z "$principal" ]; then
  principal=$(az ad sp create --id "$client" --query id --output tsv 2>"$said") ||
    give_up 'Making the service principal of the app registration'
  say "Made its service principal ($principal)."
fi

azd env set CLIENT_ID "$client"
azd env set PRINCIPAL_ID "$principal"
azd env set PROVIDER_TENANT_ID "$tenant"
say "The app acts as service principal $principal of client $client in tenant $tenant."
