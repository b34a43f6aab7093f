import type { Server } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";

const HINTS: Readonly<Record<string, string>> = {
  EADDRINUSE: "another process listens there; choose another PORT",
  EACCES: "the system reserves that port; choose a PORT above 1023",
  EADDRNOTAVAIL: "this machine has no such address; choose another HOST",
  ENOTFOUND: "the name has no address; choose another HOST",
};

/** Listens, and returns the address as a URL without a slash at its end. Throws an Error that says what to change. */
export function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = ({ code = "", message }: NodeJS.ErrnoException): void =>
      reject(new Error(`cannot listen on HOST ${host}, PORT ${port}: ${HINTS[code] ?? message}`));
    server.once("error", refuse).listen(port, host, () => {
      server.off("error", refuse);
      const { address, port: bound } = server.address() as AddressInfo;
      resolve(`http://${isIPv6(address) ? `[${address}]` : address}:${bound}`);
    });
  });
}
