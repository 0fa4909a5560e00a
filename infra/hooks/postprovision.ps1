# After azd provisioned: gives the app registration its federated credential, by which the managed identity, and nothing
# else, may act as it. Run it as often as you like: what is right is kept, what is another is set right.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

if ($env:APP_REGISTRATION -eq 'none' -or ($env:CREDENTIAL -and $env:CREDENTIAL -ne 'federated')) { exit 0 }

foreach ($needed in 'MANAGED_IDENTITY_PRINCIPAL_ID', 'CLIENT_ID', 'PROVIDER_TENANT_ID', 'AZURE_ENV_NAME') {
  if (-not [Environment]::GetEnvironmentVariable($needed)) {
    [Console]::Error.WriteLine("$needed is not set: it comes from the deployment and preprovision.ps1.")
    exit 1
  }
}

function Invoke-Az {
  $all = & az @args 2>&1
  $script:said = ($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) -join "`n"
  $out = @($all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] } | ForEach-Object { "$_".Trim() } | Where-Object { $_ })
  return , $out
}

$client = $env:CLIENT_ID
$identity = $env:MANAGED_IDENTITY_PRINCIPAL_ID
$authority = "$(Invoke-Az cloud show --query endpoints.activeDirectory --output tsv)"
if ($LASTEXITCODE -ne 0) { [Console]::Error.WriteLine($script:said); exit 1 }
$issuer = "$($authority.TrimEnd('/'))/$env:PROVIDER_TENANT_ID/v2.0"
$audience = switch -Regex ($authority.TrimEnd('/')) {
  '\.us$' { 'api://AzureADTokenExchangeUSGov' }
  '\.cn$' { 'api://AzureADTokenExchangeChina' }
  default { 'api://AzureADTokenExchange' }
}
$name = "lighthouse-keeper-$env:AZURE_ENV_NAME"
$wanted = [ordered]@{
  name        = $name
  description = 'The managed identity of Lighthouse Keeper acts as this app.'
  issuer      = $issuer
  subject     = $identity
  audiences   = @($audience)
}

# Nothing more can be done here by this person; the code is deployed all the same, and the ready check waits for it.
function Exit-WithStepLeft([string] $command) {
  $json = $wanted | ConvertTo-Json -Compress
  foreach ($line in @(
      $script:said,
      'ONE STEP IS LEFT: the federated credential was refused. It needs an owner of the app registration, or the role',
      'Cloud Application Administrator in Entra ID. Somebody who has it can run:',
      "  az ad app federated-credential $command --parameters '$json'",
      'Until then GET /api/health/ready answers 503 and names the token.')) { [Console]::Error.WriteLine($line) }
  exit 0
}

$query = "[?issuer=='$issuer' && subject=='$identity' && contains(audiences, '$audience')].name"
$found = Invoke-Az ad app federated-credential list --id $client --query $query --output tsv
if ($LASTEXITCODE -ne 0) { Exit-WithStepLeft "create --id $client" }
if ($found.Count -gt 0) {
  "The federated credential is there ($found)."
  exit 0
}
$named = Invoke-Az ad app federated-credential list --id $client --query "[?name=='$name'].name" --output tsv
if ($LASTEXITCODE -ne 0) { Exit-WithStepLeft "create --id $client" }
# A file, because quotes in an argument do not reach az on Windows.
$file = New-TemporaryFile
try {
  $wanted | ConvertTo-Json | Set-Content -Path $file -Encoding utf8NoBOM
  if ($named.Count -gt 0) {
    # Another managed identity, from before the resource group was made anew.
    $null = Invoke-Az ad app federated-credential update --id $client --federated-credential-id $name --parameters "@$file"
    if ($LASTEXITCODE -ne 0) { Exit-WithStepLeft "update --id $client --federated-credential-id $name" }
    "Set the federated credential '$name' to the managed identity of this deployment."
  } else {
    $null = Invoke-Az ad app federated-credential create --id $client --parameters "@$file"
    if ($LASTEXITCODE -ne 0) { Exit-WithStepLeft "create --id $client" }
    "Made the federated credential '$name': no secret is needed anywhere."
  }
} finally {
  Remove-Item $file
}
