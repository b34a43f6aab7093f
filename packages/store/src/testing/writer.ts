import { writeSync } from "node:fs";
import { openStore } from "../open.js";
import { operation } from "./operations.js";

/** Writes until it is killed; says each id once its write was acknowledged. */
const [folder = "", prefix = ""] = process.argv.slice(2);
const store = await openStore({ folder });
for (let count = 0; ; count += 1) {
  const id = `${prefix}${count}`;
  await store.operations.begin({ tenant: "acme", cloud: "sandbox" }, operation({ id }));
  writeSync(1, `${id}\n`);
}
