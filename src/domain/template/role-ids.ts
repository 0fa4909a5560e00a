// Built-in roles that the rules name, by their ids (learn.microsoft.com/azure/role-based-access-control/built-in-roles).

export const OWNER = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const USER_ACCESS_ADMINISTRATOR = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
export const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const SUPPORT_REQUEST_CONTRIBUTOR = 'cfd33db0-3dd1-45e3-aa9d-cdbdf3b6f24e';
export const REGISTRATION_ASSIGNMENT_DELETE = '91c1777a-f3dc-4fae-b103-61d183457e46';
