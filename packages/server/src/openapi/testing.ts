/** Compares answers with what /openapi.json says of them. Not part of the product. */
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

type Node = Readonly<Record<string, unknown>>;

interface Api extends Node {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Node>>>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** The schemas of a document, read more strictly than it says: a resource has no member that is not described. */
export class Judge {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(readonly api: Api) {
    formats.default(this.#ajv);
    this.#ajv.addSchema(closed(api) as Node, "api");
  }

  /** What is wrong with an answer to a request; nothing where the document describes it. */
  problems(method: string, path: string, { status, headers, body }: Answered): readonly string[] {
    const template = Object.keys(this.api.paths).find((known) => patternOf(known).test(path));
    const operation = template && this.api.paths[template]![method.toLowerCase()];
    if (!operation) return [`${method} ${path} is not described`];
    const responses = operation.responses as Readonly<Record<string, Node>>;
    const response = this.#followed(responses[status] ?? responses.default!);
    return [...this.#bodyProblems(response, body), ...headerProblems(response, headers)].map(
      (problem) => `${method} ${path} ${status}: ${problem}`,
    );
  }

  #followed(node: Node): Node {
    if (typeof node.$ref !== "string") return node;
    return node.$ref
      .slice(2)
      .split("/")
      .reduce<Node>((at, step) => at[step] as Node, this.api);
  }

  #bodyProblems({ content }: Node, body: string): readonly string[] {
    if (!content) return body === "" ? [] : ["it has a body"];
    const { schema } = (content as Readonly<Record<string, Node>>)["application/json"] as { schema: Node };
    const validate = this.#ajv.compile(absolute(schema) as Node);
    validate(JSON.parse(body));
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

const headerProblems = ({ headers = {} }: Node, given: Headers): readonly string[] =>
  [...given.keys()]
    .filter((name) => /^(cimi-|location|etag|age|retry-after)/.test(name))
    .filter((name) => !Object.keys(headers as Node).some((known) => known.toLowerCase() === name))
    .map((name) => `the header ${name} is not described`);

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);

const mapped = (node: unknown, change: (node: Node) => Node): unknown => {
  if (Array.isArray(node)) return node.map((item) => mapped(item, change));
  if (typeof node !== "object" || node === null) return node;
  return change(Object.fromEntries(Object.entries(node).map(([key, value]) => [key, mapped(value, change)])));
};

const closed = (api: Node): unknown =>
  mapped(api, (node) => ((node.properties as Node | undefined)?.resourceURI ? { ...node, additionalProperties: false } : node));

const absolute = (schema: unknown): unknown =>
  mapped(schema, (node) => (typeof node.$ref === "string" ? { ...node, $ref: `api${node.$ref}` } : node));
