export { type GoodPackage, type GoodPackageInput, goodPackage } from './good-package.ts';
