import { silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-sandbox";
import { it } from "@jest/globals";
import { TestGateway } from "../support/gateway.js";
it("x", async () => {
  const g = await TestGateway.open(await open({ cloud: "sandbox", settings: { delay: 5 }, folder: ":memory:", clock: systemClock, log: silentLog }));
  const out: string[] = [];
  const made = await g.send("POST", "/cimi/2/sandbox/machines", { body: { resourceURI: "http://schemas.dmtf.org/cimi/2/MachineCreate", name: "a", machineTemplate: { machineConfig: { href: "machineConfigs/tiny" }, machineImage: { href: "machineImages/debian-12" } } } });
  await g.job(made);
  const got = await g.send("GET", made.headers.Location!);
  const put = await g.send("PUT", made.headers.Location!, { body: got.body });
  out.push(put.body);
  const md = await g.send("GET", "/cimi/1/sandbox/resourceMetadata?$select=typeURI,name", { headers: { accept: "application/xml" } });
  out.push(md.body);
  for (const t of ["/cimi/2/nocloud/machines", "/cimi/2/sandbox/%zz", "/cimi/2/sandbox/machines?$filter=%zz", "/cimi/3/x", "/cimi/2/", "/cimi/2/sandbox/machines/%2e%2e/volumes", "/cimi/2/sandbox//machines", "/cimi/2/sandbox/machines/a%00b", "/cimi/2/sandbox/Machines", "/cimi/2/sandbox/machines/"]) {
    const r = await g.send("GET", t, { headers: { accept: "application/xml" } });
    out.push(`${t} ${r.status} ${r.headers["Content-Type"]} ${r.body.slice(0, 300)}`);
  }
  console.log(out.join("\n\n"));
  await g.close();
});
