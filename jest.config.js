const swc = (tsx) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', decorators: true, tsx },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic' },
      },
      keepClassNames: true,
    },
  },
];
const base = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx$': swc(true), '^.+\\.ts$': swc(false) },
  resolver: '<rootDir>/jest.resolver.cjs',
  moduleNameMapper: { '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};
/** @type {import('jest').Config} */
export default {
  globalSetup: '<rootDir>/jest.global-setup.js',
  // A real server, database and browser share two cores with the test: waiting has its own, longer limits.
  testTimeout: 60_000,
  // Most suites wait for a server more than they compute: three share two cores well.
  maxWorkers: 3,
  workerIdleMemoryLimit: '1500MB',
  projects: [
    { ...base, displayName: 'unit', testEnvironment: 'node', testMatch: ['<rootDir>/{backend,libs}/**/*.spec.ts'] },
    { ...base, displayName: 'e2e', testEnvironment: 'node', testMatch: ['<rootDir>/backend/test/**/*.e2e-spec.ts'] },
    {
      ...base,
      displayName: 'frontend',
      testEnvironment: '<rootDir>/jest.jsdom-env.js',
      setupFilesAfterEnv: ['<rootDir>/jest.frontend-setup.js'],
      testMatch: ['<rootDir>/frontend/**/*.spec.{ts,tsx}'],
    },
    {
      ...base,
      displayName: 'browser',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/backend/test/browser/*.browser-spec.ts'],
    },
  ],
};
