import { Refusal } from "./refusal.js";

/** The APIs that are served, by the names that signatures have for them. */
export type Service = "ec2" | "elasticloadbalancing";

/** Who calls, as far as the Authorization header of signature version 4 says it. */
export interface Caller {
  readonly accessKeyId: string;
  readonly region: string;
  /** The API that the call is signed for. */
  readonly service: Service;
  /** The header as it came: moto takes the region from it. */
  readonly authorization: string;
}

/**
 * Signatures are not verified: the secret is not known here. An access key other than the accepted one is refused as EC2 does.
 * @throws Refusal AuthFailure
 */
export function callerOf(authorization: string | undefined, acceptedKey: string): Caller {
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/(ec2|elasticloadbalancing)\/aws4_request/.exec(authorization ?? "");
  const [, accessKeyId = "", region = "", service = "ec2"] = scope ?? [];
  if (authorization === undefined || accessKeyId !== acceptedKey) {
    throw new Refusal("AuthFailure", "AWS was not able to validate the provided access credentials", 401);
  }
  return { accessKeyId, region, service: service as Service, authorization };
}

/** The header as it would be for another API of the same region: moto takes the API from it, too. */
export const asCalling = (service: Service, authorization: string): string =>
  authorization.replace(/\/(ec2|elasticloadbalancing)\/aws4_request/, `/${service}/aws4_request`);

/** For what is answered before the caller is known. */
export const serviceIn = (authorization: string | undefined): Service =>
  authorization?.includes("/elasticloadbalancing/") ? "elasticloadbalancing" : "ec2";
