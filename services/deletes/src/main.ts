import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { deletes } from './service.js';

await run(deletes, connect);
