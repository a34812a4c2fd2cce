// Search in the index that the build writes to _search/. The interface is described in the
// documentation (docs/reference/search-api.md). Files of the index are loaded as scripts, so that it works from
// a folder (file://), under a base path and under a policy that allows only scripts of the site.
(() => {
"use strict";
// -- words: twin of search/words.py --------------------------------------------------------------
const paperreviewWords = (rules) => {
  const HANGUL = "\uac00-\ud7a3\u3131-\u318e";
  const LATIN = "0-9a-z\u00b5\u00df-\u00f6\u00f8-\u02af\u0370-\u0fff\u1e00-\u1fff";
  const RUN = new RegExp(`[${HANGUL}]+|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff々]+|[${LATIN}]+(?:[-._'’][${LATIN}]+)*(?:\\+\\+|#)?`, "g");
  const suffixes = new Map(rules.suffixes.flatMap((row, kind) => row.split(" ").map((each) => [each, kind])));
  const longest = Math.max(...[...suffixes.keys()].map((each) => each.length));
  const kept = rules.keep.split(" ");
  const stop = new Set(rules.stop.split(" "));
  const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
  const VOWELS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ".split(" ");
  const FINALS = " ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ");
  const JOINED = Object.fromEntries([..."ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄㅘㅙㅚㅝㅞㅟㅢ"].map((each, i) =>
    [each, "ㄱㅅ ㄴㅈ ㄴㅎ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅂㅅ ㅗㅏ ㅗㅐ ㅗㅣ ㅜㅓ ㅜㅔ ㅜㅣ ㅡㅣ".split(" ")[i]]));
  const place = (letter) => letter.charCodeAt(0) - 0xac00;
  const isKorean = (letter) => /[\uac00-\ud7a3]/.test(letter);

  const fold = (text) => text.split(/([\u3131-\u318e]+)/).map((part, i) => i % 2 ? part
    : part.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC")).join("").toLowerCase();

  const follows = (kind, before) => {
    if (!kind) return true;
    if (!isKorean(before)) return false;
    const final = place(before) % 28;
    return kind === 1 ? final > 0 : kind === 3 ? final === 0 || final === 8 : final === 0;
  };
  const stem = (word) => {
    for (let pass = 0; pass < 2; pass++) {
      if (word.length < 3 || kept.some((each) => word.endsWith(each))) break;
      let length = Math.min(longest, word.length - 2);
      for (; length > 0; length--) {
        const kind = suffixes.get(word.slice(-length));
        if (kind !== undefined && follows(kind, word[word.length - length - 1])) break;
      }
      if (!length || (length === 1 && word.length === 3 && word[2] === "도")) break;
      word = word.slice(0, -length);
    }
    return word;
  };
  const english = (word) => {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    if (/ies$/.test(word) && word.length > 4) return word.slice(0, -3) + "y";
    if (/s$/.test(word) && !/(ss|us|is)$/.test(word)) word = word.slice(0, /(sses|ches|shes|xes)$/.test(word) ? -2 : -1);
    for (const ending of ["ing", "ed"]) {
      if (word.endsWith(ending) && word.length - ending.length > 3) {
        word = word.slice(0, -ending.length);
        if (word.at(-1) === word.at(-2) && !/[lsz]$/.test(word)) word = word.slice(0, -1);
        break;
      }
    }
    return word.endsWith("e") && word.length > 4 ? word.slice(0, -1) : word;
  };
  const cut = (word) => word.slice(0, 40);
  const latin = (run) => {
    run = run.replace(/'s$/, "").replace(/’s$/, "");
    const parts = run.split(/[-._'’]/);
    if (parts.length === 1) return stop.has(run) ? [] : [cut(english(run))];
    const whole = parts.every((part) => /^\p{Nd}+$/u.test(part)) ? run : parts.join("");
    return [cut(english(whole)), ...parts.filter((part) => part.length > 1 && !stop.has(part)).map((part) => cut(english(part)))];
  };
  const korean = (run, glued) => glued && (suffixes.has(run) || (run[0] === "들" && run.length > 1 && suffixes.has(run.slice(1))))
    ? [] : [cut(stem(run))];
  // Each run of letters of one script: its position, the run, its terms.
  const runs = (folded) => {
    const out = [];
    let end = -1;
    for (const match of folded.matchAll(RUN)) {
      const run = match[0];
      const last = match.index + run.length;
      if (/^[\uac00-\ud7a3\u3131-\u318e]/.test(run)) {
        out.push([match.index, run, korean(run, end === match.index)]);
        end = -1;
      } else if (/^[\u3040-\u9fff々]/.test(run)) {
        const pairs = Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2));
        out.push([match.index, run, pairs.length ? pairs : [run]]);
        end = last;
      } else {
        out.push([match.index, run, latin(run)]);
        end = last;
      }
    }
    return out;
  };
  const terms = (text) => runs(fold(text)).flatMap((run) => run[2]);
  const jamo = (word) => [...word].map((letter) => {
    const at = place(letter);
    return at < 0 || at >= 11172 ? JOINED[letter] || letter
      : INITIALS[Math.floor(at / 588)] + VOWELS[Math.floor(at / 28) % 21] + FINALS[at % 28];
  }).join("");
  return { fold, terms, runs, stem, jamo, isKorean, place, INITIALS, VOWELS, FINALS };
};
// -- end of words --------------------------------------------------------------------------------

// Weights of what a word of the query finds: prefixes, parts of compounds, forms of a verb, other spellings, synonyms.
const BEGINNING = 0.6, WITHIN = 0.45, VERB = 0.5, TYPO = 0.3, OTHER = 0.35;
// With fewer records than FEW, other spellings and synonyms are searched; with more than MANY, no other forms. Most terms of a prefix, and files loaded for it.
const FEW = 3, MANY = 200, MOST = 400, FILES = 3;
// How many of the best results are ranked again by their texts; characters of an excerpt.
const RERANKED = 20, EXCERPT = 180;
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const digit = new Uint8Array(128);
[...DIGITS].forEach((each, i) => { digit[each.charCodeAt(0)] = i; });
const KEYS = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml"; // of ㄱㄲㄴ… ㅏㅐㅑ… on a Korean keyboard
const LETTERS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ";

const here = document.currentScript && document.currentScript.src;
const base = new URL(here ? "../" : document.documentElement.dataset.content_root || "./", here || location.href).href;

// -- files ---------------------------------------------------------------------------------------
const waiting = new Map();
const loaded = new Map();
window.paperreviewSearch = (name, data) => { waiting.get(name)?.(data); };
// Where Trusted Types are required, the address of a script must come from a policy.
const rules = { createScriptURL: (name) => `${base}_search/${name}` };
let policy;
const scriptUrl = (name) => (policy ??= window.trustedTypes?.createPolicy("paperreview-search", rules) ?? rules).createScriptURL(name);
const load = (name, version = "") => {
  if (!loaded.has(name)) {
    loaded.set(name, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      waiting.set(name, resolve);
      script.src = scriptUrl(`${name}.js${version}`);
      script.async = true;
      script.onload = () => { script.remove(); waiting.delete(name); reject(new Error(`${name} holds nothing`)); };
      script.onerror = () => { script.remove(); loaded.delete(name); reject(new Error(`cannot load ${script.src}`)); };
      document.head.append(script);
    }));
  }
  return loaded.get(name);
};
let words, root, volumes, total;
let started;
const start = () => started ??= load("root").then((data) => {
  root = data;
  window.paperreview.labels = data.labels;
  words = paperreviewWords(data.rules);
  total = 0;
  volumes = data.volumes.map((each) => {
    const rows = each.terms ? each.terms.split("\n") : [];
    const volume = {
      ...each,
      start: total,
      files: rows.map((row) => row.slice(row.lastIndexOf(" ") + 1)),
      keys: rows.map((row) => words.jamo(row.slice(0, row.lastIndexOf(" ")))),
      metas: each.metas ? each.metas.split(" ") : [],
    };
    total += each.n;
    return volume;
  });
}).catch((error) => { started = undefined; throw error; });

const parsed = new Map();
// The terms of a file, in order: [typed letters, term, postings].
const chunk = async (volume, number) => {
  const name = volume.files[number];
  if (!parsed.has(name)) {
    parsed.set(name, (await load(name)).split("\n").map((line) => {
      const space = line.indexOf(" ");
      const term = line.slice(0, space);
      return { typed: words.jamo(term), term, code: line.slice(space + 1) };
    }));
  }
  return parsed.get(name);
};
const before = (list, value, key = (each) => each) => {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(list[middle]) <= value) low = middle + 1; else high = middle;
  }
  return low;
};
// The rows of the same term in several volumes as one; its records are numbered through.
const united = (found) => {
  const out = new Map();
  for (const [volume, row] of found) {
    const same = out.get(row.term);
    if (same) { same.parts.push([volume, row]); same.size += row.code.length; }
    else out.set(row.term, { typed: row.typed, term: row.term, size: row.code.length, parts: [[volume, row]] });
  }
  return [...out.values()];
};
// The terms whose typed letters begin with a prefix, from the first *most* files of each volume that have any.
const beginning = async (typed, most = FILES) =>
  united((await Promise.all(volumes.map(async (volume) =>
    (await beginningIn(volume, typed, most)).map((row) => [volume, row])))).flat());
