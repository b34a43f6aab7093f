/** The part of the PostgreSQL driver that the store uses. https://node-postgres.com/apis/pool */
declare module "pg" {
  export interface PoolSettings {
    readonly connectionString: string;
    readonly application_name?: string;
    readonly max?: number;
    /** Milliseconds until a connection that does not come about is an error; 0 waits for ever. */
    readonly connectionTimeoutMillis?: number;
    readonly keepAlive?: boolean;
    /** Runs on each new connection before its first use; when it fails, the connection is given up. */
    readonly onConnect?: (client: PoolClient) => Promise<unknown>;
  }

  export interface QueryResult<R> {
    readonly command: "UPDATE" | "DELETE" | "INSERT" | "SELECT" | "MERGE";
    readonly rowCount: number;
    readonly rows: R[];
  }

  export interface PoolClient {
    query<R>(text: string, parameters?: readonly unknown[]): Promise<QueryResult<R>>;
    query<R>(cursor: { read(rows: number): Promise<R[]>; close(): Promise<void> }): {
      read(rows: number): Promise<R[]>;
      close(): Promise<void>;
    };
    on(event: "error", listener: (error: Error) => void): this;
    release(): void;
  }

  export class Pool {
    constructor(settings: PoolSettings);
    connect(): Promise<PoolClient>;
    query<R>(text: string): Promise<QueryResult<R>>;
    on(event: "error", listener: (error: Error) => void): this;
    end(): Promise<void>;
  }
}
