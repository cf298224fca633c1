// Gives what Temml itself makes of formulas: reads [[tex, is_display], …] as JSON, writes a list of MathML, or null where
// it refuses. Ids, which \label writes, are left out, as Byline does.

import {createRequire} from 'node:module';
import fs from 'node:fs';

const temml = createRequire(import.meta.url)('temml');
const made = JSON.parse(fs.readFileSync(0, 'utf8')).map(([tex, is_display]) => {
    try {
        return temml.renderToString(tex, {displayMode: is_display, throwOnError: true}).replace(/ id="[^"]*"/g, '');
    } catch {
        return null;
    }
});
process.stdout.write(JSON.stringify(made));
