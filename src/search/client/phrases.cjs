// Writes what the dialog is made of, besides its script: for each language a file of phrases, with the markup among them.
//
//   node phrases.cjs FOLDER
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const dialog = readFileSync(join(__dirname, 'dialog.html'), 'utf8').replace(/>\s+/g, '>').trim();
for (const language of ['en', 'zh']) {
  const phrases = JSON.parse(readFileSync(join(__dirname, `${language}.json`), 'utf8'));
  writeFileSync(join(process.argv[2], `${language}.json`), `${JSON.stringify({ ...phrases, dialog })}\n`);
}
