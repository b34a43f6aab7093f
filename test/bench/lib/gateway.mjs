// The gateway as it is built, over the sandbox, in a process of its own: tells its parent the address.
import { startServer } from "@cimi-gateway/server";
import "./usage.mjs";

const { url } = await startServer({ variables: { PORT: "0", ...JSON.parse(process.argv[2]) } });
process.once("disconnect", () => process.exit());
process.send({ url });
