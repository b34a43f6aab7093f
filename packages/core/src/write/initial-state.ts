import { type Description, InvalidValue, shown, type Values } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Entity } from "../read/entity.js";
import type { Parent } from "../route.js";
import type { Session } from "../session.js";

/**
 * 5.14.2.1: the template's value, else the cloud's DefaultInitialState, else STOPPED (5.16.10.1, 5.16.14.1: DISABLED); it must be one
 * that the cloud can reach.
 */
export function initialState(session: Session, { name, stable }: Description, { initialState: asked }: Values): string {
  const { capabilities = {} } = session.cloud.sources.get(name)!.adapter;
  const reachable = String(capabilities.InitialStates ?? "")
    .split(",")
    .map((state) => state.trim());
  const state = (asked as string | undefined) ?? (capabilities.DefaultInitialState as string | undefined) ?? atRest(stable);
  if (capabilities.InitialStates !== undefined && !reachable.includes(state)) {
    throw new InvalidValue(`a new ${name} cannot begin as ${shown(state)} here; accepted: ${reachable.join(", ")}`, [
      "initialState",
    ]);
  }
  return state;
}

const atRest = (stable: readonly string[] = []): string => (stable.includes("DISABLED") ? "DISABLED" : "STOPPED");

/** Nothing is added to what is being made or deleted. */
export function checkState({ values }: Entity, { type }: Parent): void {
  const state = String(values.state);
  if (state === "CREATING" || state === "DELETING")
    throw new Refusal(409, `the ${type} is in the state ${state}; wait for its Job`);
}
