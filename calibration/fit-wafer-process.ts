/**
 * Fits the constants of the wafer floor on published counts and writes them down:
 *
 *   npm run build && node dist/calibration/fit-wafer-process.js
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogFolder, openCatalog } from '#catalog';
import { fitWaferProcess } from './wafer-process.ts';
import { waferProcessReport } from './wafer-process-report.ts';

const catalog = openCatalog();
if (!catalog.ok) throw new Error(JSON.stringify(catalog.issues, null, 2));
writeFileSync(join(catalogFolder, '../calibration/wafer-process.yaml'), waferProcessReport(fitWaferProcess(catalog.value)));
