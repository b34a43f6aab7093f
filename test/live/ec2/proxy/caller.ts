import { Refusal } from "./refusal.js";

/** Who calls, as far as the Authorization header of signature version 4 says it. */
export interface Caller {
  readonly accessKeyId: string;
  readonly region: string;
  /** The header as it came: moto takes the region from it. */
  readonly authorization: string;
}

/**
 * Signatures are not verified: the secret is not known here. An access key other than the accepted one is refused as EC2 does.
 * @throws Refusal AuthFailure
 */
export function callerOf(authorization: string | undefined, acceptedKey: string): Caller {
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/ec2\/aws4_request/.exec(authorization ?? "");
  const [, accessKeyId = "", region = ""] = scope ?? [];
  if (authorization === undefined || accessKeyId !== acceptedKey) {
    throw new Refusal("AuthFailure", "AWS was not able to validate the provided access credentials", 401);
  }
  return { accessKeyId, region, authorization };
}
