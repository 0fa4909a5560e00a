// The product's version, as package.json names it.
import packageJson from '../package.json' with { type: 'json' };

export const VERSION = packageJson.version;
