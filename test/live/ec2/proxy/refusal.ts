import type { Service } from "./caller.js";
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

/** How an API writes its answers and errors (Query protocol). */
interface Wire {
  readonly namespace: string;
  answer(answer: Element, requestId: string): Element;
  refusal(error: Element, requestId: string): Element;
}

const WIRES: Readonly<Record<Service, Wire>> = {
  /** In errors `RequestID` ends in capitals, unlike in answers. */
  ec2: {
    namespace: NAMESPACE,
    answer: (answer, requestId) => {
      const fields = answer.children.filter((field) => field.name !== "requestId");
      return element(answer.name, [...fields, element("requestId", requestId)]);
    },
    refusal: (error, requestId) => element("Response", [element("Errors", [error]), element("RequestID", requestId)]),
  },
  elasticloadbalancing: {
    namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
    answer: (answer, requestId) => {
      const fields = answer.children.filter((field) => field.name !== "ResponseMetadata");
      return element(answer.name, [...fields, element("ResponseMetadata", [element("RequestId", requestId)])]);
    },
    refusal: (error, requestId) => element("ErrorResponse", [error, element("RequestId", requestId)]),
  },
};

export function refusalXml(refusal: Refusal, requestId: string, service: Service = "ec2"): string {
  const error = element("Error", [element("Code", refusal.code), element("Message", refusal.message)]);
  return writeXml(WIRES[service].refusal(error, requestId));
}

export function answerXml(answer: Element, requestId: string, service: Service = "ec2"): string {
  const { namespace, answer: write } = WIRES[service];
  return writeXml(write(answer, requestId), namespace);
}

export function refuse(code: string, message: string): never {
  throw new Refusal(code, message);
}

/** The answer of actions that say only that they succeeded. */
export function done(action: string): Element {
  return element(`${action}Response`, [element("return", "true")]);
}
