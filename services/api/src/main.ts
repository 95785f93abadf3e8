import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { api } from './service.js';

await run(api, connect);
