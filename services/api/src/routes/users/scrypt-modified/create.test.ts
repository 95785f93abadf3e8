import { importScenarios } from '../imports.js';
import { createScryptModifiedUser } from './create.js';

const signerKey = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==';

importScenarios(createScryptModifiedUser, {
  hash: 'scryptMod',
  params: {
    passwordSalt: '42xEC+ixf3L2lw==',
    passwordSaltSeparator: 'Bw==',
    passwordSignerKey: signerKey,
  },
  plain: 'user1password',
  password: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
  shown: { salt: '42xEC+ixf3L2lw==', saltSeparator: 'Bw==', signerKey },
});
