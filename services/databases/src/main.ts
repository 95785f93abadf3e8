import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { databases } from './service.js';

await run(databases, connect);
