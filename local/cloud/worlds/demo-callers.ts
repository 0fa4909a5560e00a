// Who calls the demo's API under AUTH_MODE=entra: apps that hold its roles, and one that holds none. Not in the demo
// world by itself, where the keeper is the only principal.
import type { Principal } from '../world.ts';

/** Application ID URI of the app registration that stands for the API. */
export const DEMO_AUDIENCE = 'api://lighthouse-keeper';

export const DEMO_OPERATOR = {
  clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c002',
  objectId: 'b0b1ec70-64f3-4a8d-a217-86c90e5d1002',
  displayName: 'Nordlicht operations',
  groups: [],
  appRoles: ['Keeper.Operate'],
} satisfies Principal;

export const DEMO_PORTAL = {
  clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c003',
  objectId: 'b0b1ec70-64f3-4a8d-a217-86c90e5d1003',
  displayName: 'Nordlicht portal',
  groups: [],
  appRoles: ['Keeper.Read'],
} satisfies Principal;

export const DEMO_STRANGER = {
  clientId: '7c11e47a-2d58-4e0f-9b36-51a8d4f0c004',
  objectId: 'b0b1ec70-64f3-4a8d-a217-86c90e5d1004',
  displayName: 'Nordlicht intranet',
  groups: [],
} satisfies Principal;
