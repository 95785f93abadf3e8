import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { maintenance } from './service.js';

await run(maintenance, connect);
