import { describeService } from "./describe-service.js";
import { readOptions } from "./options.js";

// What `npm run conformance` has jest run; npm test leaves it out.
await describeService(readOptions(process.env));
