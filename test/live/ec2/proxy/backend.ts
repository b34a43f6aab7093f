import { serviceIn } from "./caller.js";
import { encodeForm, type Form } from "./form.js";
import { Refusal } from "./refusal.js";
import { child, descendant, type Element, parseXml, textAt } from "./xml.js";

/** Of EC2's API; requests of another one bring theirs. */
const VERSION = "2016-11-15";
const BALANCING_VERSION = "2015-12-01";

/** Codes of moto that EC2 spells differently. */
const CODES: Readonly<Record<string, string>> = { "InvalidInstanceType.NotFound": "InvalidParameterValue" };

/** moto's server. */
export class Backend {
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /**
   * Sends a request and gives the answer.
   * @param authorization of the caller: moto reads the region from it
   * @throws Refusal with EC2's code when moto refuses or lacks the action
   */
  async send(form: Form, authorization: string): Promise<Element> {
    const version = serviceIn(authorization) === "ec2" ? VERSION : BALANCING_VERSION;
    const response = await fetch(this.#endpoint, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8", authorization },
      body: encodeForm(new Map([["Version", version], ...form])),
    });
    const text = await response.text();
    if (text.startsWith("<!doctype html>")) throw unsupported(form);
    const answer = parseXml(text);
    if (!response.ok) throw refusalFrom(answer, response.status);
    return answer;
  }

  /** Forgets all resources of all regions. */
  async reset(): Promise<void> {
    const response = await fetch(new URL("/moto-api/reset", this.#endpoint), { method: "POST" });
    if (!response.ok) throw new Error(`moto could not be reset: HTTP ${response.status}`);
  }
}

/** moto answers an HTML page of status 500 where it lacks an action, a filter or a value. */
function unsupported(form: Form): Refusal {
  const action = form.get("Action") ?? "";
  return new Refusal("UnsupportedOperation", `The back end does not implement ${action}, or not with these parameters.`);
}

function refusalFrom(answer: Element, status: number): Refusal {
  const error = descendant(answer, "Errors", "Error") ?? child(answer, "Error");
  const code = textAt(error, "Code") ?? "InternalError";
  const message = textAt(error, "Message") ?? "The back end gave no message.";
  return new Refusal(CODES[code] ?? code, message, status);
}
