import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { realtime } from './service.js';

await run(realtime, connect);
