import { describe, expect, it } from "@jest/globals";
import { Refusal } from "./fault.js";
import { answerFormat, bodyFormat, refusalFormat } from "./negotiate.js";

function refused(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error("not refused");
}

describe("the format of an answer (4.1.6.5, RFC 9110 12.5.1)", () => {
  it.each([
    ["application/json", "json"],
    ["application/xml", "xml"],
    ["text/xml", "xml"],
    ["APPLICATION/XML;charset=utf-8", "xml"],
    ["application/json;q=0.5, application/xml", "xml"],
    ["application/xml;q=0.2, application/json;q=0.3", "json"],
    ["application/json;q=0, */*", "xml"],
    ["text/html, application/xml;q=0.9, */*;q=0.8", "xml"],
    ["application/xml, application/json", "xml"],
    ["application/*;q=0.1, application/json;q=0", "xml"],
  ] as const)("Accept: %s gives %s", (accept, format) => {
    expect(answerFormat({ accept }, undefined, false)).toBe(format);
  });

  it("$format comes before Accept, also before one that names nothing we have", () => {
    expect(answerFormat({ accept: "application/json" }, "xml", false)).toBe("xml");
    expect(answerFormat({ accept: "text/html" }, "json", false)).toBe("json");
  });

  it.each([undefined, "", "*/*", "*/*;q=0.5"])("Accept: %s leaves it to the request's own format", (accept) => {
    const headers = accept === undefined ? {} : { accept };
    expect(answerFormat({ ...headers, "content-type": "application/xml" }, undefined, false)).toBe("xml");
    expect(answerFormat({ ...headers, "content-type": "application/json" }, undefined, true)).toBe("json");
  });

  it("where nothing says anything it is JSON, on tolerant faces XML (PEERS 2.10)", () => {
    expect(answerFormat({}, undefined, false)).toBe("json");
    expect(answerFormat({}, undefined, true)).toBe("xml");
  });

  it.each(["text/html", "image/png, text/plain", "application/json;q=0", "application/json;q=0, application/xml;q=0"])(
    "Accept: %s names only what we lack: 406",
    (accept) => {
      expect(refused(() => answerFormat({ accept }, undefined, true)).status).toBe(406);
    },
  );
});

describe("the format of a refusal (4.2.2)", () => {
  it("is the one asked for", () => {
    expect(refusalFormat({ accept: "application/xml" }, false)).toBe("xml");
    expect(refusalFormat({}, true)).toBe("xml");
  });

  it("of a 406 is the request's own, else JSON, on tolerant faces too (Contract, Tolerance)", () => {
    expect(refusalFormat({ accept: "text/html", "content-type": "application/xml" }, false)).toBe("xml");
    expect(refusalFormat({ accept: "text/html" }, true)).toBe("json");
  });
});

describe("the format of a body", () => {
  const formatOf = (type: string | undefined, body = "{}") =>
    bodyFormat({ body, headers: type === undefined ? {} : { "content-type": type } });

  it.each([
    ["application/json", "json"],
    ["application/json; charset=UTF-8", "json"],
    ['text/xml; charset="utf-8"', "xml"],
  ] as const)("Content-Type: %s is %s", (type, format) => {
    expect(formatOf(type)).toBe(format);
  });

  it.each([undefined, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"])(
    "Content-Type: %s cannot be read: 415",
    (type) => {
      const refusal = refused(() => formatOf(type));
      expect([refusal.status, refusal.message]).toEqual([415, expect.stringMatching(/application\/json|UTF-8/)]);
    },
  );

  it("of no body is none, and nothing is refused", () => {
    expect(formatOf(undefined, "")).toBeUndefined();
    expect(formatOf("text/plain", "")).toBeUndefined();
  });
});
