import { type Description, type Model, model } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { filesUnder, textOf } from "./sources.js";

const described: Model = model;
const descriptions = Object.values(model) as readonly Description[];
const RESOURCES = "packages/model/src/resources";

/** Types of any kind (`ref("*")`). */
const ANY = "*";

/** Files that say nothing of a type of their own. */
const SHARED: ReadonlySet<string> = new Set(["common.ts", "metering.ts", "monitored.ts", "packages.ts", "service-types.ts"]);

interface Named {
  readonly type: { readonly target?: string; readonly link?: string; readonly members?: Readonly<Record<string, Named>> };
}

/** Types named by attributes, at any depth: `Machine.disks → Disk`. */
function targets(path: string, attributes: Readonly<Record<string, Named>>): readonly (readonly [string, string])[] {
  return Object.entries(attributes).flatMap(([key, { type }]) => {
    const here = [type.target, type.link].filter((name) => name !== undefined).map((name) => [`${path}.${key}`, name] as const);
    return [...here, ...(type.members ? targets(`${path}.${key}`, type.members) : [])];
  });
}

/** Everything that a description names elsewhere in the model. */
function named({
  name,
  attributes,
  operations,
  collectionOperations,
  template,
}: Description): readonly (readonly [string, string])[] {
  const inOperations = Object.entries({ ...operations, ...collectionOperations }).flatMap(([operation, { input, creates }]) => [
    ...targets(`${name}.${operation}`, input as Readonly<Record<string, Named>>),
    ...(creates === undefined ? [] : [[`${name}.${operation} creates`, creates] as const]),
  ]);
  const inTemplate = template ? [[`${name} template`, template.type] as const] : [];
  return [...targets(name, attributes as Readonly<Record<string, Named>>), ...inOperations, ...inTemplate];
}

const statesIn = ({ attributes }: Description): readonly string[] => (attributes.state?.type.values ?? []) as readonly string[];

describe("the model", () => {
  it("holds every type that is described in resources/", () => {
    const files = filesUnder(RESOURCES).filter(
      (path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !SHARED.has(path.slice(RESOURCES.length + 1)),
    );
    const exported = files.flatMap((path) =>
      [...textOf(path).matchAll(/^export const (\w+) = (?:resource\(|\{\s*name: )"(\w+)"/gm)].map(([, variable, name]) => [
        variable,
        name,
      ]),
    );
    expect(exported.length).toBeGreaterThanOrEqual(files.length);
    expect(exported.filter(([variable, name]) => variable !== name)).toEqual([]);
    expect(exported.map(([, name]) => name).sort()).toEqual(Object.keys(model).sort());
  });

  it("names only types that it holds", () => {
    const all = descriptions.flatMap(named);
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(([, target]) => target !== ANY && !(target in described))).toEqual([]);
  });

  it("lists each type with a Collection in the Cloud Entry Point, under the attribute's name (5.12)", () => {
    const listed = Object.entries(described.CloudEntryPoint!.attributes)
      .filter(([, { type }]) => type.collects)
      .map(([key, { type }]) => [type.target!, key]);
    const collections = descriptions.flatMap(({ name, collection }) => (collection === undefined ? [] : [[name, collection]]));
    expect(listed.sort()).toEqual(collections.sort());
  });

  // [5.8-1]
  it("lets operations begin, pass and end in states that the type has (5.8)", () => {
    const unknown = descriptions.flatMap((description) =>
      Object.entries(description.operations).flatMap(([operation, { from, during, after }]) =>
        [...from, ...during, ...(after === undefined ? [] : [after])]
          .filter((state) => !statesIn(description).includes(state))
          .map((state) => `${description.name}.${operation}: ${state}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it("calls stable only states that the type has, and no state that an operation passes through", () => {
    for (const description of descriptions) {
      const during = new Set(Object.values(description.operations).flatMap((operation) => [...operation.during]));
      expect((description.stable ?? []).filter((state) => !statesIn(description).includes(state) || during.has(state))).toEqual(
        [],
      );
    }
  });

  it("puts what an operation inserts into a Collection of the type that takes it (5.5.12.2)", () => {
    const inserting = descriptions.flatMap(({ name, attributes, operations }) =>
      Object.entries(operations).flatMap(([operation, { inserts }]) =>
        inserts === undefined
          ? []
          : [
              [
                `${name}.${operation}`,
                attributes[inserts]?.type as { collects?: boolean; inserts?: boolean } | undefined,
              ] as const,
            ],
      ),
    );
    expect(inserting).not.toEqual([]);
    expect(inserting.filter(([, type]) => !type?.collects || !type.inserts)).toEqual([]);
  });
});
