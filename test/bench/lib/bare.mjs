// Express with nothing behind it: sends the bytes that its parent hands it, by path and Accept.
import express from "express";
import "./usage.mjs";

const answers = new Map();
const application = express();
application.disable("x-powered-by").disable("etag");
application.use("/cimi", (request, response) => {
  const { headers, body } = answers.get(`${request.headers.accept} ${request.originalUrl}`);
  response.writeHead(200, headers).end(body);
});
const server = application.listen(0, "127.0.0.1", () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on("message", ({ key, answer }) => {
  if (!answer) return;
  answers.set(key, answer);
  process.send({ known: key });
});
process.once("disconnect", () => process.exit());