const beginningIn = async (volume, typed, most) => {
  const { keys, files } = volume;
  const out = [];
  const first = Math.max(0, before(keys, typed) - 1);
  // Terms before the first key that begins with *typed* are in the file before.
  for (let i = first; i < files.length && i < first + most && (i === first || keys[i].startsWith(typed) || keys[i] <= typed); i++) {
    const rows = await chunk(volume, i);
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].typed < typed) low = middle + 1; else high = middle;
    }
    for (; low < rows.length && rows[low].typed.startsWith(typed); low++) out.push(rows[low]);
  }
  return out;
};
const exact = async (term) => {
  const typed = words.jamo(term);
  const rows = await Promise.all(volumes.map(async (volume) => [volume, await exactIn(volume, term, typed)]));
  return united(rows.filter((each) => each[1]))[0];
};
const exactIn = async (volume, term, typed) => {
  const rows = volume.files.length ? await chunk(volume, Math.max(0, before(volume.keys, typed) - 1)) : [];
  let low = 0, high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].typed < typed) low = middle + 1; else high = middle;
  }
  for (; low < rows.length && rows[low].typed === typed; low++) if (rows[low].term === term) return rows[low];
  return undefined;
};
const decode = (row) => row.list ??= row.parts.length > 1
  ? row.parts.flatMap(([volume, part]) => decodePart(volume, part))
  : decodePart(...row.parts[0]);
