/** One configuration for every package: TypeScript is stripped by swc, types are checked by `tsc -b`. */
export default {
  testEnvironment: "node",
  testEnvironmentOptions: { customExportConditions: ["source", "node", "node-addons"] },
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "es6" } }],
  },
  // One process for everything would hold all modules of all files; two use both processors of a small machine.
  testSequencer: "<rootDir>/scripts/lib/longest-first.mjs",
  maxWorkers: 2,
  workerIdleMemoryLimit: "1GB",
  testMatch: ["<rootDir>/packages/**/*.test.ts", "<rootDir>/adapters/**/*.test.ts", "<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/", "<rootDir>/test/live/"],
  modulePathIgnorePatterns: ["/dist/", "/bundle/"],
};
