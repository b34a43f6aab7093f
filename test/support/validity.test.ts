import { describe, expect, it } from "@jest/globals";
import { schemaMissing } from "../spec/xsd.js";
import { Validity } from "./validity.js";

const title = "XML answers of edition 1 are looked at";
const answer = (body: string, version: string, type = "application/xml") => ({
  status: 200,
  headers: { "Content-Type": type, "CIMI-Specification-Version": version },
  body,
});
const late = '<Machine xmlns="http://schemas.dmtf.org/cimi/1"><cpu>2</cpu><name>late</name></Machine>';

(schemaMissing === undefined ? describe : describe.skip)(
  schemaMissing === undefined ? title : `${title} (skipped: ${schemaMissing})`,
  () => {
    it("one that is not valid is a failure that names the request", () => {
      const validity = new Validity();
      expect(() => validity.check("GET /x", answer(late, "1.1.0"))).toThrow(/GET \/x: not valid by DSP8009: .*name/s);
      validity.dispose();
    });

    it("others are none of its business", () => {
      const validity = new Validity();
      validity.check("GET /x", answer(late, "2.0.0"));
      validity.check("GET /x", answer("{}", "1.1.0", "application/json"));
      validity.dispose();
    });
  },
);
