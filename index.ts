/** The whole package by its parts, for those who would rather import once: each is also an entry of its own (`chokepoint/die`). */
export * as catalog from '#catalog';
export * as model from '#model';
export * as quantity from '#quantity';
export * as report from '#report';
export * as scenario from '#scenario';
export * as sweep from '#sweep';
export * as uncertainty from '#uncertainty';
export * as validation from '#validation';
