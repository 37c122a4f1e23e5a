// An App Service that runs the bot, an Azure Bot that Teams delivers to, and one user-assigned managed identity for both:
// the bot answers Teams with it and reads Microsoft Graph with it. No password or key is created.
//
// Two things this template leaves to people: a PostgreSQL server (its connection string is databaseUrl), and the Graph
// application permissions, which an administrator grants to the identity (output BOT_IDENTITY_PRINCIPAL_ID).

@description('Makes names unique across Azure: letters and digits.')
@minLength(3)
@maxLength(12)
param resourceSuffix string

@description('postgres://… The embedded store is not used here: it needs a local disk, and the disk of an App Service is a network share.')
@secure()
@minLength(1)
param databaseUrl string

@description('Object IDs of the designated emergency access accounts, separated by commas.')
param emergencyAccounts string

@description('Size of the App Service plan. The smallest that stays awake is B1.')
param planSku string = 'B1'

param location string = resourceGroup().location

var name = 'glasswatch-${toLower(resourceSuffix)}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: name
  location: location
  kind: 'linux'
  sku: {
    name: planSku
  }
  properties: {
    reserved: true
  }
}

resource site 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      linuxFxVersion: 'NODE|22-lts'
      appCommandLine: 'node dist/index.js'
      alwaysOn: true
      healthCheckPath: '/healthz'
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      appSettings: [
        // Packages are sent along; nothing is built on the service.
        { name: 'SCM_DO_BUILD_DURING_DEPLOYMENT', value: 'false' }
        { name: 'WEBSITE_RUN_FROM_PACKAGE', value: '1' }
        { name: 'NODE_ENV', value: 'production' }
        { name: 'BOT_TYPE', value: 'UserAssignedMSI' }
        { name: 'BOT_ID', value: identity.properties.clientId }
        { name: 'BOT_TENANT_ID', value: identity.properties.tenantId }
        { name: 'AZURE_MANAGED_IDENTITY', value: 'true' }
        { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
        { name: 'AZURE_TENANT_ID', value: identity.properties.tenantId }
        { name: 'EMERGENCY_ACCOUNTS', value: emergencyAccounts }
        { name: 'DATABASE_URL', value: databaseUrl }
      ]
    }
  }
}

// Deployment is by Microsoft Entra identity only.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = {
  parent: site
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noDeploymentPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = {
  parent: site
  name: 'scm'
  properties: {
    allow: false
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: 'Glasswatch'
    endpoint: 'https://${site.properties.defaultHostName}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: identity.properties.tenantId
    msaAppMSIResourceId: identity.id
    disableLocalAuth: true
  }
}

resource teamsChannel 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

output BOT_ID string = identity.properties.clientId
output BOT_TENANT_ID string = identity.properties.tenantId
output BOT_DOMAIN string = site.properties.defaultHostName
output BOT_IDENTITY_PRINCIPAL_ID string = identity.properties.principalId
output BOT_AZURE_APP_SERVICE_RESOURCE_ID string = site.id
