import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { audits } from './service.js';

await run(audits, connect);