const decodePart = (volume, part) => {
  if (part.list) return part.list;
  const list = [], code = part.code;
  let number = volume.start - 1;
  for (let i = 0; i < code.length;) {
    const weight = digit[code.charCodeAt(i++)];
    let value = 0, factor = 1, step;
    do {
      step = digit[code.charCodeAt(i++)];
      value += (step & 31) * factor;
      factor *= 32;
    } while (step > 31);
    number += value + 1;
    list.push(number, weight);
  }
  return part.list = list;
};
const rarity = (count) => Math.log(1 + (total - count + 0.5) / (count + 0.5)) + 0.2;

// -- verbs: the stems that a form may have -----------------------------------------------------------
const compose = (first, vowel, final = 0) => String.fromCharCode(0xac00 + first * 588 + vowel * 28 + final);
let endings, linked, past;
const verbs = (word) => {
  endings ??= root.rules.endings.split(" ");
  linked ??= ["", ...root.rules.linked.split(" ")];
  past ??= root.rules.past.split(" ");
  const found = new Set();
  const take = (each) => { if (each && (each.length > 1 || words.place(each) % 28)) found.add(each); };
  const split = (each) => { const at = words.place(each.at(-1)); return [each.slice(0, -1), Math.floor(at / 588), Math.floor(at / 28) % 21, at % 28]; };
  // The stem before -아/-어, which may be contracted with it.
  const joined = (each) => {
    if (!each || !words.isKorean(each.at(-1))) return;
    const [head, first, vowel, final] = split(each);
    if (final) return;
    const end = each.at(-1);
    if (first === 11 && (vowel === 0 || vowel === 4) && head) take(head); // 높아 → 높
    if (vowel === 6) { take(head + compose(first, 20)); take(each); } // 줄여 → 줄이
    if (vowel === 9) take(head + compose(first, 8)); // 나와 → 나오
    if (vowel === 14) take(head + compose(first, 13)); // 배워 → 배우
    if (vowel === 10) take(head + compose(first, 11)); // 돼 → 되
    if (vowel === 1) { take(each); if (first === 18) take(head + "하"); } // 해 → 하
    if (vowel === 5) take(each);
    if (vowel === 0 || vowel === 4) { if (first !== 11) take(each); take(head + compose(first, 18)); } // 커 → 크
    if ((end === "워" || end === "와") && head) { const [h, f, v, l] = split(head); if (!l) take(h + compose(f, v, 17)); } // 어려워 → 어렵
    if ((end === "라" || end === "러") && head) { const [h, f, v, l] = split(head); if (l === 8) take(h + compose(f, v) + "르"); } // 빨라 → 빠르
  };
  const open = (each, dropped) => { // before an ending that begins with a consonant
    if (!each || !words.isKorean(each.at(-1))) return;
    take(each);
    const [head, first, vowel, final] = split(each);
    if (dropped && !final) take(head + compose(first, vowel, 8)); // 만드는 → 만들
    if (each.at(-1) === "우" && head) { const [h, f, v, l] = split(head); if (!l) take(h + compose(f, v, 17)); }
  };
  const fused = (each, finals) => { // 비싼, 줄일, 줄임, 줄입
    const [head, first, vowel, final] = split(each);
    if (!finals.includes(final) || (final === 16 && vowel !== 20)) return;
    open(head + compose(first, vowel), final !== 8);
  };
  if (!words.isKorean(word.at(-1))) return found;
  open(word);
  fused(word, [4, 8, 16]);
  joined(word);
  for (const end of endings) {
    if (word.length <= end.length || !word.endsWith(end.replace("ㄴ", ""))) continue;
    const rest = word.slice(0, -end.replace("ㄴ", "").length);
    if (end[0] === "ㄴ") { if (words.isKorean(rest.at(-1))) fused(rest, [4]); continue; }
    open(rest, /^[는니세네]/.test(end));
    if (end === "니다") fused(rest, [17]);
    if (/^(데|지|가)/.test(end) || ["다는", "다고", "다면", "다"].includes(end)) fused(rest, [4]);
    if (end === "수록" || end === "지") fused(rest, [8]);
  }
  for (const end of linked) if (word.length > end.length && word.endsWith(end)) joined(end ? word.slice(0, -end.length) : word);
  for (let i = word.length - 1; i >= 0; i--) { // 줄였다
    if (words.isKorean(word[i]) && words.place(word[i]) % 28 === 20 && (i === word.length - 1 || past.includes(word.slice(i + 1)))) {
      joined(word.slice(0, i) + String.fromCharCode(word.charCodeAt(i) - 20));
    }
  }
  return found;
};
// The prefixes, in typed letters, of the forms of a stem.
const places = (stem) => {
  const typed = words.jamo(stem);
  const last = typed.at(-1);
  if (stem.endsWith("하")) return [typed, typed.slice(0, -1) + "ㅐ"];
  if (last === "ㅣ") return [typed, typed.slice(0, -1) + "ㅕ"];
  if (last === "ㅡ") return [typed, typed.slice(0, -1) + "ㅏ", typed.slice(0, -1) + "ㅓ"];
  if (last === "ㅂ") return [typed, typed.slice(0, -1) + "ㅇㅜ", typed.slice(0, -1) + "ㅇㅗ"];
  if (last === "ㄹ") return [typed.slice(0, -1)];
  return [typed];
};

