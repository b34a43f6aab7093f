import {
  model,
  type Representation,
  readAction,
  readCreate,
  readResource,
  SYSTEM_SERVICE_TYPES,
  systemServiceTypeOf,
  type Values,
} from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";

const N2 = "http://schemas.dmtf.org/cimi/2";
const BASE = `${N2}/SystemService`;

describe("Table 10: a SystemService", () => {
  const path = "systems/7/services/1";
  const lists = Object.fromEntries(["machines", "volumes", "systems"].map((name) => [name, { href: `${path}/${name}` }]));
  const values: Values = {
    id: path,
    parent: { href: "systems/7/services" },
    serviceType: `${BASE}/highreliability/active`,
    ...lists,
    parameters: { heartbeat: "500", replicationType: "synchronous" },
  };
  const forms = [
    json(2, { resourceURI: BASE, ...values }),
    xml(
      2,
      `<SystemService xmlns="${N2}"><id>${path}</id><parent href="systems/7/services"/>
        <serviceType>${BASE}/highreliability/active</serviceType>
        <machines href="${path}/machines"/><volumes href="${path}/volumes"/><systems href="${path}/systems"/>
        <parameters><parameter key="heartbeat">500</parameter><parameter key="replicationType">synchronous</parameter></parameters>
      </SystemService>`,
    ),
  ];

  it.each(titled(forms))("%s: it is written so", (_, { text, format, edition }) => {
    expect(written({ type: "SystemService", values }, format, edition)).toBe(text);
  });

  it.each(titled(forms))("%s: it is read so", (_, sample) => {
    const read = readResource(bodyOf(sample), model.SystemService, readingIn(2));
    expect({ ...read, parameters: { ...(read.parameters as object) } }).toEqual(values);
  });
});

describe("5.13.3: a SystemService is made in the services of a System, though neither by a template nor through the entry point", () => {
  it("from a representation of itself (4.2.1.1)", () => {
    const values = { name: "recovery", serviceType: `${BASE}/disasterrecovery` };
    expect(readCreate(bodyOf(json(2, { resourceURI: BASE, ...values })), model.SystemService, readingIn(2))).toEqual(values);
    expect(model.System.attributes.services.type.target).toBe("SystemService");
  });
});

describe("Table 12: the machines of a service are an enhanced Collection of RecoverableMachines", () => {
  const shown: Representation = {
    type: "RecoverableMachine",
    collects: true,
    values: { id: "services/1/machines", count: 1 },
    items: [
      {
        type: "RecoverableMachine",
        values: { id: "services/1/machines/1", backupmachine: { href: "machines/8" }, machine: { href: "machines/7" } },
      },
    ],
    operations: [{ rel: "insert", href: "services/1/machines" }],
  };
  const forms = [
    json(2, {
      resourceURI: `${N2}/RecoverableMachineCollection`,
      id: "services/1/machines",
      count: 1,
      recoverableMachines: [
        {
          resourceURI: `${N2}/RecoverableMachine`,
          id: "services/1/machines/1",
          backupmachine: { href: "machines/8" },
          machine: { href: "machines/7" },
        },
      ],
      operations: [{ rel: "insert", href: "services/1/machines" }],
    }),
    xml(
      2,
      `<Collection resourceURI="${N2}/RecoverableMachineCollection" xmlns="${N2}"><id>services/1/machines</id><count>1</count>
        <recoverableMachines><RecoverableMachine><id>services/1/machines/1</id><backupmachine href="machines/8"/>
          <machine href="machines/7"/></RecoverableMachine></recoverableMachines>
        <operations><operation rel="insert" href="services/1/machines"/></operations></Collection>`,
    ),
  ];

  it.each(titled(forms))("%s: it is written so", (_, { text, format, edition }) => {
    expect(written(shown, format, edition)).toBe(text);
  });

  it("the backup may be spelled as CIMI spells names elsewhere", () => {
    const sample = json(2, { backupMachine: { href: "machines/8" } });
    expect(readResource(bodyOf(sample), model.RecoverableMachine, readingIn(2))).toEqual({
      backupmachine: { href: "machines/8" },
    });
  });
});

describe("5.13.3.1.2, 5.13.3.2.1: the operations of a service", () => {
  it.each(["forceSync", "swapBackup", "addRM", "removeRM"] as const)("%s names a node, which is a Machine", (name) => {
    const { input } = model.SystemService.operations[name];
    for (const sample of [
      json(2, { action: `${N2}/action/${name}`, node: { href: "machines/7" } }),
      xml(2, `<Action xmlns="${N2}"><action> ${N2}/action/${name} </action><node href="machines/7"/></Action>`),
    ])
      expect(readAction(bodyOf(sample), readingIn(2), () => input)).toEqual({ name, input: { node: { href: "machines/7" } } });
    expect([input.node.type.target, input.node.consumerMandatory]).toEqual(["Machine", true]);
  });

  it("addRM may name the backup, the others may not", () => {
    const { addRM, removeRM } = model.SystemService.operations;
    const sample = json(2, { action: "addRM", node: { href: "machines/7" }, backup: { href: "machines/8" } });
    expect(readAction(bodyOf(sample), readingIn(2), () => addRM.input).input.backup).toEqual({ href: "machines/8" });
    expect(() => readAction(bodyOf(sample), readingIn(2), () => removeRM.input)).toThrow('unknown attribute "backup"');
  });
});

describe("Tables 11, 13 and 15: the kinds of service", () => {
  const names = (attributes: object) => Object.keys(attributes).sort();
  const reliable = systemServiceTypeOf(`${BASE}/highreliability/active`)!;
  const recovering = systemServiceTypeOf(`${BASE}/disasterrecovery/`)!;

  it("are found by their URI, whether or not it ends in a slash (Table 13) or says how backups are held (Table 15)", () => {
    for (const end of ["highreliability", "highreliability/passive", "highreliability/active/"])
      expect(systemServiceTypeOf(`${BASE}/${end}`)).toBe(reliable);
    expect(systemServiceTypeOf(`${BASE}/disasterrecovery`)).toBe(recovering);
  });

  it.each([`${BASE}/backup`, BASE, "http://example.com/SystemService/highreliability", ""])("%j is a provider's own", (type) => {
    expect(systemServiceTypeOf(type)).toBeUndefined();
  });

  it("have the parameters of their tables", () => {
    expect(names(reliable.parameters)).toEqual(["RPO", "heartbeat", "networkServices", "replicationType"]);
    expect(names(reliable.descriptor)).toEqual(["RPO", "heartbeat", "machines", "network", "replicationType"]);
    expect(names(recovering.parameters)).toEqual(["backupCEP", "backupDataCenter", "networkServices"]);
  });

  it("read their parameters from the texts of the map", () => {
    const { heartbeat, replicationType, RPO } = reliable.parameters;
    expect([heartbeat, RPO].map((parameter) => parameter!.type.fromText!("500", 2))).toEqual([500, 500]);
    expect(() => heartbeat!.type.fromText!("often", 2)).toThrow("expected an integer");
    expect(() => replicationType!.type.fromText!("never", 2)).toThrow(
      "expected one of synchronous, asynchronous, none, onlyAtClusterCreation",
    );
  });

  it("have parameters of simple types only, since a map holds texts (5.5.7)", () => {
    const all = [...SYSTEM_SERVICE_TYPES.values()].flatMap(({ parameters, descriptor }) =>
      Object.values({ ...parameters, ...descriptor }),
    );
    expect(all.filter(({ type }) => type.fromText === undefined)).toEqual([]);
  });
});
