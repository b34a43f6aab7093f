import { InvalidValue } from "@cimi-gateway/model";

/** The templates that lead to a part of a request, from the outermost on, and how many parts the whole request has by now. */
export class Trail {
  /** @param limit parts that one request may make (setting `server.maxParts`) */
  constructor(
    readonly limit: number,
    readonly paths: readonly string[] = [],
    private readonly whole = { parts: 0 },
  ) {}

  /**
   * One template further; undefined: given by value. 4.2.1.1: templates may refer to each other, but not in a circle, and not without end.
   *
   * @throws InvalidValue for a circle, and for more parts than one request may make
   */
  follow(path: string | undefined): Trail {
    this.whole.parts += 1;
    if (this.whole.parts > this.limit)
      throw new InvalidValue(`one request makes at most ${this.limit} resources; ask for fewer at once`);
    if (path === undefined) return this;
    if (this.paths.includes(path))
      throw new InvalidValue("this template is made of itself; remove it from one of those that lead here");
    return new Trail(this.limit, [...this.paths, path], this.whole);
  }
}
