import { connect } from '@plinth/core';
import { all, run } from '@plinth/service';
import { services } from './services.js';

await run(all(services), connect);