// -- other spellings --------------------------------------------------------------------------------
let dictionary;
// The letters of a word as bits: words that differ in many need not be compared.
const lettersOf = (typed) => { let bits = 0; for (const each of typed) bits |= 1 << (each.charCodeAt(0) % 32); return bits; };
const bitsOf = (value) => { let count = 0; for (; value; value &= value - 1) count++; return count; };
const vocabulary = async () => {
  if (!dictionary) {
    const found = new Map();
    for (const text of await Promise.all(volumes.map((volume) => load(volume.words)))) {
      for (const line of text.split("\n").filter(Boolean)) {
        const term = line.slice(1), same = found.get(term);
        if (same) same.count = Math.max(same.count, +line[0]);
        else {
          const typed = words.jamo(term);
          found.set(term, { term, typed, count: +line[0], letters: lettersOf(typed) });
        }
      }
    }
    dictionary = [...found.values()];
  }
  return dictionary;
};
// The edit distance of two words (with transpositions), or a number above *most*.
const edits = (a, b, most) => {
  let older, old = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let value = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, older[j - 2] + 1);
      row.push(value);
      if (value < least) least = value;
    }
    if (least > most) return most + 1;
    older = old;
    old = row;
  }
  return old[b.length];
};
const initials = (term) => [...term].map((each) => words.isKorean(each) ? words.INITIALS[Math.floor(words.place(each) / 588)] : "").join("");
const isInitials = (word) => word.length > 1 && [...word].every((each) => words.INITIALS.includes(each));
// A word as typed with the other keyboard layout.
const otherKeyboard = (word) => /^[a-z]+$/i.test(word)
  ? [...word].map((each) => LETTERS[KEYS.indexOf(each)] ?? LETTERS[KEYS.indexOf(each.toLowerCase())] ?? "").join("")
  : [...words.jamo(word)].map((each) => KEYS[LETTERS.indexOf(each)] ?? "").join("").toLowerCase();
