# At the end of azd up: what to hand to customers, and the first check.
$ErrorActionPreference = 'Stop'

foreach ($needed in 'SERVICE_API_HOST', 'SERVICE_API_NAME', 'AZURE_RESOURCE_GROUP') {
  if (-not [Environment]::GetEnvironmentVariable($needed)) {
    [Console]::Error.WriteLine("$needed is not set: it is an output of the deployment.")
    exit 1
  }
}
$portal = if ($env:AZURE_PORTAL_URL) { $env:AZURE_PORTAL_URL.TrimEnd('/') } else { 'https://portal.azure.com' }
$usesKeys = $env:AUTH_MODE -ne 'entra'
$app = "--resource-group $env:AZURE_RESOURCE_GROUP --name $env:SERVICE_API_NAME"
''
'Lighthouse Keeper is deployed.'
if ($env:AUTHORIZED_PRINCIPAL_ID) {
  "  Customers authorize the object id   $env:AUTHORIZED_PRINCIPAL_ID"
} else {
  '  Customers authorize the object ids of the identities that you gave.'
}
"  The template to hand to them        https://$env:SERVICE_API_HOST/api/onboarding-template"
if ($usesKeys) {
  # Commands, not the link: a key has no business in the log of a deployment.
  "  and the link 'Deploy to Azure', with the key of that function, which opens nothing else:"
  "    `$key = az functionapp function keys list $app --function-name onboarding-template --query default --output tsv"
  "    '$portal/#create/Microsoft.Template/uri/' + [uri]::EscapeDataString(""https://$env:SERVICE_API_HOST/api/onboarding-template?code=`$key"")"
} else {
  "  The portal cannot sign in to it: for a link 'Deploy to Azure' host a copy (docs/customers.md)."
}
''
'First check: is it ready? Then run it once, so that nothing waits for the schedule.'
"  Invoke-RestMethod https://$env:SERVICE_API_HOST/api/health/ready"
if ($usesKeys) {
  "  `$key = az functionapp keys list $app --query functionKeys.default --output tsv"
  "  Invoke-RestMethod -Method Post -Headers @{ 'x-functions-key' = `$key } https://$env:SERVICE_API_HOST/api/reconciliations"
} else {
  "  Invoke-RestMethod -Method Post -Headers @{ authorization = ""Bearer `$token"" } https://$env:SERVICE_API_HOST/api/reconciliations"
}
