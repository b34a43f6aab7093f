import { silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-sandbox";
import { describeAdapter } from "@cimi-gateway/conformance";
import { harnessOf } from "../support/harness.js";

const settings = { delay: 20 };
const adapter = await open({ cloud: "sandbox", settings, folder: ":memory:", clock: systemClock, log: silentLog });

describeAdapter("sandbox", { resources: adapter.resources, open: () => harnessOf(adapter, "sandbox") });
