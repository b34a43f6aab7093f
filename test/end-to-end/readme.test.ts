import { describe, expect, it } from "@jest/globals";
import { blocksIn } from "../support/readme.js";
import { serve } from "../support/server.js";
import { describeTour } from "../support/tour.js";

describe("blocks of a document", () => {
  it("are those marked as bash, and no others", () => {
    const document = ["```sh", "npm start", "```", "text", "```bash", "one", "", "two", "```", "```bash", "three", "```"].join(
      "\n",
    );
    expect(blocksIn(document)).toEqual(["one\n\ntwo\n", "three\n"]);
  });
});

describeTour({ cloud: "sandbox", start: () => serve() });
