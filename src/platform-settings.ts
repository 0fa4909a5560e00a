// Names that the platform gives an app, or that anybody may set, and that are read here beside the settings of our own.

export const PLATFORM_SETTINGS = [
  // App Service: there in Azure alone.
  'WEBSITE_SITE_NAME',
  'WEBSITE_HOSTNAME',
  // Application Insights; the host reads them too.
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  // OpenTelemetry and its exporter, which take them from the process. The last two are set where they are not.
  'OTEL_TRACES_SAMPLER',
  'APPLICATION_INSIGHTS_NO_STATSBEAT',
  'APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED',
] as const;
