import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const compiled = import.meta.url.endsWith('.js');

/** Where the YAML of the catalogue lies: beside the sources of this code, which dist/ mirrors. */
export const catalogFolder: string = compiled ? join(here, '..', '..', 'catalog') : here;

/** The compiled catalogue, which only a build has. The commands are bundled into dist/cli/, so it is sought from beside. */
export const compiledFile: string | undefined = compiled ? join(here, '..', 'catalog', 'catalog.json') : undefined;
