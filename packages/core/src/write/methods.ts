import type { Route } from "../route.js";
import type { Session } from "../session.js";

/**
 * The methods of a route, for the header Allow (RFC 9110, 10.2.1): as far as this cloud, and whoever asks, can have them. Which of them a
 * resource has in its present state its operations say.
 */
export const allowedMethods = (session: Session, route: Route): string => [...methodsOf(session, route), "OPTIONS"].join(", ");

const READ = ["GET", "HEAD"];

function methodsOf(session: Session, route: Route): readonly string[] {
  if (route.kind === "operation") return ["POST"];
  if (route.kind === "collection") return isOpen(session, route) ? [...READ, "POST"] : READ;
  const type = route.kind === "entryPoint" ? "CloudEntryPoint" : route.type;
  const adapter = session.cloud.sources.get(type)?.adapter;
  if (!adapter || session.cloud.access !== "full") return READ;
  return [...READ, ...(adapter.update ? ["PUT"] : []), ...(adapter.delete ? ["DELETE"] : [])];
}

/** 5.5.12: what a POST to a Collection can be is among its operations. */
const isOpen = ({ representer, face }: Session, { type, collection, parent }: Extract<Route, { kind: "collection" }>): boolean =>
  representer.collectionOperations(type, collection, face.edition, parent).length > 0;
