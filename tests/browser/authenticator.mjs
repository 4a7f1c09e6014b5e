// An authenticator app: the six digits of this half minute, by RFC 6238, for a secret that a page showed.
import { createHmac } from "node:crypto";
import { setTimeout } from "node:timers/promises";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HALF_MINUTE = 30_000; // milliseconds
const used = new Map(); // by secret, the half minute whose code was typed last

function bytes(secret) {
  const bits = [...secret.replaceAll(" ", "")]
    .map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

function digits(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", bytes(secret)).update(counter).digest();
  const at = hash.at(-1) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

// Give the code that is shown now; one that was typed already is waited out, as a person does.
export async function shown(secret) {
  while (Math.floor(Date.now() / HALF_MINUTE) === used.get(secret)) {
    await setTimeout(HALF_MINUTE - (Date.now() % HALF_MINUTE));
  }
  const step = Math.floor(Date.now() / HALF_MINUTE);
  used.set(secret, step);
  return digits(secret, step);
}
