// Prints the microformats2 of HTML files, one JSON line a file: node microformats.mjs BASE_URL < list of paths.
import { readFileSync } from "node:fs";
import { mf2 } from "microformats-parser";

const baseUrl = process.argv[2];
for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
    const parsed = mf2(readFileSync(path, "utf8"), { baseUrl });
    console.log(JSON.stringify({ path, items: parsed.items, rels: parsed.rels }));
}
