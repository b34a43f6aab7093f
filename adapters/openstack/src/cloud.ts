import type { BackupService } from "./backup-service.js";
import type { Client } from "./client.js";
import type { OpenstackSettings } from "./read-settings.js";

/** What every type of this adapter works with: one project in one region. */
export interface Cloud {
  readonly client: Client;
  readonly settings: OpenstackSettings;
  readonly backups: BackupService;
}
