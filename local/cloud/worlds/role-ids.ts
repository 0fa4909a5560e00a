// The ids of the built-in roles that the worlds use, by name, so that a world reads without a table beside it.

export const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const CONTRIBUTOR = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
export const SUPPORT_REQUEST_CONTRIBUTOR = 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e';
export const BACKUP_CONTRIBUTOR = '5e467623-bb1f-42f4-a55d-6e525e11384b';
export const MONITORING_CONTRIBUTOR = '749f88d5-cbae-40b8-bcfc-e573ddc772fa';
/** In the partner earned credit table, but Lighthouse refuses it for new delegations (it has DataActions). */
export const LOG_ANALYTICS_CONTRIBUTOR = '92aaf0da-9dab-42b6-94a3-d43ce8d16293';
/** A built-in role that the partner earned credit table does not list. */
export const TAG_CONTRIBUTOR = '4a9ae827-6dc8-4573-8ac7-8239d42aa03f';
export const REGISTRATION_ASSIGNMENT_DELETE = '91c1777a-f3dc-4fae-b103-61d183457e46';
