import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { systemClock } from "@cimi-gateway/adapter";
import { openStore } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventually } from "./eventually.js";
import { machineOf } from "./scenario.js";
import { ONE_MACHINE, Scene, STOCK } from "./scene.js";

/** Milliseconds: Jobs wait for the database with pauses that double, and each has up to 20 s to end. */
const PATIENCE = 30_000;

const URL_OF_SERVER = process.env.DATABASE_URL_TEST;

/** A PostgreSQL server that can be stopped and started: what stands between it and its clients is. */
class Outlet {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(readonly target: URL) {}

  async start(): Promise<void> {
    this.#server = createServer((socket) => this.#join(socket)).listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #join(client: Socket): void {
    const server = connect(Number(this.target.port || 5432), this.target.hostname);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.pipe(other).on("error", () => other.destroy());
      socket.on("error", () => other.destroy()).on("close", () => this.#sockets.delete(socket));
    }
  }

  /** Cuts what is connected; who connects from now on is refused. */
  async stop(): Promise<void> {
    this.#server?.close();
    this.cut();
    await once(this.#server!, "close");
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  get url(): string {
    return Object.assign(new URL(this.target), { hostname: "127.0.0.1", port: String(this.#port) }).href;
  }
}

const describeServer = (title: string, suite: () => void): void =>
  URL_OF_SERVER ? describe(title, suite) : describe.skip(`${title} [DATABASE_URL_TEST is not set]`, suite);

describeServer("a PostgreSQL server that is restarted (fault 45)", () => {
  let outlet: Outlet;
  let scene: Scene;
  beforeEach(async () => {
    outlet = new Outlet(new URL(URL_OF_SERVER!));
    await outlet.start();
    const store = await openStore({ url: outlet.url });
    scene = await Scene.open({ store, clock: systemClock, limits: { writeWait: 0 }, settings: { delay: 20 } });
  });
  afterEach(async () => {
    await scene.close();
    await outlet.stop();
  });

  it(
    "while a machine is made: 503 meanwhile, then SUCCESS by itself within 10 s, and one machine",
    async () => {
      await scene.script({ fault: "delay", action: "machine.create", milliseconds: 500 });
      const answer = await scene.post("machines", machineOf(STOCK));
      expect(answer.status).toBe(202);
      await eventually(async () => expect(await scene.calls("machine.create")).toBe(1));
      await outlet.stop();
      const refused = await scene.post("machines", machineOf(STOCK));
      expect([refused.status, refused.headers["Retry-After"]]).toEqual([503, "5"]);
      expect(await scene.gateway.send("GET", answer.headers["CIMI-Job-URI"]!)).toMatchObject({ status: 503 });
      await outlet.start();
      const back = Date.now();
      expect(await scene.gateway.job(answer, 10_000)).toMatchObject({ state: "SUCCESS" });
      expect(Date.now() - back).toBeLessThan(10_000);
      expect([await scene.present(), await scene.calls("machine.create")]).toEqual([ONE_MACHINE, 1]);
    },
    PATIENCE,
  );

  it(
    "whose connections are cut again and again while ten machines are made: all are made, each once",
    async () => {
      const answers: Awaited<ReturnType<Scene["post"]>>[] = [];
      const cutting = setInterval(() => outlet.cut(), 40);
      for (let count = 0; count < 10; count++) answers.push(await accepted(scene));
      clearInterval(cutting);
      for (const answer of answers) expect(await scene.gateway.job(answer)).toMatchObject({ state: "SUCCESS" });
      expect(await scene.present()).toMatchObject({ machine: 10 });
    },
    PATIENCE,
  );
});

describeServer("a PostgreSQL database without a key to secrets", () => {
  it("refuses them with what the operator has to do, and serves all else (RELIABILITY, rule 12)", async () => {
    const scene = await Scene.open({ store: await openStore({ url: URL_OF_SERVER! }) });
    const resourceURI = "http://schemas.dmtf.org/cimi/2/CredentialTemplate";
    const refused = await scene.post("credentialTemplates", { resourceURI, parameters: { password: "hush" } });
    expect([refused.status, refused.body]).toEqual([501, expect.stringContaining("server.secretKeyFile")]);
    expect(await scene.end("credentialTemplates", { resourceURI, parameters: { userName: "me" } })).toMatchObject({
      state: "SUCCESS",
    });
    expect(await scene.end("machines", machineOf(STOCK))).toMatchObject({ state: "SUCCESS" });
    await scene.close();
  });
});

/** Sends the request again as long as it is answered 503, as a client does. */
async function accepted(scene: Scene) {
  for (;;) {
    const answer = await scene.post("machines", machineOf(STOCK));
    if (answer.status !== 503) return answer;
  }
}
