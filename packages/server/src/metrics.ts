import type { Store } from "@cimi-gateway/store";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Observe } from "./shell.js";

/** Seconds: reads from memory are below the first, native calls around the middle. */
const BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10, 30];

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);

interface Children {
  readonly count: Counter.Internal;
  readonly time: Histogram.Internal<"method" | "face">;
}

/** What the gateway counts, in Prometheus' format. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: "cimi_requests_total",
    help: "Requests answered, by method, status and face (edition 1, 2, tolerant; none: beside CIMI).",
    labelNames: ["method", "status", "face"] as const,
    registers: [this.#registry],
  });
  readonly #durations = new Histogram({
    name: "cimi_request_duration_seconds",
    help: "From the headers of a request to its answer.",
    labelNames: ["method", "face"] as const,
    buckets: BUCKETS,
    registers: [this.#registry],
  });

  readonly #children = new Map<string, Children>();

  constructor(store: Store) {
    collectDefaultMetrics({ register: this.#registry });
    const jobs = new Gauge({
      name: "cimi_open_jobs",
      help: "Jobs that have not ended, by cloud.",
      labelNames: ["cloud"] as const,
      registers: [this.#registry],
      async collect() {
        jobs.reset();
        for (const { cloud } of await store.operations.unsettled()) jobs.inc({ cloud });
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  readonly observe: Observe = (exchange, status, milliseconds) => {
    const method = METHODS.has(exchange.method) ? exchange.method : "other";
    const { count, time } = this.#childrenOf(method, status, faceOf(exchange.path));
    count.inc();
    time.observe(milliseconds / 1_000);
  };

  /** Looking labels up costs more than counting, and there are few of them. */
  #childrenOf(method: string, status: number, face: string): Children {
    const key = `${method} ${status} ${face}`;
    const known = this.#children.get(key);
    if (known) return known;
    const made = { count: this.#requests.labels({ method, status, face }), time: this.#durations.labels({ method, face }) };
    this.#children.set(key, made);
    return made;
  }
}

function faceOf(path: string): string {
  if (path !== "/cimi" && !path.startsWith("/cimi/")) return "none";
  return path.startsWith("/cimi/1/") ? "1" : path.startsWith("/cimi/2/") ? "2" : "tolerant";
}
