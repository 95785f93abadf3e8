import { scenarios } from '../../../scenarios.js';
import { DOMAIN_TARGET, domains } from '../child-scenarios.js';
import { listDomains } from './list.js';

scenarios(listDomains, domains.lists(1), { _APP_DOMAIN_TARGET: DOMAIN_TARGET });
