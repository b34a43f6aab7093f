import { expect } from "@jest/globals";
import { idOf } from "../seen.js";
import type { Cases } from "../suite.js";

/** A public key that nobody has the private half of any more. */
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDdyCXNcVYDZO5L6VqnUNeuZgP7AfOb3dPz5J2XmAuKv";

export const credentials: Cases = ({ test, shop, extremes }) => {
  for (const dialect of extremes) {
    // [5.14.9-1] [5.11.1-30]
    test(`a public key is imported (${dialect.title})`, ["Credential.create"], async () => {
      const consumer = shop().consumer(dialect);
      const content = { name: `imported-${dialect.edition}`, credentialTemplate: { parameters: { key: KEY } } };
      const credential = await shop().make("credentials", "CredentialCreate", content, consumer);
      expect([credential.type, credential.text("name")]).toEqual(["Credential", content.name]);
      expect((await consumer.items("credentials")).map(idOf)).toContain(idOf(credential));
    });

    test(`a pair that is made here shows its privateKey once (${dialect.title})`, ["Credential.create"], async () => {
      const consumer = shop().consumer(dialect);
      const content = { name: `made-${dialect.edition}`, credentialTemplate: { description: "a new pair" } };
      const reply = await consumer.add(await consumer.collection("credentials"), "CredentialCreate", content);
      expect([reply.status, reply.seen!.text("privateKey")]).toEqual([201, expect.stringContaining("PRIVATE KEY")]);
      const credential = shop().keep(await consumer.made(reply));
      expect(credential.text("privateKey")).toBeUndefined();
      for (const target of [idOf(credential), await consumer.collection("credentials"), reply.header("CIMI-Job-URI")!])
        expect((await consumer.send("GET", target)).body).not.toContain("PRIVATE KEY");
    });
  }

  test("a key that is none is refused", ["Credential.create"], async () => {
    const consumer = shop().consumer();
    const content = { credentialTemplate: { parameters: { key: "not a key" } } };
    const reply = await consumer.add(await consumer.collection("credentials"), "CredentialCreate", content);
    expect([reply.status, reply.seen!.type]).toEqual([400, "Job"]);
  });

  test("a Machine is made with a Credential", ["Machine.create", "Credential.create"], async () => {
    const content = { name: "for-a-machine", credentialTemplate: { parameters: { key: KEY } } };
    const credential = await shop().make("credentials", "CredentialCreate", content);
    expect((await shop().machine("STOPPED", { credential: { href: idOf(credential) } })).text("state")).toBe("STOPPED");
  });

  test("a Credential is deleted", ["Credential.create", "Credential.delete"], async () => {
    const content = { name: "short-lived", credentialTemplate: { parameters: { key: KEY } } };
    const credential = await shop().make("credentials", "CredentialCreate", content);
    await shop().remove(idOf(credential));
    expect((await shop().consumer().send("GET", idOf(credential))).status).toBe(404);
  });
};
