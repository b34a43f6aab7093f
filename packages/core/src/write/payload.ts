import { type Description, InvalidValue, type Model, model, type Values } from "@cimi-gateway/model";
import type { Cloud } from "../cloud.js";
import { GUEST_FILE, injecting } from "./guest-file.js";

const described: Model = model;

/**
 * 5.14.3: data for the guest goes to the provider as it is, or in what makes it a file in the guest, as the settings of the cloud say.
 * Throws InvalidValue where the cloud takes none, or not so much; the data may be secret and is not repeated.
 */
export function withPayload(cloud: Pick<Cloud, "sources" | "userData">, description: Description, held: Values): Values {
  const key = payloadOf(description);
  const given = key === undefined ? undefined : (held[key] as string | undefined);
  if (key === undefined || given === undefined) return held;
  const { payload } = cloud.sources.get(description.name)!.adapter;
  if (!payload) throw new InvalidValue(`is not supported: this cloud hands no data to a new ${description.name} (5.3)`, [key]);
  const data = Buffer.from(given, "base64");
  const sent = cloud.userData === "cimi" ? injecting(data) : data;
  if (sent.length > payload.limit) throw new InvalidValue(tooLong(data, sent, payload.limit), [key]);
  return { ...held, [key]: sent.toString("base64") };
}

const payloadOf = ({ template }: Description): string | undefined =>
  Object.entries(template ? described[template.type]!.attributes : {}).find(([, { payload }]) => payload)?.[0];

function tooLong(data: Buffer, sent: Buffer, limit: number): string {
  const size = `has ${data.length} bytes`;
  const more = data === sent ? "" : `, ${sent.length} with what makes it ${GUEST_FILE} in the guest`;
  return `${size}${more}; this cloud takes at most ${limit}`;
}
