import { attribute, operation } from "../describe.js";
import { string } from "../types/string.js";
import { uri } from "../types/uri.js";

/** 5.13.1.2, 5.13.4.1: writes a System or a SystemTemplate, with what it consists of, into a package such as OVF. */
export const exporting = operation({
  input: {
    format: attribute(string, { help: "The media type of the package; application/ovf where absent." }),
    destination: attribute(uri, { help: "Where to put the package; absent: the answer says in Location where it is." }),
  },
});

/** 5.13.2.1, 5.13.5.1: makes a System or a SystemTemplate, with what it consists of, from a package; asked of the Collection. */
export const importing = operation({
  input: { source: attribute(uri, { consumerMandatory: true, help: "Where the package is." }) },
});
