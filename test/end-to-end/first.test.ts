import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-sandbox";
import { TestGateway } from "../support/gateway.js";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.open(await open({ cloud: "sandbox", settings: { delay: 100 }, folder: ":memory:", clock: systemClock, log: silentLog }));
});
afterAll(() => gateway.close());

it("drives a machine", async () => {
  const cep = await gateway.get("/cimi/2/sandbox/cloudEntryPoint");
  console.log(JSON.stringify(cep));
  const configs = await gateway.get("/cimi/2/sandbox/machineConfigs");
  const images = await gateway.get("/cimi/2/sandbox/machineImages?$first=1&$last=1");
  console.log(JSON.stringify(configs).slice(0, 600), JSON.stringify(images).slice(0, 800));
  const made = await gateway.send("POST", "/cimi/2/sandbox/machines", {
    body: { resourceURI: "http://schemas.dmtf.org/cimi/2/MachineCreate", name: "web", properties: { a: "b" },
      machineTemplate: { initialState: "STARTED", machineConfig: { href: (configs as any).machineConfigurations[0].id }, machineImage: { href: (images as any).machineImages[0].id },
        volumeTemplates: [{ volumeTemplate: { volumeConfig: { capacity: 1000000 } } }] } } });
  console.log(made.status, made.headers, made.body);
  const job = await gateway.job(made);
  console.log(JSON.stringify(job));
  expect(job.state).toBe("SUCCESS");
  const machine = await gateway.get(made.headers.Location!);
  console.log(JSON.stringify(machine));
  console.log((await gateway.send("GET", made.headers.Location + "?$expand=volumes,disks", {headers: {accept: "application/xml"}})).body);
  console.log((await gateway.send("GET", made.headers.Location!.replace("/2/","/1/") + "?$expand=volumes,disks", {headers: {accept: "application/xml"}})).body);
  const stop = await gateway.send("POST", made.headers.Location + "/stop", { body: { resourceURI: "http://schemas.dmtf.org/cimi/2/Action", action: "http://schemas.dmtf.org/cimi/2/action/stop" } });
  console.log(stop.status, stop.body);
  const put = await gateway.send("PUT", made.headers.Location + "?$select=name", { body: { name: "web2" } });
  console.log(put.status, put.body);
  const list = await gateway.send("GET", "/cimi/machines?$filter=name='web2'", {headers: {accept: "*/*"}});
  console.log(list.status, list.body);
  const del = await gateway.send("DELETE", made.headers.Location!);
  console.log(del.status, del.body);
  const vols = await gateway.get("/cimi/2/sandbox/volumes");
  console.log(JSON.stringify(vols));
}, 30000);
