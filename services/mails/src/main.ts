import { connect } from '@plinth/core';
import { run } from '@plinth/service';
import { mails } from './service.js';

await run(mails, connect);
