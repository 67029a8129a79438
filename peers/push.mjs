// A push service that decrypts, started by `node --require loopback.cjs push.mjs`. The one line of
// stdin is its port; "ready" is printed once it listens. It ends when stdin does.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { PushApiModel } = require("web-push-testing/src/PushApiModel.js");
const Server = require("web-push-testing/src/server.js");

const say = console.log;
console.log = console.error; // what it says of itself is no answer to us

for await (const line of createInterface({ input: process.stdin })) {
  const server = new Server(new PushApiModel(), Number(line));
  server.startServer();
  await new Promise((resolve) => server._server.once("listening", resolve));
  say("ready");
}
process.exit(0);
