import { scenarios } from '../../../scenarios.js';
import { webhooks } from '../child-scenarios.js';
import { listWebhooks } from './list.js';

scenarios(listWebhooks, webhooks.lists(1));
