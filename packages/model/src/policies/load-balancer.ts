import { hostName, reference } from "../vocabulary/addresses.js";
import { oneKind } from "../vocabulary/kinds.js";
import { list } from "../vocabulary/list.js";
import { portRange } from "../vocabulary/ports.js";
import { clause, flag, place, sentence } from "../vocabulary/sentence.js";
import { anyText, oneOf, seconds, whole } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";
import { inside, outside, ownName } from "./peers.js";

const port = whole(1, 65_535);
const pool = clause(anyText("the name of a pool"), "The pool of members meant. Absent: the members that name no pool.");
const certificate = oneKind({ plain: { name: ownName }, named: { credential: reference("Credential") } });

const listener = sentence({
  protocol: place(oneOf("tcp", "udp", "tls", "http", "https", "http2", "grpc", "any"), "The protocol spoken with clients."),
  ports: place(list(portRange), "The ports listened on; 0-65535: all."),
  to: clause(port, "The port of the members. Absent: the one of each member, else the port listened on."),
  speaking: clause(
    oneOf("tcp", "tls", "http", "https", "http2", "grpc"),
    "The protocol spoken with members. Absent: that of clients.",
  ),
  pool,
  algorithm: clause(
    oneOf("round-robin", "least-connections", "source-address", "random", "hash"),
    "How a member is chosen. Absent: as the cloud does it.",
  ),
  persistence: clause(oneOf("source-address", "cookie", "application-cookie"), "What sends a client to the same member again."),
  cookie: clause(anyText("the name of a cookie"), "The cookie of the application that persistence follows."),
  lasting: clause(seconds, "How long persistence lasts."),
  certificates: clause(
    list(certificate),
    "The certificates shown to clients: Credentials, or those that the cloud has by a name.",
  ),
  idle: clause(seconds, "After how long without traffic a connection is closed."),
  disabled: flag("The listener is kept, and does not listen."),
});

const member = sentence({
  target: place(inside, "The endpoint, interface or machine, or the address of one elsewhere."),
  port: clause(port, "The port it listens on. Absent: that of the listener."),
  weight: clause(whole(0, 1000), "Its share of the load, beside those of the others. 0: it gets no new clients."),
  pool,
  backup: flag("It gets clients only while no other member is healthy."),
  disabled: flag("It gets no clients."),
});

const health = sentence({
  protocol: place(oneOf("tcp", "udp", "tls", "http", "https", "grpc", "ping"), "How members are asked."),
  port: clause(port, "The port asked. Absent: the one that gets the traffic."),
  path: clause(anyText("a path such as /health"), "The path asked for."),
  host: clause(hostName, "The host asked for."),
  expect: clause(list(whole(100, 599)), "The HTTP status codes of a healthy member. Absent: 200."),
  every: clause(seconds, "The time between two questions."),
  timeout: clause(seconds, "How long an answer may take."),
  healthy: clause(whole(1, 100), "How many good answers in a row make a member healthy."),
  unhealthy: clause(whole(1, 100), "How many bad ones make it unhealthy."),
  pool,
});

/** How clients of one address are shared among many endpoints. */
export const loadBalancer = vocabulary("How clients of one address are shared among many members.", {
  listener: family(listener, {
    help: "A port on which clients are heard.",
    examples: [
      "tcp 443",
      "https 443 to 8080 speaking http algorithm least-connections persistence cookie lasting 3600s certificates credential:credentials/3",
    ],
  }),
  member: family(member, {
    help: "An endpoint that gets clients, beside the endpoints of the service.",
    examples: ["10.0.0.5 port 8080 weight 10", "endpoint:endpoints/7 pool web backup"],
  }),
  health: family(health, {
    help: "How it is found out which members can take clients.",
    examples: ["tcp", "http port 8080 path /health expect 200, 204 every 10s timeout 5s healthy 3 unhealthy 2"],
  }),
  external: key(list(outside), {
    help: "The addresses that clients speak to: addresses or endpoints that are there, or automatic.",
    examples: ["automatic", "endpoint:endpoints/9"],
  }),
  scope: key(oneOf("internet", "internal"), {
    help: "Whether clients are anywhere, or inside the network only.",
    examples: ["internal"],
  }),
});
