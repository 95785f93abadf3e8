import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { webhooks } from './service.js';

await run(webhooks, connect);
