import { scenarios } from '../../../../scenarios.js';
import { verificationScenarios } from '../scenarios.js';
import { updateUserPhoneVerification } from './update.js';

scenarios(updateUserPhoneVerification, verificationScenarios('phoneVerification'));
