import { attribute, immutable, operation, readOnly } from "../describe.js";
import { collection } from "../types/collection.js";
import { dateTime } from "../types/date-time.js";
import { ref } from "../types/ref.js";
import { string } from "../types/string.js";
import { limited, resource } from "./common.js";
import { metering } from "./metering.js";

/** 5.17.3: a series of measurements of one resource. */
export const Meter = resource("Meter", {
  clause: "5.17.3",
  collection: "meters",
  template: { attribute: "meterTemplate", type: "MeterTemplate" },
  capabilities: ["MeterConfigByValue", "MeterTemplateByValue"],
  attributes: {
    targetResource: attribute(ref("*"), { ...immutable, help: "What is measured." }),
    ...limited(metering, readOnly),
    samples: attribute(collection("Sample"), { ...readOnly, help: "The measurements." }),
    minValue: attribute(string, { help: "The least value expected." }),
    maxValue: attribute(string, { help: "The greatest value expected." }),
    stopTime: attribute(dateTime, { help: "When it stops taking samples." }),
    expiresTime: attribute(dateTime, { help: "When it is deleted." }),
  },
  operations: { start: operation({}), stop: operation({}) },
});
