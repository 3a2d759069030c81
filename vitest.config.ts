import type { ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = {
  resolve: { conditions: ['chokepoint-source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['chokepoint-source', 'node', 'import', 'default'] } },
  test: {
    include: ['{model,catalog,scenario,uncertainty,sweep,validation,claims,report,messages,cli,calibration,checks,test}/**/*.test.ts'],
    testTimeout: 60_000,
  },
};

export default config;
