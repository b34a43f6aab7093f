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

    it("deletes everything it made", () => {
      expect(shown(/^(\d{3}) http/)).toEqual(["404", "404", "404", "404"]);
    });

    it("ends with a refusal that says what is missing", () => {
      expect(lines().findLast((line) => line !== "")).toMatch(/"returnCode":10400.*machineTemplate/);
    });
  });
}
