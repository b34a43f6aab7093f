import { z } from "zod";
import { forwardedPrefix } from "../base/grammar.js";

const WANTED = "must be an absolute http or https URL without user, query and fragment, e.g. https://cimi.example.org";

/** The public base, as the scheme, host and prefix that all hrefs begin with: without a slash at the end. */
export const baseUrl = z.string().transform((given, context) => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const prefix = url && forwardedPrefix(url.pathname);
  if (url && prefix !== undefined && isPlain(url)) return url.origin + prefix;
  context.addIssue({ code: "custom", message: WANTED });
  return z.NEVER;
});

const isPlain = ({ protocol, username, password, search, hash }: URL): boolean =>
  /^https?:$/.test(protocol) && username + password + search + hash === "";
