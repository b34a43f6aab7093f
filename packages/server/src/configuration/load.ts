import { readFile } from "node:fs/promises";
import type { AdapterPackage, Settings } from "@cimi-gateway/adapter";
import type { Access, Resolve, UserData } from "@cimi-gateway/core";
import { isLoopbackHost } from "../base/loopback.js";
import { flatten, secretsIn } from "./adapter-schema.js";
import { type CloudEntry, cloudSchema } from "./clouds-schema.js";
import { type Document, documentSchema, STANDARD } from "./document.js";
import type { Environment } from "./environment.js";
import { ConfigurationError, type Problem } from "./error.js";
import { explain } from "./explain.js";
import type { ServerSettings } from "./server-schema.js";
import { substitute, type Variables } from "./substitute.js";

export interface CloudConfiguration {
  readonly name: string;
  readonly package: AdapterPackage;
  readonly settings: Settings;
  readonly resolve?: Resolve;
  readonly access: Access;
  readonly userData: UserData;
}

export interface Configuration {
  /** The file, for messages. */
  readonly source: string;
  readonly server: ServerSettings;
  readonly clouds: readonly CloudConfiguration[];
  /** Values that never appear in a log. */
  readonly secrets: readonly string[];
}

/** Loads the adapter of a kind; only those that a cloud names are loaded, since an SDK may take seconds. */
export type LoadAdapter = (kind: string) => Promise<AdapterPackage>;

/** Reads and checks the configuration. Throws ConfigurationError. */
export async function loadConfiguration(
  environment: Pick<Environment, "CIMI_CONFIG" | "HOST">,
  variables: Variables,
  load: LoadAdapter,
): Promise<Configuration> {
  const source = environment.CIMI_CONFIG ?? "standard configuration";
  const tree = environment.CIMI_CONFIG === undefined ? STANDARD : await readYaml(environment.CIMI_CONFIG);
  const { value, problems } = substitute(tree, variables);
  refuseIf(source, problems);
  const { server, clouds } = checkDocument(source, value);
  refuseIf(source, insecure(environment.HOST, server));
  const misread: Problem[] = [];
  const read = await Promise.all(Object.entries(clouds).map(([name, entry]) => readCloud(name, entry, load, misread)));
  refuseIf(source, misread);
  const usable = read.filter((cloud) => cloud !== undefined);
  const secrets = usable.flatMap((cloud) => secretsIn(cloud.package.settings, cloud.settings));
  return { source, server, clouds: usable, secrets };
}

function refuseIf(source: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ConfigurationError(source, problems);
}

async function readYaml(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new ConfigurationError(file, [
      { path: "", problem: `cannot be read (${error.code ?? error.name}); CIMI_CONFIG names it` },
    ]);
  });
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text, { prettyErrors: true });
  refuseIf(
    file,
    document.errors.map(({ message }) => ({ path: "", problem: `is no YAML: ${firstLine(message)}` })),
  );
  return document.toJS();
}

/** The lines after it quote the file, which may hold secrets. */
const firstLine = (message: string): string => message.split("\n", 1)[0]!.replace(/:$/, "");

function checkDocument(source: string, tree: unknown): Document {
  const { data, error } = documentSchema.safeParse(tree, { reportInput: true });
  if (error) throw new ConfigurationError(source, explain(error));
  return data;
}

function insecure(host: string, { auth }: ServerSettings): readonly Problem[] {
  if (auth.insecure || isLoopbackHost(host)) return [];
  const problem = `none is refused because HOST (${host}) is not loopback: listen on 127.0.0.1, or say auth.insecure: true`;
  return [{ path: "server.auth.mode", problem }];
}

/** Undefined where there are problems, which go with the others. */
async function readCloud(
  name: string,
  entry: CloudEntry,
  load: LoadAdapter,
  problems: Problem[],
): Promise<CloudConfiguration | undefined> {
  const loaded = await load(entry.adapter).catch(({ message }: Error) => {
    const problem = `the adapter ${entry.adapter} cannot be loaded: ${firstLine(message)}`;
    problems.push({ path: `clouds.${name}.adapter`, problem });
  });
  if (!loaded) return undefined;
  const { data, error } = cloudSchema(loaded).safeParse(entry, { reportInput: true });
  if (error) {
    problems.push(...explain(error, ["clouds", name]));
    return undefined;
  }
  const { resolve, access, userData } = data;
  return { name, package: loaded, settings: flatten(loaded.settings, data), access, userData, ...(resolve && { resolve }) };
}