const similar = async (typed) => {
  const most = typed.length < 4 ? 0 : typed.length < 9 ? 1 : 2;
  const found = [];
  if (most) {
    const letters = lettersOf(typed);
    for (const each of await vocabulary()) {
      if (Math.abs(each.typed.length - typed.length) > most || bitsOf(each.letters ^ letters) > 2 * most) continue;
      const distance = edits(typed, each.typed, most);
      if (distance && distance <= most) found.push([distance, -each.count, each.term]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
  return found.filter((each) => each[0] === found[0][0]).slice(0, 8);
};

// -- the records that a word of the query finds ----------------------------------------------------
class Finding {
  constructor() { this.scores = new Map(); this.terms = new Set(); }
  get count() { return this.scores.size; }
  add(row, weight, worth = 99) {
    const list = decode(row);
    const value = weight * Math.min(worth, rarity(list.length / 2)) / 63;
    this.terms.add(row.term);
    for (let i = 0; i < list.length; i += 2) {
      const score = value * list[i + 1];
      if (score > (this.scores.get(list[i]) || 0)) this.scores.set(list[i], score);
    }
  }
  merge(other, weight = 1) {
    for (const [number, score] of other.scores) {
      if (score * weight > (this.scores.get(number) || 0)) this.scores.set(number, score * weight);
    }
    other.terms.forEach((each) => this.terms.add(each));
  }
}
// The records that are in all of *findings*.
const all = (findings) => {
  const result = new Finding();
  if (!findings.length) return result;
  const [least, ...others] = [...findings].sort((a, b) => a.count - b.count);
  for (const [number, score] of least.scores) {
    let sum = score;
    for (const each of others) {
      const its = each.scores.get(number);
      if (its === undefined) { sum = 0; break; }
      sum += its;
    }
    if (sum) result.scores.set(number, sum);
  }
  findings.forEach((each) => each.terms.forEach((term) => result.terms.add(term)));
  return result;
};
const every = async (list) => {
  const rows = await Promise.all(list.map(exact));
  if (!rows.every(Boolean)) return new Finding();
  return all(rows.map((row) => { const one = new Finding(); one.add(row, 1); return one; }));
};
const findRun = async ([, run, found], raw) => {
  const result = new Finding();
  const [whole, ...parts] = found;
  const typed = words.jamo(whole);
  const korean = words.isKorean(whole[0]);
  if (isInitials(typed)) {
    const letters = (await vocabulary()).filter((each) => initials(each.term).startsWith(typed) && words.isKorean(each.term[0]))
      .sort((a, b) => a.term.length - b.term.length || b.count - a.count).slice(0, 12);
    for (const each of letters) {
      const row = await exact(each.term);
      if (row) result.add(row, (each.term.length === typed.length ? 1 : BEGINNING) * (1 + each.count / 9), 1);
    }
    if (result.count) return result;
  }
  const row = await exact(whole);
  const worth = row ? rarity(decode(row).length / 2) : 99;
  if (row) result.add(row, 1);
  const enough = result.count > MANY;
  if (whole.length > 1 || korean) {
    const rows = (await beginning(typed, enough ? 1 : FILES)).filter((each) => each.term !== whole && (!row || (korean ? each.term.startsWith(whole) : !/^\d/.test(each.term.slice(whole.length)) || !/\d$/.test(whole))));
    rows.sort((a, b) => a.term.length - b.term.length || b.size - a.size);
    for (const each of rows.slice(0, MOST)) result.add(each, BEGINNING, worth);
  }
  if (parts.length > 1) result.merge(await every(parts), 0.7);
  if (korean) {
    if (!enough) await findVerbs(run, result, worth);
    if (!row) for (let i = 2; i <= whole.length - 2; i++) await findParts(whole.slice(0, i), whole.slice(i), result);
  } else if (!row && /^[a-z]+\d|^\d+[a-z]/.test(whole)) {
    result.merge(await every(words.terms(whole.replace(/(\d)(?=[a-z])|([a-z])(?=\d)/g, "$& "))), WITHIN);
  }
  if (result.count < FEW) await findSimilar(whole, typed, raw, result, row ? decode(row).length / 2 : 0);
  return result;
};
// A compound that no record has as one word: its first part, and words that begin with the rest.
const findParts = async (first, rest, result) => {
  const row = await exact(first);
  if (!row) return;
  const findings = [new Finding(), new Finding()];
  findings[0].add(row, 1);
  const worth = rarity(decode(row).length / 2);
  for (const each of (await beginning(words.jamo(rest), 1)).slice(0, MOST)) {
    if (each.term.startsWith(rest)) findings[1].add(each, each.term === rest ? 1 : BEGINNING, worth);
  }
  const both = all(findings);
  if (both.count) { result.merge(both, WITHIN); result.several = true; }
};
const findVerbs = async (run, result, worth) => {
  const wanted = verbs(run);
  const seen = new Set();
  for (const stem of wanted) {
    for (const [i, typed] of places(stem).entries()) {
      if (seen.has(typed)) continue;
      seen.add(typed);
      for (const each of await beginning(typed, 2)) {
        // A contracted form can be followed by another verb: 스쳐지나가다.
        const other = i && typed.length > 3 && stem.length > 1;
        if (!result.terms.has(each.term) && (other || [...verbs(each.term)].some((form) => wanted.has(form)))) result.add(each, VERB, worth);
      }
    }
  }
};
const findSimilar = async (whole, typed, raw, result, there) => {
  const other = otherKeyboard(raw);
  if (other.length > 2 && !result.count && (/^[a-z]+$/i.test(raw) || /[\u3131-\u318e]/.test(raw))) {
    for (const each of (await beginning(other)).slice(0, MOST)) result.add(each, each.typed === other ? 1 : BEGINNING);
    if (result.count) return;
  }
  for (const [distance, , term] of await similar(typed)) {
    const row = await exact(term);
    // A word that occurs as typed counts as mistyped only if the other is much more frequent.
    if (row && decode(row).length / 2 > 3 * there) result.add(row, TYPO / distance);
  }
  if (!result.count && /^[a-z]+$/.test(whole)) {
    for (let length = whole.length - 1; length >= Math.max(4, whole.length * 0.65) && !result.count; length--) {
      for (const each of (await beginning(whole.slice(0, length))).slice(0, 20)) result.add(each, TYPO);
    }
  }
};

// -- the glossary -------------------------------------------------------------------------------
let names;
const glossary = async () => {
  if (!names) {
    names = new Map();
    for (const group of await load(root.glossary)) {
      for (const name of group) {
        const key = name.replaceAll(" ", "");
        names.set(key, [...new Set([...(names.get(key) || []), ...group.filter((each) => each !== name)])]);
      }
    }
  }
  return names;
};
const synonyms = async (list, result) => {
  const known = await glossary();
  for (const name of known.get(list.join("")) || []) result.merge(await every(name.split(" ")), OTHER);
};
// Synonyms rank below what the typed words find; beside that, only their best record is added.
const findSynonyms = async (lists, units, result, always) => {
  const more = new Finding();
  const together = lists.flatMap((list) => list[0]);
  if (together.length < 5) await synonyms(together, more);
  if (lists.length > 1) {
    const others = await Promise.all(lists.map(async (list, i) => {
      const other = new Finding();
      await synonyms(list.slice(0, 1), other);
      other.merge(units[i]);
      return other;
    }));
    more.merge(all(others));
  }
  if (always) { result.merge(more); return; }
  const least = Math.min(...result.scores.values(), Infinity);
  const rows = [...more.scores].filter(([number]) => !result.scores.has(number)).sort((a, b) => b[1] - a[1]);
  if (!rows.length) return;
  for (const [number, score] of rows.slice(0, result.count ? 1 : Infinity)) {
    result.scores.set(number, least === Infinity ? score : least * 0.9 * score / rows[0][1]);
  }
  more.terms.forEach((each) => result.terms.add(each));
};

// -- a query ----------------------------------------------------------------------------------------
const FILTERS = { org: "org", tag: "tag", venue: "venue", year: "year", 기관: "org", 태그: "tag", 학회: "venue", 연도: "year" };
const parse = (query, filters = {}) => {
  const wanted = { exact: [], without: [], filters: {}, text: "" };
  const add = (kind, value) => { (wanted.filters[kind] ??= []).push(words.fold(String(value))); };
  for (const [kind, value] of Object.entries(filters)) for (const each of [value].flat()) if (each !== "" && each != null) add(kind, each);
  wanted.text = query.normalize("NFC").replace(/(^|\s)(-(?!-)|)(?:([a-z]+|[가-힣]{2}):)?(?:"([^"]*)"|(\S+))/gi, (match, space, minus, kind, quoted, bare) => {
    const key = FILTERS[kind?.toLowerCase()];
    if (key) { add(minus ? `-${key}` : key, quoted ?? bare); return " "; }
    const value = (kind ? `${kind}:` : "") + (quoted ?? bare);
    if (minus) { wanted.without.push(value); return " "; }
    if (quoted !== undefined) wanted.exact.push(quoted);
    return ` ${value}`;
  }).trim();
  return wanted;
};
let columns;
const facetColumns = async () => {
  if (!columns) {
    const tables = await Promise.all(volumes.map((volume) => load(volume.facets)));
    columns = {};
    for (const kind of Object.keys(tables[0] || {})) {
      const labels = [...new Set(tables.flatMap((table) => table[kind][0]))].sort((a, b) => a < b ? -1 : 1);
      const places = new Map(labels.map((label, i) => [label, i]));
      columns[kind] = {
        labels,
        folded: labels.map(words.fold),
        cells: tables.flatMap(({ [kind]: [own, cells] }) => {
          const numbers = own.map((label) => places.get(label));
          return cells.split(";").map((cell) => cell ? cell.split(",").map((each) => numbers[each]) : []);
        }),
      };
    }
  }
  return columns;
};
const passes = async (filters) => {
  const tests = [];
  for (const [name, values] of Object.entries(filters)) {
    const not = name[0] === "-";
    const column = (await facetColumns())[not ? name.slice(1) : name];
    if (!column) continue;
    const same = (label, value) => label === value || label.replaceAll(" ", "-") === value.replaceAll(" ", "-");
    const wanted = new Set(column.folded.flatMap((label, i) => values.some((value) => same(label, value)) ? [i] : []));
    tests.push((number) => column.cells[number].some((each) => wanted.has(each)) !== not);
  }
  return (number) => tests.every((test) => test(number));
};
// The records that a query finds, unordered, and the terms to mark.
const find = async (wanted) => {
  const runs = words.runs(words.fold(wanted.text)).filter((run) => run[2].length);
  const typed = wanted.text.split(/\s+/);
  const raw = (run) => typed.find((each) => words.fold(each) === run[1]) ?? run[1];
  if (!runs.length) {
    const result = new Finding();
    if (!words.fold(wanted.text).trim() && Object.keys(wanted.filters).length) for (let i = 0; i < total; i++) result.scores.set(i, 0.001);
    return { result, units: [] };
  }
  let units = await Promise.all(runs.slice(0, 12).map((run) => findRun(run, raw(run))));
  const lists = runs.slice(0, 12).map((run) => run[2]);
  // Two words that other records write as one.
  for (let i = 0; i + 1 < units.length; i++) {
    const row = await exact(lists[i][0] + lists[i + 1][0]);
    if (row) {
      const joined = new Finding();
      joined.add(row, 1);
      for (const [number, score] of joined.scores) {
        for (const unit of [units[i], units[i + 1]]) if (score / 2 > (unit.scores.get(number) || 0)) unit.scores.set(number, score / 2);
      }
      units[i].terms.add(row.term);
    }
  }
  let result = all(units);
  result.several = units.some((unit) => unit.several);
  if (wanted.synonyms === true || (wanted.synonyms && result.count < FEW)) await findSynonyms(lists, units, result, wanted.synonyms === true);
  if (!result.count && units.length > 1) {
    const sums = new Map();
    for (const unit of units) for (const [number, score] of unit.scores) {
      const [times, sum] = sums.get(number) || [0, 0];
      sums.set(number, [times + 1, sum + score]);
    }
    const half = Math.max(1, Math.ceil(units.length / 2));
    for (const [number, [times, sum]] of sums) if (times >= half) result.scores.set(number, sum * times / units.length);
    units.forEach((unit) => unit.terms.forEach((term) => result.terms.add(term)));
  }
  return { result, units };
};
const reduce = async (wanted, result) => {
  const test = await passes(wanted.filters);
  const without = new Set();
  for (const each of wanted.without) {
    for (const number of (await every(words.terms(each))).scores.keys()) without.add(number);
  }
  return [...result.scores].filter(([number]) => !without.has(number) && test(number));
};
const meta = async (number) => {
  const volume = volumes.filter((each) => each.start <= number).at(-1);
  const within = number - volume.start;
  const [title, url, subtitle, date, orgs, tags, venue, post, postUrl, text, place] =
    (await load(volume.metas[Math.floor(within / root.block)]))[within % root.block];
  return { title, subtitle, url: new URL(url, base).href, date, orgs, tags, venue,
    post: post ? { title: post, url: new URL(postUrl, base).href } : null, section: "", excerpt: "", marks: [], text, place };
};

// -- texts: excerpts, and ranking by the distance between words ----------------------------------------
// The part of a term to highlight: itself, or the longest known term in it.
const marker = (known) => {
  const list = [...known].filter((each) => each.length > 1).sort((a, b) => b.length - a.length);
  const seen = new Map();
  return (term) => {
    if (known.has(term)) return term;
    if (!seen.has(term)) seen.set(term, term.length > 3 ? list.find((each) => term.includes(each)) : undefined);
    return seen.get(term);
  };
};
const marksOf = (text, mark) => {
  let folded = words.fold(text);
  if (folded.length !== text.length) folded = text.toLowerCase();
  if (folded.length !== text.length) return [];
  const out = [];
  for (const [start, run, found] of words.runs(folded)) {
    for (const term of found) {
      const inner = mark(term);
      if (!inner) continue;
      const at = run.indexOf(inner);
      out.push([start + Math.max(0, at), start + (at < 0 ? run.length : at + inner.length), inner]);
      break;
    }
  }
  return out;
};
const excerptOf = (text, marks) => {
  let best = 0, where = 0;
  for (let i = 0; i < marks.length; i++) {
    const found = new Set();
    let worth = 0;
    for (let j = i; j < marks.length && marks[j][1] - marks[i][0] < EXCERPT - 30; j++) {
      worth += found.has(marks[j][2]) ? 0.1 : 1;
      found.add(marks[j][2]);
    }
    if (worth > best) { best = worth; where = marks[i][0]; }
  }
  let start = Math.max(0, where - 30);
  if (start) { const space = text.indexOf(" ", start); start = space >= 0 && space < where ? space + 1 : where; }
  let end = Math.min(text.length, start + EXCERPT);
  if (end < text.length) { const space = text.lastIndexOf(" ", end); if (space > start + EXCERPT / 2) end = space; }
  const head = start ? "… " : "";
  return {
    excerpt: head + text.slice(start, end).replace(/\s/g, " ") + (end < text.length ? " …" : ""),
    marks: marks.filter((mark) => mark[0] >= start && mark[1] <= end).map((mark) => [mark[0] - start + head.length, mark[1] - start + head.length]),
    where,
  };
};
const squeezed = (text) => words.fold(text).replace(/[\s\-_]+/g, "");
// The heading or object of a text that is called what was typed: `spin` also means `core.Wheel.spin (Python method)`.
const bare = (text) => squeezed(text).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+#]+$/gu, "");
const called = (heads, typed) => {
  if (typed.length < 2) return undefined;
  const names = heads.map((each) => bare(each[2].replace(/ \([^()]*\)$/, "")));
  const at = names.indexOf(typed);
  return heads[at >= 0 ? at : names.findIndex((name) => name.split(/\.|::|\//).at(-1) === typed)];
};

const search = async (query, { limit = 10, filters = {}, excerpts = true, synonyms = "few" } = {}) => {
  await start();
  const wanted = { ...parse(String(query ?? ""), filters), synonyms };
  const { result, units } = await find(wanted);
  const rows = await reduce(wanted, result);
  rows.sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  const phrase = squeezed(wanted.text), typed = bare(wanted.text);
  const mark = marker(result.terms);
  const several = result.several || units.length > 1 || wanted.exact.length > 0;
  const top = rows.slice(0, Math.max(limit, excerpts && several ? RERANKED : limit));
  let hits = await Promise.all(top.map(async ([number, score]) => {
    const hit = { ...await meta(number), score, total: rows.length };
    const title = squeezed(hit.title);
    if (phrase.length > 1 && title === phrase) hit.score *= 2;
    else if (phrase.length > 1 && title.includes(phrase)) hit.score *= 1.4;
    return hit;
  }));
  const order = () => hits.sort((a, b) => b.score - a.score);
  order();
  if (excerpts) {
    if (!several) hits = hits.slice(0, limit);
    await Promise.all(hits.map(async (hit) => {
      const part = hit.text ? (await load(hit.text))[hit.place] : undefined;
      if (!part) return;
      const marks = marksOf(part.x, mark);
      if (several) {
        const dense = squeezed(part.x);
        const times = phrase ? dense.split(phrase).length - 1 : 0;
        if (times) hit.score *= 1.25 + 0.1 * Math.min(times, 4);
        hit.exact = wanted.exact.every((each) => dense.includes(squeezed(each)) || squeezed(hit.title).includes(squeezed(each)));
      }
      const named = called(part.h, typed);
      const { where, ...shown } = excerptOf(part.x, marks.filter((each) => !named || each[0] >= named[0]));
      Object.assign(hit, shown);
      const section = named ?? (marks.length ? part.h.filter((each) => each[0] <= where).at(-1) : undefined);
      if (section) {
        hit.section = section[2];
        hit.url = hit.url.replace(/#.*|$/, `#${section[1]}`);
      }
    }));
    if (wanted.exact.length) hits = hits.filter((hit) => hit.exact);
    if (several) order();
  }
  return hits.slice(0, limit).map(({ text, place, exact: _, ...hit }) =>
    ({ ...hit, titleMarks: marksOf(hit.title, mark).map((mark) => mark.slice(0, 2)) }));
};

const facets = async (query = "", { filters = {}, synonyms = "few" } = {}) => {
  await start();
  const wanted = { ...parse(String(query ?? ""), filters), synonyms };
  const table = await facetColumns();
  let numbers;
  if (wanted.text) numbers = (await reduce(wanted, (await find(wanted)).result)).map((row) => row[0]);
  else {
    const test = await passes(wanted.filters);
    numbers = Array.from({ length: total }, (_, i) => i).filter(test);
  }
  const counts = {};
  for (const [kind, { labels, cells }] of Object.entries(table)) {
    const found = new Array(labels.length).fill(0);
    for (const number of numbers) for (const each of cells[number]) found[each]++;
    counts[kind] = labels.map((label, i) => ({ label, count: found[i] })).filter((each) => each.count)
      .sort((a, b) => kind === "year" ? (a.label < b.label ? 1 : -1) : b.count - a.count || (a.label < b.label ? -1 : 1));
  }
  return { total: numbers.length, ...counts };
};

let settle;
const ready = new Promise((resolve) => { settle = resolve; });
window.paperreview = Object.assign(window.paperreview || {}, { search, facets, ready, preload: start });
const announce = () => { settle(window.paperreview); document.dispatchEvent(new CustomEvent("paperreview:search-ready")); };
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", announce); else announce();
})();
