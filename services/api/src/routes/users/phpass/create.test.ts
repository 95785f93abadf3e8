import { importScenarios } from '../imports.js';
import { createPHPassUser } from './create.js';

importScenarios(createPHPassUser, {
  hash: 'phpass',
  plain: 'test12345',
  password: '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0',
});
