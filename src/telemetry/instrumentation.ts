// Under which name and version Keeper measures itself.
import { VERSION } from '../version.ts';

export const INSTRUMENTATION = { name: 'lighthouse-keeper', version: VERSION };
