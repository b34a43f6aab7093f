import type { RequestListener } from "node:http";
import { Refusal } from "@cimi-gateway/core";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import type { Respond, Shell } from "./shell.js";

export interface ApplicationOptions {
  readonly shell: Shell;
  /** What answers everything from `/cimi` on. */
  readonly cimi: Respond;
  /** What else is served, by path. */
  readonly pages: Readonly<Record<string, Respond>>;
}

/**
 * The routes. Express decides which of them a request takes and nothing else: its own settings for proxies, entity tags and bodies are off or
 * unused, because each of them would answer for CIMI.
 */
export function application({ shell, cimi, pages }: ApplicationOptions): RequestListener {
  const routes = express();
  routes.disable("x-powered-by").disable("etag").enable("case sensitive routing").enable("strict routing");
  const by =
    (respond: Respond): RequestHandler =>
    (request, response) =>
      shell.serve(request, response, request.originalUrl, respond);
  routes.use("/cimi", by(cimi));
  for (const [path, respond] of Object.entries(pages)) routes.route(path).get(by(respond)).all(by(readOnly));
  routes.use(by(nothing));
  routes.use(failed(shell));
  return routes;
}

const readOnly: Respond = async ({ path }) => {
  throw new Refusal(405, `${path} is only read`, { headers: { Allow: "GET, HEAD" } });
};

const nothing: Respond = async () => {
  throw new Refusal(404, "nothing is here; CIMI begins at /cimi/, and / lists the entry points");
};

/** Whatever goes wrong before a route is found or while it answers is answered as all errors are. The parameters tell Express what this is. */
const failed =
  (shell: Shell): ErrorRequestHandler =>
  (error, request, response, _next) =>
    shell.serve(request, response, request.originalUrl, async () => {
      throw error;
    });
