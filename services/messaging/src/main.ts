import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { messaging } from './service.js';

await run(messaging, connect);
