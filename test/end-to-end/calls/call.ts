// What a call of the API has to show when it is made over HTTP, whatever the host.
import type { Client } from '../client.ts';
import type { SimulatedAzure } from '../deployment.ts';

export interface Ground {
  keeper: Client;
  azure: SimulatedAzure;
}

/** By what it calls: `GET /status`, with {id} where an id stands, or `timer NAME`. Throws where it is not so. */
export type Calls = Record<string, (ground: Ground) => Promise<void>>;
