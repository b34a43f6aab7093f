import { resourceAdapter } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import { common, identify, makingOf, relabellingOf } from "./common.js";
import { requireValue } from "./require.js";
import type { Login } from "./world/credential.js";
import type { Credential } from "./world/things.js";

export const credential = (client: Client) =>
  resourceAdapter<Credential>()("Credential", {
    identify,
    attributes: { ...common, parameters: shown },
    list: (_, context) => client.list("credential", context),
    read: (ids, context) => client.read("credential", ids, context),
    async create(request, context) {
      const input = { ...makingOf(request), ...loginOf(request.template.parameters) };
      return client.create("credential.create", input, context, (id) => client.drop("credential.delete", { id }));
    },
    async update(id, changes, context) {
      const parameters = requireValue(changes.parameters, "parameters");
      const login = parameters && loginOf(parameters);
      return client.step("update", "credential.update", { ...relabellingOf(id, changes), login }, context);
    },
    delete: (id, context) => client.step("delete", "credential.delete", { id }, context),
  });

type Parameters = Readonly<Record<string, string>>;

const loginOf = (parameters: Parameters | undefined): Login => ({
  userName: parameters?.userName,
  password: parameters?.password,
  key: parameters?.key,
});

/** The password is never shown. */
const shown = ({ userName, key }: Credential): Parameters => ({
  ...(userName !== undefined && { userName }),
  ...(key !== undefined && { key }),
});
