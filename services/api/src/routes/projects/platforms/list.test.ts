import { scenarios } from '../../../scenarios.js';
import { platforms } from '../child-scenarios.js';
import { listPlatforms } from './list.js';

scenarios(listPlatforms, platforms.lists(2));
