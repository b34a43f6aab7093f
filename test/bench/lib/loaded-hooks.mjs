import { appendFileSync } from "node:fs";

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  appendFileSync(process.env.LOADED, `${found.url}\n`);
  return found;
}
