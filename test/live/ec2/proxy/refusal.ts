import { type Element, element, writeXml } from "./xml.js";

/** The namespace of the version that the SDK speaks; moto leaves the final slash away. */
export const NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

/** An error that EC2 answers. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(
    /** EC2's error code, such as `InvalidVolume.NotFound`. */
    readonly code: string,
    message: string,
    /** The HTTP status. */
    readonly status = 400,
  ) {
    super(message);
  }
}

/** EC2's error document. Unlike in answers, `RequestID` ends in capitals. */
export function refusalXml(refusal: Refusal, requestId: string): string {
  const error = element("Error", [element("Code", refusal.code), element("Message", refusal.message)]);
  return writeXml(element("Response", [element("Errors", [error]), element("RequestID", requestId)]));
}

export function answerXml(answer: Element, requestId: string): string {
  const fields = answer.children.filter((field) => field.name !== "requestId");
  return writeXml(element(answer.name, [...fields, element("requestId", requestId)]), NAMESPACE);
}

export function refuse(code: string, message: string): never {
  throw new Refusal(code, message);
}

/** The answer of actions that say only that they succeeded. */
export function done(action: string): Element {
  return element(`${action}Response`, [element("return", "true")]);
}
