import type { Call } from "./call.js";
import { numbered } from "./form.js";
import { refuse } from "./refusal.js";
import { child, type Element, element, itemsAt, setChild, textAt } from "./xml.js";

/** moto lists all modifications that a volume ever had and says only what changed; EC2 lists the last, whole, and refuses ids without one. */
export async function latestModifications(answer: Element, call: Call): Promise<void> {
  const latest = new Map(itemsAt(answer, "volumeModificationSet").map((item) => [textAt(item, "volumeId") ?? "", item]));
  const without = numbered(call.form, "VolumeId").find((id) => !latest.has(id));
  if (without !== undefined) refuse("InvalidVolumeModification.NotFound", `Modification for volume '${without}' does not exist.`);
  for (const [id, item] of latest) await complete(call, id, item);
  setChild(answer, element("volumeModificationSet", [...latest.values()]));
}

async function complete(call: Call, id: string, item: Element): Promise<void> {
  const volume = await call.world.volume(id).catch(() => undefined);
  if (volume === undefined) return;
  for (const when of ["target", "original"]) {
    addMissing(item, `${when}Size`, String(volume.size));
    addMissing(item, `${when}VolumeType`, volume.type);
  }
}

function addMissing(item: Element, name: string, value: string): void {
  if (child(item, name) === undefined) setChild(item, element(name, value));
}
