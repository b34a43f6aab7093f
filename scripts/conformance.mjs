// npm run conformance -- <entry point URL>: the suite for clouds, against any service that speaks CIMI. It runs from source, and builds nothing.
import { parseArgs } from "node:util";
import { install } from "./lib/build.mjs";
import { jest } from "./lib/run.mjs";

const USAGE = `npm run conformance -- <entry point URL> [options]

  --user <name:password>     sent as Authorization: Basic
  --header '<Name: value>'   sent with every request; may be given several times
  --edition1 <URL>           the entry point of the same cloud in edition 1.x, where the service has another address for it
  --edition2 <URL>           the same for edition 2.0
  --cases <pattern>          only the cases whose clause or title fits this regular expression; it has to fit one

It makes machines, volumes, images, credentials and networks, and deletes them at the end.`;

function refuse(problem) {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(2);
}

function given() {
  try {
    const texts = ["user", "edition1", "edition2", "cases"].map((name) => [name, { type: "string" }]);
    const options = { ...Object.fromEntries(texts), header: { type: "string", multiple: true, default: [] } };
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return refuse(error.message);
  }
}

function url(text) {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    refuse(`"${text}" is no http or https URL of a Cloud Entry Point`);
  return text;
}

function header(line) {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.+)$/.exec(line) ?? refuse("a header is written 'Name: value'");
  return [name.toLowerCase(), value];
}

function pattern(text) {
  try {
    new RegExp(text, "i");
    return text;
  } catch (error) {
    return refuse(`--cases takes a regular expression: ${error.message}`);
  }
}

function basic(user) {
  if (!user.includes(":")) refuse("--user takes a name and a password: name:password");
  return ["authorization", `Basic ${Buffer.from(user).toString("base64")}`];
}

const { values, positionals } = given();
if (positionals.length !== 1) refuse("name one Cloud Entry Point");
const siblings = [1, 2].flatMap((edition) => {
  const address = values[`edition${edition}`];
  return address === undefined ? [] : [[edition, url(address)]];
});
const options = {
  entryPoint: url(positionals[0]),
  siblings: Object.fromEntries(siblings),
  headers: Object.fromEntries([...values.header.map(header), ...(values.user === undefined ? [] : [basic(values.user)])]),
};
const cases = values.cases === undefined ? undefined : pattern(values.cases);

await install();
process.exitCode = await jest(
  [
    ...["--testMatch", "<rootDir>/packages/conformance/src/service/entry-point.suite.ts", "--runInBand"],
    ...["--reporters", "<rootDir>/scripts/lib/conformance-reporter.mjs"],
    ...(cases === undefined ? [] : ["--testNamePattern", cases]),
  ],
  { env: { CIMI_CONFORMANCE: JSON.stringify(options) } },
);
