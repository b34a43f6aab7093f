export { ConfigurationError, type Problem } from "./configuration/error.js";
export { exampleConfiguration } from "./configuration/example.js";
export type { LoadAdapter } from "./configuration/load.js";
export type { Variables } from "./configuration/substitute.js";
export { type RunningServer, type StartOptions, startServer } from "./server.js";
