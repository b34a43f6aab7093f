import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { runTour, type Toured } from "./readme.js";
import type { Served } from "./server.js";

export interface TourOptions {
  readonly cloud: string;
  /** Starts a gateway that has the cloud; it is stopped afterwards. */
  start(): Promise<Served>;
  /** Milliseconds that start and tour may take together. */
  readonly patience?: number;
}

/** How many resources the tour deletes, beside the load balancer that only some clouds have. */
const MADE = 12;

/** What README.md promises of its tour, for any cloud. */
export function describeTour({ cloud, start, patience = 120_000 }: TourOptions): void {
  describe(`the tour of README.md, as it is printed, on ${cloud}`, () => {
    let served: Served;
    let toured: Toured;

    beforeAll(async () => {
      served = await start();
      toured = await runTour({ gateway: served.gateway, cloud, patience });
    }, patience);
    afterAll(() => served?.stop());

    const lines = (): readonly string[] => toured.output.split("\n");
    const shown = (pattern: RegExp): readonly string[] => lines().flatMap((line) => pattern.exec(line)?.[1] ?? []);
    const balancers = (): readonly string[] => shown(/"type":"(Load Balancer)"/);
    const outside = (): readonly string[] => shown(/"name":"shop\.example\.com","address":"([^"]+)","interface"/);

    it("runs to its end without a complaint", () => {
      expect(toured).toMatchObject({ code: 0, errors: "" });
    });

    it("makes a machine in each edition, and its Job says so", () => {
      expect(shown(/^(20[12]): http/)).toHaveLength(2);
      expect(lines().filter((line) => line.includes('"state":"SUCCESS"') && line.includes('"progress":100'))).toHaveLength(1);
      expect(toured.output).toContain('<Machine xmlns="http://schemas.dmtf.org/cimi/1">');
    });

    it("stops and starts the machine", () => {
      expect(shown(/\/Machine","state":"(\w+)"}$/)).toEqual(["STOPPED", "STARTED"]);
    });

    it("attaches a volume and detaches it", () => {
      expect(shown(/"volumes":.*"count":(\d+)/)).toEqual(["1"]);
      expect(shown(/\/locatedVolumeCollection","count":(\d+)}$/)).toEqual(["0"]);
    });

    it("captures the machine", () => {
      expect(shown(/"name":"api-image".*"state":"(\w+)"/)).toEqual(["AVAILABLE"]);
    });

    it("makes a network with its segments by one request", () => {
      const prefixes = shown(/^(.*"protocolSegments":.*)$/).flatMap((line) => line.match(/10\.77\.[12]\.0/g) ?? []);
      expect(prefixes.sort()).toEqual(["10.77.1.0", "10.77.2.0"]);
    });

    it("puts a machine with two interfaces behind a firewall, and an address outside the cloud on it", () => {
      expect(shown(/"name":"proxy".*"count":(\d+),"networkInterfaces"/)).toEqual(["2"]);
      expect(shown(/"type":"Firewall",.*"rule.web":"([^"]*)"/)).toEqual(["allow in tcp 443"]);
      expect(shown(/"name":"only-web".*"protocolEndpoints":\[.*"address":"(10\.77\.1)\.\d+"/)).toEqual(["10.77.1"]);
      expect(outside()).toHaveLength(1);
    });

    it("makes a load balancer, or is told which services there are instead", () => {
      const refused = shown(/"state":"FAILED".*"statusMessage":"[^"]*(accepted: [^"]*Firewall)/);
      expect([...balancers(), ...refused]).toHaveLength(1);
    });

    it("shows the same in edition 1: the network, the interfaces, and the addresses inside and outside", () => {
      expect(shown(/"name":"shop","networkType":"(\w+)"/)).toEqual(["PRIVATE"]);
      const interfaces = shown(/^(.*"machineNetworkInterfaces":.*)$/);
      expect(interfaces.flatMap((line) => line.match(/cimi\/1\/MachineNetworkInterface"/g) ?? [])).toHaveLength(2);
      const [addresses] = shown(/^(.*"machineNetworkInterfaceAddresses":.*)$/);
      expect(addresses).toMatch(/"ip":"10\.77\.1\.\d+"/);
      expect(addresses).toContain(`"ip":"${outside()[0]}"`);
      expect(shown(/"name":"spare","ip":"([^"]+)"/)).toHaveLength(1);
    });

    it("deletes everything it made", () => {
      const gone = shown(/^(\d{3}) http/);
      expect(gone).toEqual(Array(MADE + balancers().length).fill("404"));
    });

    it("ends with a refusal that says what is missing", () => {
      expect(lines().findLast((line) => line !== "")).toMatch(/"returnCode":10400.*machineTemplate/);
    });
  });
}
