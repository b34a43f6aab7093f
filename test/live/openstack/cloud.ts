import { type Adapter, silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-openstack";

/** How OpenStack's own clients are told of a cloud (python-openstackclient, "Authentication"). */
const { OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME, OS_USER_DOMAIN_ID, OS_PROJECT_DOMAIN_ID, OS_REGION_NAME } =
  process.env;

export const isThere = OS_AUTH_URL !== undefined;
export const reason = isThere ? "" : " (skipped: OS_AUTH_URL names no OpenStack)";

/** Where there is no cloud, the address is one at which nothing answers: what the adapter offers is known all the same. */
export const openCloud = (more: Record<string, unknown> = {}): Promise<Adapter> =>
  open({
    cloud: "private",
    folder: "",
    clock: systemClock,
    log: silentLog,
    settings: {
      authUrl: OS_AUTH_URL ?? "http://127.0.0.1:9/v3",
      region: OS_REGION_NAME ?? "RegionOne",
      "credentials.username": OS_USERNAME ?? "demo",
      "credentials.password": OS_PASSWORD ?? "none",
      "credentials.projectName": OS_PROJECT_NAME ?? "demo",
      "credentials.userDomainId": OS_USER_DOMAIN_ID ?? "default",
      "credentials.projectDomainId": OS_PROJECT_DOMAIN_ID ?? "default",
      ...more,
    },
  });
