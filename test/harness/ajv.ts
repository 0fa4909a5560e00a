// ajv of JSON Schema 2020-12 with its formats, by names that ES modules can import.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export { Ajv2020, type ValidateFunction };
/** The package says `export default` and is CommonJS. */
export const addFormats = formats.default;
