import { describe, expect, it } from "@jest/globals";
import { readEnvironment } from "./environment.js";

describe("the environment", () => {
  it("has the defaults of the Contract", () => {
    expect(readEnvironment({ OTHER: "x" })).toEqual({
      PORT: 8080,
      HOST: "127.0.0.1",
      CIMI_DATA_DIR: "./data",
      LOG_LEVEL: "info",
    });
  });

  it("takes an empty variable for none", () => {
    expect(readEnvironment({ PORT: "", CIMI_CONFIG: "", DATABASE_URL: "" })).toEqual(readEnvironment({}));
  });

  it("takes what is set", () => {
    const variables = {
      PORT: "0",
      HOST: "::1",
      CIMI_CONFIG: "a.yaml",
      CIMI_DATA_DIR: "d",
      DATABASE_URL: "postgres://localhost/x",
      CIMI_BASE_URL: "https://CIMI.example.org:443/iaas/",
      LOG_LEVEL: "debug",
    };
    expect(readEnvironment(variables)).toEqual({ ...variables, PORT: 0, CIMI_BASE_URL: "https://cimi.example.org/iaas" });
  });

  it.each([
    [{ PORT: "http" }, "environment: PORT: must be a port, 0 to 65535"],
    [{ PORT: "65536" }, "environment: PORT: must be a port, 0 to 65535"],
    [{ PORT: "-1" }, "environment: PORT: must be a port, 0 to 65535"],
    [{ LOG_LEVEL: "loud" }, "environment: LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent"],
    [{ CIMI_BASE_URL: "cimi.example.org" }, "environment: CIMI_BASE_URL: must be an absolute http or https URL"],
    [{ CIMI_BASE_URL: "https://a/?b" }, "environment: CIMI_BASE_URL: must be an absolute http or https URL"],
  ])("is refused with %j", (variables, message) => {
    expect(() => readEnvironment(variables)).toThrow(message);
  });
});
