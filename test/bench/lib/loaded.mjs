// `node --import ./loaded.mjs x.js`: writes down every package that is loaded.
import { register } from "node:module";

register("./loaded-hooks.mjs", import.meta.url);
