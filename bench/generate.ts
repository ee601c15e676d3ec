/** `node scripts/run-ts.mjs bench/generate.ts SET SIZE_MB`: makes a data set and prints its folder. */

import { dataFolder } from "./data/cache.js";
import { GENERATORS, type DataSet } from "./data/generators.js";

const [set, megabytes] = process.argv.slice(2);
if (set === undefined || !Object.hasOwn(GENERATORS, set) || !(Number(megabytes) > 0)) {
  console.error(`usage: generate ${Object.keys(GENERATORS).join("|")} SIZE_MIB`);
  process.exitCode = 2;
} else {
  console.log(dataFolder(set as DataSet, Number(megabytes) * (1 << 20)));
}
