import { ProviderFault } from "@cimi-gateway/adapter";

/** What the capabilities DefaultInitialState and InitialStates say, and the native words for it: the first is the default. */
export interface InitialStates<S extends string> {
  readonly capabilities: { readonly DefaultInitialState: string; readonly InitialStates: string };
  /** @throws ProviderFault invalid for a state that is not in the capability */
  native(wanted: string | undefined): S;
}

export function initialStates<S extends string>(states: Readonly<Record<string, S>>): InitialStates<S> {
  const [first] = Object.keys(states);
  const accepted = Object.keys(states);
  return {
    capabilities: { DefaultInitialState: first!, InitialStates: accepted.join(",") },
    native(wanted = first!) {
      const state = states[wanted];
      if (state) return state;
      throw new ProviderFault("invalid", `initialState ${wanted} is not accepted; accepted: ${accepted.join(", ")}`);
    },
  };
}
