/**
 * Fits what dies reach on the accelerators of the catalogue and writes it down:
 *
 *   npm run build && node dist/calibration/fit-accelerator-capability.js
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogFolder, openCatalog } from '#catalog';
import { fitCapability } from './accelerator-capability.ts';
import { capabilityReport } from './capability-report.ts';

const catalog = openCatalog();
if (!catalog.ok) throw new Error(JSON.stringify(catalog.issues, null, 2));
writeFileSync(join(catalogFolder, '../calibration/accelerator-capability.yaml'), capabilityReport(fitCapability(catalog.value)));
