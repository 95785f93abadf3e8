/** Native ESM over the TypeScript sources: packages resolve to `src`, so that tests need no build. */
export default {
  testEnvironment: 'node',
  // Ends what hangs; no test measures time by it.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts'],
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^@plinth/(definitions|http|database|bus|cache|service|core)$': '<rootDir>/packages/$1/src/index.ts',
    '^@plinth/(api|realtime|databases|webhooks|audits|mails|messaging|deletes|maintenance|embedded|tasks)/service$': '<rootDir>/services/$1/src/service.ts',
    '^@plinth/(api|realtime|databases|webhooks|audits|mails|messaging|deletes|maintenance|embedded|tasks)/(.+)$': '<rootDir>/services/$1/src/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
