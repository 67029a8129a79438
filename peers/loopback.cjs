// Loaded before a peer: whatever interface its servers ask for, they listen on loopback only.
const { Server } = require("node:net");

const listen = Server.prototype.listen;
Server.prototype.listen = function (first, ...rest) {
  if (typeof first === "object" && first !== null) {
    return listen.call(this, { ...first, host: "127.0.0.1" }, ...rest);
  }
  if (typeof rest[0] === "string" || rest[0] === undefined) rest.shift();
  return listen.call(this, first, "127.0.0.1", ...rest);
};
