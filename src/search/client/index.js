// Reads the files of an index (docs/search.md): each is fetched once, and only when something of it is asked for.
const utf8 = new TextEncoder();

export const hash = (name) => {
  let h = 2166136261;
  for (const byte of utf8.encode(name)) h = Math.imul(h ^ byte, 16777619);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const inflate = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text();

// What follows the checksum: numbers, bytes with their size before them, and the rest.
const readerOf = (bytes) => {
  let at = 12;
  const number = () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  const string = () => {
    const size = number();
    return bytes.subarray(at, at += size);
  };
  return { number, string, rest: () => bytes.subarray(at) };
};

// [[document, impact]] of one term out of its chunk; nothing when the chunk lacks it.
export const postingsIn = (bytes, term, idBits) => {
  const { number, string } = readerOf(bytes);
  for (let left = number(); left; left -= 1) {
    const name = String(utf8.encode(term)) === String(string());
    const count = number();
    const packed = string();
    if (!name) continue;
    let bit = 0;
    const bits = (width) => {
      let value = 0;
      for (let i = 0; i < width; i += 1, bit += 1) value |= ((packed[bit >> 3] >> (bit & 7)) & 1) << i;
      return value;
    };
    const low = Math.max(0, Math.floor(Math.log2((11 * 2 ** idBits) / 16 / count)));
    const found = [];
    for (let next = 0; found.length < count; next += 1) {
      while (bits(1)) next += 2 ** low;
      next += bits(low);
      found.push([next, term > '\x03' ? bits(5) + 1 : 1]);
    }
    return found;
  }
  return null;
};

export const openIndex = (base, get) => {
  const kept = new Map();
  let version = '';
  const load = (path, options) => {
    const fetched = async () => {
      const answer = await get(base + path + version, options);
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
      if (answer.status !== 404) throw Error(path);
      return null;
    };
    if (!kept.has(path)) kept.set(path, fetched().catch((error) => { kept.delete(path); throw error; }));
    return kept.get(path);
  };

  const head = async () => {
    const [first, numbers, ...rest] = new TextDecoder().decode(await load('index.txt', { cache: 'no-cache' })).split('\n');
    const [name, format, checksum] = first.split(' ');
    if (name + format !== 'byline-search2') throw Error(name);
    version = `?v=${checksum}`;
    const [documents, idBits, termBits, wordBits, , tags] = numbers.split(' ').map(Number);
    const facet = (mark) => rest.map((line) => line.match(/^(.) (\d+) (.+)/) ?? []).filter((line) => line[1] === mark).map((line) => [line[3], line[2]]);
    return { documents, idBits, termBits, wordBits, tags, kinds: facet('k'), languages: facet('l'), common: rest.at(-2).split(' ') };
  };

  // A number's file has as many digits as the largest of its folder.
  const pathOf = (folder, number, bits) => `${folder}/${number.toString(16).padStart(Math.ceil(bits / 4) || 1, '0')}`;
  // [[name, count]], the counts as they are written.
  const lines = async (path) => {
    const bytes = await load(path);
    return bytes ? (await inflate(bytes.subarray(12))).trimEnd().split('\n').map((line) => line.match(/(.*) (.*)/).slice(1)) : [];
  };
  const sectionsOf = (records) => records.map((record) => {
    const [anchor, heading, text] = record.split('\x1f');
    return { anchor, heading, text };
  });

  return {
    head,
    postings: async (term) => {
      const { idBits, termBits } = await head();
      const bytes = await load(`${pathOf('t', hash(term) % 2 ** termBits, termBits)}.bin`);
      return bytes && postingsIn(bytes, term, idBits);
    },
    // [[word, stem, count]] of the dictionary's chunk for a key.
    words: async (key) => {
      const { wordBits } = await head();
      return (await lines(`${pathOf('w', hash(key) % 2 ** wordBits, wordBits)}.bin`)).map(([name, count]) => {
        const [word, stem = word] = name.split(' ');
        return [word, stem, count];
      });
    },
    // [[tag, count]], the most frequent first.
    tags: async () => (await lines('tags.bin')).sort((a, b) => b[1] - a[1]),
    // What stands in its first file. A long text has parts instead of sections: for each, whether it may have a word, and how to read it.
    document: async (id) => {
      const path = pathOf('d', id, (await head()).idBits);
      const bytes = await load(`${path}.bin`);
      if (!bytes) return bytes;
      const { number, string, rest } = readerOf(bytes);
      const parts = Array.from({ length: number() }, (unused, i) => {
        const filter = string();
        return {
          mayHave: (word) => [word, word + word].every((name) => {
            const bit = hash(name) % (filter.length * 8);
            return (filter[bit >> 3] >> (bit & 7)) & 1;
          }),
          read: async () => sectionsOf((await inflate((await load(`${path}-${i + 1}.bin`)).subarray(12))).split('\x1e')),
        };
      });
      const [first, ...records] = (await inflate(rest())).split('\x1e');
      const [address, title, language, kind, date, description, tags] = first.split('\x1f');
      return { address, title, language, kind, date, description, tags: tags.split('\x1d'), sections: sectionsOf(records), parts };
    },
  };
};
