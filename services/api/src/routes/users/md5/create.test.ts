import { importScenarios } from '../imports.js';
import { createMD5User } from './create.js';

importScenarios(createMD5User, {
  hash: 'md5',
  plain: 'a password of the test',
  password: '8412c579c4bcf3bdfdfe16fc8f827f00',
});
