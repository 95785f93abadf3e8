import { scenarios } from '../../../scenarios.js';
import { verificationScenarios } from './scenarios.js';
import { updateUserEmailVerification } from './update.js';

scenarios(updateUserEmailVerification, verificationScenarios('emailVerification'));
