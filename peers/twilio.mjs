// A stateful Twilio, started by `node --require loopback.cjs twilio.mjs`. Each line of stdin is
// {port, seed}: a new, empty one takes the place of the last, then "ready" is printed.
// It ends when stdin does.
import { createInterface } from "node:readline";
import { createEmulator } from "emulate";

let emulator;
for await (const line of createInterface({ input: process.stdin })) {
  const { port, seed } = JSON.parse(line);
  await emulator?.close();
  emulator = await createEmulator({ service: "twilio", port, seed: { twilio: seed } });
  while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 5));
  console.log("ready");
}
process.exit(0);

async function answers(port) {
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } });
    await reply.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
