// The import rules of the house (ARCHITECTURE.md). A folder is entered through its index.ts; a floor
// sees the floors below it; the model sees nothing but itself; nothing sees the commands.
const floors = ['0-quantity', '1-wafer', '2-die', '3-package', '4-accelerator', '5-cluster', '6-run', '7-cost', '8-market', '9-policy'];
const tests = '(^|[./])(test|fixture)[.]ts$';
/** What turns an outcome into an answer sees model and scenario; what draws the answer sees the answer. */
const builders = '^report/build-[^/]+[.]ts$';
const wholeChain = '^model/(chain|index)[.]ts$';

/** What each folder outside `model/` may import besides itself, by folder. */
const seen = {
  uncertainty: ['model/0-quantity'],
  catalog: ['model/0-quantity', 'uncertainty'],
  scenario: ['model', 'uncertainty', 'catalog', 'calibration'],
  messages: ['model/0-quantity'],
  report: ['model/0-quantity', 'uncertainty', 'messages'],
  validation: ['model', 'uncertainty', 'catalog', 'scenario', 'messages', 'report', 'calibration'],
  calibration: ['model', 'uncertainty', 'catalog', 'scenario', 'validation'],
  claims: ['model', 'uncertainty', 'catalog', 'scenario', 'messages', 'report'],
  sweep: ['model', 'uncertainty', 'catalog', 'scenario'],
};

const upward = floors.slice(0, -1).map((floor, height) => ({
  name: `${floor}-sees-only-lower-floors`,
  comment: 'A floor imports 0-quantity and the floors below it. What joins floors belongs in chain.ts.',
  severity: 'error',
  from: { path: `^model/${floor}/` },
  to: { path: `^model/(${floors.slice(height + 1).join('|')})/` },
}));

const outward = Object.entries(seen).map(([folder, others]) => ({
  name: `${folder}-sees-only-what-it-may`,
  comment: `${folder}/ may import ${others.join(', ')} and packages.`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: [tests, builders] },
  to: {
    path: `^(?:${['model', ...Object.keys(seen), 'cli', 'server', 'web', 'scripts', 'test', 'bench'].join('|')})/`,
    pathNot: `^(?:${[folder, ...others].join('|')})/`,
  },
}));

export default {
  forbidden: [
    ...upward,
    ...outward,
    {
      name: 'model-sees-only-model',
      comment: 'The model is pure: it runs in a browser, and nothing above it can change what it says.',
      severity: 'error',
      from: { path: '^model/', pathNot: tests },
      to: {
        path: '^(?!model/)',
        dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'],
      },
    },
    {
      name: 'pure-folders-need-no-package',
      comment: 'model/ and uncertainty/ use no package and no Node built-in.',
      severity: 'error',
      from: { path: '^(model|uncertainty)/', pathNot: tests },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'only-the-chain-sees-all-floors',
      comment: 'No floor imports chain.ts or the index of the whole model.',
      severity: 'error',
      from: { path: '^model/[0-9]' },
      to: { path: wholeChain },
    },
    {
      name: 'loose-file-beside-the-chain',
      comment: 'Of the files in model/ itself, only chain.ts and index.ts use floors; the others may name their types.',
      severity: 'error',
      from: { path: '^model/[^/]+[.]ts$', pathNot: [wholeChain, tests] },
      to: { path: '^model/[0-9]', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-sees-the-commands',
      comment: 'cli, server and web see everything, and nothing sees them.',
      severity: 'error',
      from: { path: '^(?!cli/|server/|web/|test/)', pathNot: tests },
      to: { path: '^(cli|server|web)/' },
    },
    {
      name: 'no-deep-import',
      comment: "A folder of the house is entered through its index.ts: import { … } from '#die'.",
      severity: 'error',
      from: { path: '^(model/[^/]+|[^/]+)/' },
      to: {
        path: `^(model/[0-9][^/]*|uncertainty|catalog|scenario|messages|report|validation|calibration|claims|sweep)/`,
        pathNot: ['^$1/', '/index[.]ts$'],
      },
    },
    {
      name: 'no-deep-import-by-the-chain',
      comment: 'chain.ts joins the floors by what their index.ts offers.',
      severity: 'error',
      from: { path: '^model/[^/]+[.]ts$' },
      to: { path: '^model/[0-9][^/]*/', pathNot: '/index[.]ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other to run cannot be understood one at a time. To name a type of each other is no such need.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolves', comment: 'An import that leads nowhere.', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-package-in-the-product',
      comment: 'What is published may only need what is published with it.',
      severity: 'error',
      from: { path: '^(model|uncertainty|catalog|scenario|report|messages|validation|calibration|claims|sweep|cli)/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules|coverage|bench)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['chokepoint-source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
  },
};
