// An entry of IDENTITIES, as the product takes it (README.md, 'Several identities').
@export()
type identityEntry = {
  name: string
  tenantId: string
  clientId: string
  partnerId: string
  principalId: string?
  credential: 'federated' | 'managed-identity' | 'certificate' | 'secret'
  managedIdentityClientId: string?

  @description('Name of the app setting that holds the secret: one of keyVaultSettings.')
  clientSecretSetting: string?
  clientCertificatePath: string?
}
