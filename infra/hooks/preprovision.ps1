# Before azd provisions: finds or makes the app registration that the app acts as, with its service principal, and
# remembers CLIENT_ID and PRINCIPAL_ID in the azd environment. Its federated credential comes later, for it needs the
# managed identity (postprovision.ps1). Run it as often as you like: what is there is kept.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

function Stop-Hook([string[]] $lines) {
  foreach ($line in $lines) { [Console]::Error.WriteLine($line) }
  exit 1
}

# Runs az; what it said on stderr stays in $script:said, whether it went well in $LASTEXITCODE.
function Invoke-Az {
  $all = & az @args 2>&1
  $script:said = ($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) -join "`n"
  $out = @($all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] } | ForEach-Object { "$_".Trim() } | Where-Object { $_ })
  return , $out
}

$credential = if ($env:CREDENTIAL) { $env:CREDENTIAL } else { 'federated' }
if ($env:APP_REGISTRATION -eq 'none' -or $credential -eq 'managed-identity') {
  'No app registration is made: the settings say that none is needed from here.'
  exit 0
}

if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
  Stop-Hook 'The Azure CLI (az) is needed for the app registration: https://aka.ms/azure-cli'
}
$tenant = "$(Invoke-Az account show --query tenantId --output tsv)"
if ($LASTEXITCODE -ne 0 -or -not $tenant) {
  $of = if ($env:PROVIDER_TENANT_ID) { " --tenant $env:PROVIDER_TENANT_ID" } else { '' }
  Stop-Hook "Sign the Azure CLI in first: az login$of"
}
if ($env:PROVIDER_TENANT_ID -and $env:PROVIDER_TENANT_ID -ne $tenant) {
  Stop-Hook "The Azure CLI is signed in to tenant $tenant, but PROVIDER_TENANT_ID is $env:PROVIDER_TENANT_ID.",
    "Sign in to that one: az login --tenant $env:PROVIDER_TENANT_ID"
}
# The managed identity that vouches for the app is made in the subscription's tenant, and does so for an app of that one alone.
if ($credential -eq 'federated' -and $env:AZURE_SUBSCRIPTION_ID) {
  $homeTenant = "$(Invoke-Az account show --subscription $env:AZURE_SUBSCRIPTION_ID --query tenantId --output tsv)"
  if ($LASTEXITCODE -eq 0 -and $homeTenant -and $homeTenant -ne $tenant) {
    Stop-Hook "azd deploys into subscription $env:AZURE_SUBSCRIPTION_ID of tenant $homeTenant, but the Azure CLI is signed in to $tenant,",
      'and a managed identity vouches only for an app of its own tenant.',
      "Choose that one: az account set --subscription $env:AZURE_SUBSCRIPTION_ID, or give azd a subscription of the provider."
  }
}
if (-not $env:AZURE_ENV_NAME) { Stop-Hook 'AZURE_ENV_NAME is not set: azd gives it to its hooks.' }
$name = "Lighthouse Keeper ($env:AZURE_ENV_NAME)"

# Entra's own words, then who may do it and how.
function Stop-Refused([string] $what, [string] $client) {
  $first = if ($client) { "  `$client = '$client'" }
  else { "  `$client = az ad app create --display-name ""$name"" --sign-in-audience AzureADMyOrg --query appId --output tsv" }
  Stop-Hook $script:said,
    "$what was refused. It needs the role Application Developer in Entra ID (Cloud Application Administrator where",
    'the registration is not your own). Somebody who has it can run:',
    $first,
    '  az ad sp create --id $client --query "{CLIENT_ID: appId, PRINCIPAL_ID: id}"',
    'and make you an owner of it, for the federated credential:',
    '  az ad app owner add --id $client --owner-object-id YOUR_OBJECT_ID',
    'Then: azd env set CLIENT_ID ...; azd env set PRINCIPAL_ID ...; and azd up again.'
}

$client = $env:CLIENT_ID
if (-not $client) {
  $found = Invoke-Az ad app list --filter "displayName eq '$name'" --query '[].appId' --output tsv
  if ($LASTEXITCODE -ne 0) { Stop-Refused 'Looking for the app registration' '' }
  if ($found.Count -gt 1) {
    Stop-Hook "There are several app registrations '$name'. Say which one: azd env set CLIENT_ID ..."
  }
  $client = "$found"
}
if (-not $client) {
  $client = "$(Invoke-Az ad app create --display-name $name --sign-in-audience AzureADMyOrg --query appId --output tsv)"
  if ($LASTEXITCODE -ne 0) { Stop-Refused 'Making the app registration' '' }
  "Made the app registration '$name' ($client)."
}

$principal = "$(Invoke-Az ad sp show --id $client --query id --output tsv)"
if ($LASTEXITCODE -ne 0 -or -not $principal) {
  $principal = "$(Invoke-Az ad sp create --id $client --query id --output tsv)"
  if ($LASTEXITCODE -ne 0) { Stop-Refused 'Making the service principal of the app registration' $client }
  "Made its service principal ($principal)."
}

foreach ($pair in @(@('CLIENT_ID', $client), @('PRINCIPAL_ID', $principal), @('PROVIDER_TENANT_ID', $tenant))) {
  azd env set $pair[0] $pair[1]
  if ($LASTEXITCODE -ne 0) { exit 1 }
}
"The app acts as service principal $principal of client $client in tenant $tenant."
