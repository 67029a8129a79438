// Twilio's own segment counter: one JSON string a line in, one JSON [encoding, segments] a line out.
import { createInterface } from "node:readline";
import calculator from "sms-segments-calculator";

for await (const line of createInterface({ input: process.stdin })) {
  const message = new calculator.SegmentedMessage(JSON.parse(line), "auto");
  console.log(JSON.stringify([message.encodingName, message.segmentsCount]));
}
