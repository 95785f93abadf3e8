import { importScenarios } from '../imports.js';
import { createArgon2User } from './create.js';

importScenarios(createArgon2User, {
  hash: 'argon2',
  plain: 'password',
  password: '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
  isKept: true,
});
