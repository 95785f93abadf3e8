import { scenarios } from '../../../scenarios.js';
import { keys } from '../child-scenarios.js';
import { listKeys } from './list.js';

scenarios(listKeys, keys.lists(2));
