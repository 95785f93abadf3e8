import { api } from '@plinth/api/service';
import { audits } from '@plinth/audits/service';
import { databases } from '@plinth/databases/service';
import { deletes } from '@plinth/deletes/service';
import { mails } from '@plinth/mails/service';
import { maintenance } from '@plinth/maintenance/service';
import { messaging } from '@plinth/messaging/service';
import { realtime } from '@plinth/realtime/service';
import { webhooks } from '@plinth/webhooks/service';

/** Workers first, so that nothing waits for them once the port answers. */
export const services = [databases, deletes, audits, webhooks, mails, messaging, maintenance, realtime, api];
