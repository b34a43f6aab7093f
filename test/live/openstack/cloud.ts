import { type Adapter, gather, silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-openstack";

/** How OpenStack's own clients are told of a cloud (python-openstackclient, "Authentication"). */
const { OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME, OS_USER_DOMAIN_ID, OS_PROJECT_DOMAIN_ID, OS_REGION_NAME } =
  process.env;

export const isThere = OS_AUTH_URL !== undefined;
export const reason = isThere ? "" : " (skipped: OS_AUTH_URL names no OpenStack)";

type More = Record<string, unknown>;

/** Where there is no cloud, the address is one at which nothing answers: what the adapter offers is known all the same. */
const openAt = (more: More): Promise<Adapter> =>
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

/** Machines are in the first network that there is, whatever networks the tests make: the cloud itself would not choose among several. */
export async function openCloud(more: More = {}): Promise<Adapter> {
  const networks = isThere && more.networks === undefined ? [await firstNetwork()] : [];
  return openAt({ ...(networks.length > 0 && { networks }), ...more });
}

async function firstNetwork(): Promise<string> {
  const cloud = await openAt({});
  const { list, identify, attributes } = cloud.resources.Network!;
  const context = { signal: new AbortController().signal, clock: systemClock, log: silentLog, tenant: "test" };
  const all = await gather(list({}, context));
  await cloud.close?.();
  const inside = all.find((native) => attributes.external?.(native) !== true);
  if (inside === undefined) throw new Error("the project needs a network for machines; the stack of test/live/openstack has one");
  return identify(inside).id;
}
